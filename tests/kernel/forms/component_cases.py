"""Every component with what people type into it: valid, invalid, empty. Kernel and renderer test the same cases."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import Date, DateTime, Time

TWO = [{"label": "Rot", "value": "rot"}, {"label": "Blau", "value": "blau"}]
NINE = [{"label": f"Farbe {n}", "value": f"f{n}"} for n in range(9)]


@dataclass(frozen=True)
class Case:
    """A component, raw texts that it takes with their values and words, and those that it refuses with their codes."""

    name: str
    component: dict[str, Any]
    valid: tuple[tuple[dict[str, list[str]], Any, str], ...]
    invalid: tuple[tuple[dict[str, list[str]], str], ...] = ()
    empty: Any = None
    template: str = "text"
    properties: dict[str, str] = field(default_factory=dict)

    def schema(self, **changes: Any) -> dict[str, Any]:
        """A form with this component and a switch `da` that can hide it."""
        component = {"id": "feld", "key": "feld", "label": "Ihre Angabe"} | self.component | changes
        if self.properties:
            component["properties"] = self.properties
        switch = {"type": "textfield", "id": "da", "key": "da", "label": "Schalter"}
        return {"type": "default", "id": "probe", "components": [switch, component]}


def one(text: str) -> dict[str, list[str]]:
    """A posted value."""
    return {"feld": [text]}


def birthday(day: str, month: str, year: str) -> dict[str, list[str]]:
    """A posted birthday."""
    return {"feld.tag": [day], "feld.monat": [month], "feld.jahr": [year]}


CASES = (
    Case(
        "text",
        {"type": "textfield"},
        ((one("  Zoë  Großmann "), "Zoë Großmann", "Zoë Großmann"),),
        ((one("a\x07"), "characters"),),
    ),
    Case(
        "text with lengths",
        {"type": "textfield", "validate": {"minLength": 2, "maxLength": 4}},
        ((one("abc"), "abc", "abc"),),
        ((one("a"), "too-short"), (one("abcde"), "too-long")),
    ),
    Case(
        "text with a pattern",
        {"type": "textfield", "validate": {"pattern": "^[A-Z]{2}$"}},
        ((one("AB"), "AB", "AB"),),
        ((one("ab"), "pattern"),),
    ),
    Case(
        "lines",
        {"type": "textarea"},
        ((one("Zeile 1 \r\nZeile 2\n"), "Zeile 1\nZeile 2", "Zeile 1\nZeile 2"),),
        ((one("x" * 10_001), "too-long"),),
        template="textarea",
    ),
    Case(
        "number",
        {"type": "number", "decimalDigits": 2, "validate": {"min": -5, "max": 2000}},
        (
            (one("1.234,50"), Decimal("1234.50"), "1.234,5"),
            (one("0"), Decimal(0), "0"),
            (one("-1,5"), Decimal("-1.5"), "-1,5"),
        ),
        (
            (one("viel"), "number"),
            (one("1,234"), "too-many-decimals"),
            (one("-6"), "too-small"),
            (one("2001"), "too-large"),
        ),
    ),
    Case(
        "whole number",
        {"type": "number", "decimalDigits": 0, "increment": 5},
        ((one("15"), Decimal(15), "15"),),
        ((one("1,5"), "whole-number"), (one("12"), "step")),
    ),
    Case(
        "date",
        {"type": "datetime", "subtype": "date", "label": "", "dateLabel": "Ihre Angabe"},
        (
            (one("3.5.85"), Date(1985, 5, 3), "03.05.1985"),
            (one("3. Mai 1985"), Date(1985, 5, 3), "03.05.1985"),
            (one("1985-05-03"), Date(1985, 5, 3), "03.05.1985"),
            (one("29.2.2024"), Date(2024, 2, 29), "29.02.2024"),
        ),
        ((one("31.4.2021"), "no-such-day"), (one("29.2.2023"), "no-such-day"), (one("gestern"), "date")),
    ),
    Case(
        "date within bounds",
        {"type": "datetime", "subtype": "date", "dateLabel": "Ihre Angabe"},
        ((one("1.3.2026"), Date(2026, 3, 1), "01.03.2026"),),
        ((one("31.12.2025"), "too-early"), (one("3.3.2026"), "too-late")),
        properties={"earliest": "2026-01-01", "latest": "= today()"},
    ),
    Case(
        "time",
        {"type": "datetime", "subtype": "time", "label": "", "timeLabel": "Ihre Angabe"},
        ((one("14.30 Uhr"), Time.of(14, 30, 0), "14:30 Uhr"), (one("9"), Time.of(9, 0, 0), "09:00 Uhr")),
        ((one("25:00"), "time"), (one("früh"), "time")),
    ),
    Case(
        "date and time",
        {"type": "datetime", "subtype": "datetime", "dateLabel": "Ihre Angabe"},
        ((one("3.5.2021 14:30"), DateTime(Date(2021, 5, 3), Time.of(14, 30, 0)), "03.05.2021, 14:30 Uhr"),),
        ((one("3.5.2021"), "datetime"),),
    ),
    Case("box", {"type": "checkbox"}, ((one("true"), True, "Ja"),), empty=False, template="checkbox"),
    Case(
        "yes or no",
        {"type": "checkbox"},
        ((one("true"), True, "Ja"), (one("false"), False, "Nein")),
        ((one("vielleicht"), "option"),),
        template="radios",
        properties={"display": "yes-no"},
    ),
    Case(
        "radios",
        {"type": "radio", "values": TWO},
        ((one("blau"), "blau", "Blau"),),
        ((one("gelb"), "option"),),
        template="radios",
    ),
    Case(
        "few in a select",
        {"type": "select", "values": TWO},
        ((one("rot"), "rot", "Rot"),),
        ((one("x"), "option"),),
        template="radios",
    ),
    Case(
        "many",
        {"type": "select", "values": NINE},
        ((one("f8"), "f8", "Farbe 8"),),
        ((one("f9"), "option"),),
        template="select",
    ),
    Case(
        "numbers to choose",
        {"type": "select", "valuesExpression": "= [1, 2, 3]"},
        ((one("2"), Decimal(2), "2"),),
        ((one("4"), "option"),),
        template="radios",
    ),
    Case(
        "checklist",
        {"type": "checklist", "values": TWO},
        (({"feld": ["blau", "rot"]}, ["rot", "blau"], "Rot, Blau"), ({"feld": ["rot"]}, ["rot"], "Rot")),
        (({"feld": ["rot", "gelb"]}, "option"),),
        empty=[],
        template="checks",
    ),
    Case(
        "tags",
        {"type": "taglist", "values": TWO},
        ((one("rot"), ["rot"], "Rot"),),
        ((one("x"), "option"),),
        empty=[],
        template="checks",
    ),
    Case(
        "birthday",
        {"type": "datetime", "subtype": "date", "dateLabel": "Ihre Angabe"},
        (
            (birthday("3", "5", "85"), Date(1985, 5, 3), "03.05.1985"),
            (birthday("03", "Mai", "1930"), Date(1930, 5, 3), "03.05.1930"),
        ),
        (
            (birthday("3", "", "1985"), "date"),
            (birthday("3", "5", "2027"), "birth-future"),
            (birthday("3", "5", "1885"), "birth-past"),
        ),
        template="date_parts",
        properties={"kind": "date-of-birth"},
    ),
    Case(
        "adult",
        {"type": "datetime", "subtype": "date", "dateLabel": "Ihre Angabe"},
        ((birthday("2", "3", "2008"), Date(2008, 3, 2), "02.03.2008"),),
        ((birthday("3", "3", "2008"), "too-late"),),
        template="date_parts",
        properties={"kind": "date-of-birth", "minAge": "18"},
    ),
    Case(
        "name",
        {"type": "textfield"},
        ((one("Şükrü"), "Şükrü", "Şükrü"),),
        ((one("Дима"), "letters"), (one("R2D2"), "letters")),
        properties={"kind": "person", "parts": "vorname"},
    ),
    Case(
        "e-mail",
        {"type": "textfield"},
        ((one("zoë@köln.de"), "zoë@köln.de", "zoë@köln.de"),),
        ((one("zoë"), "email"), (one("a@b"), "email"), (one("a b@c.de"), "email")),
        properties={"kind": "email"},
    ),
    Case(
        "phone",
        {"type": "textfield"},
        ((one("(06451) 505-0"), "(06451) 505-0", "(06451) 505-0"),),
        ((one("110"), "phone"), (one("anrufen"), "phone")),
        properties={"kind": "phone"},
    ),
    Case(
        "postcode",
        {"type": "textfield"},
        ((one("35066"), "35066", "35066"),),
        ((one("3506"), "postcode"), (one("00000"), "postcode")),
        properties={"kind": "postcode"},
    ),
    Case(
        "iban",
        {"type": "textfield"},
        (
            (
                one("de02 1203 0000 0000 2020 51"),
                "DE02120300000000202051",
                "DE02 1203 0000 0000 2020 51 (Deutsche Kreditbank Berlin)",
            ),
        ),
        ((one("DE02120300000000202052"), "iban"), (one("DE0212030000"), "iban-length"), (one("- - ."), "iban")),
        properties={"kind": "iban"},
    ),
    Case(
        "money",
        {"type": "number"},
        ((one("1.234,5 €"), Decimal("1234.5"), "1.234,50\N{NO-BREAK SPACE}€"),),
        ((one("1,005"), "too-many-decimals"),),
        properties={"kind": "money"},
    ),
    Case(
        "plate",
        {"type": "textfield"},
        ((one("kb-ab 123"), "KB AB 123", "KB AB 123"),),
        ((one("12345"), "licence-plate"),),
        properties={"kind": "licence-plate"},
    ),
    Case(
        "tax number",
        {"type": "textfield"},
        ((one("36 574 261 809"), "36 574 261 809", "36 574 261 809"),),
        ((one("36 574 261 808"), "tax-number"),),
        properties={"kind": "tax-number", "parts": "idnr"},
    ),
    Case(
        "register",
        {"type": "textfield"},
        ((one("Marburg HRB 12345"), "Marburg HRB 12345", "Marburg HRB 12345"),),
        ((one("HRB 5"), "company-register"), (one("Nirgendwo HRB 1"), "company-register-court")),
        properties={"kind": "company-register"},
    ),
    Case(
        "consent",
        {"type": "checkbox"},
        ((one("true"), True, "Ja"),),
        empty=False,
        template="checkbox",
        properties={"kind": "consent"},
    ),
    Case(
        "organisation",
        {"type": "textfield"},
        ((one("Müller & Söhne GmbH, 2. Werk"), "Müller & Söhne GmbH, 2. Werk", "Müller & Söhne GmbH, 2. Werk"),),
        ((one("Дом"), "letters"),),
        properties={"kind": "organisation"},
    ),
    Case(
        "street alone",
        {"type": "textfield"},
        ((one("Straße des 17. Juni 5 a"), "Straße des 17. Juni 5 a", "Straße des 17. Juni 5 a"),),
        ((one("улица"), "letters"),),
        properties={"kind": "address", "parts": "strasse"},
    ),
    Case(
        "postcode of an address",
        {"type": "textfield"},
        ((one("35066"), "35066", "35066"),),
        ((one("3506"), "postcode"),),
        properties={"kind": "address", "parts": "plz"},
    ),
    Case(
        "form of address",
        {"type": "textfield"},
        ((one("herr"), "herr", "Herr"),),
        ((one("divers"), "option"),),
        template="radios",
        properties={"kind": "person", "parts": "anrede"},
    ),
    Case(
        "number of a tax office",
        {"type": "textfield"},
        ((one("026 123 45678"), "026 123 45678", "026 123 45678"),),
        ((one("12"), "tax-number"),),
        properties={"kind": "tax-number", "parts": "steuernummer"},
    ),
    Case(
        "number for turnover tax",
        {"type": "textfield"},
        ((one("DE 136695976"), "DE 136695976", "DE 136695976"),),
        ((one("DE136695978"), "tax-number"),),
        properties={"kind": "tax-number", "parts": "ust-id"},
    ),
    Case(
        "money in a text field",
        {"type": "textfield"},
        ((one("12,5"), Decimal("12.5"), "12,50\N{NO-BREAK SPACE}€"),),
        ((one("viel"), "number"),),
        properties={"kind": "money"},
    ),
    Case(
        "number with a unit",
        {"type": "number", "appearance": {"prefixAdorner": "etwa", "suffixAdorner": "km"}},
        ((one("12,5"), Decimal("12.5"), "etwa 12,5 km"),),
        ((one("weit"), "number"),),
    ),
    Case(
        "text with something around it",
        {"type": "textfield", "appearance": {"prefixAdorner": "www.", "suffixAdorner": ".de"}},
        ((one("herborn"), "herborn", "www. herborn .de"),),
    ),
    Case(
        "quarters of an hour",
        {"type": "datetime", "subtype": "time", "label": "", "timeLabel": "Ihre Angabe", "timeInterval": 15},
        ((one("14:45"), Time.of(14, 45, 0), "14:45 Uhr"),),
        ((one("14:50"), "step"),),
    ),
    Case(
        "a day to come",
        {"type": "datetime", "subtype": "date", "dateLabel": "Ihre Angabe", "disallowPassedDates": True},
        ((one("2.3.2026"), Date(2026, 3, 2), "02.03.2026"),),
        ((one("1.3.2026"), "too-early"),),
    ),
    Case(
        "one of many that can be searched",
        {"type": "select", "values": NINE, "searchable": True},
        ((one("f3"), "f3", "Farbe 3"),),
        ((one("Farbe 3"), "option"),),
        template="select",
    ),
    Case(
        "answers that are numbers and yes or no",
        {"type": "radio", "values": [{"label": "Eins", "value": 1}, {"label": "Ja", "value": True}]},
        ((one("1"), Decimal(1), "Eins"), (one("true"), True, "Ja")),
        ((one("Eins"), "option"),),
        template="radios",
    ),
)
