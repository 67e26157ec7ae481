"""Sorting by a function of FEEL, stable, whatever the function says."""

from collections.abc import Callable
from functools import cmp_to_key

from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.comparison import compare
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Function, Value


class _NoOrderError(Exception):
    """Two items cannot be brought into an order."""


def sort_by(run: Run, items: list[Value], precedes: Function) -> list[Value] | None:
    """The items so that `precedes(earlier, later)`; null when it says neither true nor false."""

    def order(one: Value, two: Value) -> int:
        before = call(run, precedes, [one, two])
        if before is True:
            return -1
        after = call(run, precedes, [two, one])
        if type(before) is not bool or type(after) is not bool:
            raise _NoOrderError
        return 1 if after else 0

    return _sorted(run, items, order)


def sort_naturally(run: Run, items: list[Value]) -> list[Value] | None:
    """The items in ascending order; null when they have none."""

    def order(one: Value, two: Value) -> int:
        difference = compare(one, two)
        if difference is None:
            raise _NoOrderError
        return difference

    return _sorted(run, items, order)


def _sorted(run: Run, items: list[Value], order: Callable[[Value, Value], int]) -> list[Value] | None:
    run.budget.check_list(len(items))
    try:
        return sorted(items, key=cmp_to_key(order))
    except _NoOrderError:
        return run.null("feel-order", "Die Liste lässt sich nicht ordnen", "The list cannot be put in order")
