"""What an identity provider says of a person (OpenID Connect Core, 5.1), as the attributes that forms know."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

LONGEST = 200


def attributes_of(claims: Mapping[str, Any]) -> dict[str, str]:
    """`given_name`, `family_name`, `birth_date` (ISO), `street`, `postcode`, `town`, `email`: those that are known."""
    address = claims.get("address")
    address = address if isinstance(address, Mapping) else {}
    found = {
        "given_name": _text(claims.get("given_name")),
        "family_name": _text(claims.get("family_name")),
        "birth_date": _day(claims.get("birthdate")),
        "street": _text(address.get("street_address")),
        "postcode": _text(address.get("postal_code")),
        "town": _text(address.get("locality")),
        "email": _email(claims.get("email")),
    }
    return {name: value for name, value in found.items() if value}


def name_of(claims: Mapping[str, Any]) -> str:
    """The person's name as one would say it: given name and family name, where both are told."""
    parts = [_text(claims.get(part)) for part in ("given_name", "family_name")]
    return (" ".join(parts) if all(parts) else _text(claims.get("name")) or " ".join(filter(None, parts)))[:LONGEST]


def _text(value: Any) -> str:
    """One line, as a form would take it: composed, without control characters."""
    if not isinstance(value, str):
        return ""
    shown = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in value)
    return unicodedata.normalize("NFC", " ".join(shown.split()))[:LONGEST]


def _email(value: Any) -> str:
    text = _text(value)
    return text if "@" in text and " " not in text else ""


def _day(value: Any) -> str:
    """A whole date; providers may say a year alone, or the year 0000 for "not told"."""
    try:
        return date.fromisoformat(_text(value)).isoformat() if len(_text(value)) == 10 else ""
    except ValueError:
        return ""
