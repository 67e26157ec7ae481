"""What a condition says about types: behind `x != null`, `is defined(x)`, `x instance of T`, and `and`, `or`, `not`."""

from collections.abc import Callable

from laufzettel.kernel.feel.nodes import Binary, Call, InstanceOf, Literal, Logic, Name, Node
from laufzettel.kernel.feel.reads import path_of
from laufzettel.kernel.feel.types import ANY, NULL, FeelType, is_assignable, members, union

Facts = dict[str, FeelType]
TypeOf = Callable[[Node], FeelType]


def facts(condition: Node, holds: bool, type_of: TypeOf) -> Facts:
    """The types of dotted paths, as far as the condition changes them, once it is true (or is not)."""
    if isinstance(condition, Logic):
        return _of_logic(condition, holds, type_of)
    if isinstance(condition, Binary) and condition.operator in {"=", "!="}:
        return _of_equality(condition, holds, type_of)
    if isinstance(condition, InstanceOf) and holds and condition.type is not None:
        return _narrowed(condition.value, type_of, lambda kind: _meet(kind, condition.type or ANY))
    if isinstance(condition, Call) and isinstance(condition.function, Name) and len(condition.arguments) == 1:
        if condition.function.name == "not":
            return facts(condition.arguments[0], not holds, type_of)
        if condition.function.name == "is defined":
            return _narrowed(condition.arguments[0], type_of, lambda kind: _with_or_without_null(kind, not holds))
    return {}


def _of_logic(condition: Logic, holds: bool, type_of: TypeOf) -> Facts:
    if (condition.operator == "and") is not holds:
        return {}
    result: Facts = {}
    for operand in condition.operands:
        for path, kind in facts(operand, holds, type_of).items():
            result[path] = _meet(result[path], kind) if path in result else kind
    return result


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
