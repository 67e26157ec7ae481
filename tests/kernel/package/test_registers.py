"""Registers on the pure kernel: declared, checked, and written, found and ended by scenarios."""

import json
from datetime import date, datetime

import pytest
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel import feel, package
from laufzettel.kernel.package import registers
from laufzettel.kernel.package.beginning import blank
from laufzettel.kernel.package.difference import difference
from laufzettel.kernel.package.model import RecordEvent

REGISTER = """
[register.hunde]
title = "Hunde"
entry = "hund.form"
label = '= tier.name + ", " + halter.nachname'
columns = ["marke", "tier.name", "halter.nachname"]
unique = ["marke"]
doubles = ["halter.nachname", "tier.name"]
number = "marke"
retention_years = 5

[register.hunde.end.abgemeldet]
label = "Abgemeldet"
counts_from = "end_of_year"
"""
ENTRY = {
    "type": "default",
    "id": "hund",
    "schemaVersion": 18,
    "components": [
        {"type": "textfield", "id": "marke", "key": "marke", "label": "Marke"},
        {"type": "textfield", "id": "tier", "key": "tier.name", "label": "Name", "validate": {"required": True}},
        {"type": "textfield", "id": "halter", "key": "halter.nachname", "label": "Halter", "validate": {"required": True}},
        {"type": "datetime", "subtype": "date", "id": "seit", "key": "seit", "dateLabel": "Seit"},
    ],
}  # fmt: skip
VALUES = "={tier: {name: anliegen.thema}, halter: {nachname: person.nachname}, seit: anliegen.seit}"
WRITE = f"""
start s
service los | type=register.write | in=register:="hunde" | in=values:{VALUES}
end e
s -> los -> e
"""
CHANGE = """
start s
service suche | type=register.find | in=register:="hunde" | in=where:={tier: {name: "rex"}} | out=treffer:=entries
service los | type=register.write | in=register:="hunde" | in=entry:=treffer[1].entry | in=values:={marke: "77"}
service ende | type=register.end | in=register:="hunde" | in=entry:=treffer[1].entry | in=event:="abgemeldet" | in=on:=today()
end e
s -> suche -> los -> ende -> e
"""
SCENARIO = """title = "Eins"
now = 2026-03-02T09:00:00+01:00
[application]
anliegen = { thema = "Rex", seit = 2026-03-01 }
person = { vorname = "Zoë", nachname = "Großmann", strasse = "Kirchgasse 1", plz = "35745", ort = "Herborn" }
"""


def files(process: str, *, register: str = REGISTER, scenario: str = "[expect]\n") -> dict[str, bytes]:
    made = blank("eine", "Eine")
    service = made["service.toml"].decode()
    service = service[: service.index("[act.bescheid]")] + service[service.index("[process]") :]
    return {
        "service.toml": (service + register).encode(),
        "antrag.form": made["antrag.form"],
        "hund.form": json.dumps(ENTRY).encode(),
        "vorgang.bpmn": bpmn(process).encode(),
        "scenarios/eins.toml": (SCENARIO + scenario).encode(),
    }


def run(process: str, scenario: str) -> package.Result:
    return package.run(package.load(files(process, scenario=scenario)), "eins")


def codes(given: dict[str, bytes]) -> list[tuple[str, str]]:
    _, findings = package.check_source(given, on=date(2026, 3, 1))
    return [(one.code, one.place.file) for one in findings if "register" in one.code or one.code.startswith("typed")]


def test_a_process_writes_an_entry_and_the_register_numbers_it() -> None:
    before = '[[register.hunde]]\nmarke = "41"\ntier = { name = "Bello" }\nhalter = { nachname = "Kuhn" }\n'

    result = run(
        WRITE,
        before
        + '[expect]\nends = "e"\njobs = ["register.write"]\nvariables.number = "42"\n'
        + '[[expect.register.hunde]]\nmarke = "41"\n'
        + '[[expect.register.hunde]]\nmarke = "42"\ntier.name = "Rex"\nseit = 2026-03-01\n',
    )

    assert [str(failure) for failure in result.failures] == []


def test_a_scenario_that_expects_another_register_is_red() -> None:
    (failure,) = run(WRITE, '[[expect.register.hunde]]\ntier.name = "Bello"\n').failures

    assert failure.place.element == "expect.register.hunde"


def test_a_process_finds_changes_and_ends_an_entry() -> None:
    before = '[[register.hunde]]\nmarke = "41"\ntier = { name = "REX" }\nhalter = { nachname = "Kuhn" }\n'

    result = run(
        CHANGE, before + '[expect]\nends = "e"\n[[expect.register.hunde]]\nmarke = "77"\nended = "abgemeldet"\n'
    )

    assert [str(failure) for failure in result.failures] == []


def test_a_key_that_is_taken_is_an_incident() -> None:
    process = WRITE.replace("{tier:", '{marke: " 41 ", tier:')
    before = '[[register.hunde]]\nmarke = "41"\ntier = { name = "Bello" }\nhalter = { nachname = "Kuhn" }\n'

    result = run(process, before + '[expect]\nincidents = ["los"]\n[[expect.register.hunde]]\nmarke = "41"\n')

    assert [str(failure) for failure in result.failures] == []


