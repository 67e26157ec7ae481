"""Compensation (rule 28): what has completed is undone in reverse order, one handler after the other."""

from collections.abc import Iterable, Iterator

from laufzettel.kernel.bpmn.commands import Activate, Complete, Resume
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Compensable, Instance


def remember(run: Run, scope: int, node: Node, inside: tuple[Compensable, ...]) -> None:
    """Note in its scope that an activity completed that can be compensated, or that holds such activities."""
    if node.handler is None and not inside:
        return
    entries, count = [], 1
    for key, times, nested in run.instances[scope].compensable:
        if key == node.key and nested == inside:
            count += times
        else:
            entries.append((key, times, nested))
    run.set_compensables(scope, entries=(*entries, (node.key, count, inside)))


def begin(run: Run, instance: Instance, node: Node) -> None:
    """A compensation event: take what its scope has to compensate, and run it."""
    wanted = node.event.activity if node.event else ""
    plan: list[Compensable] = []
    for scope in _scopes(run, instance):
        entries = run.instances[scope].compensable
        taken = tuple(entry for entry in entries if not wanted or run.program.nodes[entry[0]].id == wanted)
        if taken:
            kept = tuple(entry for entry in entries if entry not in taken)
            run.set_compensables(scope, entries=kept)
            plan += _in_reverse(run, taken)
    run.set_compensables(instance.number, rest=tuple(plan))
    resume(run, Resume(instance.number))


def _scopes(run: Run, instance: Instance) -> Iterator[int]:
    """The scope of the throw; from an event sub-process also the scope it belongs to."""
    scope = run.instances[instance.parent]
    yield scope.number
    while run.node(scope).is_event_subprocess:
        scope = run.instances[scope.parent]
        yield scope.number


def _in_reverse(run: Run, entries: Iterable[Compensable]) -> Iterator[Compensable]:
    """Which handlers to run how often, in order: an activity itself before what completed inside it."""
    for key, count, inside in reversed(tuple(entries)):
        if run.program.nodes[key].handler is not None:
            yield key, count, ()
        for _ in range(count if inside else 0):
            yield from _in_reverse(run, inside)


def resume(run: Run, command: Resume) -> None:
    """Start the next handler of a throw; when none is left the throw completes."""
    thrower = command.thrower
    instance = run.instances.get(thrower)
    if instance is None:
        return
    if not instance.rest:
        run.enqueue(Complete(thrower, {}))
        return
    (key, count, _), *others = instance.rest
    rest = ((key, count - 1, ()), *others) if count > 1 else tuple(others)
    run.set_compensables(thrower, rest=rest)
    handler = run.program.nodes[key].handler
    if handler is not None:
        run.enqueue(Activate(handler, instance.parent, thrower=thrower))
