"""The towns of the demo. Addresses of town halls are public; people, telephone extensions and accounts are invented."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff: name, the local part of the address, unit and role."""

    name: str
    login: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Town:
    """A tenant of the demo: its profile, units and people; `example` names the settings of a package."""

    slug: str
    domain: str
    accent: str
    profile: dict[str, Any]
    units: tuple[dict[str, Any], ...]
    people: tuple[Person, ...]
    example: str = ""


HOURS = [
    {"days": "Montag bis Freitag", "times": "8:00 bis 12:00 Uhr"},
    {"days": "Donnerstag", "times": "14:00 bis 17:30 Uhr"},
]
NO_BANK = {"bank_name": "Demo-Bank", "iban": "DE02120300000000202051", "bic": "BYLADEM1001"}


def _tax(room: str, telephone: str, domain: str) -> dict[str, Any]:
    return {
        "key": "steueramt",
        "name": "Steueramt",
        "groups": ["steuern"],
        "room": room,
        "telephone": telephone,
        "email": f"steueramt@{domain}",
    }


def _order(room: str, telephone: str, domain: str) -> dict[str, Any]:
    return {
        "key": "ordnungsamt",
        "name": "Ordnungsamt",
        "groups": ["ordnung"],
        "room": room,
        "telephone": telephone,
        "email": f"ordnungsamt@{domain}",
    }


def _staff(clerk: str, head: str, administrator: str, order: str = "") -> tuple[Person, ...]:
    def login(name: str) -> str:
        marks = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ç": "c", "ğ": "g", "ş": "s", "ı": "i"})
        return name.split()[-1].casefold().translate(marks)

    return (
        Person(clerk, login(clerk), "steueramt", "clerk"),
        Person(head, login(head), "steueramt", "head"),
        Person(administrator, login(administrator), "steueramt", "administrator"),
        *((Person(order, login(order), "ordnungsamt", "clerk"),) if order else ()),
    )


BOXES = (
    ("poststelle", "Poststelle"),
    ("personalrat", "Personalrat"),
    ("gleichstellung", "Gleichstellungsbeauftragte"),
    ("jugend", "Jugendberatung"),
)
"""The post room and the confidential boxes that every town of the demo has, each with somebody who empties it."""


def boxes(town: Town) -> tuple[dict[str, Any], ...]:
    """The units of the boxes, each filling the group of its own name."""
    telephone = town.profile["telephone"]
    return tuple(
        {
            "key": key,
            "name": name,
            "groups": [key],
            "room": "",
            "telephone": telephone,
            "email": f"{key}@{town.domain}",
        }
        for key, name in BOXES
    )


def keepers(town: Town) -> tuple[Person, ...]:
    """Who empties them."""
    place = town.profile["place"]
    return tuple(Person(f"{name} {place}", key, key, "clerk") for key, name in BOXES)


UNIT_OF = {"hundeerlaubnis": "ordnungsamt", "digitaler-briefkasten": "poststelle"}
"""Which unit answers for a service in the demo; the town's first for all others."""

