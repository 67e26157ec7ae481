"""The checks of the semantic kinds, on text that `normal` has put into its usual form."""

import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import regex
from stdnum.de import handelsregisternummer, idnr, stnr, vat
from stdnum.exceptions import ValidationError

from laufzettel.kernel.forms.latin import not_in_a_name, not_in_latin

type Problem = tuple[str, dict[str, Any]]
type Check = Callable[[str], Problem | None]

_EMAIL = regex.compile(
    r"[^\s@<>(),;:\\\"\[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]{1,62}"
)
_PHONE = regex.compile(r"(?:\+|00)?[1-9(0][\d\s()/.\-–]{4,30}(?:\s*(?:DW|App\.?|Durchwahl)\s*\d{1,6})?")
_POSTCODE = regex.compile(r"\d{5}")
_IBAN = regex.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_PLATE = regex.compile(r"[A-ZÄÖÜ]{1,3} [A-Z]{1,2} ?[1-9]\d{0,3} ?[EH]?|[XY] \d{5,6}|0 \d{2,3} \d{1,3}")
_REGISTER = regex.compile(
    r"(?:(?:Amtsgericht|AG)\s+)?(?P<court>\p{L}[\p{L}\s./()-]*?)?,?\s*"
    r"(?P<kind>HRA|HRB|PR|GnR|GsR|VR)\s*(?P<number>\d{1,6})\s*(?P<suffix>[A-Z]{0,3})(?:,?\s+(?P<after>\p{L}[\p{L}\s./()-]*))?",
    regex.IGNORECASE,
)


def _name(text: str) -> Problem | None:
    stranger = not_in_a_name(text)
    return ("letters", {"character": stranger}) if stranger else None


def _latin(text: str) -> Problem | None:
    stranger = not_in_latin(text)
    return ("letters", {"character": stranger}) if stranger else None


def _email(text: str) -> Problem | None:
    local, _, _ = text.partition("@")
    good = _EMAIL.fullmatch(text) and ".." not in text and not local.startswith(".") and not local.endswith(".")
    return None if good else ("email", {})


def _phone(text: str) -> Problem | None:
    digits = sum(character.isdecimal() for character in text)
    return None if _PHONE.fullmatch(text) and 6 <= digits <= 17 else ("phone", {})


def _postcode(text: str) -> Problem | None:
    return None if _POSTCODE.fullmatch(text) and "01001" <= text <= "99998" else ("postcode", {})


def _iban(text: str) -> Problem | None:
    from schwifty import IBAN
    from schwifty.exceptions import SchwiftyException

    if text.startswith("DE") and len(text) != 22:
        return ("iban-length", {"length": len(text)})
    if not _IBAN.fullmatch(text):
        return ("iban", {})
    try:
        IBAN(text)
    except SchwiftyException:
        return ("iban", {})
    return None


@lru_cache(maxsize=256)
def bank_of(iban: str) -> str:
    """The name of the bank of an IBAN, empty where it is not known."""
    from schwifty import IBAN

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bank = IBAN(iban, allow_invalid=True).bank
    except (ValueError, LookupError):
        return ""
    return str(bank.name) if bank else ""


def _plate(text: str) -> Problem | None:
    letters = sum(character.isalnum() for character in text)
    return None if _PLATE.fullmatch(text) and letters <= 9 else ("licence-plate", {})


def _tax_number(*validations: Callable[[str], str]) -> Check:
    """Steuernummer (by Land), Identifikationsnummer (with its check digit) or Umsatzsteuer-Identifikationsnummer."""

    def check(text: str) -> Problem | None:
        for validate in validations:
            try:
                validate(text)
            except ValidationError:
                continue
            return None
        return ("tax-number", {})

    return check


def _register(text: str) -> Problem | None:
    match = _REGISTER.fullmatch(text)
    court = (match["court"] or match["after"] or "").strip() if match else ""
    if not match or not court:
        return ("company-register", {})
    try:
        handelsregisternummer.validate(f"{court} {match['kind']} {match['number']} {match['suffix']}".strip())
    except ValidationError:
        return ("company-register-court", {"court": court})
    return None


KIND_CHECKS: Final[dict[str, Check]] = {
    "person.titel": _name,
    "person.vorname": _name,
    "person.nachname": _name,
    "person.geburtsname": _name,
    "address.strasse": _latin,
    "address.hausnummer": _latin,
    "address.zusatz": _latin,
    "address.ort": _latin,
    "address.land": _latin,
    "address.plz": _postcode,
    "organisation": _latin,
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
    "iban": _iban,
    "licence-plate": _plate,
    "tax-number": _tax_number(stnr.validate, idnr.validate, vat.validate),
    "tax-number.steuernummer": _tax_number(stnr.validate),
    "tax-number.idnr": _tax_number(idnr.validate),
    "tax-number.ust-id": _tax_number(vat.validate),
    "company-register": _register,
}


def normal(kind: str, text: str) -> str:
    """The text as the platform stores it: an IBAN without blanks, in capitals; a plate in capitals."""
    if kind == "iban":
        return regex.sub(r"[\s.-]", "", text).upper()
    if kind == "licence-plate":
        return regex.sub(r"[\s-]+", " ", text.upper()).strip()
    return text
