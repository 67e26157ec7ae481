"""Who an application is from: the form says it itself, by what its fields are prefilled or completed with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from laufzettel.kernel.forms import Form

TOKENS = {
    "given-name": "given_name",
    "family-name": "family_name",
    "organization": "organisation_name",
    "email": "email",
}
"""HTML's autocomplete tokens and our kinds, as the attributes that `prefill` names."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Name and e-mail address of an applicant; empty where the form does not ask for them."""

    name: str = ""
    email: str = ""


def applicant_of(form: Form, values: Mapping[str, Any]) -> Applicant:
    """The applicant in the answers (FEEL values) to a form."""
    found: dict[str, str] = {}
    for field in form.fields:
        part = field.prefill or TOKENS.get(field.autocomplete, "") or TOKENS.get(field.kind, "")
        value = _at(values, field.key) if part else None
        if isinstance(value, str) and value:
            found.setdefault(part, value)
    person = " ".join(found[key] for key in ("given_name", "family_name") if key in found)
    return Applicant(found.get("organisation_name") or person, found.get("email", ""))


def _at(values: Mapping[str, Any], key: tuple[str, ...]) -> Any:
    value: Any = values
    for part in key:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
