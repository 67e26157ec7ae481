"""What has nodes of its own: processes, sub-processes, ad-hoc sub-processes, call activities, multi-instance bodies."""

from collections.abc import Mapping

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.behaviours import Entered, Finish, enter_ad_hoc, startable
from laufzettel.kernel.bpmn.commands import Activate, Complete
from laufzettel.kernel.bpmn.effects import CancelTask
from laufzettel.kernel.bpmn.incidents import raise_incident
from laufzettel.kernel.bpmn.program import LoopSpec, Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.state import Instance, Loop
from laufzettel.kernel.bpmn.termination import terminate_children
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import check, required, truth, visible
from laufzettel.kernel.problems import Text

MAX_CALLS = 10
MAX_INSTANCES = 1000


def settle(run: Run, number: int) -> None:
    """Rule 5: complete a scope in which nothing is left."""
    if run.pending.get(number) or run.children.get(number):
        return
    instance = run.instances.get(number)
    if instance is None or instance.incident or instance.loop is not None or not run.is_empty(number):
        return
    node = run.node(instance)
    if node.behaviour == "ad-hoc" and node.collection is None and not instance.interrupted:
        return  # it is the clerk who says when it is done
    if node.is_scope:
        run.enqueue(Complete(number, {}))


def enter_scope(run: Run, instance: Instance, node: Node, start: Node | None, payload: Mapping[str, Value]) -> Entered:
    """A process or sub-process begins at its start event."""
    first = start or node.start
    if first is None:
        raise Trouble("no-start", Text("Es gibt kein Startereignis.", "There is no start event."))
    return lambda: run.enqueue(Activate(first, instance.number, payload=payload))


def enter_call(run: Run, instance: Instance, node: Node) -> Entered:
    """Rule 27: the called process runs as a child scope of the same state."""
    called = node.called
    if called is None:
        return Finish({})
    depth = sum(1 for ancestor in run.ancestors(instance.number) if run.node(ancestor).behaviour == "call")
    if depth > MAX_CALLS:
        message = Text(
            f"Prozesse rufen einander mehr als {MAX_CALLS}-mal auf.",
            f"Processes call each other more than {MAX_CALLS} times.",
        )
        raise Trouble("call-depth", message)
    variables = visible(run, instance.number) if node.passes_all_in else dict(instance.variables)
    variables = {name: value for name, value in variables.items() if name not in run.context}
    return lambda: run.enqueue(Activate(called, instance.number, variables=variables))


def enter_ad_hoc_scope(run: Run, instance: Instance, node: Node) -> Entered:
    """Rule 29: what the collection names begins; without one the clerk picks."""
    if node.collection is None:
        return enter_ad_hoc(run, instance, node)
    what = Text("Auszuführende Elemente", "Elements to run")
    value = required(run, node.collection, visible(run, instance.number), what)
    by_id = {child.id: child for child in startable(node)}
    names = value if isinstance(value, list) else [value]
    unknown = [name for name in names if name not in by_id]
    if unknown:
        raise Trouble(
            "ad-hoc-element",
            Text(f"„{unknown[0]}“ kann hier nicht begonnen werden.", f"'{unknown[0]}' cannot be started here."),
        )

    def begin() -> None:
        for name in names:
            run.enqueue(Activate(by_id[name], instance.number))
        settle(run, instance.number)

    return begin


def ad_hoc_child_done(run: Run, number: int) -> None:
    """Look at the completion condition; Trouble becomes an incident of the ad-hoc sub-process."""
    instance = run.instances[number]
    node = run.node(instance)
    if node.completion is None or instance.interrupted or instance.incident:
        return
    try:
        what = Text("Abschlussbedingung", "Completion condition")
        is_done = truth(run, node.completion, visible(run, number), what)
    except Trouble as trouble:
        raise_incident(run, instance, "running", trouble)
        return
    if is_done:
        if node.cancels_rest:
            terminate_children(run, number)
        run.mark_interrupted(number, keeps_tokens=not node.cancels_rest)


def end_ad_hoc(run: Run, instance: Instance, node: Node) -> None:
    """The clerk's task of an ad-hoc sub-process ends with it."""
    if node.collection is None:
        run.effects.append(CancelTask(**run.about(instance)))


def enter_body(run: Run, instance: Instance, node: Node, spec: LoopSpec) -> Entered:
    """Rule 26: the collection is computed once and kept; the output list begins full of nulls."""
    what = Text("Liste der Mehrfachausführung", "Multi-instance collection")
    items = required(run, spec.collection, visible(run, instance.number), what)
    if not isinstance(items, list):
        raise Trouble("loop-collection", Text("Das ist keine Liste.", "This is not a list."), spec.collection.text)
    if len(items) > MAX_INSTANCES:
        text = Text(
            f"Die Liste hat {len(items)} Einträge; höchstens {MAX_INSTANCES} sind möglich.",
            f"The list has {len(items)} items; {MAX_INSTANCES} are possible at most.",
        )
        raise Trouble("loop-too-long", text)
    check(run, {"": items})

    def begin() -> None:
        started = min(1, len(items)) if spec.is_sequential else len(items)
        run.set_loop(instance, Loop(items, started))
        if spec.output_collection:
            run.write(instance.number, {spec.output_collection: [None] * len(items)})
        if not items:
            run.enqueue(Complete(instance.number, {}))
        for index in range(1, started + 1):
            run.enqueue(_inner(node, spec, instance.number, items, index))

    return begin


def _inner(node: Node, spec: LoopSpec, body: int, items: list[Value], index: int) -> Activate:
    variables: dict[str, Value] = {}
    if spec.output_local and spec.output_collection:
        variables[spec.output_local] = None
    if spec.element:
        variables[spec.element] = items[index - 1]
    variables["loopCounter"] = feel.from_json(index)
    return Activate(node, body, variables=variables, index=index)


def inner_counts(loop: Loop) -> dict[str, Value]:
    """What the completion condition may read, as it is once this instance is done."""
    completed = loop.completed + 1
    counts = {
        "numberOfInstances": len(loop.items),
        "numberOfActiveInstances": loop.started - completed - loop.terminated,
        "numberOfCompletedInstances": completed,
        "numberOfTerminatedInstances": loop.terminated,
    }
    return {name: feel.from_json(count) for name, count in counts.items()}


def inner_done(run: Run, body: Instance, node: Node, *, is_enough: bool) -> None:
    """One instance of a body is done: the next one, or the end."""
    loop, spec = body.loop, node.loop
    if loop is None or spec is None:
        return
    completed, started, terminated = loop.completed + 1, loop.started, loop.terminated
    if is_enough:
        terminated += terminate_children(run, body.number)
    elif spec.is_sequential and started < len(loop.items):
        started += 1
        run.enqueue(_inner(node, spec, body.number, loop.items, started))
    run.set_loop(body, Loop(loop.items, started, completed, terminated))
    if is_enough or completed == len(loop.items):
        run.enqueue(Complete(body.number, {}))
