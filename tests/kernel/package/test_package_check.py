"""Packages broken on purpose: each kind of mistake is found, with its file and line. Nothing here asks the checker how."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.problems import Finding

ROOT = Path(__file__).parents[3]
CAT = ROOT / "tests" / "data" / "services" / "katze-anmelden"
FILES = {path.relative_to(CAT).as_posix(): path.read_bytes() for path in CAT.rglob("*") if path.is_file()}
ON = date(2026, 3, 1)

type Change = Callable[[dict[str, bytes]], None]


def swap(path: str, old: str, new: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        text = files[path].decode()
        assert old in text, f"{old} is not in {path}"
        files[path] = text.replace(old, new, 1).encode()

    return change


def drop(path: str) -> Change:
    return lambda files: files.__delitem__(path)


def add(path: str, text: str) -> Change:
    return lambda files: files.__setitem__(path, text.encode())


def both(*changes: Change) -> Change:
    def change(files: dict[str, bytes]) -> None:
        for one in changes:
            one(files)

    return change


def checked(change: Change) -> tuple[Mapping[str, bytes], list[Finding]]:
    files = dict(FILES)
    change(files)
    _, findings = package.check_source(files, on=ON)
    return files, findings


JOIN_OF_ONE = both(
    swap("katzen.bpmn", 'sourceRef="gilt_steuer" targetRef="steuerfrei"', 'sourceRef="gilt_steuer" targetRef="beide"'),
    swap("katzen.bpmn", 'sourceRef="brief" targetRef="gemeldet"', 'sourceRef="brief" targetRef="beide"'),
    swap(
        "katzen.bpmn",
        "</bpmn:process>",
        '<bpmn:sequenceFlow id="f6" sourceRef="beide" targetRef="gemeldet" />\n</bpmn:process>',
    ),
    swap("katzen.bpmn", "<bpmn:sequenceFlow", '<bpmn:parallelGateway id="beide" />\n<bpmn:sequenceFlow'),
)
LONG = (
    "Wer eine Katze hält und sie nicht bis zum Ende des Monats anmeldet, in dem sie zu ihm gekommen ist, der muss damit"
    " rechnen, dass er mehr zahlt."
)

REFERRING = [
    (swap("katzen.bpmn", '="katzenbescheid"', '="hundebescheid"'), "letter-unknown", "katzen.bpmn", 'id="brief"'),
    (swap("katzen.bpmn", 'formId="entscheiden"', 'formId="pruefen"'), "task-unknown-form", "katzen.bpmn", "userTask"),
    (swap("katzen.bpmn", 'type="claim.raise"', 'type="claim.rise"'), "job-unknown", "katzen.bpmn", 'id="geld"'),
    (swap("katzen.bpmn", 'target="amount"', 'target="sum"'), "job-input-unknown", "katzen.bpmn", 'target="sum"'),
    (swap("katzen.bpmn", 'target="debtor"', 'target="debtors"'), "job-input-missing", "katzen.bpmn", 'id="geld"'),
    (swap("katzen.bpmn", ' candidateGroups="steuern"', ""), "task-no-group", "katzen.bpmn", "userTask"),
    (swap("katzen.bpmn", ' name="Über die Katzen entscheiden"', ""), "task-no-name", "katzen.bpmn", "userTask"),
    (swap("katzen.bpmn", '<zeebe:formDefinition formId="entscheiden" />', ""), "task-no-form", "katzen.bpmn", "userTa"),
    (add("zweiter.md", "# Nichts\n\nHallo.\n"), "letter-unused", "zweiter.md", ""),
    (
        swap(
            "service.toml",
            "[settings.satz_wohnung]",
            '[settings.x]\ntype = "text"\nlabel = "X"\n[settings.satz_wohnung]',
        ),
        "setting-unused",
        "service.toml",
        "[settings.x]",
    ),
]

RENAMED_SETTING = both(
    swap("service.toml", "[settings.satz_wohnung]", "[settings.satz_drinnen]"),
    *(swap(path, "satz_wohnung", "satz_drinnen") for path in FILES if path.startswith("examples/")),
)
TYPED = [
    (swap("antrag.form", '"key": "tier.anzahl"', '"key": "tier.zahl"'), "katzensteuer.dmn", "tier.anzahl"),
    (swap("antrag.form", '"key": "tier.anzahl"', '"key": "tier.zahl"'), "katzenbescheid.md", "tier.anzahl"),
    (swap("antrag.form", '"key": "tier.seit"', '"key": "tier.beginn"'), "service.toml", "reference_date"),
    (swap("antrag.form", '"key": "tier.rufname"', '"key": "tier.name"'), "service.toml", "title ="),
    (swap("antrag.form", '"key": "person.plz"', '"key": "person.postleitzahl"'), "katzen.bpmn", ""),
    (swap("entscheiden.form", '"key": "entscheidung.gilt"', '"key": "entscheidung.ja"'), "katzen.bpmn", ""),
    (swap("katzen.bpmn", "=abgabe.gesamt", "=abgabe.summe"), "katzen.bpmn", ""),
    (swap("katzen.bpmn", 'resultVariable="abgabe"', 'resultVariable="steuer"'), "katzen.bpmn", ""),
    (swap("katzen.bpmn", 'target="kassenzeichen"', 'target="zeichen"'), "katzenbescheid.md", "kassenzeichen"),
    (swap("katzen.bpmn", 'source="=reference"', 'source="=referenz"'), "katzen.bpmn", ""),
    (swap("katzen.bpmn", "date: abgabe.faellig, amount", "tag: abgabe.faellig, amount"), "katzen.bpmn", 'id="geld"'),
    (swap("katzen.bpmn", '=abgabe.gesamt"', '=tier.rufname"'), "katzen.bpmn", 'id="geld"'),
    (swap("katzensteuer.dmn", "settings.satz_wohnung", "settings.satz_wonung"), "katzensteuer.dmn", "satz_wonung"),
    (RENAMED_SETTING, "katzensteuer.dmn", "satz_wohnung"),
    (swap("katzenbescheid.md", "by_law.satz_wohnung.title", "by_law.satz_wohnung.titel"), "katzenbescheid.md", "titel"),
    (swap("katzenbescheid.md", "euro(abgabe.gesamt)", "euro(abgabe.gesammt)"), "katzenbescheid.md", "gesammt"),
    (
        swap("entscheiden.form", '"type": "textarea",', '"type": "textarea", "conditional": {"hide": "=tier.gross"},'),
        "entscheiden.form",
        "",
    ),
]

SOUND = [
    (JOIN_OF_ONE, "bpmn-"),
    (swap("katzen.bpmn", 'sourceRef="geld" targetRef="brief"', 'sourceRef="geld" targetRef="geld"'), "bpmn-"),
    (swap("katzen.bpmn", 'sourceRef="geld" targetRef="brief"', 'sourceRef="geld" targetRef="gemeldet"'), "bpmn-"),
    (swap("katzen.bpmn", 'targetRef="entscheiden"', 'targetRef="ausrechnen"'), "bpmn-"),
    (
        swap(
            "katzen.bpmn", 'sourceRef="gilt_steuer" targetRef="geld"', 'sourceRef="gilt_steuer" targetRef="steuerfrei"'
        ),
        "bpmn-",
    ),
]

COMPLETE = [
    (swap("katzensteuer.dmn", "<text>&gt; 2</text>", "<text>&gt; 3</text>"), "dmn-gap"),
    (swap("katzensteuer.dmn", "<text>&lt;= 2</text>", "<text>&lt;= 3</text>"), "dmn-overlap"),
    (swap("katzensteuer.dmn", "<text>&lt;= 2</text>", "<text>&lt; 2</text>"), "dmn-gap"),
    (swap("katzensteuer.dmn", '<text>"nein"</text>', '<text>"nie"</text>'), "dmn-"),
    (swap("katzensteuer.dmn", '<text>"ja","nein"</text>', '<text>"ja","nein","manchmal"</text>'), "dmn-gap"),
    (swap("katzensteuer.dmn", "<text>&gt; 2</text>", "<text>&gt; 40</text>"), "dmn-"),
]

LEGAL = [
    (swap("service.toml", 'remedy = "widerspruch"', 'remedy = "einspruch"'), "act-", "[act.katzenbescheid]"),
    (swap("service.toml", 'procedure = "ao-kag"', 'procedure = "pstg"'), "act-", "[act.katzenbescheid]"),
    (swap("service.toml", 'issuing_body = "magistrat"', 'issuing_body = "schornsteinfeger"'), "act-", "[act."),
    (swap("service.toml", "[act.katzenbescheid]", "[act.hundebescheid]"), "act-no-letter", "[act.hundebescheid]"),
    (swap("service.toml", 'secrecy = ["tax"]', 'secrecy = ["social"]'), "privacy-secrecy", "secrecy ="),
    (swap("service.toml", '[fee]\nkind = "none"\n', ""), "service-fee", "[service]"),
    (swap("service.toml", 'kind = "none"', 'kind = "fixed"'), "service-fee", "[fee]"),
    (swap("service.toml", '["99102013000000"]', "[]"), "service-leika", "leika ="),
    (
        swap("service.toml", 'remedy = "Gegen den Bescheid können Sie Widerspruch einlegen."\n', ""),
        "texts-remedy",
        "[texts]",
    ),
    (swap("service.toml", "working_days = 10", "working_days = 10\nfiction = true"), "date-fiction-norm", "[date."),
    (swap("service.toml", "working_days = 10", "working_days = 10\ndays = 3"), "date-length", "[date."),
    (swap("service.toml", 'kind = "service"', 'kind = "statutory"'), "date-statutory", "working_days"),
    (swap("service.toml", 'documents = "Keine."\n', ""), "texts-missing", "[texts]"),
    (swap("service.toml", 'form = "text"', 'form = "written"'), "act-form", "form ="),
]

PLAIN = [
    (swap("service.toml", "Sie haben eine Katze.", LONG), "plain-long-sentence", "service.toml"),
    (swap("service.toml", "Sie haben eine Katze.", "Gemäß Satzung."), "plain-officialese", "service.toml"),
    (swap("katzenbescheid.md", "Die Steuer steht in der Satzung.", "Zwecks Zahlung."), "plain-officialese", "katzen"),
    (swap("katzenbescheid.md", "Die Steuer steht in der Satzung.", LONG), "plain-long-sentence", "katzenbescheid.md"),
    (swap("antrag.form", "Wie viele Katzen leben bei Ihnen?", LONG), "plain-long-sentence", "antrag.form"),
    (swap("antrag.form", "Wählen Sie Ja oder Nein.", "Bitte unverzüglich wählen."), "plain-officialese", "antrag.form"),
]

ACCESSIBLE = [
    (swap("antrag.form", '"label": "Ihre Katzen",', ""), "page-no-title", "seite_katzen"),
    (swap("antrag.form", '"label": "Ihre Katzen"', '"label": ""'), "page-no-title", "seite_katzen"),
    (swap("antrag.form", '"label": "Vorname",', ""), "field-no-label", "person_vorname"),
    (swap("antrag.form", '"dateLabel": "Seit wann haben Sie Katzen?",', ""), "field-no-label", "tier_seit"),
    (
        swap("antrag.form", '"error": "Geben Sie Ihren Vornamen ein."', '"help": "Kurz."'),
        "field-no-error",
        "person_vorname",
    ),
    (swap("entscheiden.form", '"error": "Wählen Sie Ja oder Nein."', '"help": "Kurz."'), "field-no-error", "gilt"),
]

TRANSLATED = [
    (drop("texts/en.toml"), "translation-missing", "texts/en.toml"),
    (swap("antrag.form", '"label": "Vorname"', '"label": "Rufname"'), "translation-stale", "texts/en.toml"),
    (swap("service.toml", "Sie haben eine Katze.", "Sie haben einen Kater."), "translation-stale", "texts/en.toml"),
    (swap("texts/en.toml", "person_vorname.label", "person_vornahme.label"), "translation-unknown", "texts/en.toml"),
    (swap("texts/en.toml", "person_vorname.label", "person_vornahme.label"), "translation-missing", "antrag.form"),
    (swap("antrag.form", '"id": "person_vorname"', '"id": "person_rufname"'), "translation-unknown", "texts/en.toml"),
]


def test_the_package_as_it_is_has_nothing_wrong() -> None:
    _, findings = checked(lambda files: None)

    assert [str(one) for one in findings] == []


@pytest.mark.parametrize(
    ("change", "code", "file", "line"), REFERRING, ids=lambda one: one if isinstance(one, str) else ""
)
def test_a_name_that_leads_nowhere_is_found(change: Change, code: str, file: str, line: str) -> None:
    files, findings = checked(change)

    found = next((one for one in findings if one.code == code), None)
    assert found is not None, [str(one) for one in findings]
    assert found.place.file == file
    assert line in files[file].decode().split("\n")[found.place.line - 1]


@pytest.mark.parametrize(("change", "file", "line"), TYPED, ids=[f"{n} {case[1]}" for n, case in enumerate(TYPED)])
def test_a_name_or_type_that_does_not_fit_is_found_wherever_it_is_used(change: Change, file: str, line: str) -> None:
    files, findings = checked(change)

    errors = [one for one in findings if one.severity == "error" and one.place.file == file]
    assert errors, [str(one) for one in findings]
    lines = files[file].decode().split("\n")
    assert any(line in lines[one.place.line - 1] for one in errors if one.place.line)


@pytest.mark.parametrize(("change", "code"), SOUND, ids=range(len(SOUND)))
def test_a_process_that_gets_stuck_or_doubles_is_found(change: Change, code: str) -> None:
    _, findings = checked(change)

    found = [one for one in findings if one.code.startswith(code) and one.severity == "error"]
    assert found, [str(one) for one in findings]
    assert {one.place.file for one in found} == {"katzen.bpmn"}


@pytest.mark.parametrize(("change", "code"), COMPLETE, ids=[f"{n} {case[1]}" for n, case in enumerate(COMPLETE)])
def test_a_table_with_a_hole_is_found(change: Change, code: str) -> None:
    _, findings = checked(change)

    found = [one for one in findings if one.code.startswith(code)]
    assert found, [str(one) for one in findings]
    assert {one.place.file for one in found} == {"katzensteuer.dmn"}


@pytest.mark.parametrize(("change", "code", "line"), LEGAL, ids=[f"{n} {case[1]}" for n, case in enumerate(LEGAL)])
def test_what_the_law_asks_for_is_missed(change: Change, code: str, line: str) -> None:
    files, findings = checked(change)

    found = next((one for one in findings if one.code.startswith(code)), None)
    assert found is not None, [str(one) for one in findings]
    assert found.place.file == "service.toml"
    assert line in files["service.toml"].decode().split("\n")[found.place.line - 1]


@pytest.mark.parametrize(("change", "code", "file"), PLAIN, ids=[f"{n} {case[1]}" for n, case in enumerate(PLAIN)])
def test_language_that_is_hard_to_read_is_a_warning(change: Change, code: str, file: str) -> None:
    _, findings = checked(change)

    found = [one for one in findings if one.code == code]
    assert found, [str(one) for one in findings]
    assert {one.severity for one in found} == {"warning"}
    assert found[0].place.file.startswith(file)


@pytest.mark.parametrize(
    ("change", "code", "element"), ACCESSIBLE, ids=[f"{n} {c[1]}" for n, c in enumerate(ACCESSIBLE)]
)
def test_a_form_that_a_blind_person_cannot_fill_in_is_found(change: Change, code: str, element: str) -> None:
    _, findings = checked(change)

    assert (code, element) in {(one.code, one.place.element.split(".")[0]) for one in findings}


@pytest.mark.parametrize(("change", "code", "file"), TRANSLATED, ids=[f"{n} {c[1]}" for n, c in enumerate(TRANSLATED)])
def test_a_translation_that_does_not_fit_is_found(change: Change, code: str, file: str) -> None:
    _, findings = checked(change)

    assert (code, file) in {(one.code, one.place.file) for one in findings}


def test_a_stale_translation_is_not_shown() -> None:
    files = dict(FILES)
    swap("antrag.form", '"label": "Vorname"', '"label": "Rufname"')(files)

    loaded = package.load(files)

    labels = {field.id: (str(field.label.text), field.label.text.en) for field in loaded.application.fields}
    assert labels["person_vorname"] == ("Rufname", "Rufname")
    assert labels["person_name"] == ("Nachname", "Last name")


def test_a_letter_of_a_repeated_step_sees_the_item_of_its_step_and_what_the_item_has() -> None:
    folder = ROOT / "services" / "hund-abmelden"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    swap("aenderung.md", "empfaenger = beteiligte", "empfaenger.familyname = beteiligte")(files)

    _, right = package.check_source(folder, on=ON)
    _, wrong = package.check_source(files, on=ON)

    assert [one for one in right if one.severity == "error"] == []
    assert [(one.code, one.place.file) for one in wrong if one.severity == "error"] == [
        ("feel-unknown-field", "aenderung.md")
    ]
