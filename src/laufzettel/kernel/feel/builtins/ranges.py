"""Relations between points and ranges, as the standard's table has them (Allen's algebra)."""

from collections.abc import Callable

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.comparison import compare, in_range
from laufzettel.kernel.feel.range_text import range_of
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Range, Value

_POINT = "number | string | date | time | date and time | days and time duration | years and months duration"


class _NoOrderError(Exception):
    """An end is open or of another type."""


def _order(one: Value, two: Value) -> int:
    order = compare(one, two)
    if order is None:
        raise _NoOrderError
    return order


def _relation(*signatures: str) -> Callable[[Callable[..., bool | None]], Callable[..., bool | None]]:
    """Register a relation under signatures that name the kinds of its arguments: `before(point1, range2)`."""

    def register(body: Callable[..., bool | None]) -> Callable[..., bool | None]:
        def related(run: Run, one: Value, two: Value) -> Value:
            try:
                result = body(one, two)
            except _NoOrderError:
                result = None
            if result is None:
                return run.null("feel-operands", "Das ist nicht vergleichbar", "This cannot be compared")
            return result

        for signature in signatures:
            name, _, inside = signature.removesuffix(")").partition("(")
            parameters = [
                f"{parameter}: {_POINT if parameter.startswith('point') else 'range'}"
                for parameter in inside.split(", ")
            ]
            built_in(f"{name}({'; '.join(parameters)}) -> boolean | Null")(related)
        return body

    return register


def _ends_before(one: Range, two: Range) -> bool:
    order = _order(one.end, two.start)
    return order < 0 or (order == 0 and not (one.end_included and two.start_included))


@_relation("before(point1, point2)")
def _before_points(one: Value, two: Value) -> bool:
    return _order(one, two) < 0


@_relation("before(point, range)")
def _point_before_range(one: Value, two: Range) -> bool:
    order = _order(one, two.start)
    return order < 0 or (order == 0 and not two.start_included)


@_relation("before(range, point)")
def _range_before_point(one: Range, two: Value) -> bool:
    order = _order(one.end, two)
    return order < 0 or (order == 0 and not one.end_included)


@_relation("before(range1, range2)")
def _before_ranges(one: Range, two: Range) -> bool:
    return _ends_before(one, two)


@_relation("after(point1, point2)")
def _after_points(one: Value, two: Value) -> bool:
    return _order(one, two) > 0


@_relation("after(point, range)")
def _point_after_range(one: Value, two: Range) -> bool:
    return _range_before_point(two, one) is True


@_relation("after(range, point)")
def _range_after_point(one: Range, two: Value) -> bool:
    return _point_before_range(two, one) is True


@_relation("after(range1, range2)")
def _after_ranges(one: Range, two: Range) -> bool:
    return _ends_before(two, one)


@_relation("meets(range1, range2)")
def _meets(one: Range, two: Range) -> bool:
    return one.end_included and two.start_included and _order(one.end, two.start) == 0


@_relation("met by(range1, range2)")
def _met_by(one: Range, two: Range) -> bool | None:
    return _meets(two, one)


@_relation("overlaps(range1, range2)")
def _overlaps(one: Range, two: Range) -> bool:
    return not _ends_before(one, two) and not _ends_before(two, one)


def _starts_first(one: Range, two: Range) -> bool:
    order = _order(one.start, two.start)
    return order < 0 or (order == 0 and one.start_included and not two.start_included)


def _ends_last(one: Range, two: Range) -> bool:
    order = _order(one.end, two.end)
    return order > 0 or (order == 0 and one.end_included and not two.end_included)


@_relation("overlaps before(range1, range2)")
def _overlaps_before(one: Range, two: Range) -> bool:
    return _starts_first(one, two) and not _ends_before(one, two) and not _ends_last(one, two)


@_relation("overlaps after(range1, range2)")
def _overlaps_after(one: Range, two: Range) -> bool:
    return _starts_first(two, one) and not _ends_before(two, one) and not _ends_last(two, one)


@_relation("finishes(point, range)")
def _point_finishes(one: Value, two: Range) -> bool:
    return two.end_included and _order(one, two.end) == 0


@_relation("finishes(range1, range2)")
def _finishes(one: Range, two: Range) -> bool:
    same_end = one.end_included == two.end_included and _order(one.end, two.end) == 0
    return same_end and not _starts_first(one, two)


@_relation("finished by(range, point)")
def _finished_by_point(one: Range, two: Value) -> bool | None:
    return _point_finishes(two, one)


@_relation("finished by(range1, range2)")
def _finished_by(one: Range, two: Range) -> bool | None:
    return _finishes(two, one)


@_relation("includes(range, point)")
def _includes_point(one: Range, two: Value) -> bool | None:
    return in_range(two, one)


@_relation("includes(range1, range2)")
def _includes(one: Range, two: Range) -> bool:
    return not _starts_first(two, one) and not _ends_last(two, one)


@_relation("during(point, range)")
def _point_during(one: Value, two: Range) -> bool | None:
    return in_range(one, two)


@_relation("during(range1, range2)")
def _during(one: Range, two: Range) -> bool | None:
    return _includes(two, one)


@_relation("starts(point, range)")
def _point_starts(one: Value, two: Range) -> bool:
    return two.start_included and _order(one, two.start) == 0


@_relation("starts(range1, range2)")
def _starts(one: Range, two: Range) -> bool:
    same_start = one.start_included == two.start_included and _order(one.start, two.start) == 0
    return same_start and not _ends_last(one, two)


@_relation("started by(range, point)")
def _started_by_point(one: Range, two: Value) -> bool | None:
    return _point_starts(two, one)


@_relation("started by(range1, range2)")
def _started_by(one: Range, two: Range) -> bool | None:
    return _starts(two, one)


@_relation("coincides(point1, point2)")
def _coincides_points(one: Value, two: Value) -> bool:
    return _order(one, two) == 0


@_relation("coincides(range1, range2)")
def _coincides(one: Range, two: Range) -> bool:
    same_ends = (one.start_included, one.end_included) == (two.start_included, two.end_included)
    return same_ends and _order(one.start, two.start) == 0 and _order(one.end, two.end) == 0


@built_in("range(from: string) -> range | Null")
def _range(run: Run, text: str) -> Value:
    return range_of(run, text)
