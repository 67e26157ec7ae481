"""Moves a running case from one program to another: same ids are themselves, a mapping names the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from laufzettel.kernel.bpmn.effects import CancelTimer, Effect, Unsubscribe
from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.bpmn.replay import rename
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Compensable, Instance, State
from laufzettel.kernel.bpmn.termination import disarm
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.waits import Prepared, arm, prepare
from laufzettel.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something live that has no place in the new program."""

    instance: int
    element: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Moved:
    """A row of the platform that now belongs to another element: its task, job, timer or subscription."""

    number: int
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Migration:
    """The state in the new program, or why there is none. Nothing is done until the platform stores it."""

    state: State | None
    refusals: tuple[Refusal, ...] = ()
    effects: tuple[Effect, ...] = ()
    events: tuple[Event, ...] = ()
    moved: tuple[Moved, ...] = ()


def migrate(
    program_old: Program,
    program_new: Program,
    state: State,
    mapping: Mapping[str, str],
    *,
    context: Mapping[str, Value] | None = None,
    now: datetime | None = None,
) -> Migration:
    """Move `state` from the old to the new program.

    `mapping` leads from keys of the old program to keys of the new one; a key that is not in it means itself. With
    `context` and `now` events that are new at a live element are armed, and those that are gone are cancelled;
    without them both are refused. Asking is doing: the caller that only wants to know drops the result.
    """
    return _Migrator(program_old, program_new, state, mapping).migrate(context or {}, now)


