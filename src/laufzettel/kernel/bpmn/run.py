"""One step in the making: the only place that changes instances, and every change leaves its event.

`Run` works on copies of the instances it touches, so that the state it began with stays as it was (rule 6).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict

from laufzettel.kernel.bpmn.commands import Activate, Command
from laufzettel.kernel.bpmn.effects import Effect
from laufzettel.kernel.bpmn.events import Event, Kind
from laufzettel.kernel.bpmn.program import Edge, Node, Program
from laufzettel.kernel.bpmn.state import Compensable, Instance, Loop, Phase, State, Status, Wait
from laufzettel.kernel.bpmn.values import Value

_new = tuple.__new__  # several events in every step: a named tuple's own way takes twice as long
_NO_DATA: Mapping[str, Any] = {}


class About(TypedDict):
    """The fields that all effects share."""

    instance: int
    element: str
    name: str
    process: str


class Run:
    """The state while `advance` works on it."""

    def __init__(self, program: Program, state: State, context: Mapping[str, Value], now: datetime) -> None:
        self.program = program
        self.before = state
        self.context = context
        self.now = now
        self.status: Status = state.status
        self.next = state.next
        self.instances: dict[int, Instance] = dict(state.instances)
        self.owned: set[int] = set()
        self.effects: list[Effect] = []
        self.events: list[Event] = []
        self.queue: deque[Command] = deque()
        self.pending: dict[int, int] = {}
        self.activations = 0
        self.is_overdue: Callable[[], bool] | None = None
        self.written = 0
        self.measured_at = self.before.next >> 6
        self.last_end = ""
        self.children: dict[int, dict[int, None]] = {}
        for number, instance in state.instances.items():
            self.children.setdefault(instance.parent, {})[number] = None

    def state(self) -> State:
        """The state as it is now."""
        return State(self.status, self.next, self.instances)

    # The queue

    def enqueue(self, command: Command) -> None:
        """Put a command at the end of the queue; a scope cannot complete before a token on its way has arrived."""
        if type(command) is Activate:
            self.pending[command.scope] = self.pending.get(command.scope, 0) + 1
        self.queue.append(command)

    def drop_tokens(self, scope: int) -> int:
        """Tokens on the flows of a scope that is interrupted or ended are gone; how many there were."""
        dropped = self.pending.pop(scope, 0)
        if dropped:
            self.queue = deque(c for c in self.queue if not (isinstance(c, Activate) and c.scope == scope))
        return dropped

    def next_command(self) -> Command:
        """The oldest command. IndexError when there is none."""
        command = self.queue.popleft()
        if type(command) is Activate:
            self.pending[command.scope] -= 1
        return command

    # Reading

    def node(self, instance: Instance) -> Node:
        """The program's node of an instance."""
        return self.program.nodes[instance.element]

    def about(self, instance: Instance, node: Node | None = None) -> About:
        """What every effect says of the element it belongs to."""
        node = node or self.program.nodes[instance.element]
        return {"instance": instance.number, "element": node.id, "name": node.name, "process": node.process}

    def children_of(self, number: int) -> list[int]:
        """The numbers of the instances directly inside, oldest first."""
        return list(self.children.get(number, ()))

    def is_empty(self, number: int) -> bool:
        """Rule 5: no child, no token on a flow, nothing parked at a join."""
        return not (self.children.get(number) or self.pending.get(number) or self.instances[number].joins)

    def ancestors(self, number: int) -> Iterator[Instance]:
        """The instance itself and its parents, outwards, through call activities too."""
        while number:
            instance = self.instances[number]
            yield instance
            number = instance.parent

    # Writing: each method is one change and one event

    def own(self, number: int) -> Instance:
        """The instance, ready to be changed."""
        instance = self.instances[number]
        if number not in self.owned:
            instance = self.instances[number] = instance.copy()
            self.owned.add(number)
        return instance

    def note(self, kind: Kind, instance: Instance, data: Mapping[str, Any] | None = None) -> None:
        """Append an event about an instance."""
        node = self.program.nodes[instance.element]
        self.events.append(_new(Event, (kind, instance.number, instance.element, node.name, data or _NO_DATA)))

    def create(
        self,
        node: Node,
        parent: int,
        variables: Mapping[str, Value] | None = None,
        *,
        index: int = 0,
        thrower: int = 0,
    ) -> Instance:
        """A new element instance, with the next running number."""
        number, self.next = self.next, self.next + 1
        instance = Instance(number, node.key, parent, dict(variables) if variables else {})
        if index:
            instance.index = index
        if thrower:
            instance.thrower = thrower
        self.instances[number] = instance
        self.owned.add(number)
        self.children.setdefault(parent, {})[number] = None
        data: dict[str, Value] = {"parent": Decimal(parent)}
        if variables:
            data["variables"] = dict(variables)
        if index:
            data["index"] = Decimal(index)
        if thrower:
            data["thrower"] = Decimal(thrower)
        self.events.append(_new(Event, ("activated", number, node.key, node.name, data)))
        return instance

    def pass_through(self, node: Node, parent: int) -> None:
        """An instance that begins and ends at once: its number and its events are all that is left of it."""
        number, self.next = self.next, self.next + 1
        self.activations += 1
        key, name = node.key, node.name
        self.events.append(_new(Event, ("activated", number, key, name, {"parent": Decimal(parent)})))
        self.events.append(_new(Event, ("completed", number, key, name, _NO_DATA)))

    def remove(self, instance: Instance, kind: Kind) -> None:
        """The instance is gone: `kind` says how, completed or terminated."""
        self.note(kind, instance)
        del self.instances[instance.number]
        self.children[instance.parent].pop(instance.number, None)

    def write(self, number: int, values: Mapping[str, Value]) -> None:
        """Set variables in the scope `number`."""
        if values:
            instance = self.own(number)
            instance.write(values)
            self.note("variables", instance, values)

    def arm(self, instance: Instance, wait: Wait) -> int:
        """A new timer or subscription of an instance; its number."""
        number, self.next = self.next, self.next + 1
        owned = self.own(instance.number)
        owned.waits = {**owned.waits, number: wait}
        due = wait.due.isoformat() if wait.due else None
        data = {"number": Decimal(number), "due": due, "left": Decimal(wait.left), "subject": wait.subject}
        node = self.program.nodes[wait.element]
        self.events.append(_new(Event, ("armed", instance.number, wait.element, node.name, data)))
        return number

    def disarm(self, instance: Instance, number: int) -> Wait:
        """A timer or subscription ends."""
        wait = self.own(instance.number).waits.pop(number)
        node = self.program.nodes[wait.element]
        self.events.append(
            _new(Event, ("disarmed", instance.number, wait.element, node.name, {"number": Decimal(number)}))
        )
        return wait

    def park(self, scope: int, edge: Edge) -> None:
        """A token waits at a join."""
        owned = self.own(scope)
        owned.joins = {**owned.joins, edge.key: owned.joins.get(edge.key, 0) + 1}
        self.events.append(_new(Event, ("parked", scope, edge.key, edge.name, _NO_DATA)))

    def unpark(self, scope: int, edges: Iterable[Edge]) -> None:
        """A join takes one token from each of these flows."""
        joins = self.own(scope).joins
        for edge in edges:
            joins[edge.key] -= 1
            if not joins[edge.key]:
                del joins[edge.key]
            self.events.append(_new(Event, ("joined", scope, edge.key, edge.name, _NO_DATA)))

    def take(self, scope: int, edge: Edge) -> None:
        """A sequence flow is taken."""
        self.events.append(_new(Event, ("taken", scope, edge.key, edge.name, _NO_DATA)))

    def mark_interrupted(self, number: int, *, keeps_tokens: bool = False) -> None:
        """A scope is interrupted once; its parked tokens are gone, unless it runs out by itself."""
        instance = self.own(number)
        instance.interrupted = True
        if not keeps_tokens:
            instance.joins = {}
        self.note("marked", instance, {"keeps_tokens": keeps_tokens})

    def set_loop(self, instance: Instance, loop: Loop) -> None:
        """How far a multi-instance body is; its items only when they are new."""
        owned = self.own(instance.number)
        data: dict[str, Value] = {
            "started": Decimal(loop.started),
            "completed": Decimal(loop.completed),
            "terminated": Decimal(loop.terminated),
        }
        if owned.loop is None:
            data["items"] = loop.items
        owned.loop = loop
        self.note("loop", instance, data)

    def collect(self, body: Instance, name: str, index: int, value: Value) -> None:
        """Write what one instance of a multi-instance body gave into the body's output list."""
        owned = self.own(body.number)
        collected = list(owned.variables[name])
        collected[index - 1] = value
        owned.write({name: collected})
        self.note("loop", body, {"collected": name, "index": Decimal(index), "value": value})

    def set_compensables(
        self,
        number: int,
        *,
        entries: tuple[Compensable, ...] | None = None,
        rest: tuple[Compensable, ...] | None = None,
    ) -> None:
        """What can be compensated in a scope, or what a throw has still to run."""
        instance = self.own(number)
        if entries is not None:
            instance.compensable = entries
            self.note("compensable", instance, {"entries": _as_lists(entries)})
        if rest is not None:
            instance.rest = rest
            self.note("compensable", instance, {"rest": _as_lists(rest)})

    def set_incident(self, number: int, phase: Phase, data: Mapping[str, Any], result: dict[str, Value] | None) -> None:
        """The instance stops in an incident."""
        instance = self.own(number)
        instance.incident, instance.phase, instance.result = data["kind"], phase, result
        self.note("incident", instance, {**data, "phase": phase, "result": result})

    def clear_incident(self, number: int) -> None:
        """The incident is gone."""
        instance = self.own(number)
        instance.incident, instance.phase, instance.result = "", "", None
        self.note("incident-closed", instance)

    def count_attempt(self, number: int) -> None:
        """A job or task is begun once more."""
        instance = self.own(number)
        instance.attempt += 1
        self.note("retried", instance, {"attempt": Decimal(instance.attempt)})

    def finish(self, status: Status) -> None:
        """The case is over."""
        self.status = status
        self.events.append(_new(Event, ("ended", 0, self.last_end, "", {"outcome": status})))


def _as_lists(entries: Iterable[Compensable]) -> list[Value]:
    """What can be compensated, as FEEL values."""
    return [[key, Decimal(count), _as_lists(inside)] for key, count, inside in entries]
