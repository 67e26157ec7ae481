"""A token arrives at a node (rule 9): join, instance, inputs, events, work."""

from collections.abc import Mapping

from laufzettel.kernel.bpmn import compensation
from laufzettel.kernel.bpmn.behaviours import BEHAVIOURS, Entered, Finish, enter_job
from laufzettel.kernel.bpmn.catching import throw_error, throw_escalation
from laufzettel.kernel.bpmn.commands import Activate, Complete, Fire
from laufzettel.kernel.bpmn.effects import ThrowSignal
from laufzettel.kernel.bpmn.gateways import complete_join, is_join, parked_edges, waits_for_more
from laufzettel.kernel.bpmn.incidents import raise_incident
from laufzettel.kernel.bpmn.passage import pass_through
from laufzettel.kernel.bpmn.program import Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.scopes import enter_ad_hoc_scope, enter_body, enter_call, enter_scope
from laufzettel.kernel.bpmn.state import Instance
from laufzettel.kernel.bpmn.termination import terminate_children
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import assign, check, required, visible
from laufzettel.kernel.bpmn.waits import arm, prepare
from laufzettel.kernel.problems import Text

MAX_ACTIVATIONS = 10_000
_QUIET = frozenset({"user", "job", "end", "throw", "call"})
"""What arms nothing but its boundary events."""


def activate(run: Run, command: Activate) -> None:
    """The command of the queue: a token arrives."""
    if command.scope and command.scope not in run.instances:
        return
    node, edge = command.node, command.edge
    if edge is not None and is_join(node):
        run.park(command.scope, edge)
        parked = run.instances[command.scope].joins
        if not complete_join(node, parked):
            return
        run.unpark(command.scope, parked_edges(node, parked))
    if node.is_passage and _is_alone(run, command) and pass_through(run, node, command.scope):
        return
    instance = run.create(node, command.scope, command.variables, index=command.index, thrower=command.thrower)
    run.activations += 1
    if run.activations > MAX_ACTIVATIONS or (run.is_overdue is not None and run.is_overdue()):
        trouble = _runaway() if run.activations > MAX_ACTIVATIONS else _overload()
        raise_incident(run, instance, "activating", trouble, _kept(command.payload, command.start))
        return
    begin(run, instance.number, command.payload, command.start)


def _is_alone(run: Run, command: Activate) -> bool:
    """Whether the token brings nothing along and nothing else waits to be done."""
    if run.queue or command.payload is not None or command.variables is not None or command.thrower:
        return False
    return run.activations < MAX_ACTIVATIONS and not (run.is_overdue is not None and run.is_overdue())


def _runaway() -> Trouble:
    message = Text(
        f"Der Prozess lief in einem Schritt mehr als {MAX_ACTIVATIONS} Elemente weit, ohne zu warten.",
        f"In one step the process ran through more than {MAX_ACTIVATIONS} elements without waiting.",
    )
    return Trouble("runaway", message)


def _overload() -> Trouble:
    message = Text(
        "Dieser Schritt hat zu lange gerechnet und wurde angehalten. Versuchen Sie es noch einmal; geschieht es wieder,"
        " braucht der Prozess oder eine Tabelle Arbeit.",
        "This step took too long and was stopped. Try again; if it happens again, the process or a table needs work.",
    )
    return Trouble("overload", message)


def begin(run: Run, number: int, payload: Mapping[str, Value] | None = None, start: Node | None = None) -> None:
    """Inputs, events, work of an instance that has just been made, or whose activation is tried again."""
    instance = run.instances[number]
    node = run.node(instance)
    if payload is not None and not node.is_scope:
        run.enqueue(Complete(number, payload))
        return
    is_body = node.loop is not None and not instance.index
    try:
        if node.inputs and not is_body:
            written = assign(run, node.inputs, visible(run, number), None)
            check(run, written)
            run.write(number, written)
            instance = run.instances[number]
        entered = _enter(run, instance, node, payload, start)
        waits = type(entered) is not Finish and (node.boundaries or node.behaviour not in _QUIET)
        prepared = prepare(run, instance, node, is_body=is_body) if waits else None
    except Trouble as trouble:
        raise_incident(run, instance, "activating", trouble, _kept(payload, start))
        return
    if isinstance(entered, Finish):
        if run.instances.get(number) is not None:
            run.enqueue(Complete(number, entered.result, entered.edges))
        return
    if prepared:
        arm(run, instance, prepared)
    entered()


