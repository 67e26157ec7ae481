"""Functions of lists."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.comparison import compare, identical
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value


def _member(items: list[Value], wanted: Value) -> bool:
    return any(identical(item, wanted) for item in items)


@built_in("count(list: list) -> number")
def _count(_run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


@built_in("list contains(list: list; element: Any) -> boolean")
def _list_contains(run: Run, items: list[Value], element: Value) -> Value:
    run.budget.spend(len(items))
    return _member(items, element)


@built_in("append(list: list; ...item: Any) -> list")
def _append(run: Run, items: list[Value], added: list[Value]) -> Value:
    run.budget.check_list(len(items) + len(added))
    return [*items, *added]


@built_in("concatenate(...list: list) -> list")
def _concatenate(run: Run, lists: list[list[Value]]) -> Value:
    run.budget.check_list(sum(map(len, lists)))
    return [item for items in lists for item in items]


@built_in("reverse(list: list) -> list")
def _reverse(run: Run, items: list[Value]) -> Value:
    run.budget.check_list(len(items))
    return items[::-1]


@built_in("min(list: list) -> Any")
def _min(_run: Run, items: list[Value]) -> Value:
    return _extreme(items, -1)


@built_in("max(list: list) -> Any")
def _max(_run: Run, items: list[Value]) -> Value:
    return _extreme(items, 1)


def _extreme(items: list[Value], sign: int) -> Value:
    best: Value = None
    for index, item in enumerate(items):
        order = compare(item, best if index else item)
        if order is None:
            return None
        if index == 0 or order * sign > 0:
            best = item
    return best
