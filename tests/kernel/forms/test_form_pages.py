"""A form with pages, conditions and typed answers, as a citizen walks through it."""

import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from laufzettel.kernel import forms
from laufzettel.kernel.feel import Date

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
HUND = forms.read((Path(__file__).parent / "examples" / "hund.form").read_bytes(), file="hund.form")


def post(**fields: str) -> dict[str, list[str]]:
    return {name.replace("__", "."): [value] for name, value in fields.items()}


HALTER = post(
    halter__vorname=" Şükrü ",
    halter__nachname="Yıldız",
    halter__geburtsdatum="3.5.85",
    halter__anschrift__strasse="Bahnhofstr.",
    halter__anschrift__hausnummer="1a",
    halter__anschrift__plz="35066",
    halter__anschrift__ort="Frankenberg (Eder)",
    halter__email="",
)


def test_pages_of_an_empty_form_are_those_without_a_condition() -> None:
    pages = HUND.pages({}, {}, now=NOW)

    assert [(page.id, page.title) for page in pages] == [
        ("seite_halter", "Angaben zu Ihnen"),
        ("seite_hund", "Ihr Hund"),
        ("seite_zahlung", "Zahlung"),
    ]
    assert [field.name for field in pages[1].fields] == [
        "hund.name",
        "hund.geboren",
        "hund.geschlecht",
        "hund.gefaehrlich",
        "hund.gewicht",
    ]


def test_a_valid_page_gives_typed_nested_values_and_blank_is_null() -> None:
    answers = HUND.validate("seite_halter", HALTER, now=NOW)

    assert answers.errors == ()
    assert answers.values["halter"] == {
        "vorname": "Şükrü",
        "nachname": "Yıldız",
        "geburtsdatum": Date(1985, 5, 3),
        "anschrift": {"strasse": "Bahnhofstr.", "hausnummer": "1a", "plz": "35066", "ort": "Frankenberg (Eder)"},
        "email": None,
    }


def test_errors_carry_path_code_and_a_sentence_and_the_fields_own_text_wins() -> None:
    raw = post(hund__name="", hund__geboren="31.4.2021", hund__gewicht="viel", hund__gefaehrlich="")

    answers = HUND.validate("seite_hund", raw, now=NOW)

    assert [(error.path, error.code) for error in answers.errors] == [
        ("hund.name", "missing"),
        ("hund.geboren", "no-such-day"),
        ("hund.geschlecht", "missing"),
        ("hund.gefaehrlich", "missing"),
        ("hund.gewicht", "number"),
    ]
    assert [str(error.text) for error in answers.errors] == [
        "Geben Sie „Name des Hundes“ ein, zum Beispiel Bello.",
        "Den Tag 31.4.2021 gibt es nicht. Prüfen Sie bei „Geburtsdatum des Hundes“ bitte Tag, Monat und Jahr.",
        "Wählen Sie bei „Geschlecht“ eine Antwort.",
        "Antworten Sie auf „Gilt Ihr Hund als gefährlich?“ mit Ja oder Nein.",
        "Geben Sie bei „Gewicht in Kilogramm“ eine Zahl ein, zum Beispiel 12,5.",
    ]
    assert answers.errors[0].text.en == "Enter “Name des Hundes”, for example Bello."


def test_the_fields_own_text_speaks_where_nothing_fits_it_and_our_sentence_says_what_else_is_wrong() -> None:
    own = {"id": "a", "key": "a", "properties": {"error": "Schreiben Sie den Namen."}}
    field = own | {
        "type": "textfield",
        "label": "Name",
        "validate": {"required": True, "maxLength": 5, "pattern": "^R"},
    }
    form = forms.read({"type": "default", "id": "f", "schemaVersion": 19, "components": [field]})

    told = [str(form.validate("*", {"a": [text]}, now=NOW).errors[0].text) for text in ("", "Bello", "Rudolf")]

    assert told == [
        "Schreiben Sie den Namen.",
        "Schreiben Sie den Namen.",
        "„Name“ darf höchstens 5 Zeichen lang sein. Sie haben 6 eingegeben.",
    ]


