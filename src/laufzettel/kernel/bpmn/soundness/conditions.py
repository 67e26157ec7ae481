"""Splits that ask the same thing share one answer, as long as nothing in between writes what they read."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from laufzettel.kernel.bpmn.program import Edge, Node


@dataclass(frozen=True, slots=True)
class Choices:
    """What a transition needs to be true or false, and which conditions it makes open again (None: all)."""

    needs: Mapping[str, bool] = field(default_factory=dict)
    reopens: frozenset[str] = frozenset()

    @property
    def matter(self) -> bool:
        """Whether it asks or changes anything."""
        return bool(self.needs or self.reopens)


class SharedConditions:
    """The conditions of a scope that several gateways ask, and who writes what they read."""

    def __init__(self, scope: Node, writes: Mapping[str, Collection[str]] | None) -> None:
        self.writes = writes or {}
        count: Counter[str] = Counter()
        self.reads: dict[str, frozenset[str]] = {}
        for node in scope.children:
            asked = set()
            for edge in node.outgoing:
                if edge.condition is not None and node.behaviour in ("exclusive", "inclusive"):
                    text, _ = normalised(edge.condition.text)
                    asked.add(text)
                    self.reads[text] = frozenset(path.partition(".")[0] for path in edge.condition.reads)
            count.update(asked)
        self.shared = {text for text, times in count.items() if times > 1}

    def choices(self, node: Node, way: Iterable[Edge]) -> Choices | None:
        """What must hold for a gateway to go this way; None when its own conditions contradict each other."""
        taken = list(way)
        needs: dict[str, bool] = {}
        for edge in node.outgoing:
            if edge.condition is None:
                continue
            text, positive = normalised(edge.condition.text)
            holds = edge in taken
            if text in self.shared:
                value = holds is positive
                if needs.setdefault(text, value) is not value:
                    return None
            if holds and node.behaviour == "exclusive":
                break  # later conditions are not asked any more
        return Choices(needs)

    def written_by(self, node: Node) -> Choices:
        """Which shared conditions a node makes open again."""
        if not self.shared:
            return Choices()
        names = self.names_written(node)
        if names is None:
            return Choices(reopens=frozenset(self.shared))
        return Choices(reopens=frozenset(text for text in self.shared if self.reads[text] & names))

    def names_written(self, node: Node) -> frozenset[str] | None:
        """The variables a node may write; None when that is not known."""
        if node.outputs:
            return frozenset(assignment.target[0] for assignment in node.outputs)
        if node.id in self.writes:
            return frozenset(self.writes[node.id])
        if node.behaviour in ("script", "decision"):
            return frozenset({node.result})
        waits = node.behaviour in ("user", "job", "receive", "catch", "call", "sub-process", "ad-hoc")
        return None if waits or node.job is not None else frozenset()


def normalised(text: str) -> tuple[str, bool]:
    """A condition without its spaces and negations, and whether it stands there as it is or negated."""
    source, positive = "".join(text.removeprefix("=").split()), True
    while source.startswith("not(") and source.endswith(")") and _closes_at_end(source[3:]):
        source, positive = source[4:-1], not positive
    for operator, opposite in (("!=", "="), (">=", "<"), ("<=", ">")):
        left, found, right = source.partition(operator)
        if (
            found
            and not any(sign in left + right for sign in "<>=!()\"'")
            and " or " not in text
            and " and " not in text
        ):
            return f"{left}{opposite}{right}", not positive
    return source, positive


def _closes_at_end(source: str) -> bool:
    """Whether the parenthesis that opens a text closes with its last character."""
    depth = 0
    for position, letter in enumerate(source):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return position == len(source) - 1
    return False
