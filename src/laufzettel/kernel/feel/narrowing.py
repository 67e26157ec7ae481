"""What a condition says about types: behind `x != null`, `is defined(x)`, `x instance of T`, and `and`, `or`, `not`."""

from collections.abc import Callable
from decimal import Decimal

from laufzettel.kernel.feel.constancy import MIRRORED, bounded, constant_of
from laufzettel.kernel.feel.nodes import Binary, Call, InstanceOf, Literal, Logic, Name, Node
from laufzettel.kernel.feel.operator_types import base_of
from laufzettel.kernel.feel.reads import path_of
from laufzettel.kernel.feel.types import ANY, NULL, NUMBER, FeelType, is_assignable, members, union

_OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}
Facts = dict[str, FeelType]
TypeOf = Callable[[Node], FeelType]


def facts(condition: Node, holds: bool, type_of: TypeOf, *, bounds: bool = False) -> Facts:
    """The types of dotted paths, as far as the condition changes them, once it is true (or is not).

    With `bounds` also the ends of numbers, as `x > 5` sets them.
    """
    if isinstance(condition, Logic):
        return _of_logic(condition, holds, type_of, bounds)
    if bounds and isinstance(condition, Binary) and condition.operator in _OPPOSITES:
        found = _of_order(condition, holds, type_of)
        if found:
            return found
    if isinstance(condition, Binary) and condition.operator in {"=", "!="}:
        return _of_equality(condition, holds, type_of)
    if isinstance(condition, InstanceOf) and holds and condition.type is not None:
        return _narrowed(condition.value, type_of, lambda kind: _meet(kind, condition.type or ANY))
    if isinstance(condition, Call) and isinstance(condition.function, Name) and len(condition.arguments) == 1:
        if condition.function.name == "not":
            return facts(condition.arguments[0], not holds, type_of, bounds=bounds)
        if condition.function.name == "is defined":
            return _narrowed(condition.arguments[0], type_of, lambda kind: _with_or_without_null(kind, not holds))
    return {}


def _of_logic(condition: Logic, holds: bool, type_of: TypeOf, bounds: bool) -> Facts:
    if (condition.operator == "and") is not holds:
        return {}
    result: Facts = {}
    for operand in condition.operands:
        for path, kind in facts(operand, holds, type_of, bounds=bounds).items():
            result[path] = _meet(result[path], kind) if path in result else kind
    return result


def _of_order(condition: Binary, holds: bool, type_of: TypeOf) -> Facts:
    """Behind `x > 5`, which is true for numbers only; where it is not true, what is no number stays as it was."""
    for one, two, operator in (
        (condition.left, condition.right, condition.operator),
        (condition.right, condition.left, MIRRORED[condition.operator]),
    ):
        path, constant = path_of(one), constant_of(two)
        if path is None or not isinstance(constant, Decimal):
            continue
        kind = type_of(one)
        numbers = [member for member in members(kind) if base_of(member) == NUMBER]
        if holds and (numbers or kind == ANY):
            return {".".join(path): bounded(kind, operator, constant)}
        if not holds and len(numbers) == 1 and operator != "=":
            others = members(kind) - {numbers[0]}
            return {".".join(path): union(bounded(kind, _OPPOSITES[operator], constant), *others)}
    return {}


def _of_equality(condition: Binary, holds: bool, type_of: TypeOf) -> Facts:
    for one, two in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(two, Literal) and two.value is None:
            return _compared_with_null(one, type_of, (condition.operator == "=") is holds)
        if isinstance(two, Literal) and holds and condition.operator == "=":
            return _narrowed(one, type_of, lambda kind: _with_or_without_null(kind, False))
    return {}


def _compared_with_null(node: Node, type_of: TypeOf, is_null: bool) -> Facts:
    return _narrowed(node, type_of, lambda kind: _with_or_without_null(kind, is_null))


def _narrowed(node: Node, type_of: TypeOf, change: Callable[[FeelType], FeelType]) -> Facts:
    path = path_of(node)
    return {} if path is None else {".".join(path): change(type_of(node))}


def _with_or_without_null(kind: FeelType, is_null: bool) -> FeelType:
    if is_null:
        return NULL
    return kind.without_null if kind not in {NULL, ANY} else kind


def _meet(kind: FeelType, other: FeelType) -> FeelType:
    """What is of both types; the second one where the first is not known."""
    if kind == ANY:
        return other
    kept = [member for member in members(kind) if is_assignable(member, other)]
    return union(*kept) if kept else other
