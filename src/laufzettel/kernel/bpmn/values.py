"""FEEL values in the stored state: plain JSON where FEEL and JSON agree, tagged objects elsewhere (rule 7)."""

from collections.abc import Mapping
from typing import Any

from laufzettel.kernel import feel

type Value = Any
"""A FEEL value: None, bool, str, Decimal, list, dict, or one of the temporal classes of `laufzettel.kernel.feel`."""


def encode_all(variables: Mapping[str, Value]) -> dict[str, Any]:
    """JSON data of named values; text, truth and null stay as they are."""
    to_json = feel.to_json
    return {
        name: value if (kind := type(value)) is str or kind is bool or value is None else to_json(value)
        for name, value in variables.items()
    }


def decode_all(data: Mapping[str, Any]) -> dict[str, Value]:
    """The inverse of `encode_all`."""
    from_json = feel.from_json
    return {
        name: value if (kind := type(value)) is str or kind is bool or value is None else from_json(value)
        for name, value in data.items()
    }
