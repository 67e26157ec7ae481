"""Sums, averages, extremes, and what is true of all."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import reduce

from laufzettel.kernel.feel.builtins.registry import Body, built_in
from laufzettel.kernel.feel.comparison import compare
from laufzettel.kernel.feel.operators import MATH, ZERO, number
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.values import Value


def _of_list_or_arguments(name: str, item: str, result: str) -> Callable[[Body], Body]:
    """A function of a list, or of its items as arguments."""

    def register(body: Body) -> Body:
        built_in(f"{name}(list: list<{item}>) -> {result}")(body)
        built_in(f"{name}(...c: Any) -> {result}")(body)
        return body

    return register


def numbers_of(run: Run, items: list[Value]) -> list[Decimal] | None:
    """The items if all are numbers and there are any."""
    run.budget.spend(len(items))
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(items):
        return run.null("feel-arguments", "Die Liste enthält nicht nur Zahlen", "The list holds more than numbers")
    return numbers or run.null("feel-empty", "Die Liste ist leer", "The list is empty")


def _total(numbers: list[Decimal]) -> Decimal:
    return reduce(MATH.add, numbers, ZERO)


@_of_list_or_arguments("min", "Any", "Any")
def _min(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, -1)


@_of_list_or_arguments("max", "Any", "Any")
def _max(run: Run, items: list[Value]) -> Value:
    return _extreme(run, items, 1)


def _extreme(run: Run, items: list[Value], sign: int) -> Value:
    run.budget.spend(len(items))
    if not items:
        return run.null("feel-empty", "Die Liste ist leer", "The list is empty")
    best = items[0]
    for item in items:
        order = compare(item, best)
        if order is None:
            return run.null("feel-order", "Die Liste lässt sich nicht ordnen", "The list cannot be put in order")
        if order * sign > 0:
            best = item
    return best


@_of_list_or_arguments("sum", "Any", "number | Null")
def _sum(run: Run, items: list[Value]) -> Value:
    numbers = numbers_of(run, items)
    return None if numbers is None else number(_total(numbers))


@_of_list_or_arguments("mean", "Any", "number | Null")
def _mean(run: Run, items: list[Value]) -> Value:
    numbers = numbers_of(run, items)
    return None if numbers is None else number(MATH.divide(_total(numbers), Decimal(len(numbers))))


@_of_list_or_arguments("product", "Any", "number | Null")
def _product(run: Run, items: list[Value]) -> Value:
    numbers = numbers_of(run, items)
    if numbers is None:
        return None
    product = Decimal(1)
    for item in numbers:
        product = MATH.multiply(product, item)
    return number(product)


@_of_list_or_arguments("median", "Any", "number | Null")
def _median(run: Run, items: list[Value]) -> Value:
    numbers = numbers_of(run, items)
    if numbers is None:
        return None
    numbers.sort()
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return number(MATH.divide(MATH.add(numbers[middle - 1], numbers[middle]), Decimal(2)))


@_of_list_or_arguments("stddev", "Any", "number | Null")
def _stddev(run: Run, items: list[Value]) -> Value:
    numbers = numbers_of(run, items)
    if numbers is None:
        return None
    if len(numbers) < 2:
        return run.null("feel-empty", "Dafür braucht es zwei Zahlen", "This takes two numbers")
    mean = MATH.divide(_total(numbers), Decimal(len(numbers)))
    squares = [MATH.multiply(difference, difference) for item in numbers for difference in (MATH.subtract(item, mean),)]
    return number(MATH.sqrt(MATH.divide(_total(squares), Decimal(len(numbers) - 1))))


@_of_list_or_arguments("mode", "Any", "list<number> | Null")
def _mode(run: Run, items: list[Value]) -> Value:
    if not items:
        return []
    numbers = numbers_of(run, items)
    if numbers is None:
        return None
    counts = Counter(numbers)
    most = max(counts.values())
    return list[Value](sorted(value for value, times in counts.items() if times == most))


@_of_list_or_arguments("all", "Any", "boolean | Null")
def _all(run: Run, items: list[Value]) -> Value:
    return _quantified(run, items, decisive=False)


@_of_list_or_arguments("any", "Any", "boolean | Null")
def _any(run: Run, items: list[Value]) -> Value:
    return _quantified(run, items, decisive=True)


def _quantified(run: Run, items: list[Value], *, decisive: bool) -> Value:
    run.budget.spend(len(items))
    if any(item is decisive for item in items):
        return decisive
    if all(isinstance(item, bool) for item in items):
        return not decisive
    return run.null("feel-arguments", "Nicht alles ist wahr oder falsch", "Not all of it is true or false")