TOWNS = (
    Town(
        slug="frankenberg-eder",
        domain="frankenberg.example",
        accent="#8a1f2d",
        profile={
            "street": "Obermarkt 7-13",
            "postcode": "35066",
            "place": "Frankenberg (Eder)",
            "telephone": "06451 505-0",
            "email": "rathaus@frankenberg.example",
            "opening_hours": HOURS,
            "issuing_bodies": {
                "magistrat": "Der Magistrat der Stadt Frankenberg (Eder)",
                "ordnungsbehoerde": "Der Bürgermeister der Stadt Frankenberg (Eder) als örtliche Ordnungsbehörde",
            },
            **NO_BANK,
        },
        units=(
            _tax("112", "06451 505-112", "frankenberg.example"),
            _order("108", "06451 505-108", "frankenberg.example"),
        ),
        people=_staff("Petra Weber", "Holger Cramer", "Aylin Çelik", "Bernd Schaub"),
        example="frankenberg-eder",
    ),
    Town(
        slug="viernheim",
        domain="viernheim.example",
        accent="#005a9c",
        profile={
            "street": "Kettelerstraße 3",
            "postcode": "68519",
            "place": "Viernheim",
            "telephone": "06204 988-0",
            "email": "rathaus@viernheim.example",
            "opening_hours": HOURS,
            "issuing_bodies": {
                "magistrat": "Der Magistrat der Stadt Viernheim",
                "ordnungsbehoerde": "Der Bürgermeister der Stadt Viernheim als örtliche Ordnungsbehörde",
            },
            **NO_BANK,
        },
        units=(_tax("204", "06204 988-204", "viernheim.example"), _order("11", "06204 988-111", "viernheim.example")),
        people=_staff("Jonas Roth", "Sabine Adler", "Miriam Vogt", "Daria Nowak"),
        example="viernheim",
    ),
    Town(
        slug="herborn",
        domain="herborn.example",
        accent="#2f6b2f",
        profile={
            "street": "Hauptstraße 39",
            "postcode": "35745",
            "place": "Herborn",
            "telephone": "02772 708-0",
            "email": "rathaus@herborn.example",
            "opening_hours": HOURS,
            "issuing_bodies": {
                "magistrat": "Der Magistrat der Stadt Herborn",
                "ordnungsbehoerde": "Der Bürgermeister der Stadt Herborn als örtliche Ordnungsbehörde",
            },
            **NO_BANK,
        },
        units=(_tax("17", "02772 708-217", "herborn.example"), _order("5", "02772 708-205", "herborn.example")),
        people=_staff("Katrin Jung", "Matthias Groß", "Emre Doğan", "Ralf Pfeiffer"),
        example="herborn",
    ),
    Town(
        slug="lahn-dill-kreis",
        domain="lahn-dill.example",
        accent="#7a4a00",
        profile={
            "street": "Karl-Kellner-Ring 51",
            "postcode": "35576",
            "place": "Wetzlar",
            "telephone": "06441 407-0",
            "email": "info@lahn-dill.example",
            "opening_hours": HOURS,
            "issuing_bodies": {
                "kreisausschuss": "Der Kreisausschuss des Lahn-Dill-Kreises",
                "gesundheitsamt": "Der Kreisausschuss des Lahn-Dill-Kreises, Gesundheitsamt",
            },
            **NO_BANK,
        },
        units=(
            {
                "key": "gesundheitsamt",
                "name": "Gesundheitsamt",
                "groups": ["gesundheit"],
                "room": "B 1.20",
                "telephone": "06441 407-1620",
                "email": "gesundheitsamt@lahn-dill.example",
            },
        ),
        people=(
            Person("Lena Brandt", "brandt", "gesundheitsamt", "clerk"),
            Person("Dr. Thomas Henkel", "henkel", "gesundheitsamt", "head"),
            Person("Ivana Horvat", "horvat", "gesundheitsamt", "administrator"),
        ),
        example="lahn-dill-kreis",
    ),
    Town(
        slug="uebung",
        domain="uebung.example",
        accent="#5b3a8c",
        profile={
            "street": "Übungsplatz 1",
            "postcode": "00000",
            "place": "Übungsstadt",
            "telephone": "0000 000-0",
            "email": "rathaus@uebung.example",
            "opening_hours": HOURS,
            "issuing_bodies": {
                "magistrat": "Der Magistrat der Übungsstadt",
                "ordnungsbehoerde": "Die Bürgermeisterin der Übungsstadt als örtliche Ordnungsbehörde",
            },
            **NO_BANK,
        },
        units=(_tax("1", "0000 000-1", "uebung.example"), _order("2", "0000 000-2", "uebung.example")),
        people=_staff("Ute Übungsfrau", "Uwe Übungsmann", "Udo Übungsleiter", "Ulla Übungsordnung"),
        example="viernheim",
    ),
)

PLATFORM_ADMINISTRATOR = Person("Friederike Lang", "plattform", "", "administrator")
