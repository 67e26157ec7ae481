"""What stands behind a dot: fields of contexts, properties of temporal values and ranges."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel.calendar import DAY_NANOS, NANOS
from laufzettel.kernel.feel.operators import kind_of
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Range, Value


def _second(time: Time) -> Value:
    return Decimal(time.nanos % (60 * NANOS)) / NANOS if time.nanos % NANOS else Decimal(time.second)


def _offset(value: Time | DateTime) -> Value:
    offset = value.offset
    return None if offset is None else DaysTimeDuration(offset * NANOS)


def _timezone(time: Time) -> Value:
    return time.zone if isinstance(time.zone, str) else None


def _part(duration: DaysTimeDuration, size: int, modulus: int | None) -> Value:
    sign = -1 if duration.nanos < 0 else 1
    amount = abs(duration.nanos)
    whole = amount // size
    return Decimal(sign * (whole if modulus is None else whole % modulus))


_DATE: dict[str, Callable[[Any], Value]] = {
    "year": lambda day: Decimal(day.year),
    "month": lambda day: Decimal(day.month),
    "day": lambda day: Decimal(day.day),
    "weekday": lambda day: Decimal(day.weekday),
}
_TIME: dict[str, Callable[[Any], Value]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": _second,
}


def _of_part(part: str, table: Mapping[str, Callable[[Any], Value]]) -> dict[str, Callable[[Any], Value]]:
    """The properties of a date and time that are those of its date or its time."""

    def reader(read: Callable[[Any], Value]) -> Callable[[Any], Value]:
        return lambda moment: read(getattr(moment, part))

    return {name: reader(read) for name, read in table.items()}


PROPERTIES: Mapping[type, Mapping[str, Callable[[Any], Value]]] = {
    Date: _DATE,
    Time: {**_TIME, "time offset": _offset, "timezone": _timezone},
    DateTime: {
        **_of_part("date", _DATE),
        **_of_part("time", _TIME),
        "time offset": _offset,
        "timezone": lambda moment: _timezone(moment.time),
    },
    DaysTimeDuration: {
        "days": lambda duration: _part(duration, DAY_NANOS, None),
        "hours": lambda duration: _part(duration, 3600 * NANOS, 24),
        "minutes": lambda duration: _part(duration, 60 * NANOS, 60),
        "seconds": lambda duration: _part(duration, NANOS, 60),
    },
    YearsMonthsDuration: {
        "years": lambda duration: Decimal(int(duration.months / 12)),
        "months": lambda duration: Decimal(abs(duration.months) % 12 * (-1 if duration.months < 0 else 1)),
    },
    Range: {
        "start": lambda interval: interval.start,
        "end": lambda interval: interval.end,
        "start included": lambda interval: interval.start_included,
        "end included": lambda interval: interval.end_included,
    },
}
PROPERTY_NAMES = frozenset(name for table in PROPERTIES.values() for name in table)


def property_of(run: Run, value: Value, name: str) -> Value:
    """`value.name`; of a list, the list of its items' values; null with a warning where there is none."""
    if isinstance(value, list):
        run.budget.spend(len(value))
        return [item[name] if type(item) is dict and name in item else property_of(run, item, name) for item in value]
    if isinstance(value, dict):
        if name in value:
            return value[name]
    else:
        read = PROPERTIES.get(type(value), {}).get(name)
        if read is not None:
            return read(value)
    kind = kind_of(value)
    return run.null("feel-no-field", f"{kind} hat kein „{name}“", f"{kind} has no “{name}”")
