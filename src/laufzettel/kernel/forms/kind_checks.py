"""The checks of the semantic kinds, on text that `normal` has put into its usual form."""

from collections.abc import Callable
from typing import Any, Final

import regex

type Problem = tuple[str, dict[str, Any]]
type Check = Callable[[str], Problem | None]

_EMAIL = regex.compile(
    r"[^\s@<>(),;:\\\"\[\]]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}"
)
_PHONE = regex.compile(r"\+?[\d\s()/.\-–]{5,30}")
_POSTCODE = regex.compile(r"\d{5}")
_IBAN = regex.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def _email(text: str) -> Problem | None:
    local, _, _ = text.partition("@")
    good = _EMAIL.fullmatch(text) and ".." not in text and not local.startswith(".") and not local.endswith(".")
    return None if good else ("email", {})


def _phone(text: str) -> Problem | None:
    digits = sum(character.isdecimal() for character in text)
    return None if _PHONE.fullmatch(text) and 6 <= digits <= 15 else ("phone", {})


def _postcode(text: str) -> Problem | None:
    return None if _POSTCODE.fullmatch(text) and "01001" <= text <= "99998" else ("postcode", {})


def _iban(text: str) -> Problem | None:
    if text.startswith("DE") and len(text) != 22:
        return ("iban-length", {"length": len(text)})
    if not _IBAN.fullmatch(text):
        return ("iban", {})
    number = "".join(str(int(character, 36)) for character in text[4:] + text[:4])
    return None if int(number) % 97 == 1 else ("iban", {})


KIND_CHECKS: Final[dict[str, Check]] = {
    "email": _email,
    "phone": _phone,
    "postcode": _postcode,
    "address.plz": _postcode,
    "iban": _iban,
}


def normal(kind: str, text: str) -> str:
    """The text as the platform stores it: an IBAN without blanks, in capitals."""
    if kind == "iban":
        return regex.sub(r"[\s.-]", "", text).upper()
    return text
