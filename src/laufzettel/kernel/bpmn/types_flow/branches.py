"""Branches that run at the same time, and what they both write."""

from collections.abc import Iterator

from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.bpmn.soundness.detached import following
from laufzettel.kernel.problems import Finding, Place, Text


def concurrent_writers(program: Program) -> Iterator[Finding]:
    """A warning for each name that two branches of one split write: which of them wins depends on who is last."""
    told: set[tuple[str, str, str]] = set()
    for split in program.nodes.values():
        if len(split.outgoing) < 2 or split.behaviour in ("exclusive", "event-gateway"):
            continue
        branches = [following(edge.target) | {edge.target.key} for edge in split.outgoing]
        common = set.intersection(*branches)
        for index, one in enumerate(branches):
            for other in branches[index + 1 :]:
                for first in _nodes(program, one - common - other):
                    for second in _nodes(program, other - common - one):
                        for name in sorted(_written(first) & _written(second)):
                            key = (name, min(first.key, second.key), max(first.key, second.key))
                            if key not in told:
                                told.add(key)
                                yield _warning(program, name, first, second)


def _nodes(program: Program, keys: set[str]) -> list[Node]:
    return sorted((program.nodes[key] for key in keys), key=lambda node: node.order)


def _written(node: Node) -> set[str]:
    """The names a node is known to write outside of itself."""
    if node.outputs:
        return {assignment.target[0] for assignment in node.outputs if len(assignment.target) == 1}
    return {node.result} if node.result else set()


def _warning(program: Program, name: str, first: Node, second: Node) -> Finding:
    message = Text(
        f"„{first.label}“ und „{second.label}“ laufen zugleich und schreiben beide „{name}“; "
        "es gilt, was zuletzt kommt.",
        f"“{first.label}” and “{second.label}” run at the same time and both write “{name}”; the last one wins.",
    )
    return Finding("bpmn-two-writers", message, Place(program.model.file, second.id, second.line), "warning")
