"""FEEL values in the stored state: plain JSON where FEEL and JSON agree, tagged objects elsewhere (rule 7)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from laufzettel.kernel import feel

type Value = Any
"""A FEEL value: None, bool, str, Decimal, list, dict, or one of the temporal classes of `laufzettel.kernel.feel`."""

_ONE = Decimal(1)
_MOST = 2**53


def encode_all(variables: Mapping[str, Value]) -> dict[str, Any]:
    """JSON data of named values; text, truth and null stay as they are."""
    return {
        name: value if (kind := type(value)) is str or kind is bool or value is None else _encode(value)
        for name, value in variables.items()
    }


def _encode(value: Value) -> Any:
    """Whole numbers are by far the most frequent of the rest."""
    if type(value) is Decimal and value and value.same_quantum(_ONE) and abs(value) <= _MOST:
        return int(value)
    return feel.to_json(value)


def decode_all(data: Mapping[str, Any]) -> dict[str, Value]:
    """The inverse of `encode_all`."""
    from_json = feel.from_json
    return {
        name: value
        if (kind := type(value)) is str or kind is bool or value is None
        else Decimal(value)
        if kind is int
        else from_json(value)
        for name, value in data.items()
    }
