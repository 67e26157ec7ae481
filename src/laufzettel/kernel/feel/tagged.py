"""FEEL values as JSON (rule 7 of the semantics): nothing loses its type, no number passes through a float."""

from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel.operators import MATH
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.values import Function, Range, Value

TAG = "@"
MAX_INTEGER = 2**53
_TAGS: dict[type, str] = {
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTimeDuration: "duration",
    YearsMonthsDuration: "duration",
}
_READERS = {"date": parse_date, "time": parse_time, "date and time": parse_date_time, "duration": parse_duration}


def to_json(value: Value) -> Any:
    """`value` as what `json.dumps` takes.

    Text, boolean, null, whole numbers, lists and contexts are themselves; everything else is `{"@": kind, "v": …}`.
    Raises TypeError for functions, which are not stored.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if exponent == 0 and abs(value) <= MAX_INTEGER and not (value == 0 and value.is_signed()):
            return int(value)
        return {TAG: "number", "v": str(value)}
    if isinstance(value, list):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        fields = {name: to_json(item) for name, item in value.items()}
        return {TAG: "context", "v": fields} if TAG in fields else fields
    if isinstance(value, Range):
        ends = {"start": to_json(value.start), "end": to_json(value.end), "operator": value.operator}
        return {TAG: "range", "v": ends | {"from": value.start_included, "to": value.end_included}}
    if isinstance(value, Function):
        raise TypeError("functions are not stored")
    return {TAG: _TAGS[type(value)], "v": str(value)}


def from_json(data: Any) -> Value:
    """The FEEL value of what `to_json` gave, or of any JSON read with `parse_float=Decimal`.

    Raises ValueError for an unknown tag, a float, or a tagged value that cannot be read.
    """
    if data is None or isinstance(data, str | bool):
        return data
    if isinstance(data, int | Decimal):
        return _number(Decimal(data))
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if isinstance(data, dict):
        if TAG in data:
            return _tagged(data)
        return {str(name): from_json(item) for name, item in data.items()}
    raise ValueError(f"not a stored value: {type(data).__name__}")


def context_from_json(data: Any) -> dict[str, Value]:
    """A context that `to_json` gave: `from_json` where nothing else will do. Raises ValueError for anything else."""
    value = from_json(data)
    if not isinstance(value, dict):
        raise ValueError("not a stored context")
    return value


def _number(value: Decimal) -> Decimal:
    value = MATH.plus(value)
    if not value.is_finite():
        raise ValueError("not a number that FEEL knows")
    return value


def _tagged(data: dict[str, Any]) -> Value:
    tag, body = data[TAG], data.get("v")
    if tag == "number" and isinstance(body, str):
        try:
            return _number(Decimal(body))
        except ArithmeticError:
            raise ValueError(f"not a stored number: {body!r}") from None
    if tag == "context" and isinstance(body, dict):
        return {str(name): from_json(item) for name, item in body.items()}
    if tag == "range" and isinstance(body, dict):
        start, end = from_json(body.get("start")), from_json(body.get("end"))
        return Range(start, end, bool(body.get("from")), bool(body.get("to")), str(body.get("operator", "")))
    reader = _READERS.get(tag) if isinstance(tag, str) else None
    value = reader(body) if reader and isinstance(body, str) else None
    if value is None:
        raise ValueError(f"not a stored value: {tag!r}")
    return value
