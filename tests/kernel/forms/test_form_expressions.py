"""Conditions, computed values, dynamic options, bounds and repeatable groups; a Camunda 8 form as it is."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from laufzettel.kernel import forms
from laufzettel.kernel.feel import Date, DateTime, Time

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CAMUNDA = forms.read((Path(__file__).parent / "examples" / "camunda8.form").read_bytes(), file="camunda8.form")
CASE: dict[str, Any] = {
    "antrag": {
        "nummer": "17 *",
        "name": "<b>[Zoë](https://böse.example)</b>",
        "eilig": True,
        "hoechstens": Decimal(100),
        "aemter": ["Ordnungsamt", {"label": "Steueramt", "value": "steuer"}],
        "anlagen": [{"name": "Foto"}],
    },
    "staedte": [{"label": "Herborn", "value": "herborn"}, {"label": "Viernheim", "value": "viernheim"}],
}


def text(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "textfield", "id": name, "key": name, "label": name} | more


def form(*components: dict[str, Any]) -> forms.Form:
    return forms.read({"type": "default", "id": "f", "components": list(components)})


def test_a_camunda_form_is_one_page_until_its_group() -> None:
    pages = CAMUNDA.pages({}, CASE, now=NOW)
    whole = CAMUNDA.whole({}, CASE, now=NOW)

    assert [page.id for page in pages] == ["Form_pruefung", "Field_group", "Field_ok"]
    assert [field.name for field in whole.fields] == [
        "person.name",
        "person.telefon",
        "ok",
        "termin",
        "betrag",
        "aemter",
        "stadt",
        "posten.0.menge",
        "posten.1.menge",
        "einverstanden",
    ]


def test_a_camunda_form_answers_with_typed_values() -> None:
    raw = {
        "person.name": ["Zoë"],
        "ok": ["no"],
        "grund": ["zu spät beantragt"],
        "termin": ["3.3.2026 14:30"],
        "betrag": ["12,50"],
        "aemter": ["steuer", "Ordnungsamt"],
        "stadt": ["herborn"],
        "posten#": ["2"],
        "posten.0.menge": ["2"],
        "posten.0.preis": ["1,5"],
        "posten.1.preis": ["7"],
        "einverstanden": ["true"],
    }

    answers = CAMUNDA.validate("*", raw, context=CASE, now=NOW)

    assert answers.errors == ()
    assert answers.values == {
        "person": {"name": "Zoë", "telefon": None},
        "ok": "no",
        "grund": "zu spät beantragt",
        "termin": DateTime(Date(2026, 3, 3), Time.of(14, 30, 0)),
        "betrag": Decimal("12.50"),
        "aemter": ["Ordnungsamt", "steuer"],
        "stadt": "herborn",
        "posten": [
            {"menge": Decimal(2), "preis": Decimal("1.5"), "summe": Decimal("3.0")},
            {"menge": None, "summe": None},
        ],
        "gesamt": None,
        "einverstanden": False,
    }


def test_a_camunda_form_keeps_its_bounds_from_expressions() -> None:
    raw = {"person.name": ["1"], "ok": ["no"], "grund": ["nein"], "termin": ["1.3.2026 14:10"], "betrag": ["100,5"]}

    answers = CAMUNDA.validate("*", raw, context=CASE, now=NOW)

    assert [(error.path, error.code) for error in answers.errors] == [
        ("person.name", "pattern"),
        ("grund", "too-short"),
        ("termin", "too-early"),
        ("betrag", "too-large"),
    ]


def test_what_people_entered_is_text_in_a_text() -> None:
    shown = CAMUNDA.whole({}, CASE, now=NOW).items[0]

    assert shown.text == (
        "# Antrag 17 \\*\n\nVon **\\<b\\>\\[Zoë\\]\\(https\\:\\/\\/böse\\.example\\)\\<\\/b\\>**, eilig."
    )


def test_conditions_are_decided_after_what_they_read_in_whatever_order_they_stand() -> None:
    chain = [text(f"f{n}", conditional={"hide": f'= f{n + 1} = null or f{n + 1} = "nein"'}) for n in range(30)]
    read = form(*chain, text("f30"))
    values: dict[str, Any] = {f"f{n}": "ja" for n in range(31)}

    assert len(read.prune(values)) == 31
    assert read.prune(values | {"f30": "nein"}) == {"f30": "nein"}
    assert read.prune(values | {"f15": "nein"}).keys() == {f"f{n}" for n in range(15, 31)}


def test_hidden_is_absent_for_other_conditions_too_also_when_the_context_has_the_name() -> None:
    read = form(
        text("a"),
        text("b", conditional={"hide": '= a = "nein"'}),
        text("c", conditional={"hide": "= b = null"}),
    )

    assert read.prune({"a": "nein", "b": "x", "c": "y"}, {"b": "aus der Umgebung"}) == {"a": "nein"}


def test_a_condition_that_is_null_hides_nothing() -> None:
    read = form(text("a", conditional={"hide": "= gibt.es.nicht"}))

    assert [field.name for field in read.pages({}, {})[0].fields] == ["a"]


def test_what_is_preselected_is_really_set_and_blank_is_not() -> None:
    read = form(text("a", defaultValue="vorgewählt"), {"type": "checkbox", "id": "b", "key": "b", "label": "B"})

    assert read.prune({}) == {"a": "vorgewählt", "b": False}
    assert read.prune({"a": None}) == {"a": None, "b": False}
    assert read.validate("f", {"a": [""]}).values == {"a": None, "b": False}


def test_nobody_changes_what_is_read_only() -> None:
    read = form(text("a", readonly=True, defaultValue="fest"), text("b", disabled="= true"))

    answers = read.validate("f", {"a": ["anders"], "b": ["anders"]}, values={"b": "alt"})

    assert answers.values == {"a": "fest", "b": "alt"}


def test_an_exclusion_page_ends_the_application() -> None:
    end = {
        "type": "group",
        "id": "ende",
        "label": "Rufen Sie 112",
        "conditional": {"hide": '= notfall != "ja"'},
        "properties": {"exclusion": "true"},
        "components": [{"type": "text", "id": "t", "text": "Wählen Sie den Notruf."}],
    }
    first = {"type": "group", "id": "g1", "label": "Notfall", "components": [text("notfall")]}
    last = {"type": "group", "id": "g2", "label": "Weiter", "components": [text("b")]}
    read = form(first, end, last)

    assert [page.id for page in read.pages({"notfall": "ja"}, {})] == ["g1", "ende"]
    assert [error.code for error in read.complete({"notfall": "ja"})] == ["excluded"]
    assert [page.id for page in read.pages({"notfall": "nein"}, {})] == ["g1", "g2"]


KINDER = form(
    {
        "type": "dynamiclist",
        "id": "kinder",
        "path": "kinder",
        "label": "Kinder",
        "properties": {"minItems": "1", "maxItems": "3", "entryLabel": "Kind"},
        "components": [
            text("name", validate={"required": True}),
            {"type": "checkbox", "id": "schule", "key": "schule", "label": "Schule"},
            text("klasse", conditional={"hide": "= not(schule)"}),
        ],
    }
)


def test_entries_are_added_and_removed_by_plain_buttons() -> None:
    posted = {
        "kinder#": ["2"],
        "kinder.0.name": ["Ada"],
        "kinder.1.name": ["Bob"],
        "lz-asked": ["kinder.0.name kinder.1.name"],
    }

    added = KINDER.validate("f", posted | {"lz-add": ["kinder"]})
    removed = KINDER.validate("f", posted | {"lz-remove": ["kinder.0"]})

    assert [(error.path, error.code, error.notice) for error in added.errors] == [("kinder.2", "added", True)]
    assert [entry["name"] for entry in added.values["kinder"] if "name" in entry] == ["Ada", "Bob"]
    assert [error.code for error in removed.errors] == ["removed"]
    assert [entry.get("name") for entry in removed.values["kinder"]] == ["Bob"]
    assert [field.value for field in KINDER.posted_page("f", posted | {"lz-remove": ["kinder.0"]}).fields][:1] == [
        "Bob"
    ]


def test_entries_have_bounds_and_conditions_of_their_own() -> None:
    none = KINDER.validate("f", {"kinder#": ["0"]})
    many = KINDER.validate("f", {"kinder#": ["99"]} | {f"kinder.{n}.name": ["x"] for n in range(99)})
    mixed = KINDER.validate(
        "f",
        {
            "kinder#": ["2"],
            "kinder.0.name": ["Ada"],
            "kinder.0.schule": ["true"],
            "kinder.0.klasse": ["3b"],
            "kinder.1.klasse": ["1a"],
        },
    )

    assert [(error.path, error.code) for error in none.errors] == [("kinder", "too-few-entries")]
    assert len(many.values["kinder"]) == 3
    assert [(error.path, error.code) for error in mixed.errors] == [("kinder.1.name", "missing")]
    assert mixed.values["kinder"] == [{"name": "Ada", "schule": True, "klasse": "3b"}, {"schule": False}]


def test_the_summary_names_entries() -> None:
    sections = KINDER.summary({"kinder": [{"name": "Ada"}, {"name": "Bob", "schule": True, "klasse": "1a"}]})

    assert [(str(part.title), [(row.path, str(row.value)) for row in part.rows]) for part in sections[0].parts] == [
        ("Kind 1", [("kinder.0.name", "Ada"), ("kinder.0.schule", "Nein")]),
        ("Kind 2", [("kinder.1.name", "Bob"), ("kinder.1.schule", "Ja"), ("kinder.1.klasse", "1a")]),
    ]


def test_the_postcode_fills_the_place_unless_one_was_typed_or_there_are_several() -> None:
    address = text("adresse", properties={"kind": "address"}, validate={"required": True})
    read = form(address)
    street = {"adresse.strasse": ["Weg"], "adresse.hausnummer": ["1"]}

    filled = read.validate("f", street | {"adresse.plz": ["35066"], "adresse.ort": [""]})
    typed = read.validate("f", street | {"adresse.plz": ["35066"], "adresse.ort": ["Röddenau"]})
    unknown = read.validate("f", street | {"adresse.plz": ["35000"], "adresse.ort": [""]})

    assert filled.values["adresse"]["ort"] == "Frankenberg (Eder)"
    assert typed.values["adresse"]["ort"] == "Röddenau"
    assert [error.path for error in unknown.errors] == ["adresse.ort"]


def test_the_postcode_fills_the_place_between_plain_fields_too() -> None:
    read = form(
        text("plz", key="halter.plz", properties={"kind": "postcode"}),
        text("ort", key="halter.ort", properties={"autocomplete": "address-level2"}),
    )

    assert read.validate("f", {"halter.plz": ["35745"]}).values == {"halter": {"plz": "35745", "ort": "Herborn"}}


def test_english_texts_stand_beside_the_german_ones() -> None:
    read = form(
        text("a", description="Hinweis"),
        {"type": "radio", "id": "r", "key": "r", "label": "Farbe", "values": [{"label": "Rot", "value": "rot"}]},
    )

    english = read.translated({"a.label": "Name", "r.values.rot": "Red"})

    assert read.texts == {"a.label": "a", "a.description": "Hinweis", "r.label": "Farbe", "r.values.rot": "Rot"}
    row = english.summary({"a": "x", "r": "rot"})[0].rows
    assert [(found.label.en, found.value.en, str(found.value)) for found in row] == [
        ("Name", "x", "x"),
        ("Farbe", "Red", "Rot"),
    ]


def test_an_entry_sees_itself_its_number_and_what_is_around_it() -> None:
    read = form(
        text("art"),
        {
            "type": "dynamiclist",
            "id": "posten",
            "path": "posten",
            "label": "Posten",
            "components": [
                text("name", conditional={"hide": '= parent.art = "kurz" and i > 1'}),
                {"type": "expression", "id": "n", "key": "n", "label": "N", "expression": "= i + 10"},
                {"type": "expression", "id": "m", "key": "m", "label": "M", "expression": "= this.n * 2"},
            ],
        },
        {
            "type": "expression",
            "id": "geld",
            "key": "geld",
            "label": "Geld",
            "expression": "= sum(posten.n)",
            "properties": {"kind": "money"},
        },
    )

    values = read.prune({"art": "kurz", "posten": [{"name": "a"}, {"name": "b"}]})

    rows = {row.path: str(row.value) for row in read.summary(values)[0].all_rows}
    assert values == {
        "art": "kurz",
        "posten": [
            {"name": "a", "n": Decimal(11), "m": Decimal(22)},
            {"n": Decimal(12), "m": Decimal(24)},
        ],
        "geld": Decimal(23),
    }
    assert rows["geld"] == "23,00\N{NO-BREAK SPACE}€"
