"""The FEEL type of what a form delivers: blank is null, hidden is absent, a date is a date."""

from collections.abc import Iterable, Mapping

from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NULL,
    NUMBER,
    STRING,
    TIME,
    ContextType,
    EnumType,
    FeelType,
    IntervalType,
    ListType,
    union,
)
from laufzettel.kernel.feel.types import Field as FieldType
from laufzettel.kernel.forms.model import SEVERAL, Computed, Field, Group, Level, Node, Repeat
from laufzettel.kernel.forms.paths import Key, Value, is_number
from laufzettel.kernel.forms.uploads import FILE_TYPE

_TYPES: Mapping[str, FeelType] = {
    "textfield": STRING,
    "textarea": STRING,
    "number": NUMBER,
    "date": DATE,
    "time": TIME,
    "datetime": DATE_TIME,
    "checkbox": BOOLEAN,
}

type _Found = list[tuple[Key, FeelType, bool]]


def type_of_level(level: Level) -> ContextType:
    """The closed context of a level: a field that can be hidden need not be there."""
    return _context(_found(level.nodes, certain=True))


def _found(nodes: Iterable[Node], *, certain: bool) -> _Found:
    found: _Found = []
    for node in nodes:
        there = certain and node.hide is None
        match node:
            case Group():
                found += _found(node.children, certain=there)
            case Field():
                found.append((node.key, type_of_field(node), there))
            case Computed():
                found.append((node.key, union(node.formula.expression.type, NULL), there))
            case Repeat():
                found.append((node.key, ListType(type_of_level(node.level)), there))
    return found


def _context(found: _Found) -> ContextType:
    fields: dict[str, FieldType] = {}
    inner: dict[str, _Found] = {}
    for key, kind, there in found:
        if len(key) == 1:
            fields[key[0]] = FieldType(kind, there)
        else:
            inner.setdefault(key[0], []).append((key[1:], kind, there))
    for name, parts in inner.items():
        fields[name] = FieldType(_context(parts), any(there for _, _, there in parts))
    return ContextType(fields, closed=True)


def type_of_field(node: Field) -> FeelType:
    """The type of a field's value; null is part of it unless an answer is required."""
    if node.type == "filepicker":
        return ListType(FILE_TYPE)
    if node.type in SEVERAL:
        return ListType(_of_options(node))
    plain = _of_options(node) if node.options or node.options_from or node.type not in _TYPES else _plain(node)
    ticked = node.type == "checkbox" and node.display != "yes-no"
    return plain if node.required or ticked else union(plain, NULL)


def _plain(node: Field) -> FeelType:
    low, high = node.minimum, node.maximum
    if node.type == "number" and (is_number(low) or is_number(high)):
        return IntervalType(low if is_number(low) else None, high if is_number(high) else None)
    return _TYPES[node.type]


def _of_options(node: Field) -> FeelType:
    values: list[Value] = [option.value for option in node.options]
    if node.options_from is not None or not values:
        return ANY
    if all(isinstance(value, str) for value in values):
        return EnumType(frozenset(values))
    if all(isinstance(value, bool) for value in values):
        return BOOLEAN
    return NUMBER if all(is_number(value) for value in values) else ANY
