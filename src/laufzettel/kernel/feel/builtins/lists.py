"""Functions that make lists of lists, or look into them."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.comparison import equal
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.sorting import sort_by, sort_naturally
from laufzettel.kernel.feel.values import Function, Value


class Seen:
    """The items met so far, by FEEL's `=`; plain values by hash."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.plain: set[Value] = set()
        self.others: list[Value] = []

    def add(self, item: Value) -> bool:
        """Whether the item is new; it is known from now on."""
        if item is None or isinstance(item, str | bool | Decimal):
            key = (type(item), item)
            if key in self.plain:
                return False
            self.plain.add(key)  # type: ignore[arg-type]
            return True
        self.run.budget.spend(len(self.others))
        if any(equal(item, other) is True for other in self.others):
            return False
        self.others.append(item)
        return True


@built_in("list contains(list: list; element: Any) -> boolean")
def _list_contains(run: Run, items: list[Value], element: Value) -> Value:
    run.budget.spend(len(items))
    return any(equal(item, element) is True for item in items)


@built_in("count(list: list) -> number")
def _count(_run: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


@built_in("sublist(list: list; start position: number; length?: number) -> list | Null")
def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None) -> Value:
    first = int(start)
    if first == 0 or abs(first) > len(items) or (length is not None and length < 0):
        return no_position(run, start)
    begin = first - 1 if first > 0 else len(items) + first
    if length is None:
        return items[begin:]
    end = begin + int(length)
    return items[begin:end] if end <= len(items) else no_position(run, length)


def no_position[T](run: Run, position: Decimal) -> T | None:
    """Null, because a list or string has no such position."""
    return run.null("feel-position", f"Eine Stelle {position} gibt es nicht", f"There is no position {position}")


@built_in("append(list: list; ...item: Any) -> list")
def _append(run: Run, items: list[Value], added: list[Value]) -> Value:
    run.budget.check_list(len(items) + len(added))
    return [*items, *added]


@built_in("concatenate(...list: list) -> list")
def _concatenate(run: Run, lists: list[Value]) -> Value:
    if None in lists:
        return run.null("feel-arguments", "Eine der Listen ist null", "One of the lists is null")
    parts = [part if isinstance(part, list) else [part] for part in lists]
    run.budget.check_list(sum(map(len, parts)))
    return [item for items in parts for item in items]


@built_in("insert before(list: list; position: number; newItem: Any) -> list | Null")
def _insert_before(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    index = int(position)
    if index == 0 or not -len(items) <= index <= len(items) + 1:
        return no_position(run, position)
    run.budget.check_list(len(items) + 1)
    begin = index - 1 if index > 0 else len(items) + index
    return [*items[:begin], new, *items[begin:]]


@built_in("remove(list: list; position: number) -> list | Null")
def _remove(run: Run, items: list[Value], position: Decimal) -> Value:
    index = int(position)
    if index == 0 or abs(index) > len(items):
        return no_position(run, position)
    begin = index - 1 if index > 0 else len(items) + index
    return [*items[:begin], *items[begin + 1 :]]


@built_in("list replace(list: list; position: number; newItem: Any) -> list | Null")
def _list_replace(run: Run, items: list[Value], position: Decimal, new: Value) -> Value:
    index = int(position)
    if index == 0 or abs(index) > len(items):
        return no_position(run, position)
    begin = index - 1 if index > 0 else len(items) + index
    return [*items[:begin], new, *items[begin + 1 :]]


@built_in("list replace(list: list; match: function; newItem: Any) -> list | Null")
def _list_replace_matching(run: Run, items: list[Value], match: Function, new: Value) -> Value:
    result: list[Value] = []
    for item in items:
        replaces = call(run, match, [item, new])
        if not isinstance(replaces, bool):
            return run.null("feel-arguments", "match sagt nicht ja oder nein", "match does not say true or false")
        result.append(new if replaces else item)
    return result


@built_in("reverse(list: list) -> list")
def _reverse(run: Run, items: list[Value]) -> Value:
    run.budget.check_list(len(items))
    return items[::-1]


@built_in("index of(list: list; match: Any) -> list<number>")
def _index_of(run: Run, items: list[Value], match: Value) -> Value:
    run.budget.spend(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if equal(item, match) is True]


@built_in("union(...list: list) -> list")
def _union(run: Run, lists: list[Value]) -> Value:
    joined = _concatenate(run, lists)
    return _distinct(run, joined) if isinstance(joined, list) else None


@built_in("distinct values(list: list) -> list")
def _distinct(run: Run, items: list[Value]) -> Value:
    run.budget.spend(len(items))
    seen = Seen(run)
    return [item for item in items if seen.add(item)]


@built_in("duplicate values(list: list) -> list")
def _duplicates(run: Run, items: list[Value]) -> Value:
    run.budget.spend(len(items))
    seen, twice = Seen(run), Seen(run)
    return [item for item in items if not seen.add(item) and twice.add(item)]


@built_in("flatten(list: list) -> list")
def _flatten(run: Run, items: list[Value]) -> Value:
    result: list[Value] = []
    waiting = items[::-1]
    while waiting:
        item = waiting.pop()
        run.budget.spend(1)
        if isinstance(item, list):
            waiting.extend(reversed(item))
        else:
            result.append(item)
    run.budget.check_list(len(result))
    return result


@built_in("sort(list: list; precedes: function) -> list | Null")
def _sort(run: Run, items: list[Value], precedes: Function) -> Value:
    return sort_by(run, items, precedes)


@built_in("sort(list: list) -> list | Null")
def _sort_naturally(run: Run, items: list[Value]) -> Value:
    return sort_naturally(run, items)


@built_in("is empty(list: list) -> boolean")
def _is_empty(_run: Run, items: list[Value]) -> Value:
    return not items


@built_in("partition(list: list; size: number) -> list<list> | Null")
def _partition(run: Run, items: list[Value], size: Decimal) -> Value:
    width = int(size)
    if width < 1:
        return no_position(run, size)
    run.budget.check_list(len(items))
    return [items[start : start + width] for start in range(0, len(items), width)]
