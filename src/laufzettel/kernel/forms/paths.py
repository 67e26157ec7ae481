"""Where a value lies: `("halter", "vorname")` is `halter.vorname`, `("kinder", 0, "name")` is `kinder.0.name`."""

from collections.abc import Mapping, MutableMapping
from decimal import Decimal
from typing import Any, Final, TypeGuard

type Value = Any
type Key = tuple[str, ...]
type Path = tuple[str | int, ...]


class Absent:
    """There is no value, not even null: the field is hidden or was never asked."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()


def dotted(path: Path) -> str:
    """The path as it stands in an HTML form and in an error: `kinder.0.name`."""
    return ".".join(map(str, path))


def look_up(values: Value, path: Path) -> Value:
    """The value at `path` in nested contexts and lists, or ABSENT."""
    for part in path:
        # Plain dicts first: asking an abstract class is slow, and this is asked for every field.
        if type(values) is dict or isinstance(values, Mapping):
            values = values.get(part, ABSENT)
        elif isinstance(part, int) and isinstance(values, list) and part < len(values):
            values = values[part]
        else:
            return ABSENT
    return values


def put(values: MutableMapping[str, Value], key: Key, value: Value) -> None:
    """Set the value at `key`, with new contexts on the way."""
    for part in key[:-1]:
        inner = values.get(part)
        if not isinstance(inner, dict):
            inner = values[part] = {}
        values = inner
    values[key[-1]] = value


def drop(values: MutableMapping[str, Value], key: Key) -> None:
    """Remove what lies at `key`, and the contexts that are empty without it."""
    if len(key) == 1:
        values.pop(key[0], None)
        return
    inner = values.get(key[0])
    if isinstance(inner, dict):
        drop(inner, key[1:])
        if not inner:
            del values[key[0]]


def copied(value: Value) -> Value:
    """Nested contexts anew, lists and everything else as they are."""
    return {key: copied(inner) for key, inner in value.items()} if isinstance(value, Mapping) else value


def is_number(value: Value) -> TypeGuard[Decimal]:
    """A FEEL number; true is none."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
