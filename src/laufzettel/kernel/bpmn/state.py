"""The state of a case: tokens, scopes and join counters. Small, order-independent, never history or definition.

A program and a state belong together; the state names elements by their key (`Node.key`) and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

import orjson

from laufzettel.kernel.bpmn.values import decode_all, encode_all

type Status = Literal["new", "running", "completed", "cancelled"]
type Phase = Literal["", "activating", "running", "completing"]


@dataclass(slots=True)
class Wait:
    """An armed event: a timer, a message or signal subscription. `left` -1: a cycle without an end."""

    element: str
    due: datetime | None = None
    left: int = 0
    subject: str = ""
    """The name of a signal; the interval of a cycle."""

    def to_json(self) -> list[Any]:
        """As short as it goes: trailing defaults are left out."""
        due = self.due.isoformat() if self.due else None
        data: list[Any] = [self.element, due, self.left, self.subject]
        while data[-1] in (None, 0, ""):
            data.pop()
        return data

    @classmethod
    def from_json(cls, data: list[Any]) -> "Wait":
        """The inverse of `to_json`."""
        element, due, left, subject = data + [None, None, 0, ""][len(data) :]
        return cls(element, datetime.fromisoformat(due) if due else None, left, subject)


@dataclass(slots=True)
class Loop:
    """A multi-instance body: its items as they were when it began, and how far it is."""

    items: list[Any]
    started: int = 0
    completed: int = 0
    terminated: int = 0


type Compensable = tuple[str, int, tuple["Compensable", ...]]
"""An activity that can be compensated: key, how often it completed, and what completed inside it."""


_make = object.__new__
_NOTHING: Any = MappingProxyType({})
"""Shared by instances that have none; whoever changes an instance changes a copy (`Instance.copy`)."""


class Instance:
    """A live element instance. `element` is a node's key; `parent` the number of its scope, 0 for the case itself.

    Variables are decoded when they are first read: a step that does not look at them does not pay for them.
    """

    # What most instances never have stands on the class: an instance is made and read several times in every step.
    phase: Phase = ""
    incident: str = ""
    waits: dict[int, Wait] = _NOTHING
    joins: dict[str, int] = _NOTHING
    interrupted: bool = False
    loop: Loop | None = None
    index: int = 0
    compensable: tuple[Compensable, ...] = ()
    attempt: int = 1
    rest: tuple[Compensable, ...] = ()
    """What a compensation throw has still to run."""
    thrower: int = 0
    """The compensation throw that waits for this handler."""
    result: dict[str, Any] | None = None
    """What the element gave, kept while an incident stops its completion."""

    def __init__(
        self,
        number: int,
        element: str,
        parent: int,
        variables: dict[str, Any] | None = None,
        *,
        stored: dict[str, Any] | None = None,
    ) -> None:
        self.number = number
        self.element = element
        self.parent = parent
        self._decoded = variables
        self._stored = stored

    @property
    def variables(self) -> Mapping[str, Any]:
        """The variables that live in this scope; `write` changes them."""
        if self._decoded is None:
            self._decoded = decode_all(self._stored or _NOTHING)
        return self._decoded

    def write(self, values: Mapping[str, Any]) -> None:
        """Set variables, in place: only for an instance that is the writer's own."""
        self._decoded = {**self.variables, **values}
        self._stored = None

    def copy(self) -> "Instance":
        """An instance whose every field may be changed without touching this one."""
        copy = Instance.__new__(Instance)
        copy.__dict__.update(self.__dict__)
        if self.waits:
            copy.waits = dict(self.waits)
        if self.joins:
            copy.joins = dict(self.joins)
        if self.loop is not None:
            copy.loop = Loop(self.loop.items, self.loop.started, self.loop.completed, self.loop.terminated)
        return copy

    def to_json(self) -> dict[str, Any]:
        """One-letter keys, defaults left out."""
        data: dict[str, Any] = {"e": self.element}
        if self.parent:
            data["p"] = self.parent
        if self._stored is not None:
            data["v"] = self._stored
        elif self._decoded:
            data["v"] = encode_all(self._decoded)
        if self.incident:
            data["x"] = [self.incident, self.phase]
        if self.waits:
            data["w"] = {str(number): wait.to_json() for number, wait in self.waits.items()}
        if self.joins:
            data["j"] = dict(self.joins)
        if self.index:
            data["i"] = self.index
        if self.attempt != 1:
            data["a"] = self.attempt
        if self.interrupted or self.loop is not None or self.compensable or self.rest or self.thrower or self.result:
            self._rare_to_json(data)
        return data

    def _rare_to_json(self, data: dict[str, Any]) -> None:
        if self.interrupted:
            data["z"] = 1
        if self.loop is not None:
            loop = self.loop
            items: Any = encode_all({"": loop.items})[""]
            data["l"] = [items, loop.started, loop.completed, loop.terminated]
        if self.compensable:
            data["c"] = _compensables_to_json(self.compensable)
        if self.rest:
            data["r"] = _compensables_to_json(self.rest)
        if self.thrower:
            data["t"] = self.thrower
        if self.result is not None:
            data["o"] = encode_all(self.result)

    @classmethod
    def from_json(cls, number: int, data: Mapping[str, Any]) -> "Instance":
        """The inverse of `to_json`."""
        instance = _make(cls)
        instance.number = number
        instance.element = data["e"]
        instance.parent = parent = data.get("p", 0)
        instance._stored = stored = data.get("v")
        instance._decoded = None if stored else {}
        if len(data) > 1 + (parent != 0) + (stored is not None):
            instance._read_rare(data)
        return instance

    def _read_rare(self, data: Mapping[str, Any]) -> None:
        if "x" in data:
            self.incident, self.phase = data["x"]
        if "w" in data:
            self.waits = {int(key): Wait.from_json(wait) for key, wait in sorted(data["w"].items(), key=_numeric)}
        if "j" in data:
            self.joins = dict(sorted(data["j"].items()))
        self.index = data.get("i", 0)
        self.attempt = data.get("a", 1)
        self.interrupted = "z" in data
        if "l" in data:
            items, started, completed, terminated = data["l"]
            self.loop = Loop(decode_all({"": items})[""], started, completed, terminated)
        if "c" in data:
            self.compensable = _compensables_from_json(data["c"])
        if "r" in data:
            self.rest = _compensables_from_json(data["r"])
        self.thrower = data.get("t", 0)
        if "o" in data:
            self.result = decode_all(data["o"])


