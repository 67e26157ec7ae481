"""What operators do with values: a table by operator and types, null for everything that is not in it."""

import decimal
from collections.abc import Callable
from decimal import Decimal

from laufzettel.kernel.feel.calendar import DAY_NANOS, NANOS, add_months
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Function, Range, Value

MATH = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=1, traps=[])
"""IEEE 754 decimal128."""

Operation = Callable[[Run, "Value", "Value"], "Value"]
ZERO = Decimal(0)


def number(value: Decimal) -> Decimal | None:
    """A result of `MATH`, or None when there is none (a division by zero, an overflow)."""
    return value if value.is_finite() else None


def kind_of(value: Value) -> str:
    """The name of the type of a value, for messages."""
    return _KINDS.get(type(value), "Any")


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DaysTimeDuration: "days and time duration",
    YearsMonthsDuration: "years and months duration",
    Range: "range",
    Function: "function",
    list: "list",
    dict: "context",
}


def shift(
    moment: "Date | DateTime", duration: "DaysTimeDuration | YearsMonthsDuration", sign: int
) -> "Date | DateTime":
    """A moment plus or minus a duration; ValueError outside the range of years."""
    if isinstance(moment, Date):
        if isinstance(duration, YearsMonthsDuration):
            return Date(*add_months(moment.year, moment.month, moment.day, sign * duration.months))
        return Date.of_number((moment.number * DAY_NANOS + sign * duration.nanos) // DAY_NANOS)
    if isinstance(duration, YearsMonthsDuration):
        day = moment.date
        return DateTime(Date(*add_months(day.year, day.month, day.day, sign * duration.months)), moment.time)
    if isinstance(moment.time.zone, str):
        return DateTime.of_instant(moment.instant + sign * duration.nanos, moment.time.zone)
    days, nanos = divmod(moment.date.number * DAY_NANOS + moment.time.nanos + sign * duration.nanos, DAY_NANOS)
    return DateTime(Date.of_number(days), Time(nanos, moment.time.zone))


def _shift_time(time: Time, duration: DaysTimeDuration, sign: int) -> Time:
    return Time((time.nanos + sign * duration.nanos) % DAY_NANOS, time.zone)


def _as_date_time(value: "Date | DateTime") -> DateTime:
    return DateTime(value, Time(0, 0)) if isinstance(value, Date) else value


def between_moments(one: "Date | DateTime", two: "Date | DateTime") -> DaysTimeDuration | None:
    """`one - two`; None when only one of them has a zone."""
    if isinstance(one, Date) and isinstance(two, Date):
        return DaysTimeDuration((one.number - two.number) * DAY_NANOS)
    left, right = _as_date_time(one), _as_date_time(two)
    if (left.time.zone is None) != (right.time.zone is None):
        return None
    return DaysTimeDuration(left.instant - right.instant)


def _between_times(one: Time, two: Time) -> DaysTimeDuration | None:
    if (one.zone is None) != (two.zone is None):
        return None
    return DaysTimeDuration(one.instant - two.instant)


def scaled(amount: int, factor: Decimal, *, divide: bool) -> int | None:
    """An amount of nanoseconds or months times or over a number, cut to a whole one."""
    if divide and factor == ZERO:
        return None
    exact = MATH.divide(Decimal(amount), factor) if divide else MATH.multiply(Decimal(amount), factor)
    return int(exact) if exact.is_finite() and abs(exact) < Decimal(10) ** 30 else None


def _scale_days(duration: DaysTimeDuration, factor: Decimal, divide: bool) -> DaysTimeDuration | None:
    nanos = scaled(duration.nanos, factor, divide=divide)
    return None if nanos is None else DaysTimeDuration(nanos)


def _scale_months(duration: YearsMonthsDuration, factor: Decimal, divide: bool) -> YearsMonthsDuration | None:
    months = scaled(duration.months, factor, divide=divide)
    return None if months is None else YearsMonthsDuration(months)


def _ratio(one: int, two: int) -> Decimal | None:
    return number(MATH.divide(Decimal(one), Decimal(two))) if two else None


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    """`base ** exponent`."""
    return number(MATH.power(base, exponent))


_N, _S, _D, _T, _DT, _DD, _YM = Decimal, str, Date, Time, DateTime, DaysTimeDuration, YearsMonthsDuration
_TABLE: dict[tuple[str, type, type], Callable[..., Value]] = {
    ("+", _N, _N): lambda a, b: number(MATH.add(a, b)),
    ("-", _N, _N): lambda a, b: number(MATH.subtract(a, b)),
    ("*", _N, _N): lambda a, b: number(MATH.multiply(a, b)),
    ("/", _N, _N): lambda a, b: number(MATH.divide(a, b)) if b else None,
    ("**", _N, _N): power,
    ("+", _S, _S): lambda a, b: a + b,
    ("+", _DD, _DD): lambda a, b: DaysTimeDuration(a.nanos + b.nanos),
    ("-", _DD, _DD): lambda a, b: DaysTimeDuration(a.nanos - b.nanos),
    ("+", _YM, _YM): lambda a, b: YearsMonthsDuration(a.months + b.months),
    ("-", _YM, _YM): lambda a, b: YearsMonthsDuration(a.months - b.months),
    ("*", _DD, _N): lambda a, b: _scale_days(a, b, False),
    ("*", _N, _DD): lambda a, b: _scale_days(b, a, False),
    ("/", _DD, _N): lambda a, b: _scale_days(a, b, True),
    ("/", _DD, _DD): lambda a, b: _ratio(a.nanos, b.nanos),
    ("*", _YM, _N): lambda a, b: _scale_months(a, b, False),
    ("*", _N, _YM): lambda a, b: _scale_months(b, a, False),
    ("/", _YM, _N): lambda a, b: _scale_months(a, b, True),
    ("/", _YM, _YM): lambda a, b: _ratio(a.months, b.months),
    ("+", _T, _DD): lambda a, b: _shift_time(a, b, 1),
    ("-", _T, _DD): lambda a, b: _shift_time(a, b, -1),
    ("+", _DD, _T): lambda a, b: _shift_time(b, a, 1),
    ("-", _T, _T): _between_times,
}
for _moment in (_D, _DT):
    for _duration in (_DD, _YM):
        _TABLE["+", _moment, _duration] = lambda a, b: shift(a, b, 1)
        _TABLE["+", _duration, _moment] = lambda a, b: shift(b, a, 1)
        _TABLE["-", _moment, _duration] = lambda a, b: shift(a, b, -1)
    for _other in (_D, _DT):
        _TABLE["-", _moment, _other] = between_moments


def arithmetic(run: Run, operator: str, left: Value, right: Value) -> Value:
    """The result of `+ - * / **`, or null with a warning."""
    operation = _TABLE.get((operator, type(left), type(right)))
    if operation is None:
        kinds = f"{kind_of(left)} {operator} {kind_of(right)}"
        return run.null("feel-operands", f"{kinds} gibt es nicht", f"there is no {kinds}")
    if isinstance(left, str) and isinstance(right, str):
        run.budget.check_text(len(left) + len(right))
    try:
        result = operation(left, right)
    except (ValueError, OverflowError):
        result = None
    if result is None:
        return run.null("feel-no-result", f"„{operator}“ hat hier kein Ergebnis", f"“{operator}” has no result here")
    return result


def negate(run: Run, value: Value) -> Value:
    """`-value`."""
    if isinstance(value, Decimal):
        return MATH.minus(value)
    if isinstance(value, DaysTimeDuration):
        return DaysTimeDuration(-value.nanos)
    if isinstance(value, YearsMonthsDuration):
        return YearsMonthsDuration(-value.months)
    kind = kind_of(value)
    return run.null("feel-operands", f"- {kind} gibt es nicht", f"there is no - {kind}")


SECOND = NANOS
