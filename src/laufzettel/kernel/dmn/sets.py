"""Sets of values of one table column: what a cell lets through, as intervals or as a list of values.

A cell that is no such set (it computes, or looks at another input) has none, and what depends on it is not proven.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.values import Value

type Key = Any
"""What orders the values of one kind: a Decimal or an int."""

ORDERED = frozenset({"number", "date", "date and time", "time", "days and time duration", "years and months duration"})


def key_of(value: Value) -> tuple[str, Key] | None:
    """The kind of a constant and its key in that kind's order; None for a value that cannot stand in a set."""
    match value:
        case bool():
            return "boolean", value
        case str():
            return "string", value
        case Decimal():
            return "number", value
        case Date():
            return "date", value.number
        case DateTime() if value.time.zone is None:
            return "date and time", value.instant
        case Time() if value.zone is None:
            return "time", value.nanos
        case DaysTimeDuration():
            return "days and time duration", value.nanos
        case YearsMonthsDuration():
            return "years and months duration", value.months
    return None


def value_of(kind: str, key: Key) -> Value:
    """The value that `key_of` gave the key for."""
    match kind:
        case "date":
            return Date.of_number(key)
        case "date and time":
            return DateTime.of_instant(key, None)
        case "time":
            return Time(key)
        case "days and time duration":
            return DaysTimeDuration(key)
        case "years and months duration":
            return YearsMonthsDuration(key)
    return key  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Interval:
    """Keys between two ends; an end that is None is unbounded."""

    low: Key = None
    high: Key = None
    low_included: bool = False
    high_included: bool = False

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return bool(self.low > self.high or (self.low == self.high and not (self.low_included and self.high_included)))


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Some values of one kind.

    Of an ordered kind: `intervals`, sorted and disjoint. Of strings and booleans: `values`, or all but them when
    `negated`. `whole` keeps only whole numbers. Null is never a member.
    """

    kind: str
    intervals: tuple[Interval, ...] = ()
    values: frozenset[Key] = field(default=frozenset())
    negated: bool = False
    whole: bool = False

    @classmethod
    def everything(cls, kind: str, *, whole: bool = False) -> "ValueSet":
        if kind in ORDERED:
            return cls(kind, (Interval(),), whole=whole)
        if kind == "boolean":
            return cls(kind, values=frozenset({True, False}))
        return cls(kind, negated=True)

    @classmethod
    def of(cls, kind: str, key: Key) -> "ValueSet":
        if kind in ORDERED:
            return cls(kind, (Interval(key, key, True, True),))
        return cls(kind, values=frozenset({key}))

    @property
    def empty(self) -> bool:
        return not self.intervals and not self.values and not self.negated

    def union(self, other: "ValueSet") -> "ValueSet":
        if self.kind in ORDERED:
            return ValueSet(self.kind, _merged([*self.intervals, *other.intervals]), whole=self.whole and other.whole)
        return self.complement().intersection(other.complement()).complement()

    def intersection(self, other: "ValueSet") -> "ValueSet":
        if self.kind in ORDERED:
            found = tuple(_common(self.intervals, other.intervals))
            return ValueSet(self.kind, found, whole=self.whole or other.whole)
        if self.negated and other.negated:
            return ValueSet(self.kind, values=self.values | other.values, negated=True)
        if self.negated:
            return ValueSet(self.kind, values=other.values - self.values)
        kept = self.values - other.values if other.negated else self.values & other.values
        return ValueSet(self.kind, values=kept)

    def complement(self) -> "ValueSet":
        """All other values of the kind. Only for a set without `whole`."""
        if self.kind in ORDERED:
            return ValueSet(self.kind, tuple(_gaps(self.intervals)))
        if self.kind == "boolean":
            return ValueSet(self.kind, values=frozenset({True, False}) - self.values)
        return ValueSet(self.kind, values=self.values, negated=not self.negated)


def _low_order(interval: Interval) -> tuple[Any, ...]:
    if interval.low is None:
        return (0,)
    return (1, interval.low, 0 if interval.low_included else 1)


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The union of intervals, sorted, disjoint, with those that touch put together."""
    done: list[Interval] = []
    for each in sorted((interval for interval in intervals if not interval.empty), key=_low_order):
        last = done[-1] if done else None
        if last is None or not _touch(last, each):
            done.append(each)
        elif last.high is not None and _ends_before(last, each):
            done[-1] = Interval(last.low, each.high, last.low_included, each.high_included)
    return tuple(done)


def _touch(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return True
    return bool(left.high > right.low or (left.high == right.low and (left.high_included or right.low_included)))


def _ends_before(left: Interval, right: Interval) -> bool:
    if right.high is None:
        return True
    return bool(left.high < right.high or (left.high == right.high and right.high_included and not left.high_included))


def _common(left: tuple[Interval, ...], right: tuple[Interval, ...]) -> Iterator[Interval]:
    for one in left:
        for two in right:
            low = max((one, two), key=_low_order)
            high = two if _ends_before_or_open(two, one) else one
            both = Interval(low.low, high.high, low.low_included, high.high_included)
            if not both.empty:
                yield both


def _ends_before_or_open(left: Interval, right: Interval) -> bool:
    return left.high is not None and (right.high is None or _ends_before(left, right))


def _gaps(intervals: tuple[Interval, ...]) -> Iterator[Interval]:
    low, included, bounded = None, False, True
    for each in intervals:
        gap = Interval(low, each.low, included, not each.low_included)
        if each.low is not None and not gap.empty:
            yield gap
        low, included, bounded = each.high, not each.high_included, each.high is not None
        if not bounded:
            return
    yield Interval(low, None, included, False)
