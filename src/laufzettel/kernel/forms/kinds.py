"""The semantic kinds: what the platform knows how to ask, check, prefill and store."""

from dataclasses import dataclass
from typing import Any, Final

from laufzettel.kernel.problems import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Kind:
    """A semantic type: on which components it may stand, how browsers fill and type it, an example of it."""

    name: str
    types: tuple[str, ...]
    example: Text = NO_TEXT
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a composite kind."""

    name: str
    label: Text
    autocomplete: str
    required: bool = True
    type: str = "textfield"
    max_length: int = 0
    options: tuple[tuple[str, Text], ...] = ()
    missing: Text = NO_TEXT


def _example(text: str) -> Text:
    return Text(text, text)


_TEXT: Final = ("textfield",)

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("person", _TEXT),
        Kind("organisation", _TEXT, autocomplete="organization", max_length=300),
        Kind("address", _TEXT),
        Kind("iban", _TEXT, _example("DE02 1203 0000 0000 2020 51"), max_length=42),
        Kind("email", _TEXT, _example("name@beispiel.de"), "email", "email", max_length=254),
        Kind("phone", _TEXT, _example("06451 505-0"), "tel", "tel", max_length=30),
        Kind("date-of-birth", ("datetime",), _example("3.5.1985"), "bday"),
        Kind("consent", ("checkbox",)),
        Kind("file", ("filepicker",)),
        Kind("money", ("number", "textfield", "expression"), Text("12,50", "12.50"), inputmode="decimal"),
        Kind("postcode", _TEXT, _example("35066"), "postal-code", "numeric", max_length=10),
        Kind("licence-plate", _TEXT, _example("KB AB 123"), max_length=15),
        Kind("tax-number", _TEXT, _example("026 123 45678"), max_length=20),
        Kind("company-register", _TEXT, _example("Marburg HRB 12345"), max_length=60),
    )
}

_SALUTATIONS: Final = (
    ("frau", Text("Frau", "Ms")),
    ("herr", Text("Herr", "Mr")),
    ("keine", Text("keine Anrede", "no form of address")),
)


def _part(name: str, label: Text, missing: Text, autocomplete: str, **more: Any) -> Part:
    return Part(name, label, autocomplete, missing=missing, **more)


PERSON: Final = (
    _part(
        "anrede",
        Text("Anrede", "Form of address"),
        Text("Wählen Sie, wie wir Sie anreden sollen.", "Choose how we should address you."),
        "honorific-prefix",
        type="radio",
        options=_SALUTATIONS,
    ),
    _part("titel", Text("Titel", "Title"), NO_TEXT, "off", required=False, max_length=50),
    _part(
        "vorname",
        Text("Vorname", "First name"),
        Text("Geben Sie den Vornamen ein.", "Enter the first name."),
        "given-name",
        max_length=80,
    ),
    _part(
        "nachname",
        Text("Nachname", "Last name"),
        Text("Geben Sie den Nachnamen ein.", "Enter the last name."),
        "family-name",
        max_length=120,
    ),
    _part("geburtsname", Text("Geburtsname", "Name at birth"), NO_TEXT, "off", required=False, max_length=120),
)

ADDRESS: Final = (
    _part(
        "strasse",
        Text("Straße", "Street"),
        Text("Geben Sie die Straße ein.", "Enter the street."),
        "address-line1",
        max_length=100,
    ),
    _part(
        "hausnummer",
        Text("Hausnummer", "House number"),
        Text("Geben Sie die Hausnummer ein, zum Beispiel 12 a.", "Enter the house number, for example 12 a."),
        "off",
        max_length=20,
    ),
    _part(
        "zusatz",
        Text("Zusatz zur Adresse", "Additional line"),
        NO_TEXT,
        "address-line2",
        required=False,
        max_length=80,
    ),
    _part(
        "plz",
        Text("Postleitzahl", "Postcode"),
        Text("Geben Sie die Postleitzahl ein, zum Beispiel 35066.", "Enter the postcode, for example 35066."),
        "postal-code",
        max_length=10,
    ),
    _part(
        "ort",
        Text("Ort", "Town or city"),
        Text("Geben Sie den Ort ein.", "Enter the town or city."),
        "address-level2",
        max_length=80,
    ),
    _part("land", Text("Staat", "Country"), NO_TEXT, "country-name", required=False, max_length=80),
)

PARTS: Final = {"person": PERSON, "address": ADDRESS}
USUAL_PARTS: Final = {"person": "vorname nachname", "address": "strasse hausnummer plz ort"}
