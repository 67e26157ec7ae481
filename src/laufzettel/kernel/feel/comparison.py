"""FEEL's `=`, `<`, `in` and `is`."""

from decimal import Decimal

from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Range, Value

_PLAIN = frozenset((Decimal, str, bool))


def equal(one: Value, two: Value) -> bool | None:
    """FEEL's `=`: null (None) for values of two types, true or false where one of them is null."""
    if one is None or two is None:
        return one is two
    kind = type(one)
    if kind is not type(two):
        return None
    if kind in _PLAIN:
        return one == two
    if isinstance(one, list) and isinstance(two, list):
        return _equal_lists(one, two)
    if isinstance(one, dict) and isinstance(two, dict):
        return _equal_contexts(one, two)
    if isinstance(one, Range) and isinstance(two, Range):
        return _equal_ranges(one, two)
    if isinstance(one, DateTime | Time) and isinstance(two, DateTime | Time):
        return _equal_moments(one, two)
    return one == two


def _equal_moments(one: DateTime | Time, two: DateTime | Time) -> bool:
    mine = one.zone if isinstance(one, Time) else one.time.zone
    other = two.zone if isinstance(two, Time) else two.time.zone
    if (mine is None) != (other is None):
        return False
    return one.instant == two.instant


def _equal_lists(one: list[Value], two: list[Value]) -> bool | None:
    if len(one) != len(two):
        return False
    result: bool | None = True
    for left, right in zip(one, two, strict=True):
        same = equal(left, right)
        if same is False:
            return False
        if same is None:
            result = None
    return result


def _equal_contexts(one: dict[str, Value], two: dict[str, Value]) -> bool | None:
    if one.keys() != two.keys():
        return False
    return _equal_lists(list(one.values()), [two[name] for name in one])


def _equal_ranges(one: Range, two: Range) -> bool | None:
    if (one.start_included, one.end_included, one.operator) != (two.start_included, two.end_included, two.operator):
        return False
    return _equal_lists([one.start, one.end], [two.start, two.end])


def compare(one: Value, two: Value) -> int | None:
    """Negative, zero or positive for values that have an order; None for the others."""
    kind = type(one)
    if kind is not type(two):
        return None
    if kind is Decimal or isinstance(one, str):
        return (one > two) - (one < two)  # type: ignore[operator]
    if isinstance(one, Date):
        left, right = (one.year, one.month, one.day), (two.year, two.month, two.day)  # type: ignore[union-attr]
        return (left > right) - (left < right)
    if isinstance(one, DaysTimeDuration):
        return one.nanos - two.nanos  # type: ignore[union-attr]
    if isinstance(one, YearsMonthsDuration):
        return one.months - two.months  # type: ignore[union-attr]
    if isinstance(one, DateTime | Time) and isinstance(two, DateTime | Time):
        mine = one.zone if isinstance(one, Time) else one.time.zone
        other = two.zone if isinstance(two, Time) else two.time.zone
        return None if (mine is None) != (other is None) else one.instant - two.instant
    return None


def ordered(operator: str, one: Value, two: Value) -> bool | None:
    """`<`, `<=`, `>`, `>=`."""
    order = compare(one, two)
    if order is None:
        return None
    if operator[0] == "<":
        return order < 0 or (order == 0 and operator == "<=")
    return order > 0 or (order == 0 and operator == ">=")


def in_range(value: Value, interval: Range) -> bool | None:
    """Whether a value lies in a range; None when they cannot be compared."""
    if interval.operator in {"=", "!="}:
        same = equal(value, interval.start)
        return same if same is None or interval.operator == "=" else not same
    if (interval.start is None or interval.end is None) and not interval.operator:
        return None
    above = below = True
    if interval.start is not None:
        order = compare(value, interval.start)
        if order is None:
            return None
        above = order > 0 or (order == 0 and interval.start_included)
    if interval.end is not None:
        order = compare(value, interval.end)
        if order is None:
            return None
        below = order < 0 or (order == 0 and interval.end_included)
    return above and below


def matches_test(value: Value, test: Value) -> bool | None:
    """`value in test`: a member of a list, a point of a range, or equal."""
    if isinstance(test, Range):
        if isinstance(value, Range):
            return equal(value, test)
        return in_range(value, test)
    if isinstance(test, list):
        if isinstance(value, list) and equal(value, test):
            return True
        return any(matches_test(value, item) is True for item in test)
    return equal(value, test)


def identical(one: Value, two: Value) -> bool:
    """FEEL's `is()`: the same value, zones told apart."""
    return type(one) is type(two) and one == two
