"""An instance is done (rule 9): its result, its outputs, its events disarmed, its flows taken."""

from collections.abc import Mapping

from laufzettel.kernel.bpmn import compensation
from laufzettel.kernel.bpmn.commands import Activate, Complete, Resume
from laufzettel.kernel.bpmn.effects import End
from laufzettel.kernel.bpmn.incidents import raise_incident
from laufzettel.kernel.bpmn.program import Edge, Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.scopes import ad_hoc_child_done, end_ad_hoc, inner_counts, inner_done, settle
from laufzettel.kernel.bpmn.state import Instance
from laufzettel.kernel.bpmn.termination import disarm_all
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.bpmn.variables import assign, check, compute, merge, truth, visible
from laufzettel.kernel.problems import Text


def complete(run: Run, command: Complete) -> None:
    """The command of the queue. What is gone, or is a scope in which something lives again, stays as it is."""
    number = command.number
    instance = run.instances.get(number)
    if instance is None:
        return
    node = run.node(instance)
    is_body = instance.loop is not None
    if (node.is_scope or is_body) and not run.is_empty(number):
        return
    if node.behaviour == "process":
        _complete_process(run, instance, node)
        return
    collected = None
    if command.result or node.outputs or node.loop is not None:
        try:
            collected = _outputs(run, instance, node, command.result, is_body=is_body)
        except Trouble as trouble:
            raise_incident(run, instance, "completing", trouble, dict(command.result))
            return
    _leave(run, run.instances[number], node, command, collected)


def _complete_process(run: Run, instance: Instance, node: Node) -> None:
    disarm_all(run, instance)
    run.remove(run.instances[instance.number], "completed")
    if instance.parent:
        caller = run.node(run.instances[instance.parent])
        run.enqueue(Complete(instance.parent, instance.variables if caller.passes_all_out else {}))
        return
    run.finish("completed")
    about = run.about(instance, node) | {"element": run.last_end}
    run.effects.append(End(outcome="completed", variables=instance.variables, **about))


class _Collected:
    """What an instance of a multi-instance body gave to the body."""

    def __init__(self, value: Value, *, is_enough: bool) -> None:
        self.value = value
        self.is_enough = is_enough


def _outputs(
    run: Run, instance: Instance, node: Node, result: Mapping[str, Value], *, is_body: bool
) -> _Collected | None:
    """Compute everything, then write it: a completion that fails has written nothing."""
    if is_body:
        spec = node.loop
        if spec is not None and spec.output_collection:
            merge(run, instance.parent, {spec.output_collection: instance.variables[spec.output_collection]})
        return None
    context = {**visible(run, instance.number), **result, **run.context}
    writes: Mapping[str, Value] = result
    if node.outputs:
        writes = assign(run, node.outputs, context, visible(run, instance.parent))
        check(run, result)
    collected = _collect(run, instance, node, context)
    merge(run, instance.parent if node.outputs else instance.number, writes)
    return collected


def _collect(run: Run, instance: Instance, node: Node, context: dict[str, Value]) -> _Collected | None:
    """Rule 26: the output element and the completion condition of one instance of a body."""
    spec = node.loop
    if spec is None or not instance.index:
        return None
    loop = run.instances[instance.parent].loop
    value = compute(run, spec.output_element, context) if spec.output_element else None
    check(run, {"": value})
    is_enough = False
    if spec.completion is not None and loop is not None:
        context |= inner_counts(loop)
        is_enough = truth(run, spec.completion, context, Text("Abschlussbedingung", "Completion condition"))
    return _Collected(value, is_enough=is_enough)


def _leave(run: Run, instance: Instance, node: Node, command: Complete, collected: _Collected | None) -> None:
    """Disarm, go, and let the scope know."""
    number, scope = instance.number, instance.parent
    if instance.waits:
        disarm_all(run, instance)
    if node.behaviour == "ad-hoc" and instance.loop is None:
        end_ad_hoc(run, instance, node)
    run.remove(run.instances[number], "completed")
    if instance.index:
        if instance.compensable:
            compensation.remember(run, scope, node, instance.compensable)
        _inner_leaves(run, instance, node, collected)
        return
    if node.handler is not None or instance.compensable:
        compensation.remember(run, scope, node, instance.compensable)
    if instance.thrower:
        run.enqueue(Resume(instance.thrower))
    edges = node.outgoing if command.edges is None else command.edges
    for edge in edges:
        take(run, scope, edge, command.payload)
    if node.link is not None:
        run.enqueue(Activate(node.link, scope, payload={}))
    if not edges and node.scope is run.program.process:
        run.last_end = node.id
    if node.scope is not None and node.scope.behaviour == "ad-hoc":
        ad_hoc_child_done(run, scope)
    settle(run, scope)


def _inner_leaves(run: Run, instance: Instance, node: Node, collected: _Collected | None) -> None:
    body = run.instances[instance.parent]
    spec = node.loop
    if collected is None or spec is None:
        return
    if spec.output_collection:
        run.collect(body, spec.output_collection, instance.index, collected.value)
    inner_done(run, run.instances[body.number], node, is_enough=collected.is_enough)


def take(run: Run, scope: int, edge: Edge, payload: Mapping[str, Value] | None) -> None:
    """A token leaves over a flow."""
    run.take(scope, edge)
    run.enqueue(Activate(edge.target, scope, edge, payload))