@pytest.mark.parametrize(
    "entry", ['marke = "1"\n', 'tier = { name = "A" }\nhalter = { nachname = "B" }\nseit = "gestern"\n']
)
def test_a_scenario_begins_only_with_entries_that_the_form_accepts(entry: str) -> None:
    failures = run(WRITE, f"[[register.hunde]]\n{entry}[expect]\n").failures

    assert [(one.code, one.place.element) for one in failures] == [("scenario-register", "register.hunde.0")]


def test_a_declared_register_and_its_steps_are_without_findings() -> None:
    assert codes(files(WRITE)) == []
    assert codes(files(CHANGE)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('unique = ["marke"]', 'unique = ["mark"]', "register-field"),
        ('columns = ["marke"', 'columns = ["tier.nam"', "register-field"),
        ('doubles = ["halter.nachname"', 'doubles = ["halter"', "register-field"),
        ('unique = ["marke"]', 'unique = ["tier.name"]', "register-number"),
        ('number = "marke"', 'number = "tier.name"', "register-number"),
        ('number = "marke"', 'number = "seit"', "register-number"),
        ('number = "marke"', 'number = "marke"\nnumber_from = "erste"', "register-number"),
        ('title = "Hunde"', 'title = "Hunde"\npublic = true', "register-public"),
        ('[register.hunde.end.abgemeldet]\nlabel = "Abgemeldet"\ncounts_from = "end_of_year"', "", "register-no-end"),
        ("tier.name + ", "tier.nam + ", "feel-unknown-field"),
        ("'= tier.name + \", \" + halter.nachname'", "'= seit'", "typed-misfit"),
    ],
)
def test_a_register_that_is_declared_wrongly_is_refused_with_its_line(old: str, new: str, code: str) -> None:
    assert old in REGISTER
    _, findings = package.check_source(files(WRITE, register=REGISTER.replace(old, new)), on=date(2026, 3, 1))

    found = [one for one in findings if one.code == code]
    assert [(one.place.file, one.place.line > 40, bool(one.hint.en)) for one in found] == [("service.toml", True, True)]


@pytest.mark.parametrize(
    ("process", "code"),
    [
        (WRITE.replace('"hunde"', '"katzen"'), "register-unknown"),
        (WRITE.replace('="hunde"', "=anliegen.thema"), "register-not-named"),
        (CHANGE.replace('"abgemeldet"', '"gestorben"'), "register-event"),
        (WRITE.replace("name: anliegen.thema", "nam: anliegen.thema"), "typed-job-input"),
        (WRITE.replace("seit: anliegen.seit", "seit: anliegen.thema"), "typed-job-input"),
        (WRITE.replace("halter: {nachname: person.nachname}, ", ""), "typed-job-input"),
        (CHANGE.replace('tier: {name: "rex"}', 'tier: {nam: "rex"}'), "typed-job-input"),
    ],
)
def test_a_step_that_does_not_fit_its_register_is_refused_at_its_place(process: str, code: str) -> None:
    assert codes(files(process)) == [(code, "vorgang.bpmn")]


def test_an_entry_holds_no_lists_and_no_files() -> None:
    given = files(WRITE)
    form = json.loads(given["hund.form"])
    form["components"] += [
        {"type": "dynamiclist", "id": "liste", "path": "liste", "label": "L", "components": [{"type": "textfield", "id": "x", "key": "x", "label": "X"}]},
        {"type": "filepicker", "id": "bild", "key": "bild", "label": "Bild"},
    ]  # fmt: skip
    given["hund.form"] = json.dumps(form, indent=1).encode()
    _, findings = package.check_source(given, on=date(2026, 3, 1))

    found = [(one.place.element, one.place.line > 0) for one in findings if one.code == "register-entry"]
    assert found == [("liste", True), ("bild", True)]


def test_a_difference_tells_what_has_changed_in_a_register() -> None:
    old, new = (
        package.load(files(WRITE, register=text)) for text in (REGISTER, REGISTER.replace("years = 5", "years = 6"))
    )

    (change,) = difference(old, new)

    assert (str(change.what), change.before, change.after, change.is_legal) == (
        "Register „hunde“, Jahre der Aufbewahrung", "5", "6", True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts_from", "ended", "last"),
    [
        ("day", date(2026, 3, 2), date(2031, 3, 2)),
        ("day", date(2024, 2, 29), date(2029, 2, 28)),
        ("end_of_year", date(2026, 1, 1), date(2031, 12, 31)),
    ],
)
def test_an_ended_entry_is_kept_for_the_years_from_its_event(counts_from: str, ended: date, last: date) -> None:
    register = package.load(files(WRITE)).registers["hunde"]

    assert registers.keep_until(register, RecordEvent("x", "X", counts_from=counts_from), ended) == last


def test_names_and_likeness_of_an_entry() -> None:
    register = package.load(files(WRITE)).registers["hunde"]
    values = {
        "marke": " A 1",
        "tier": {"name": "Rex"},
        "halter": {"nachname": "Groß  Mann"},
        "seit": feel.Date(2026, 1, 1),
    }

    now = datetime.fromisoformat("2026-03-02T09:00:00+01:00")
    assert registers.label_of(register, values, now) == "Rex, Groß  Mann"
    assert registers.keys_of(register, values) == {"marke": "a 1"}
    assert registers.likeness(register, values) == "gross mann\trex"
    assert registers.likeness(register, {"tier": {"name": "Rex"}}) == ""
