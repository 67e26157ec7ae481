"""The history, replayed over the state it began with, gives the state it led to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.state import Compensable, Instance, Loop, State, Status, Wait


def replay(state: State, events: Iterable[Event]) -> State:
    """The state after `events`, computed from nothing but them and the state before."""
    replayer = _Replayer(state)
    for event in events:
        replayer.apply(event)
    return State(replayer.status, replayer.next, replayer.instances)


class _Replayer:
    def __init__(self, state: State) -> None:
        self.instances = {number: instance.copy() for number, instance in state.instances.items()}
        self.status: Status = state.status
        self.next = state.next

    def apply(self, event: Event) -> None:
        change = _CHANGES.get(event.kind)
        if change is not None:
            change(self, event)

    def activated(self, event: Event) -> None:
        data = event.data
        created = self.instances[event.instance] = Instance(
            event.instance,
            event.element,
            int(data["parent"]),
            dict(data.get("variables", {})),
        )
        created.index, created.thrower = int(data.get("index", 0)), int(data.get("thrower", 0))
        self.next = max(self.next, event.instance + 1)
        self.status = "running"

    def gone(self, event: Event) -> None:
        del self.instances[event.instance]

    def variables(self, event: Event) -> None:
        self.instances[event.instance].write(event.data)

    def armed(self, event: Event) -> None:
        data = event.data
        due = datetime.fromisoformat(data["due"]) if data["due"] else None
        number = int(data["number"])
        wait = Wait(event.element, due, int(data["left"]), data["subject"])
        instance = self.instances[event.instance]
        instance.waits = {**instance.waits, number: wait}
        self.next = max(self.next, number + 1)

    def disarmed(self, event: Event) -> None:
        del self.instances[event.instance].waits[int(event.data["number"])]

    def parked(self, event: Event) -> None:
        instance = self.instances[event.instance]
        instance.joins = {**instance.joins, event.element: instance.joins.get(event.element, 0) + 1}

    def joined(self, event: Event) -> None:
        joins = self.instances[event.instance].joins
        joins[event.element] -= 1
        if not joins[event.element]:
            del joins[event.element]

    def marked(self, event: Event) -> None:
        instance = self.instances[event.instance]
        instance.interrupted = True
        if not event.data["keeps_tokens"]:
            instance.joins = {}

    def loop(self, event: Event) -> None:
        instance, data = self.instances[event.instance], event.data
        if "collected" in data:
            values = list(instance.variables[data["collected"]])
            values[int(data["index"]) - 1] = data["value"]
            instance.write({data["collected"]: values})
            return
        items = data["items"] if instance.loop is None else instance.loop.items
        instance.loop = Loop(items, *(int(data[name]) for name in ("started", "completed", "terminated")))

    def compensable(self, event: Event) -> None:
        instance = self.instances[event.instance]
        if "entries" in event.data:
            instance.compensable = _compensables(event.data["entries"])
        if "rest" in event.data:
            instance.rest = _compensables(event.data["rest"])

    def incident(self, event: Event) -> None:
        instance, data = self.instances[event.instance], event.data
        instance.incident, instance.phase, instance.result = data["kind"], data["phase"], data["result"]

    def incident_closed(self, event: Event) -> None:
        instance = self.instances[event.instance]
        instance.incident, instance.phase, instance.result = "", "", None

    def retried(self, event: Event) -> None:
        self.instances[event.instance].attempt = int(event.data["attempt"])

    def migrated(self, event: Event) -> None:
        rename(self.instances, event.data["elements"])

    def ended(self, event: Event) -> None:
        self.status = event.data["outcome"]


def rename(instances: dict[int, Instance], keys: Mapping[str, str]) -> None:
    """Give live things other keys, in place: what a migration does."""
    for instance in instances.values():
        instance.element = keys.get(instance.element, instance.element)
        instance.waits = {
            number: Wait(keys.get(wait.element, wait.element), wait.due, wait.left, wait.subject)
            for number, wait in instance.waits.items()
        }
        instance.joins = {keys.get(key, key): count for key, count in instance.joins.items()}
        instance.compensable = _renamed(instance.compensable, keys)
        instance.rest = _renamed(instance.rest, keys)


def _renamed(entries: tuple[Compensable, ...], keys: Mapping[str, str]) -> tuple[Compensable, ...]:
    return tuple((keys.get(key, key), count, _renamed(inside, keys)) for key, count, inside in entries)


def _compensables(data: list[Any]) -> tuple[Compensable, ...]:
    return tuple((key, int(count), _compensables(inside)) for key, count, inside in data)


_CHANGES: dict[str, Callable[[_Replayer, Event], None]] = {
    "activated": _Replayer.activated,
    "completed": _Replayer.gone,
    "terminated": _Replayer.gone,
    "variables": _Replayer.variables,
    "armed": _Replayer.armed,
    "disarmed": _Replayer.disarmed,
    "parked": _Replayer.parked,
    "joined": _Replayer.joined,
    "marked": _Replayer.marked,
    "loop": _Replayer.loop,
    "compensable": _Replayer.compensable,
    "incident": _Replayer.incident,
    "incident-closed": _Replayer.incident_closed,
    "retried": _Replayer.retried,
    "ended": _Replayer.ended,
    "migrated": _Replayer.migrated,
}
