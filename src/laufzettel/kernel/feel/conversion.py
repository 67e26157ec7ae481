"""FEEL's implicit conversions: a singleton list and its item, a date and its midnight."""

from typing import Final

from laufzettel.kernel.feel.temporal import Date, DateTime, Time
from laufzettel.kernel.feel.types import (
    ANY,
    DATE_TIME,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    UnionType,
    has_type,
    is_assignable,
)
from laufzettel.kernel.feel.values import Function, Value


class Misfit:
    """What `fit` gives for a value that cannot be converted; null is a value, so it cannot say so."""


MISFIT: Final = Misfit()


def fit(value: Value, kind: FeelType) -> Value | Misfit:
    """`value` as a value of `kind`, converted where FEEL converts by itself, or MISFIT. Null fits everywhere."""
    if value is None or kind == ANY:
        return value
    if conforms(value, kind):
        return value
    if isinstance(value, list) and len(value) == 1 and value[0] is not None and _is_item(value[0], kind):
        return value[0]
    if isinstance(kind, ListType) and not isinstance(value, list) and conforms(value, kind.item):
        return [value]
    if isinstance(value, Date) and (kind == DATE_TIME or (isinstance(kind, UnionType) and DATE_TIME in kind.members)):
        return DateTime(value, Time(0, 0))
    return MISFIT


def conforms(value: Value, kind: FeelType) -> bool:
    """Whether a value is of a type as the standard says: null is of every type, contexts may have more fields."""
    if value is None or kind == ANY:
        return True
    if isinstance(kind, UnionType):
        return any(conforms(value, member) for member in kind.members)
    if isinstance(kind, ListType):
        return isinstance(value, list) and (kind.item == ANY or all(conforms(item, kind.item) for item in value))
    if isinstance(kind, ContextType):
        return isinstance(value, dict) and all(
            conforms(value[name], field.type) if name in value else not field.required
            for name, field in kind.fields.items()
        )
    if isinstance(kind, FunctionType):
        return isinstance(value, Function) and _function_conforms(value, kind)
    return has_type(value, kind)


def _function_conforms(value: Function, kind: FunctionType) -> bool:
    if kind.parameters is None:
        return True
    types = value.types or (ANY,) * len(value.parameters)
    return len(types) == len(kind.parameters) and (value.result is None or is_assignable(value.result, kind.result))


def _is_item(value: Value, kind: FeelType) -> bool:
    return not isinstance(kind, ListType) and conforms(value, kind)
