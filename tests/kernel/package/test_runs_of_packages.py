"""Serial runs in packages: what they name and read is checked, and an entry is settled or hindered in words."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from laufzettel.kernel import package
from laufzettel.kernel.package import serial_runs
from laufzettel.kernel.package.values import to_feel

pytestmark = pytest.mark.slow

SERVICES = Path(__file__).parents[3] / "services"
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ENTRY: dict[str, Any] = {
    "marke": "7",
    "halter": {"vorname": "Anna", "nachname": "Beispiel", "strasse": "Obermarkt 7", "plz": "35066", "ort": "Herborn"},
    "hund": {"name": "Bella"},
    "steuer": {"beginn": date(2024, 1, 1), "nummer": 1},
}


def files_of(service: str) -> dict[str, bytes]:
    folder = SERVICES / service
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def changed(service: str, before: str, after: str) -> dict[str, bytes]:
    files = files_of(service)
    text = files["service.toml"].decode()
    assert before in text
    return {**files, "service.toml": text.replace(before, after, 1).encode()}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ('decision = "jahressteuer"', 'decision = "jahresteuer"', "run-unknown"),
        ('letter = "jahresbescheid"', 'letter = "jahrbescheid"', "run-unknown"),
        ('register = "hunde"', 'register = "katzen"', "run-unknown"),
        ("steuer.beginn.year < year", "steuer.begin.year < year", "feel-unknown-field"),
        ("steuer.beginn.year < year", "steuer.beginn.year", "typed-misfit"),
        ('amount = "= jahressteuer.betrag"', 'amount = "= jahressteuer.gegenstand"', "typed-misfit"),
        ("street: halter.strasse", "strasse: halter.strasse", "typed-misfit"),
        ('hindrance = "= jahressteuer.hinderung"', 'hindrance = "= jahressteuer.betrag"', "typed-misfit"),
        ('recipient = "= jahressteuer.empfaenger"', 'recipient = "= jahressteuer.raten"', "typed-misfit"),
        ("steuer: {satz: jahressteuer.betrag", "steuer: {satz: jahressteuer.gegenstand", "typed-misfit"),
        ("steuer: {satz: jahressteuer.betrag", "steuer: {sats: jahressteuer.betrag", "typed-misfit"),
        ('hindrance = "= jahressteuer.hinderung"', 'hindrance = "= jahressteuer.("', "feel-syntax"),
    ],
)
def test_what_a_run_names_and_reads_is_checked(before: str, after: str, code: str) -> None:
    _, findings = package.check_source(changed("hund-anmelden", before, after), on=date(2026, 3, 1))

    found = [finding for finding in findings if finding.code == code]
    assert found, [(finding.code, str(finding)) for finding in findings]
    assert all(finding.hint and finding.hint.en for finding in found)
    assert found[0].place.file == "service.toml"
    assert found[0].place.line > 0


def test_what_only_the_owner_says_of_a_register_is_refused_in_the_borrowers_package() -> None:
    files = changed("hund-abmelden", 'of = "hund-anmelden"', 'of = "hund-anmelden"\nunique = ["marke"]')

    _, findings = package.check_source(files, on=date(2026, 3, 1))

    assert "register-of-another" in {finding.code for finding in findings}


def settled(changes: Mapping[str, Any], example: str = "frankenberg-eder", **replaced: str) -> serial_runs.Settled:
    files = files_of("hund-anmelden")
    for before, after in replaced.items():
        files["service.toml"] = files["service.toml"].decode().replace(before, after).encode()
    loaded = package.load(files)
    context = serial_runs.context_of(loaded.examples[example].series, 2027)
    values = to_feel({**ENTRY, **changes})
    return serial_runs.settle(loaded, loaded.runs["jahresbescheide"], values, context, NOW)


def test_an_entry_is_settled_with_its_claim_and_its_recipient() -> None:
    found = settled({})

    assert (found.hindrance, found.is_due, str(found.amount)) == (None, True, "84.00")
    assert [party["street"] for party in found.recipients] == ["Obermarkt 7"]
    assert found.claim is not None
    assert found.claim["mandate"] is None


def test_who_is_exempt_gets_no_notice() -> None:
    found = settled({"steuer": {**ENTRY["steuer"], "ermaessigung": 100}})

    assert (found.hindrance, found.is_due, found.claim) == (None, False, None)


def test_a_hindrance_is_said_in_words() -> None:
    found = settled({"steuer": {"beginn": date(2024, 1, 1)}})

    assert str(found.hindrance) == "Es fehlt, der wievielte Hund im Haushalt es ist."
    assert found.hindrance is not None
    assert found.hindrance.in_language("en").startswith("It is missing which dog of the household it is")


def test_a_hindrance_without_translation_stays_german() -> None:
    files = files_of("hund-anmelden")
    english = files["texts/en.toml"]
    files["texts/en.toml"] = english[: english.index(b'["hundesteuer.dmn#hinderung_r2a1.text"]')]
    loaded = package.load(files)
    context = serial_runs.context_of(loaded.examples["frankenberg-eder"].series, 2027)

    values = to_feel({**ENTRY, "steuer": {"beginn": date(2024, 1, 1)}})
    found = serial_runs.settle(loaded, loaded.runs["jahresbescheide"], values, context, NOW)

    assert found.hindrance is not None
    assert found.hindrance.in_language("en") == "Es fehlt, der wievielte Hund im Haushalt es ist."


def test_what_is_no_recipient_is_a_hindrance_and_no_fault() -> None:
    nowhere = '[jahressteuer.empfaenger[1], context put(jahressteuer.empfaenger[1], "town", null)]'
    found = settled({}, **{'recipient = "= jahressteuer.empfaenger"': f"recipient = '= {nowhere}'"})

    assert found.hindrance is not None
    assert "Anschrift" in found.hindrance


def test_what_an_entry_holds_from_then_on_is_said_and_the_rest_is_not_named() -> None:
    found = settled({"steuer": {**ENTRY["steuer"], "satz": 72, "jahr": 2026}})

    assert found.written == to_feel({"steuer": {"satz": 84, "jahr": 2027, "satz_vorjahr": 72}})


def test_keepers_who_did_not_agree_to_one_notice_get_one_each_for_one_claim() -> None:
    keeper = {**ENTRY["halter"], "gemeinsam_mit": "Ben Muster", "ein_bescheid": False}
    other = {"name": "Ben Muster", "strasse": "Kirchgasse 3", "plz": "35745", "ort": "Herborn"}

    found = settled({"halter": keeper, "mithalter1": other})

    assert [party["family_name"] for party in found.recipients] == ["Beispiel", "Ben Muster"]
    assert [party["street"] for party in found.recipients] == ["Obermarkt 7", "Kirchgasse 3"]
    assert str(found.amount) == "84.00"


def test_instalments_that_do_not_add_up_are_a_hindrance() -> None:
    found = settled({}, **{"amount: rate.betrag": "amount: rate.betrag + 1"})

    assert str(found.hindrance) == "Die Raten ergeben 88.00 statt 84.00."
