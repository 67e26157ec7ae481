"""Side branches that never meet the rest again: a reminder beside a task. They are looked at on their own."""

from laufzettel.kernel.bpmn.program import Node

_ENDS_MORE = frozenset({"terminate", "error", "escalation"})


def detached_events(scope: Node) -> list[Node]:
    """Non-interrupting boundary events whose branch is reached from them alone and ends by itself."""
    return [
        event
        for node in scope.children
        for event in node.boundaries
        if not event.is_interrupting and _is_detached(scope, event)
    ]


def _is_detached(scope: Node, event: Node) -> bool:
    keys = following(event)
    region = [node for node in scope.children if node.key in keys]
    for node in region:
        if node.event is not None and node.behaviour in ("end", "throw") and node.event.kind in _ENDS_MORE:
            return False
        if any(edge.source is not event and edge.source.key not in keys for edge in node.incoming):
            return False
        if any(other.link is node and other.key not in keys for other in scope.children):
            return False
    return event.host is not None and event.host.key not in keys


def following(start: Node) -> set[str]:
    """Everything that a token may reach from a node, over boundary events and links too."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        node = todo.pop()
        targets = [edge.target for edge in node.outgoing] + node.boundaries + ([node.link] if node.link else [])
        for target in targets:
            if target.key not in seen:
                seen.add(target.key)
                todo.append(target)
    return seen
