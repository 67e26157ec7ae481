"""Closures of arithmetic and comparisons. Numbers, which are most of it, go a short way past the tables."""

import operator as python
from collections.abc import Callable, Mapping
from decimal import Decimal

from laufzettel.kernel.feel import comparison, operators
from laufzettel.kernel.feel.run import Run, Scope, Spot
from laufzettel.kernel.feel.values import Range, Value

Thunk = Callable[[Scope], Value]
Matcher = Callable[[Scope, Value], Value]
"""A test of a value that stands beside the scope."""

_MATH: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operators.MATH.add,
    "-": operators.MATH.subtract,
    "*": operators.MATH.multiply,
    "/": operators.MATH.divide,
    "**": operators.MATH.power,
}
_HOLDS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
_PLAIN = frozenset((Decimal, str, bool))


def no_order(run: Run, place: Spot, operator: str, one: Value, two: Value) -> Value:
    """Null, because two values cannot be compared."""
    run.here = place
    kinds = f"{operators.kind_of(one)} {operator} {operators.kind_of(two)}"
    return run.null("feel-operands", f"{kinds} ist nicht vergleichbar", f"{kinds} cannot be compared")


def folded(operator: str, left: Value, right: Value) -> Decimal | bool | None:
    """What two constant numbers give; None for what is left to the evaluation, which can say why it is null."""
    if type(left) is not Decimal or type(right) is not Decimal:
        return None
    if operator in _HOLDS:
        return _HOLDS[operator](left, right)
    if operator not in _MATH:
        return (left == right) is (operator == "=")
    result = _MATH[operator](left, right)
    return result if result.is_finite() else None


def arithmetic(operator: str, left: Thunk, right: Thunk, place: Spot) -> Thunk:
    """`+ - * / **`."""
    calculate = _MATH[operator]

    def arithmetic(scope: Scope) -> Value:
        one, two = left(scope), right(scope)
        if type(one) is Decimal and type(two) is Decimal:
            result = calculate(one, two)
            if result.is_finite():
                return result
        scope.run.here = place
        return operators.arithmetic(scope.run, operator, one, two)

    return arithmetic


def arithmetic_with(operator: str, left: Thunk, constant: Decimal, place: Spot) -> Thunk:
    """`+ - * / **` with a number that is written there."""
    calculate = _MATH[operator]

    def arithmetic(scope: Scope) -> Value:
        one = left(scope)
        if type(one) is Decimal:
            result = calculate(one, constant)
            if result.is_finite():
                return result
        scope.run.here = place
        return operators.arithmetic(scope.run, operator, one, constant)

    return arithmetic


def order(operator: str, left: Thunk, right: Thunk, place: Spot) -> Thunk:
    """`< <= > >=`."""
    holds = _HOLDS[operator]

    def order(scope: Scope) -> Value:
        one, two = left(scope), right(scope)
        if type(one) is Decimal and type(two) is Decimal:
            return holds(one, two)
        result = comparison.ordered(operator, one, two)
        return no_order(scope.run, place, operator, one, two) if result is None else result

    return order


def order_with(operator: str, left: Thunk, constant: Decimal, place: Spot) -> Thunk:
    """`< <= > >=` with a number that is written there."""
    holds = _HOLDS[operator]

    def order(scope: Scope) -> Value:
        one = left(scope)
        if type(one) is Decimal:
            return holds(one, constant)
        return no_order(scope.run, place, operator, one, constant)

    return order


def name_order_with(operator: str, name: str, left: Thunk, constant: Decimal, place: Spot) -> Thunk:
    """`name < 5` and its kin: the name is looked up in place, and only what is not found there goes the long way."""
    holds = _HOLDS[operator]

    def order(scope: Scope) -> Value:
        one = scope.variables.get(name)
        if type(one) is not Decimal:
            one = left(scope)
            if type(one) is not Decimal:
                return no_order(scope.run, place, operator, one, constant)
        return holds(one, constant)

    return order


def equality(operator: str, left: Thunk, right: Thunk, place: Spot) -> Thunk:
    """`=` and `!=`."""
    positive = operator == "="

    def equality(scope: Scope) -> Value:
        one, two = left(scope), right(scope)
        if type(one) is type(two) and type(one) in _PLAIN:
            return (one == two) is positive
        same = comparison.equal(one, two)
        if same is None:
            return no_order(scope.run, place, operator, one, two)
        return same is positive

    return equality


def equality_with(operator: str, left: Thunk, constant: Value, place: Spot) -> Thunk:
    """`=` and `!=` with a number or string that is written there."""
    positive, kind = operator == "=", type(constant)

    def equality(scope: Scope) -> Value:
        one = left(scope)
        if type(one) is kind:
            return (one == constant) is positive
        if one is None:
            return not positive
        return no_order(scope.run, place, operator, one, constant)

    return equality


def binary(operator: str, left: Thunk, right: Thunk, constant: Value, name: str | None, place: Spot) -> Thunk:
    """The closure of a binary operator: `constant` is its right side if that is written out, `name` its left one."""
    is_number = type(constant) is Decimal
    if operator in {"=", "!="}:
        if is_number or type(constant) is str:
            return equality_with(operator, left, constant, place)
        return equality(operator, left, right, place)
    if operator in _HOLDS:
        if not is_number:
            return order(operator, left, right, place)
        if name is None:
            return order_with(operator, left, constant, place)  # type: ignore[arg-type]
        return name_order_with(operator, name, left, constant, place)  # type: ignore[arg-type]
    if is_number:
        return arithmetic_with(operator, left, constant, place)  # type: ignore[arg-type]
    return arithmetic(operator, left, right, place)


def constant_matcher(constant: Value) -> Matcher:
    """The test of a value against one that is written there: a range, a number, a string …"""
    if isinstance(constant, Range):
        return _range_matcher(constant)
    kind = type(constant)
    if kind in _PLAIN:
        return lambda _, value: value == constant if type(value) is kind else comparison.equal(value, constant)
    return lambda _, value: comparison.matches_test(value, constant)


def _range_matcher(interval: Range) -> Matcher:
    low, high = interval.start, interval.end
    if interval.operator in _HOLDS:
        end = low if high is None else high
        if type(end) is Decimal:
            return _half_range_matcher(interval, _HOLDS[interval.operator], end)
    if not (interval.operator or type(low) is not Decimal or type(high) is not Decimal) and (
        interval.start_included and interval.end_included
    ):

        def between(_: Scope, value: Value) -> Value:
            if type(value) is Decimal:
                return low <= value <= high
            return comparison.matches_test(value, interval)

        return between
    return lambda _, value: comparison.matches_test(value, interval)


def _half_range_matcher(interval: Range, holds: Callable[[Decimal, Decimal], bool], end: Decimal) -> Matcher:
    def match(_: Scope, value: Value) -> Value:
        return holds(value, end) if type(value) is Decimal else comparison.matches_test(value, interval)

    return match
