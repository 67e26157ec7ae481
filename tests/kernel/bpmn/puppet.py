"""A witness of the soundness check, played through `advance`: gateways go where the witness says."""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.kernel.bpmn.case import Case

from laufzettel.kernel.bpmn import Program, Unsound
from laufzettel.kernel.bpmn.program import Edge, Formula, Node


def play(program: Program, unsound: Unsound) -> Case:
    """The case after the witness. The program is changed on the way: compile a fresh one for it."""
    choices: dict[str, deque[tuple[str, ...]]] = defaultdict(deque)
    for move in unsound.path:
        node = program.nodes[move.node]
        if node.behaviour in ("exclusive", "inclusive") and len(node.outgoing) > 1:
            choices[node.key].append(move.flows)
    for node in program.nodes.values():
        if node.key in choices or (node.behaviour in ("exclusive", "inclusive") and len(node.outgoing) > 1):
            pull_strings(program, node, choices[node.key])
    case = Case(program).start()
    for move in unsound.path:
        node = program.nodes[move.node]
        if move.event:
            case.fire(move.event)
        elif node.behaviour == "user":
            case.do(node.id)
        elif node.behaviour == "event-gateway":
            case.message(program.edges[move.flows[0]].target.id)
    return case


def pull_strings(program: Program, node: Node, wanted: deque[tuple[str, ...]]) -> None:
    """Replace the conditions of a gateway by what the witness chooses; beyond it the first flow is taken."""
    flows = [edge.key for edge in node.outgoing]
    current: list[tuple[str, ...]] = []

    def choose(edge: Edge) -> bool:
        if edge.key == flows[0]:
            current[:] = [wanted.popleft() if wanted else (flows[0],)]
        return edge.key in current[0]

    node.default = None
    for index, edge in enumerate(node.outgoing):

        def evaluate(_context: Mapping[str, Any], _now: Any, edge: Edge = edge) -> bool:
            return choose(edge)

        formula = Formula("=puppet", None, evaluate, program.model.place(node.id))
        changed = replace(edge, condition=formula)
        node.outgoing[index] = changed
        edge.target.incoming[edge.target.incoming.index(edge)] = changed