def test_an_answer_that_shows_a_question_asks_it_before_going_on() -> None:
    shown = "hund.name hund.geboren hund.geschlecht hund.gefaehrlich hund.gewicht"
    raw = post(
        hund__name="Rex", hund__geboren="1.2.2024", hund__geschlecht="m", hund__gefaehrlich="true", hund__gewicht="12,5"
    )

    first = HUND.validate("seite_hund", raw | {"lz-asked": [shown]}, now=NOW)
    second = HUND.validate(
        "seite_hund",
        raw | {"hund.rasse": ["rottweiler"], "lz-asked": [shown + " hund.rasse"]},
        now=NOW,
    )

    assert [(error.path, error.code, error.notice) for error in first.errors] == [("hund.rasse", "asked", True)]
    assert second.ok
    assert second.values["hund"] == {
        "name": "Rex",
        "geboren": Date(2024, 2, 1),
        "geschlecht": "m",
        "gefaehrlich": True,
        "rasse": "rottweiler",
        "gewicht": Decimal("12.5"),
    }


def test_what_becomes_hidden_is_dropped_on_every_page() -> None:
    values = {
        "hund": {"name": "Rex", "gefaehrlich": True, "rasse": "rottweiler"},
        "versicherer": "Hunde-Haftpflicht AG",
    }
    raw = post(
        hund__name="Rex", hund__geboren="1.2.2024", hund__geschlecht="m", hund__gefaehrlich="false", hund__gewicht=""
    )

    answers = HUND.validate("seite_hund", raw, values=values, now=NOW)

    assert answers.ok
    assert "rasse" not in answers.values["hund"]
    assert "versicherer" not in answers.values
    assert HUND.prune(values | answers.values, now=NOW).keys() == {"hund", "einwilligung"}


def test_the_iban_is_checked_and_stored_without_blanks() -> None:
    good = HUND.validate("seite_zahlung", post(iban="de02 1203 0000 0000 2020 51", einwilligung="true"), now=NOW)
    bad = HUND.validate("seite_zahlung", post(iban="DE02 1203 0000 0000 2020 52"), now=NOW)

    assert good.values == {"iban": "DE02120300000000202051", "einwilligung": True}
    assert [(error.path, error.code) for error in bad.errors] == [("iban", "iban"), ("einwilligung", "missing")]


def test_complete_names_everything_that_is_still_missing() -> None:
    errors = HUND.complete({"hund": {"gefaehrlich": True, "geboren": Date(2027, 1, 1)}}, now=NOW)

    codes = {error.path: error.code for error in errors}
    assert codes["halter.vorname"] == "missing"
    assert codes["hund.geboren"] == "too-late"
    assert codes["versicherer"] == "missing"
    assert "hund.gewicht" not in codes


def test_the_summary_says_everything_in_german_and_english() -> None:
    values = {
        "halter": {"geburtsdatum": Date(1985, 5, 3)},
        "hund": {"name": "Rex", "geschlecht": "w", "gefaehrlich": False, "gewicht": Decimal("12.5")},
        "iban": "DE02120300000000202051",
    }

    sections = HUND.summary(values, now=NOW)

    rows = {row.path: row for found in sections for row in found.all_rows}
    assert [str(found.title) for found in sections] == ["Angaben zu Ihnen", "Ihr Hund", "Zahlung"]
    assert str(rows["halter.geburtsdatum"].value) == "03.05.1985"
    assert rows["halter.geburtsdatum"].value.en == "3 May 1985"
    assert (rows["hund.geschlecht"].value, rows["hund.gefaehrlich"].value) == ("weiblich", "Nein")
    assert (rows["hund.gewicht"].value, rows["hund.gewicht"].value.en) == ("12,5", "12.5")
    assert rows["iban"].value == "DE02 1203 0000 0000 2020 51 (Deutsche Kreditbank Berlin)"
    assert rows["halter.email"].blank
    assert rows["halter.email"].value == "keine Angabe"


def test_a_form_that_reads_the_time_wants_to_be_told_it() -> None:
    with pytest.raises(ValueError, match="now="):
        HUND.pages({}, {})