def _kept(payload: Mapping[str, Value] | None, start: Node | None) -> dict[str, Value] | None:
    """What a second attempt at an activation needs to know."""
    if payload is None and start is None:
        return None
    return {"payload": None if payload is None else dict(payload), "start": start.key if start else None}


def begin_again(run: Run, number: int, kept: Mapping[str, Value] | None) -> None:
    """A second attempt at an activation that ended in an incident."""
    kept = kept or {}
    start = kept.get("start")
    begin(run, number, kept.get("payload"), run.program.nodes[start] if start else None)


def _enter(
    run: Run, instance: Instance, node: Node, payload: Mapping[str, Value] | None, start: Node | None
) -> Entered:
    if node.loop is not None and not instance.index:
        return enter_body(run, instance, node, node.loop)
    behaviour = node.behaviour
    simple = BEHAVIOURS.get(behaviour)
    if simple is not None:
        return simple(run, instance, node)
    if behaviour in ("process", "sub-process"):
        return enter_scope(run, instance, node, start, payload or {})
    if behaviour == "ad-hoc":
        return enter_ad_hoc_scope(run, instance, node)
    if behaviour == "call":
        return enter_call(run, instance, node)
    return _throw(run, instance, node)


def _throw(run: Run, instance: Instance, node: Node) -> Entered:
    """End and throw events."""
    event = node.event
    kind = event.kind if event else "none"
    if kind == "none":
        return Finish({})
    if kind == "message":
        return enter_job(run, instance, node)
    if kind == "compensation":
        return lambda: compensation.begin(run, instance, node)
    if kind == "terminate":
        terminate_children(run, instance.parent, but=instance.number)
        if run.instances[instance.parent].joins:
            run.mark_interrupted(instance.parent)
    elif event is not None and kind == "error":
        throw_error(run, instance, event.code, "", instance.variables)
    elif event is not None and kind == "escalation":
        throw_escalation(run, instance, event.code, instance.variables)
    elif kind == "signal":
        _throw_signal(run, instance, node)
    return Finish({})


def _throw_signal(run: Run, instance: Instance, node: Node) -> None:
    """Rule 25: the own case takes a signal in the same step."""
    if node.event is None or node.event.subject is None:
        return
    what = Text("Name des Signals", "Name of the signal")
    name = str(required(run, node.event.subject, visible(run, instance.number), what))
    payload = dict(instance.variables)
    fire_signal(run, name, payload)
    run.effects.append(ThrowSignal(signal=name, variables=payload, **run.about(instance)))


def fire_signal(run: Run, name: str, payload: Mapping[str, Value]) -> int:
    """Queue every open subscription of this signal, the oldest first; how many there are."""
    numbers = sorted(
        number
        for instance in run.instances.values()
        for number, wait in instance.waits.items()
        if wait.subject == name and _is_signal(run, wait.element)
    )
    for number in numbers:
        run.enqueue(Fire(number, payload))
    return len(numbers)


def _is_signal(run: Run, key: str) -> bool:
    event = run.program.nodes[key].event
    return event is not None and event.kind == "signal"


def fire_inclusive_joins(run: Run) -> bool:
    """Rule 14: at quiescence look at all parked inclusive joins; fire the first that can, in document order."""
    for scope in [instance for instance in run.instances.values() if instance.joins]:
        parked = {edge.target for key in scope.joins if (edge := run.program.edges[key])}
        active = [run.node(run.instances[child]) for child in run.children_of(scope.number)] + list(parked)
        for join in sorted(parked, key=_order):
            if join.behaviour == "inclusive" and not waits_for_more(join, scope.joins, active):
                edges = parked_edges(join, scope.joins)
                run.unpark(scope.number, edges)
                run.enqueue(Activate(join, scope.number))
                return True
    return False


def _order(node: Node) -> int:
    return node.order
