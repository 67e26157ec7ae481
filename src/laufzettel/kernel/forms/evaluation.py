"""Which components show for given values, and with which values: one pass in the order of `ordering`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from laufzettel.kernel.forms.expressions import Now, Scope, bound_value
from laufzettel.kernel.forms.model import CHOICES, Computed, Field, Level, Node, Option, Repeat
from laufzettel.kernel.forms.options import options_of
from laufzettel.kernel.forms.paths import ABSENT, Key, Path, Value, copied, drop, look_up, put


class Answering(Protocol):
    """Where values come from: stored ones, or what a browser posted."""

    def value(self, node: Field, path: Path, options: tuple[Option, ...], fixed: bool) -> Value:
        """The value of a visible field, or ABSENT when it was never asked; `fixed`: nobody may change it."""

    def entries(self, node: Repeat, path: Path) -> int | None:
        """How many entries a repeatable group has; None when it was never asked."""


@dataclass(slots=True)
class Frame:
    """A level with its values: the root, or one entry of a repeatable group."""

    level: Level
    path: Path
    scope: dict[str, Value]
    values: dict[str, Value] = field(default_factory=dict)
    visible: dict[str, bool] = field(default_factory=dict)
    entries: dict[str, list["Frame"]] = field(default_factory=dict)
    options: dict[str, tuple[Option, ...]] = field(default_factory=dict)

    def shows(self, node: Node) -> bool:
        """Whether the node is there for these values."""
        return self.visible.get(node.id, False)


class Stored:
    """Values as they were stored."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    def value(self, node: Field, path: Path, options: tuple[Option, ...], fixed: bool) -> Value:  # noqa: ARG002
        """The stored value."""
        return look_up(self.values, path)

    def entries(self, node: Repeat, path: Path) -> int | None:  # noqa: ARG002
        """The length of the stored list."""
        found = look_up(self.values, path)
        return len(found) if isinstance(found, list) else None


def evaluate(level: Level, context: Scope, answering: Answering, now: Now) -> Frame:
    """Decide the whole form. A visible field without a value has its default, null where it has none."""
    return _frame(level, (), dict(context), answering, now)


def _frame(level: Level, path: Path, scope: dict[str, Value], answering: Answering, now: Now) -> Frame:
    frame = Frame(level, path, _cleared(scope, level.keys))
    if path:
        frame.scope["this"] = frame.values
    visible = frame.visible
    for step in level.steps:
        node = step.node
        shown = not step.parent or visible[step.parent]
        if shown and node.hide is not None:
            shown = node.hide.value(frame.scope, now) is not True
        visible[node.id] = shown
        if shown:
            _settle(frame, node, answering, now)
    return frame


def _settle(frame: Frame, node: Node, answering: Answering, now: Now) -> None:
    if isinstance(node, Field):
        options: tuple[Option, ...] = ()
        if node.type in CHOICES:
            options = frame.options[node.id] = options_of(node, frame.scope, now)
        fixed = node.readonly is not False and bound_value(node.readonly, frame.scope, now) is True
        value = answering.value(node, (*frame.path, *node.key), options, fixed)
        _store(frame, node.key, node.default if value is ABSENT else value)
    elif isinstance(node, Computed):
        _store(frame, node.key, node.formula.value(frame.scope, now))
    elif isinstance(node, Repeat):
        _settle_entries(frame, node, answering, now)


def _settle_entries(frame: Frame, node: Repeat, answering: Answering, now: Now) -> None:
    path = (*frame.path, *node.key)
    count = answering.entries(node, path)
    entries = frame.entries[node.id] = []
    for index in range(node.first if count is None else min(count, node.maximum)):
        scope = {**frame.scope, "parent": frame.scope, "i": Decimal(index + 1)}
        entry = _frame(node.level, (*path, index), scope, answering, now)
        entries.append(entry)
    _store(frame, node.key, [entry.values for entry in entries])


def _store(frame: Frame, key: Key, value: Value) -> None:
    if value is ABSENT:
        put(frame.scope, key, None)
    elif len(key) == 1:
        frame.values[key[0]] = frame.scope[key[0]] = value
    else:
        put(frame.values, key, value)
        put(frame.scope, key, value)


def _cleared(scope: dict[str, Value], keys: tuple[Key, ...]) -> dict[str, Value]:
    """The scope without what belongs to the level: hidden is absent, also when the context has the name."""
    own = [key for key in keys if key[0] in scope]
    for head in {key[0] for key in own}:
        scope[head] = copied(scope[head])
    for key in own:
        drop(scope, key)
    return scope
