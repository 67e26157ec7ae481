"""A scope as a net of places and transitions, data abstracted away.

A place is a bit of an integer, a marking the integer of all places that hold a token. A token stands on a node (it is
active) or on a flow that leads into a join. What an element may do becomes its transitions.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from laufzettel.kernel.bpmn.gateways import is_join
from laufzettel.kernel.bpmn.program import Edge, Node
from laufzettel.kernel.bpmn.soundness.conditions import Choices, SharedConditions

MAX_SUBSETS = 8
"""Flows of an inclusive split whose subsets are all tried; of more, only single flows, neighbours and all."""
MAX_QUIET = 3
"""Non-interrupting boundary events of one host that are told apart."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens: at `node`, by the flows it takes, or by the boundary event `event` on it."""

    node: str
    flows: tuple[str, ...] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scope may end or what it may throw: kind "error" or "escalation", code "*" for any."""

    kind: str
    code: str


@dataclass(slots=True)
class Transition:
    """`pre` and `post` are bit sets of places. `clears`: everything else in the scope ends too."""

    pre: int
    post: int
    moves: tuple[Move, ...]
    uses: frozenset[str]
    clears: bool = False
    join: Node | None = None
    """An inclusive join: `pre` are the flows of which at least one must hold a token."""
    choices: Choices = field(default_factory=Choices)
    outcome: Outcome | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing but places decides about it, so that it may be fused with others."""
        return not (self.clears or self.join or self.choices.matter or self.outcome)


@dataclass(slots=True)
class Net:
    """Places by number with the node or flow they stand for; transitions; the marking at the start."""

    scope: Node
    places: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    firsts: list[Node] = field(default_factory=list)
    """The node a place stood for before others were fused into it."""
    transitions: list[Transition] = field(default_factory=list)
    initial: int = 0
    always: list[tuple[int, frozenset[str]]] = field(default_factory=list)
    """Uses of transitions that change nothing, with what they need."""
    circles: list[int] = field(default_factory=list)
    """What transitions need that lead back to where they were."""
    protected: int = 0
    """Places that an inclusive join looks at."""


