"""The semantic kinds: what the platform knows how to ask, check, prefill and store."""

from dataclasses import dataclass
from typing import Final

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
    check: str = ""
    required: bool = True
    type: str = "textfield"
    max_length: int = 0
    options: tuple[tuple[str, Text], ...] = ()


def _example(text: str) -> Text:
    return Text(text, text)


_TEXT: Final = ("textfield",)

KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("person", ("textfield", "group")),
        Kind("organisation", _TEXT, autocomplete="organization", max_length=300),
        Kind("address", ("textfield", "group")),
        Kind("iban", _TEXT, _example("DE02 1203 0000 0000 2020 51"), max_length=42),
        Kind("email", _TEXT, _example("name@beispiel.de"), "email", "email", max_length=254),
        Kind("phone", _TEXT, _example("06451 505-0"), "tel", "tel", max_length=30),
        Kind("date-of-birth", ("datetime",), _example("3.5.1985"), "bday"),
        Kind("consent", ("checkbox",)),
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

PERSON: Final = (
    Part("anrede", Text("Anrede", "Form of address"), "honorific-prefix", type="radio", options=_SALUTATIONS),
    Part("titel", Text("Titel", "Title"), "honorific-prefix", "name", required=False, max_length=50),
    Part("vorname", Text("Vorname", "First name"), "given-name", "name", max_length=80),
    Part("nachname", Text("Nachname", "Last name"), "family-name", "name", max_length=120),
    Part("geburtsname", Text("Geburtsname", "Name at birth"), "off", "name", required=False, max_length=120),
)

ADDRESS: Final = (
    Part("strasse", Text("Straße", "Street"), "address-line1", "latin", max_length=100),
    Part("hausnummer", Text("Hausnummer", "House number"), "off", "latin", max_length=20),
    Part(
        "zusatz", Text("Zusatz zur Adresse", "Additional address line"), "address-line2", "latin", False, max_length=80
    ),
    Part("plz", Text("Postleitzahl", "Postcode"), "postal-code", "postcode", max_length=10),
    Part("ort", Text("Ort", "Town or city"), "address-level2", "latin", max_length=80),
    Part("land", Text("Staat", "Country"), "country-name", "latin", required=False, max_length=80),
)

PARTS: Final = {"person": PERSON, "address": ADDRESS}
USUAL_PARTS: Final = {"person": "vorname nachname", "address": "strasse hausnummer plz ort"}
