"""Going through lists and ranges: loops, quantifiers, filters."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from laufzettel.kernel.feel.run import NO_NAMES, Run, Scope
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.values import Range, Value

Thunk = Callable[[Scope], Value]
Source = tuple[str, Thunk, Thunk | None]


def _whole(value: Value) -> int | None:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value.number if isinstance(value, Date) else None


def _between(run: Run, start: Value, end: Value) -> list[Value] | None:
    """All whole numbers or days from `start` to `end`, backwards where the end is smaller."""
    first, last = _whole(start), _whole(end)
    if first is None or last is None or type(start) is not type(end):
        return run.null("feel-iteration", "Über diesen Bereich kann man nicht gehen", "This range cannot be walked")
    step = 1 if last >= first else -1
    run.budget.check_list(abs(last - first) + 1)
    numbers = range(first, last + step, step)
    if isinstance(start, Date):
        return [Date.of_number(number) for number in numbers]
    return [Decimal(number) for number in numbers]


def elements(run: Run, value: Value) -> list[Value] | None:
    """What a loop goes through: the items of a list, the points of a range, or the value alone."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        points = _between(run, value.start, value.end)
        if not points:
            return points
        return points[0 if value.start_included else 1 : len(points) if value.end_included else -1]
    if value is None:
        return run.null("feel-iteration", "Über null kann man nicht gehen", "Null cannot be walked")
    return [value]


def items_of(scope: Scope, source: Thunk, end: Thunk | None) -> list[Value] | None:
    """What an iterator goes through, None when it cannot be walked."""
    if end is not None:
        return _between(scope.run, source(scope), end(scope))
    items = source(scope)
    return items if type(items) is list else elements(scope.run, items)


def combinations(scope: Scope, sources: tuple[Source, ...], one_scope: bool = False) -> Iterator[Scope | None]:
    """A scope for each combination of the iterators, the last one fastest; None when one cannot be walked.

    With `one_scope` each iterator uses the same scope for all its items; nobody may keep it then.
    """
    (name, source, end), rest = sources[0], sources[1:]
    run = scope.run
    items = items_of(scope, source, end)
    if items is None:
        yield None
        return
    budget, variables = run.budget, dict[str, Value]()
    inner = Scope(variables, scope, run)
    for item in items:
        budget.steps += 1
        if budget.steps > budget.max_steps:
            budget.spend(0)
        if not one_scope:
            variables = {}
            inner = Scope(variables, scope, run)
        variables[name] = item
        if rest:
            yield from combinations(inner, rest, one_scope)
        else:
            yield inner


def filtered(scope: Scope, items: list[Value], condition: Thunk) -> Value:
    """`items[condition]`: the item at a position, or the items for which the condition is true."""
    if not items:
        return None if isinstance(condition(_item_scope(scope, None)), Decimal) else []
    first = condition(_item_scope(scope, items[0]))
    if isinstance(first, Decimal):
        return _item_at(scope.run, items, first)
    run = scope.run
    run.budget.spend(len(items))
    result = [items[0]] if first is True else []
    result.extend(item for item in items[1:] if condition(_item_scope(scope, item)) is True)
    return result


def filtered_in_one_scope(scope: Scope, items: list[Value], condition: Thunk, reads_item: bool) -> Value:
    """`filtered` for a condition that does not keep its scope, and that perhaps never asks for `item`."""
    if not items:
        return filtered(scope, items, condition)
    run = scope.run
    inner = Scope(NO_NAMES, scope, run)
    result: list[Value] = []
    is_counted = False
    for item in items:
        if isinstance(item, dict):
            inner.variables = {"item": item, **item} if reads_item else item
        else:
            inner.variables = {"item": item}
        value = condition(inner)
        if not is_counted:
            if type(value) is Decimal:
                return _item_at(run, items, value)
            run.budget.spend(len(items))
            is_counted = True
        if value is True:
            result.append(item)
    return result


def _item_scope(scope: Scope, item: Value) -> Scope:
    outer = Scope({"item": item}, scope, scope.run)
    return Scope(item, outer, scope.run) if isinstance(item, dict) else outer


def _item_at(run: Run, items: list[Value], position: Decimal) -> Value:
    index = int(position)
    if index != position or index == 0 or abs(index) > len(items):
        return run.null("feel-position", f"Eine Stelle {position} gibt es nicht", f"There is no position {position}")
    return items[index - 1] if index > 0 else items[index]
