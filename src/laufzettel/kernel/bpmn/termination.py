"""Ending what still runs: a subtree, or everything in a scope (rules 18, 21, 22)."""

from laufzettel.kernel.bpmn.effects import (
    CancelJob,
    CancelTask,
    CancelTimer,
    CloseIncident,
    Unsubscribe,
)
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance


def terminate(run: Run, number: int) -> None:
    """End an instance and everything inside it, inner ones first, older ones first."""
    for child in run.children_of(number):
        terminate(run, child)
    instance = run.instances[number]
    if instance.incident:
        close_incident(run, instance)
    else:
        _cancel_work(run, instance)
    disarm_all(run, instance)
    run.drop_tokens(number)
    run.remove(run.instances[number], "terminated")


def terminate_children(run: Run, number: int, *, but: int = 0) -> int:
    """End everything inside a scope, tokens on flows too; how many children and tokens there were."""
    dropped = run.drop_tokens(number)
    children = [child for child in run.children_of(number) if child != but]
    for child in children:
        terminate(run, child)
    return dropped + len(children)


def close_incident(run: Run, instance: Instance) -> None:
    """The incident of an instance is over."""
    run.effects.append(CloseIncident(**run.about(instance)))
    run.clear_incident(instance.number)


def disarm_all(run: Run, instance: Instance, *, kind: str = "") -> None:
    """Cancel the timers and subscriptions of an instance; only those of BPMN `kind`, if one is given."""
    for number, wait in list(instance.waits.items()):
        if not kind or run.program.nodes[wait.element].kind == kind:
            disarm(run, instance, number)


def disarm(run: Run, instance: Instance, number: int, *, has_fired: bool = False) -> None:
    """Cancel one timer or subscription; a timer that fired is used up and needs no cancelling."""
    wait = run.disarm(instance, number)
    node = run.program.nodes[wait.element]
    about = run.about(instance, node)
    if node.event is not None and node.event.kind == "timer":
        if not has_fired:
            run.effects.append(CancelTimer(number=number, **about))
    else:
        run.effects.append(Unsubscribe(number=number, **about))


def _cancel_work(run: Run, instance: Instance) -> None:
    node = run.node(instance)
    if instance.loop is not None:
        return
    if node.behaviour == "user" or (node.behaviour == "ad-hoc" and node.collection is None):
        run.effects.append(CancelTask(**run.about(instance)))
    elif node.job is not None:
        run.effects.append(CancelJob(**run.about(instance)))
