"""A column cut at every value that some cell names, so that within one piece (atom) all cells answer alike.

Which rules a piece lets through is kept as the bits of an integer, one bit a rule. The same cut serves the running
table (`tables`: look up a value's piece) and its checks (`cover`: look through all pieces).
"""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property

from laufzettel.kernel.dmn.sets import ORDERED, Interval, Key, ValueSet, value_of
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.values import Value

OTHER = "…"


class Axis:
    """The pieces of one column over the sets of its cells; a cell that is None (`-`) lets everything through."""

    def __init__(self, kind: str, cells: Sequence[ValueSet | None], domain: ValueSet | None = None) -> None:
        self.kind = kind
        self.domain = domain
        self._cells = cells
        named = [cell for cell in (*cells, domain) if cell is not None]
        if kind in ORDERED:
            ends = {end for cell in named for part in cell.intervals for end in (part.low, part.high)}
            self.points: list[Key] = sorted(end for end in ends if end is not None)
        else:
            self.points = sorted({value for cell in named for value in cell.values})
        self._index = {point: index for index, point in enumerate(self.points)}

    @property
    def size(self) -> int:
        """Number of pieces: of an ordered kind each point and each gap between, else each value and all others."""
        return 2 * len(self.points) + 1 if self.kind in ORDERED else len(self.points) + 1

    def atom(self, key: Key) -> int:
        """The piece in which `key` lies."""
        if self.kind not in ORDERED:
            return self._index.get(key, len(self.points))
        position = bisect_left(self.points, key)
        on_point = position < len(self.points) and self.points[position] == key
        return 2 * position + 1 if on_point else 2 * position

    @cached_property
    def masks(self) -> list[int]:
        """Per piece, the bits of the rules whose cell lets it through."""
        changes = [0] * (self.size + 1)
        for rule, cell in enumerate(self._cells):
            bit = 1 << rule
            for first, last in self._spans(cell):
                changes[first] ^= bit
                changes[last + 1] ^= bit
        masks, current = [], 0
        for change in changes[:-1]:
            current ^= change
            masks.append(current)
        return masks

    def is_value(self, atom: int) -> bool:
        """Whether a piece is one value that some cell names."""
        return atom % 2 == 1 if self.kind in ORDERED else atom < len(self.points)

    def allowed(self) -> list[int]:
        """The pieces that the domain lets through and that some value can lie in."""
        inside = [index for first, last in self._spans(self.domain) for index in range(first, last + 1)]
        return [index for index in inside if self.example(index) is not None]

    def _spans(self, cell: ValueSet | None) -> list[tuple[int, int]]:
        if cell is None:
            return [(0, self.size - 1)]
        if self.kind in ORDERED:
            return [self._span(part) for part in cell.intervals]
        wanted = {self._index[value] for value in cell.values}
        if cell.negated:
            wanted = set(range(self.size)) - wanted
        return [(index, index) for index in sorted(wanted)]

    def _span(self, part: Interval) -> tuple[int, int]:
        low = 0 if part.low is None else 2 * self._index[part.low] + (1 if part.low_included else 2)
        high = self.size - 1 if part.high is None else 2 * self._index[part.high] + (1 if part.high_included else 0)
        return low, high

    def example(self, atom: int) -> Value:
        """A value in the piece; None when there is none, as between two neighbouring whole numbers."""
        whole = self.domain is not None and self.domain.whole
        if self.kind in ORDERED:
            key = self._key(atom, whole)
            return None if key is None else value_of(self.kind, key)
        if atom < len(self.points):
            return value_of(self.kind, self.points[atom])
        return None if self.kind == "boolean" else _another(self.points)

    def _key(self, atom: int, whole: bool) -> Key | None:
        position, on_point = divmod(atom, 2)
        if on_point:
            point = self.points[position]
            return None if whole and point != point.to_integral_value() else point
        low = self.points[position - 1] if position else None
        high = self.points[position] if position < len(self.points) else None
        return _between(self.kind, low, high, whole)


def _between(kind: str, low: Key | None, high: Key | None, whole: bool) -> Key | None:
    """A key strictly between two ends, as plain as possible."""
    if low is None and high is None:
        return _ORIGIN.get(kind, 0)
    step = _STEP.get(kind, 1)
    if low is None:
        return _lower(kind, high, step, whole)
    if kind != "number":
        return _inside(low, high, step)
    after = low.to_integral_value(ROUND_FLOOR) + 1
    if high is None or after < high:
        return after
    return None if whole else (low + high) / 2


def _lower(kind: str, high: Key, step: int, whole: bool) -> Key | None:
    if kind == "number" and whole:
        floor = high.to_integral_value(ROUND_FLOOR)
        return floor - 1 if floor == high else floor
    if kind == "time":
        return high - 1 if high > 0 else None
    return high - step


def _inside(low: int, high: int | None, step: int) -> int | None:
    for width in (step, 1):
        if high is None or low + width < high:
            return low + width
    return None


_NANOS = 1_000_000_000
_STEP = {"date and time": 86_400 * _NANOS, "days and time duration": 86_400 * _NANOS, "time": 60 * _NANOS}
_ORIGIN = {"number": Decimal(1), "date": Date(2026, 1, 1).number}


def _another(values: Sequence[Key]) -> str:
    return next(text for text in (OTHER * length for length in range(1, len(values) + 2)) if text not in values)
