"""TOML values as FEEL values."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from laufzettel.kernel import feel


def to_feel(value: Any) -> Any:
    """A value as TOML or JSON gives it, as FEEL has it: numbers become Decimal, dates FEEL's own."""
    match value:
        case None | bool() | str() | Decimal():
            return value
        case int() | float():
            return Decimal(str(value))
        case datetime():
            return feel.DateTime.from_python(value)
        case date():
            return feel.Date.from_python(value)
        case time():
            return feel.Time.from_python(value)
        case dict():
            return {str(key): to_feel(item) for key, item in value.items()}
        case list() | tuple():
            return [to_feel(item) for item in value]
    return value


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """`old` with what `new` says, context by context; lists are replaced."""
    result = dict(old)
    for name, value in new.items():
        inner = result.get(name)
        if isinstance(inner, Mapping) and isinstance(value, Mapping):
            result[name] = merged(inner, value)
        else:
            result[name] = value
    return result
