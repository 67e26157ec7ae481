"""The types of calls of built-in functions."""

from collections.abc import Sequence

from laufzettel.kernel.feel.nodes import Literal, Node
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.types import (
    ANY,
    ANY_CONTEXT,
    DATE,
    DATE_TIME,
    NULL,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    is_assignable,
    members,
    type_of,
    union,
)
from laufzettel.kernel.feel.values import Function

_SAME_LIST = frozenset(("reverse", "distinct values", "duplicate values"))
_PART_OF_LIST = frozenset(("sublist", "remove", "sort"))
_GROWN_LIST = frozenset(("append", "insert before"))
_JOINED_LIST = frozenset(("concatenate", "union"))
_READERS = {
    "date": parse_date,
    "time": parse_time,
    "date and time": lambda text: parse_date_time(text) or parse_date_time(f"{text}T00:00:00"),
    "duration": parse_duration,
}
_NEVER_NULL = frozenset(("is", "is defined", "now", "today", "count", "string length", "is empty", "is blank"))


def function_type(function: Function) -> FeelType:
    """The type of a function as a value."""
    if len(function.overloads) > 1 or function.types is None:
        return FunctionType(None, ANY)
    return FunctionType(function.types, function.result or ANY)


def literal_type(name: str, argument: Node) -> FeelType | None:
    """The type of `date("2026-01-01")` and its kin, Null when the text is none; None for anything else."""
    read = _READERS.get(name)
    if read is None or not isinstance(argument, Literal) or not isinstance(argument.value, str):
        return None
    return type_of(read(argument.value))


def call_type(function: Function, arguments: list[FeelType], names: Sequence[str] | None) -> FeelType | None:
    """The type of a call; None when no overload can ever take the arguments."""
    results: list[FeelType] = []
    for overload in function.overloads:
        wanted = _wanted(overload, len(arguments), names)
        if wanted is None:
            continue
        fits = [_fits(kind, target) for kind, target in zip(arguments, wanted, strict=True)]
        if all(fits):
            results.append(_result(overload, arguments))
            if all(is_assignable(kind, target) for kind, target in zip(arguments, wanted, strict=True)):
                return union(*results)
    if not results:
        return None
    is_safe = function.name in _NEVER_NULL and not any(kind.nullable for kind in arguments)
    return union(*results) if is_safe else union(*results, NULL)


def _wanted(function: Function, count: int, names: Sequence[str] | None) -> list[FeelType] | None:
    """The type that each argument should have, in the order in which they are given."""
    types = list(function.types or (ANY,) * len(function.parameters))
    if names is not None:
        by_name = dict(zip(function.parameters, types, strict=True))
        required = function.parameters[: len(types) - function.optional]
        if function.variadic or not set(names) <= by_name.keys() or not set(required) <= set(names):
            return None
        return [by_name[name] for name in names]
    if function.variadic:
        return types[:-1] + [types[-1]] * (count - len(types) + 1) if count >= len(types) else None
    return types[:count] if len(types) - function.optional <= count <= len(types) else None


def _fits(kind: FeelType, target: FeelType) -> bool:
    """Whether some value of `kind` may be taken for `target`, after FEEL's conversions."""
    if target == ANY or kind == ANY:
        return True
    return any(_may_be(member, wanted) for member in members(kind) for wanted in members(target))


def _may_be(kind: FeelType, target: FeelType) -> bool:
    if ANY in {kind, target} or is_assignable(kind, target) or is_assignable(target, kind):
        return True
    if isinstance(target, ListType):
        return _fits(kind.item if isinstance(kind, ListType) else kind, target.item)
    if isinstance(kind, ListType):
        return _fits(kind.item, target)
    if isinstance(kind, ContextType) and isinstance(target, ContextType):
        return True
    return (type(kind) is type(target) and not hasattr(kind, "name")) or (kind == DATE and target == DATE_TIME)


def _item(kind: FeelType) -> FeelType:
    return union(*(member.item if isinstance(member, ListType) else member for member in members(kind)))


def _result(function: Function, arguments: list[FeelType]) -> FeelType:
    """The result, more closely than the signature says where it follows from the arguments."""
    name, result = function.name, function.result or ANY
    if name in _SAME_LIST:
        return ListType(_item(arguments[0]))
    if name in _PART_OF_LIST:
        return union(ListType(_item(arguments[0])), NULL)
    if name in _JOINED_LIST:
        return union(ListType(union(*map(_item, arguments))), NULL)
    if name in _GROWN_LIST:
        new = arguments[2:] if name == "insert before" else arguments[1:]
        return union(ListType(union(_item(arguments[0]), *new)), NULL)
    if name in {"min", "max"}:
        return union(*map(_item, arguments), NULL)
    if name == "get or else" and len(arguments) == 2:
        return union(arguments[0].without_null if arguments[0] != NULL else NULL, arguments[1])
    if name == "get entries":
        return ListType(ANY_CONTEXT)
    return result