class NetBuilder:
    """Builds the net of one scope. `outcomes` are those of its child scopes, by key."""

    def __init__(
        self,
        scope: Node,
        outcomes: Mapping[str, frozenset[Outcome]],
        errors: Mapping[str, Collection[str]] | None,
        shared: SharedConditions,
        detached: Collection[str] = (),
    ) -> None:
        self.net = Net(scope)
        self.outcomes = outcomes
        self.errors = errors
        self.shared = shared
        self.detached = detached
        self.bits: dict[str, int] = {}

    def build(self, start: Node) -> Net:
        """The net as it begins at `start`; at a detached boundary event, with what follows it."""
        for node in self.net.scope.children:
            if not (node.is_event_subprocess or node.is_handler or node.behaviour == "boundary"):
                self.node(node)
        self.net.initial = self.after(start) if start.behaviour == "boundary" else self.at(start)
        return self.net

    def place(self, name: str, node: Node) -> int:
        """The bit of a place, made when it is first asked for."""
        if name not in self.bits:
            self.bits[name] = 1 << len(self.net.places)
            self.net.places.append(name)
            self.net.nodes.append(node)
            self.net.firsts.append(node)
        return self.bits[name]

    def at(self, node: Node) -> int:
        return self.place(node.key, node)

    def into(self, edge: Edge) -> int:
        """Where a token goes that takes a flow: to the node, or onto the flow when it leads into a join."""
        if not is_join(edge.target):
            return self.at(edge.target)
        bit = self.place(edge.key, edge.target)
        if edge.target.behaviour == "inclusive":
            self.net.protected |= bit
        return bit

    def after(self, node: Node) -> int:
        """All flows out of a node, or its link."""
        marking = 0
        for edge in node.outgoing:
            marking |= self.into(edge)
        return marking | (self.at(node.link) if node.link is not None else 0)

    def add(self, pre: int, post: int, node: Node, flows: Collection[Edge] = (), **more: object) -> None:
        move = Move(node.key, tuple(edge.key for edge in flows), str(more.pop("event", "")))
        uses = frozenset({node.key, move.event} - {""} | set(move.flows))
        self.net.transitions.append(Transition(pre, post, (move,), uses, **more))  # type: ignore[arg-type]

    def node(self, node: Node) -> None:
        """All transitions of a node."""
        if is_join(node):
            self.join(node)
        elif node.behaviour in ("exclusive", "inclusive"):
            self.split(node, self.at(node))
        elif node.behaviour == "event-gateway":
            for edge in node.outgoing:
                self.add(self.at(node), self.at(edge.target), node, [edge])
        elif node.behaviour in ("end", "throw"):
            self.throw(node)
        else:
            self.activity(node)

    def join(self, node: Node) -> None:
        pre = 0
        for edge in node.incoming:
            pre |= self.into(edge)
        if node.behaviour == "inclusive":
            if len(node.outgoing) < 2:
                self.add(pre, self.after(node), node, node.outgoing, join=node)
            else:
                self.add(pre, self.at(node), node, join=node)
                self.split(node, self.at(node))
        else:
            self.add(pre, self.after(node), node, node.outgoing)

    def split(self, node: Node, pre: int) -> None:
        """An exclusive or inclusive gateway: any flow; any non-empty set of flows or the default."""
        if len(node.outgoing) < 2:
            self.add(pre, self.after(node), node, node.outgoing)
            return
        if node.behaviour == "exclusive":
            ways: list[tuple[Edge, ...]] = [(edge,) for edge in node.outgoing]
        else:
            conditional = [edge for edge in node.outgoing if edge is not node.default]
            ways = _subsets(conditional) + ([(node.default,)] if node.default else [])
        for way in ways:
            choices = self.shared.choices(node, way)
            if choices is None:
                continue  # the conditions of this node exclude it
            post = 0
            for edge in way:
                post |= self.into(edge)
            self.add(pre, post, node, way, choices=choices)

    def throw(self, node: Node) -> None:
        pre, kind = self.at(node), node.event.kind if node.event else "none"
        code = node.event.code if node.event else ""
        if kind == "terminate":
            self.add(pre, 0, node, clears=True)
        elif kind == "error":
            self.add(pre, 0, node, clears=True, outcome=Outcome("error", code))
        elif kind == "escalation":
            self.add(pre, self.after(node), node, node.outgoing, outcome=Outcome("escalation", code))
        else:
            self.add(pre, self.after(node), node, node.outgoing, choices=self.shared.written_by(node))

    def activity(self, node: Node) -> None:
        """An activity completes; its boundary events fire; what is thrown in it and not caught here goes on."""
        silent = [b for b in node.boundaries if not b.is_interrupting and self.can_fire(node, b)]
        quiet = [b for b in silent if b.key not in self.detached][:MAX_QUIET]
        base = self.at(node)
        written = self.shared.written_by(node)
        for size in range(len(quiet) + 1):
            for fired in combinations(quiet, size):
                here = self.having(node, fired, base)
                self.add(here, self.after(node), node, node.outgoing, choices=written)
                for boundary in node.boundaries:
                    if boundary.is_interrupting and self.can_fire(node, boundary):
                        self.add(here, self.after(boundary), node, boundary.outgoing, event=boundary.key)
                for boundary in quiet:
                    if boundary not in fired:
                        then = self.having(node, (*fired, boundary), base)
                        post = then | self.after(boundary)
                        self.add(here, post, node, boundary.outgoing, event=boundary.key)
        for boundary in silent:
            if boundary not in quiet:
                self.net.always.append((base, frozenset({boundary.key})))
        for outcome in self.escaping(node):
            if outcome.kind == "error" and outcome.code != "*":
                self.add(base, 0, node, clears=True, outcome=outcome)

    def having(self, node: Node, fired: Collection[Node], base: int) -> int:
        """The place of a node some of whose non-interrupting events have fired."""
        if not fired:
            return base
        return self.place(node.key + "!" + ",".join(sorted(b.key for b in fired)), node)

    def thrown_in(self, node: Node) -> frozenset[Outcome]:
        """What may be thrown in a node: by its job, or by anything inside it."""
        if node.behaviour in ("sub-process", "ad-hoc"):
            return self.outcomes.get(node.key, frozenset())
        if node.behaviour == "call" and node.called is not None:
            return self.outcomes.get(node.called.key, frozenset())
        if node.job is not None:
            codes = None if self.errors is None else self.errors.get(node.job.type)
            return frozenset(Outcome("error", code) for code in (("*",) if codes is None else codes))
        return frozenset({Outcome("error", "*")}) if node.behaviour == "user" else frozenset()

    def can_fire(self, node: Node, boundary: Node) -> bool:
        """Whether a boundary event has something that sets it off."""
        event = boundary.event
        if event is None or event.kind not in ("error", "escalation"):
            return True
        return any(
            outcome.kind == event.kind and (not event.code or outcome.code in ("*", event.code))
            for outcome in self.thrown_in(node)
        )

    def escaping(self, node: Node) -> frozenset[Outcome]:
        """What is thrown in a node and not caught at its border."""
        caught = {(b.event.kind, b.event.code) for b in node.boundaries if b.event is not None}
        return frozenset(
            outcome
            for outcome in self.thrown_in(node)
            if (outcome.kind, outcome.code) not in caught and (outcome.kind, "") not in caught
        )


def _subsets(edges: list[Edge]) -> list[tuple[Edge, ...]]:
    """Every non-empty subset in the order of the flows; of very many flows a sample that still meets each pair."""
    if len(edges) <= MAX_SUBSETS:
        return [way for size in range(1, len(edges) + 1) for way in combinations(edges, size)]
    return [*((edge,) for edge in edges), *combinations(edges, 2), tuple(edges)]