class _Migrator:
    def __init__(self, old: Program, new: Program, state: State, mapping: Mapping[str, str]) -> None:
        self.old = old
        self.new = new
        self.before = state
        self.mapping = {**mapping}
        self.mapping.setdefault(old.process.key, new.process.key)
        self.refusals: list[Refusal] = []

    def migrate(self, context: Mapping[str, Value], now: datetime | None) -> Migration:
        for instance in self.before.instances.values():
            for reason in self.problems(instance):
                self.refusals.append(Refusal(instance.number, instance.element, reason))
        if self.refusals:
            return Migration(None, tuple(self.refusals))
        renamed = {old: new for old in self.live_keys() if (new := self.key(old)) != old}
        event = Event("migrated", 0, self.new.process.key, "", {"elements": dict(renamed)})
        instances = {number: instance.copy() for number, instance in self.before.instances.items()}
        rename(instances, renamed)
        run = Run(self.new, State(self.before.status, self.before.next, instances), context, now or _NEVER)
        run.events.append(event)
        self.adjust(run, now)
        if self.refusals:
            return Migration(None, tuple(self.refusals))
        moved = tuple(self.moved(run, renamed))
        return Migration(run.state(), (), tuple(run.effects), tuple(run.events), moved)

    def key(self, old: str) -> str:
        return self.mapping.get(old, old)

    def live_keys(self) -> set[str]:
        found: set[str] = set()
        for instance in self.before.instances.values():
            found |= {instance.element, *(wait.element for wait in instance.waits.values()), *instance.joins}
            found |= set(_keys(instance.compensable)) | set(_keys(instance.rest))
        return found

    def problems(self, instance: Instance) -> Iterator[Text]:
        """Why an instance has no place."""
        before, after = self.old.nodes[instance.element], self.new.nodes.get(self.key(instance.element))
        if after is None:
            yield Text(
                f"„{before.label}“ gibt es in der neuen Fassung nicht.",
                f"“{before.label}” does not exist in the new edition.",
            )
            return
        if before.behaviour != after.behaviour or (before.loop is None) != (after.loop is None):
            yield Text(
                f"„{before.label}“ ist in der neuen Fassung etwas anderes.",
                f"“{before.label}” is something else in the new edition.",
            )
        elif before.loop and after.loop and before.loop.is_sequential != after.loop.is_sequential:
            yield Text(
                f"„{before.label}“ läuft in der neuen Fassung anders mehrfach.",
                f"“{before.label}” runs several times in another way in the new edition.",
            )
        if not instance.thrower and not self.is_at_home(instance, after):
            yield Text(
                f"„{before.label}“ liegt in der neuen Fassung in einem anderen Teilprozess.",
                f"“{before.label}” lies in another sub-process in the new edition.",
            )
        yield from self.lost_tokens(instance, after)
        yield from self.lost_events(instance, after)

    def is_at_home(self, instance: Instance, after: Node) -> bool:
        """Whether the new element lies in the scope in which the case has it."""
        if not instance.parent:
            return after is self.new.process
        parent = self.before.instances[instance.parent]
        expected = self.new.nodes.get(self.key(parent.element))
        if instance.index or after.behaviour == "process":
            return expected is after or (expected is not None and expected.called is after)
        return after.scope is expected

    def lost_tokens(self, instance: Instance, after: Node) -> Iterator[Text]:
        for key in instance.joins:
            edge = self.new.edges.get(self.key(key))
            same = edge is not None and edge.target.key == self.key(self.old.edges[key].target.key)
            if edge is None or not same or edge.target.scope is not after:
                name = self.old.edges[key].target.label
                yield Text(
                    f"Vor „{name}“ wartet ein Zweig, den es in der neuen Fassung nicht gibt.",
                    f"A branch waits before “{name}” that the new edition does not have.",
                )
        for key in {*_keys(instance.compensable), *_keys(instance.rest)}:
            node = self.new.nodes.get(self.key(key))
            if node is None or (self.old.nodes[key].handler is not None and node.handler is None):
                name = self.old.nodes[key].label
                yield Text(
                    f"„{name}“ könnte in der neuen Fassung nicht mehr rückabgewickelt werden.",
                    f"“{name}” could not be compensated any more in the new edition.",
                )

    def lost_events(self, instance: Instance, after: Node) -> Iterator[Text]:
        """A catch event, receive task or gateway waits for the same things as before."""
        if after.behaviour not in ("catch", "receive", "event-gateway"):
            return
        expected = {after.key} if after.behaviour != "event-gateway" else {e.target.key for e in after.outgoing}
        boundaries = {event.key for event in after.boundaries}
        armed = {self.key(wait.element) for wait in instance.waits.values()} - boundaries
        if armed != expected and not instance.incident:
            yield Text(
                f"„{after.label}“ wartet in der neuen Fassung auf etwas anderes.",
                f"“{after.label}” waits for something else in the new edition.",
            )

    def adjust(self, run: Run, now: datetime | None) -> None:
        """Arm what is new at live elements, cancel what is gone."""
        for number in list(run.instances):
            instance = run.instances[number]
            node = run.node(instance)
            if instance.phase == "activating" or instance.index:
                continue
            for waiting, wait in list(instance.waits.items()):
                event = run.program.nodes.get(wait.element)
                if event is None or not _belongs(event, node):
                    self.cancel(run, instance, waiting, wait.element, now)
            self.arm_new(run, number, node, now)

    def cancel(self, run: Run, instance: Instance, number: int, key: str, now: datetime | None) -> None:
        if now is None:
            name = self.old.nodes[key].label if key in self.old.nodes else key
            text = Text(
                f"Das Ereignis „{name}“ gibt es dort in der neuen Fassung nicht.",
                f"The event “{name}” is not there in the new edition.",
            )
            self.refusals.append(Refusal(instance.number, key, text))
            return
        if key in run.program.nodes:
            disarm(run, run.instances[instance.number], number)
        else:
            self.forget(run, instance, number, self.old.nodes[key])

    def forget(self, run: Run, instance: Instance, number: int, event: Node) -> None:
        """Cancel an event that the new program does not know."""
        del run.own(instance.number).waits[number]
        run.events.append(Event("disarmed", instance.number, event.key, event.name, {"number": Decimal(number)}))
        about = run.about(instance, event)
        is_timer = event.event is not None and event.event.kind == "timer"
        run.effects.append(CancelTimer(number=number, **about) if is_timer else Unsubscribe(number=number, **about))

    def arm_new(self, run: Run, number: int, node: Node, now: datetime | None) -> None:
        instance = run.instances[number]
        armed = {wait.element for wait in instance.waits.values()}
        expected = [e for e in node.boundaries if e.event and e.event.kind in ("timer", "message", "signal")]
        if node.is_scope and not instance.interrupted and instance.loop is None:
            starts = [inner.start for inner in node.event_subprocesses if inner.start is not None]
            expected += [s for s in starts if s.event and s.event.kind in ("timer", "message", "signal")]
        had = {self.key(event.key) for event in self.events_before(instance)}
        missing = [event for event in expected if event.key not in armed and event.key not in had]
        if not missing:
            return
        if now is None:
            for event in missing:
                text = Text(
                    f"Das Ereignis „{event.label}“ ist dort in der neuen Fassung neu.",
                    f"The event “{event.label}” is new there in the new edition.",
                )
                self.refusals.append(Refusal(number, event.key, text))
            return
        try:
            prepared = prepare(run, instance, node, is_body=instance.loop is not None)
        except Trouble as trouble:
            self.refusals.append(Refusal(number, node.key, trouble.message))
            return
        chosen: list[Prepared] = [one for one in prepared if one.node in missing]
        arm(run, instance, chosen)
        run.queue.clear()  # what is past is for the platform to fire

    def events_before(self, instance: Instance) -> list[Node]:
        """The events that the old element had: one that has fired already is not armed again."""
        node = self.old.nodes[self.before.instances[instance.number].element]
        return node.boundaries + [inner.start for inner in node.event_subprocesses if inner.start is not None]

    def moved(self, run: Run, renamed: Mapping[str, str]) -> Iterator[Moved]:
        new_keys = set(renamed.values())
        for instance in run.instances.values():
            if instance.element in new_keys:
                node = run.node(instance)
                yield Moved(instance.number, node.id, node.name)
            for number, wait in instance.waits.items():
                if wait.element in new_keys:
                    node = run.program.nodes[wait.element]
                    yield Moved(number, node.id, node.name)


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _belongs(event: Node, node: Node) -> bool:
    """Whether an event may be armed at a node."""
    if event is node or event.host is node:
        return True
    if event.scope is not None and event.scope.is_event_subprocess and event.scope in node.event_subprocesses:
        return True
    return node.behaviour == "event-gateway" and any(edge.target is event for edge in node.outgoing)


def _keys(entries: tuple[Compensable, ...]) -> Iterator[str]:
    for key, _, inside in entries:
        yield key
        yield from _keys(inside)
