"""Joins and splits as plain functions: `advance` and the soundness check use the same ones (rules 13 to 15)."""

from collections.abc import Iterable, Mapping

from laufzettel.kernel.bpmn.program import Edge, Node


def is_join(node: Node) -> bool:
    """Whether tokens wait at this node for each other."""
    return node.behaviour in ("parallel", "inclusive") and len(node.incoming) > 1


def complete_join(node: Node, parked: Mapping[str, int]) -> bool:
    """Whether every incoming flow has a token."""
    return all(parked.get(edge.key) for edge in node.incoming)


def parked_edges(node: Node, parked: Mapping[str, int]) -> list[Edge]:
    """The incoming flows that have a token, in document order."""
    return [edge for edge in node.incoming if parked.get(edge.key)]


def waits_for_more(join: Node, parked: Mapping[str, int], active: Iterable[Node]) -> bool:
    """Rule 14: whether something active can still reach an incoming flow of this inclusive join that has no token.

    `active` are the nodes with a live instance in the scope, and the joins where tokens are parked. As in BPMN 2.0
    (13.4.3) what could just as well reach a flow that has its token already is not waited for: otherwise a join in a
    loop would wait for what comes behind itself.
    """
    here = {edge.key for edge in join.incoming if parked.get(edge.key)}
    missing = {edge.key for edge in join.incoming} - here
    for node in active:
        if node is not join:
            reached = reachable_edges(node, join)
            if reached & missing and not reached & here:
                return True
    return False


def reachable_edges(start: Node, join: Node) -> frozenset[str]:
    """The incoming flows of `join` that a token in `start` may still take, over boundary events and links too."""
    found: set[str] = set()
    seen = {start.key}
    todo = [start]
    while todo:
        node = todo.pop()
        following = [*node.boundaries]
        if node.link is not None:
            following.append(node.link)
        for edge in node.outgoing:
            if edge.target is join:
                found.add(edge.key)
            else:
                following.append(edge.target)
        for other in following:
            if other.key not in seen:
                seen.add(other.key)
                todo.append(other)
    return frozenset(found)
