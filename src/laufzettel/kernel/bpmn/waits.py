"""Arming events and letting them happen (rules 11, 16 to 18, 21, 23)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.commands import Activate, Complete, Fire, Resume
from laufzettel.kernel.bpmn.effects import ScheduleTimer, Subscribe
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance, Wait
from laufzettel.kernel.bpmn.termination import disarm, disarm_all, terminate, terminate_children
from laufzettel.kernel.bpmn.timers import next_schedule, schedule
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import compute, required, visible
from laufzettel.kernel.problems import Text

_ARMED = ("timer", "message", "signal")


@dataclass(frozen=True, slots=True)
class Prepared:
    """An event about to be armed: everything that could go wrong has been computed."""

    node: Node
    wait: Wait
    key: str = ""


def prepare(run: Run, instance: Instance, node: Node, *, is_body: bool) -> list[Prepared]:
    """All events that an instance arms when it begins. Trouble when one cannot be computed: then none is armed."""
    prepared: list[Prepared] = []
    own: Mapping[str, Value] | None = None
    if node.boundaries and not instance.index:
        outside = visible(run, instance.parent)  # rule 11: not the host's locals
        prepared += [_prepare(run, event, outside) for event in node.boundaries if _is_armed(event)]
    if not is_body:
        for event in _own_events(node):
            own = own or visible(run, instance.number)
            prepared.append(_prepare(run, event, own))
    return prepared


def _is_armed(node: Node) -> bool:
    return node.event is not None and node.event.kind in _ARMED


def _own_events(node: Node) -> Iterator[Node]:
    """The events that an instance waits for itself, or that start event sub-processes in it."""
    if node.behaviour in ("catch", "receive"):
        if _is_armed(node):
            yield node
    elif node.behaviour == "event-gateway":
        yield from (edge.target for edge in node.outgoing)
    else:
        for inner in node.event_subprocesses:
            if inner.start is not None and _is_armed(inner.start):
                yield inner.start


def _prepare(run: Run, node: Node, context: Mapping[str, Value]) -> Prepared:
    event = node.event
    if event is None:  # _is_armed has looked
        raise AssertionError(node.key)
    if event.kind == "timer" and event.due is not None:
        found = schedule(event.timer, compute(run, event.due, context), run.now)
        interval = str(found.interval) if found.interval else ""
        return Prepared(node, Wait(node.key, found.due, found.left, interval))
    subject = key = ""
    if event.subject is not None:
        value = required(run, event.subject, context, Text("Name des Ereignisses", "Name of the event"))
        subject = feel.to_text(value)
    if event.kind == "message" and event.key is not None:
        value = required(run, event.key, context, Text("Korrelationsschlüssel", "Correlation key"))
        if isinstance(value, list | dict):
            raise Trouble(
                "correlation-key",
                Text("Ein Korrelationsschlüssel ist Text oder Zahl.", "A correlation key is a text or a number."),
            )
        key = feel.to_text(value)
    return Prepared(node, Wait(node.key, subject=subject), key)


def arm(run: Run, instance: Instance, prepared: list[Prepared]) -> None:
    """Arm what was prepared; what is past fires at once (rule 23)."""
    for one in prepared:
        number = run.arm(instance, one.wait)
        about = run.about(instance, one.node)
        event = one.node.event
        if one.wait.due is not None and event is not None:
            label: Literal["date", "duration", "cycle"] = event.timer or "date"
            run.effects.append(ScheduleTimer(number=number, due=one.wait.due, label=label, **about))
            if one.wait.due <= run.now:
                run.enqueue(Fire(number, {}, is_early=True))
        elif event is not None:
            kind: Literal["message", "signal"] = "signal" if event.kind == "signal" else "message"
            effect = Subscribe(number=number, kind=kind, subject=one.wait.subject, key=one.key, **about)
            run.effects.append(effect)


def owner_of_wait(run: Run, number: int) -> Instance | None:
    """The instance that armed this timer or subscription."""
    for instance in run.instances.values():
        if number in instance.waits:
            return instance
    return None


def fire(run: Run, command: Fire) -> None:
    """An armed event happens; one that was cancelled in the same step does not."""
    owner = owner_of_wait(run, command.number)
    if owner is None or owner.phase == "completing":
        return
    wait = owner.waits[command.number]
    node = run.program.nodes[wait.element]
    run.note("triggered", owner, {"number": Decimal(command.number), "event": node.key})
    if node.behaviour in ("boundary", "start") and not node.is_interrupting:
        _stay_armed(run, owner, command, wait, node)
    else:
        disarm(run, owner, command.number, has_fired=not command.is_early)
    occur(run, owner, node, command.payload)


def _stay_armed(run: Run, owner: Instance, command: Fire, wait: Wait, node: Node) -> None:
    """A non-interrupting event can happen again: subscriptions stay, a cycle is armed for its next due."""
    if wait.due is None:
        return
    following = next_schedule(wait.due, wait.left, wait.subject, run.now)
    disarm(run, owner, command.number, has_fired=not command.is_early)
    if following is not None:
        arm(
            run,
            run.instances[owner.number],
            [Prepared(node, Wait(node.key, following.due, following.left, wait.subject))],
        )


def occur(run: Run, owner: Instance, node: Node, payload: Mapping[str, Value]) -> None:
    """An event reaches the instance that waits for it: itself, its host, its scope, or the gateway before it."""
    if node.behaviour == "boundary":
        interrupt_host(run, owner, node, payload)
    elif node.behaviour == "start":
        start_event_subprocess(run, owner, node, payload)
    elif run.node(owner).behaviour == "event-gateway":
        disarm_all(run, run.instances[owner.number])
        edge = next(edge for edge in run.node(owner).outgoing if edge.target is node)
        run.enqueue(Complete(owner.number, {}, (edge,), payload))
    else:
        run.enqueue(Complete(owner.number, payload))


def interrupt_host(run: Run, host: Instance, node: Node, payload: Mapping[str, Value]) -> None:
    """A boundary event happens; an interrupting one ends its host first."""
    if node.is_interrupting:
        if host.thrower:
            run.enqueue(Resume(host.thrower))
        terminate(run, host.number)
    run.enqueue(Activate(node, host.parent, payload=payload))


def start_event_subprocess(run: Run, scope: Instance, start: Node, payload: Mapping[str, Value]) -> None:
    """Rule 21: an interrupting one ends everything else in the scope, and only one ever does."""
    if start.is_interrupting:
        disarm_all(run, run.instances[scope.number], kind="startEvent")
        terminate_children(run, scope.number)
        run.mark_interrupted(scope.number)
    if start.scope is not None:
        run.enqueue(Activate(start.scope, scope.number, payload=payload))
