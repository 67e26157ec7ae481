"""Gateways and plain events that a token goes straight through: the same history, without an instance in between.

`advance` takes this way only while nothing else is in the queue, so that everything happens in the order of rule 1.
"""

from collections.abc import Sequence

from laufzettel.kernel.bpmn.behaviours import chosen
from laufzettel.kernel.bpmn.commands import Activate
from laufzettel.kernel.bpmn.program import Edge, Node
from laufzettel.kernel.bpmn.run import Run
from laufzettel.kernel.bpmn.scopes import settle
from laufzettel.kernel.bpmn.trouble import Trouble

_PLAIN = frozenset({"pass", "start", "parallel", "exclusive"})


def is_passage(node: Node) -> bool:
    """Whether instances of the compiled node never wait and write nothing."""
    is_plain_end = node.behaviour == "end" and (node.event is None or node.event.kind == "none")
    if node.behaviour not in _PLAIN and not is_plain_end:
        return False
    if node.inputs or node.outputs or node.loop or node.boundaries or node.handler or node.link or node.is_handler:
        return False
    return node.scope is not None and node.scope.behaviour != "ad-hoc"


def pass_through(run: Run, node: Node, scope: int) -> bool:
    """Let a token through; False, with nothing done, when something is wrong and an instance has to hold the incident.

    The caller has seen that nothing else is in the queue, and that the token brings nothing along.
    """
    edges: Sequence[Edge] = node.outgoing
    if node.behaviour == "exclusive":
        try:
            edges = chosen(run, scope, node)
        except Trouble:
            return False
    run.pass_through(node, scope)
    for edge in edges:
        run.take(scope, edge)
        run.enqueue(Activate(edge.target, scope, edge))
    if not edges:
        if node.scope is run.program.process:
            run.last_end = node.id
        settle(run, scope)
    return True