def _numeric(item: tuple[str, Any]) -> int:
    return int(item[0])


def _compensables_to_json(entries: tuple[Compensable, ...]) -> list[Any]:
    return [
        [key, count, _compensables_to_json(inner)] if inner else [key, count] if count != 1 else [key]
        for key, count, inner in entries
    ]


def _compensables_from_json(data: list[Any]) -> tuple[Compensable, ...]:
    return tuple(
        (entry[0], entry[1] if len(entry) > 1 else 1, _compensables_from_json(entry[2]) if len(entry) > 2 else ())
        for entry in data
    )


@dataclass(slots=True)
class State:
    """A case between two steps. Instances are in the order of their numbers; nobody changes it in place."""

    status: Status = "new"
    next: int = 1
    instances: Mapping[int, Instance] = field(default_factory=dict)

    @property
    def variables(self) -> Mapping[str, Any]:
        """The variables of the process itself; empty before it began and after it ended (`End` has them then)."""
        return next((instance.variables for instance in self.instances.values() if not instance.parent), {})

    def to_text(self) -> str:
        """`to_json` as JSON text."""
        return orjson.dumps(self.to_json()).decode()

    @classmethod
    def from_text(cls, text: str | bytes) -> "State":
        """The inverse of `to_text`; any JSON text of the same data will do."""
        return cls.from_json(orjson.loads(text))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data (FEEL values tagged); the order of its keys carries no meaning."""
        data: dict[str, Any] = {"s": self.status, "n": self.next}
        if self.instances:
            data["i"] = {str(number): instance.to_json() for number, instance in self.instances.items()}
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "State":
        """The inverse of `to_json`; empty data is a case that has not begun."""
        from_json = Instance.from_json
        instances: dict[int, Instance] = {}
        last, in_order = 0, True
        for key, one in data.get("i", _NOTHING).items():
            number = int(key)
            instances[number] = from_json(number, one)
            in_order = in_order and number > last
            last = number
        if not in_order:
            instances = dict(sorted(instances.items()))
        return cls(data.get("s", "new"), data.get("n", 1), instances)
