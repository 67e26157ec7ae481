"""`hearing.open` on the pure kernel: checked, played with and without an answer, and reached both ways at random."""

from datetime import date

import pytest
from tests.kernel.bpmn.notation import bpmn

from laufzettel.kernel import package
from laufzettel.kernel.package.beginning import blank
from laufzettel.kernel.package.jobs import JOB_TYPES, misfits
from laufzettel.kernel.package.values import to_feel

PARTY = "={given_name: person.vorname, family_name: person.nachname, street: person.strasse, postcode: person.plz, town: person.ort}"
HEARS = f"""
start s
service h | type=hearing.open | in=letter:="anhoerung" | in=act:="bescheid" | in=recipient:{PARTY} | out=da:=is_answered | out=gesagt:=answer
xor x
service b | type=letter.issue | in=letter:="bescheid" | in=recipient:{PARTY} | in=texts:={{begruendung: gesagt}}
end gehoert
end still
s -> h -> x
x -> gehoert : =da
x *-> b
b -> still
"""
LETTER = "# Anhörung\n\nWir haben vor, {{anliegen.thema}} abzulehnen. {#vorhaben}\n"
SCENARIO = """title = "Eins"
now = 2026-03-02T09:00:00+01:00
[application]
anliegen = { thema = "Rex", seit = 2026-03-01 }
person = { vorname = "Zoë", nachname = "Großmann", strasse = "Kirchgasse 1", plz = "35745", ort = "Herborn" }
"""
SILENT = (
    SCENARIO
    + '[expect]\nends = "still"\nletters = ["anhoerung", "bescheid"]\njobs = ["hearing.open", "letter.issue"]\n'
)


def files(process: str = HEARS, scenario: str = SILENT) -> dict[str, bytes]:
    made = blank("anhoeren", "Anhören")
    kept = {name: made[name] for name in ("service.toml", "antrag.form", "bescheid.md")}
    return kept | {
        "anhoerung.md": LETTER.encode(),
        "vorgang.bpmn": bpmn(process).encode(),
        "scenarios/eins.toml": scenario.encode(),
    }


def codes(process: str) -> list[str]:
    _, findings = package.check_source(files(process), on=date(2026, 3, 1))
    return [one.code for one in findings if one.code.startswith(("hearing", "typed", "job", "letter"))]


def test_a_hearing_is_without_findings_and_without_an_answer_the_process_goes_on() -> None:
    assert codes(HEARS) == []
    result = package.run(package.load(files()), "eins")
    assert (result.ok, result.ends, result.variables["da"], result.variables["gesagt"]) == (True, "still", False, None)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('letter:="anhoerung"', 'letter:="bescheid"', "hearing-letter-act"),
        ('act:="bescheid"', 'act:="bescheit"', "hearing-act-unknown"),
        ('act:="bescheid"', "act:=anliegen.thema", "hearing-act-constant"),
        ('in=act:="bescheid" | ', "", "job-input-missing"),
        ('letter:="anhoerung"', 'letter:="anhoeren"', "letter-unknown"),
        ("gesagt:=answer", "gesagt:=antwort", "feel-unknown-name"),
    ],
)
def test_what_is_wrong_with_a_hearing_is_found_by_the_check(old: str, new: str, code: str) -> None:
    _, findings = package.check_source(files(HEARS.replace(old, new)), on=date(2026, 3, 1))
    assert code in [one.code for one in findings]


def test_a_letter_that_opens_a_hearing_is_checked_like_any_other() -> None:
    made = files() | {"anhoerung.md": LETTER.replace("anliegen.thema", "anliegen.tema").encode()}
    _, findings = package.check_source(made, on=date(2026, 3, 1))
    assert [(one.code, one.place.file) for one in findings if one.code == "feel-unknown-field"] == [
        ("feel-unknown-field", "anhoerung.md")
    ]


@pytest.mark.parametrize("days", ["6", "91", "14.5", "-1"])
def test_a_time_that_nobody_can_mean_is_refused(days: str) -> None:
    given = to_feel({"letter": "a", "act": "b", "days": float(days) if "." in days else int(days)})
    party = to_feel({"given_name": "Z", "family_name": "G", "street": "K 1", "postcode": "35745", "town": "H"})
    found = misfits(JOB_TYPES["hearing.open"], {**given, "recipient": party})
    assert [str(one) for one in found] == [f"Die Frist der Anhörung ist {days} statt 7 bis 90 ganze Tage."]


def test_a_scenario_says_what_somebody_answers() -> None:
    step = '[[step]]\njob = "h"\ngives = { answer = "Stimmt nicht.", is_answered = true }\n'
    held = HEARS.replace("s -> h -> x", "user u | name=Warten | form=pruefung | groups=steuern\ns -> u -> h -> x")
    made = blank("anhoeren", "Anhören")
    task = '[[step]]\ntask = "u"\ncomplete = { entscheidung = { in_ordnung = "ja" } }\n'
    expect = '[expect]\nends = "gehoert"\nletters = ["anhoerung"]\nvariables.gesagt = "Stimmt nicht."\n'
    given = files(held, SCENARIO + step + task + expect) | {"pruefung.form": made["pruefung.form"]}

    result = package.run(package.load(given), "eins")

    assert [str(one.message) for one in result.failures] == []
    wrong = given | {"scenarios/eins.toml": (SCENARIO + step.replace("answer =", "antwort =") + task + expect).encode()}
    assert [one.code for one in package.run(package.load(wrong), "eins").failures] == ["scenario-gives"]


def test_generated_applicants_answer_or_do_not() -> None:
    held = HEARS.replace("s -> h -> x", "user u | name=Warten | form=pruefung | groups=steuern\ns -> u -> h -> x")
    made = blank("anhoeren", "Anhören")
    example = b'tenant = "herborn"\ntitle = "Herborn"\n'
    given = files(held) | {"pruefung.form": made["pruefung.form"], "examples/herborn.toml": example}

    found = package.simulate(package.load(given), 60, seed=1)

    assert found.ok
    assert set(found.ends) == {"gehoert", "still"}
