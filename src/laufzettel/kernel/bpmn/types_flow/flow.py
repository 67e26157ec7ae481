"""The forward flow of types: from the start over every element, until nothing changes any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from laufzettel.kernel.bpmn.program import Edge, Node, Program
from laufzettel.kernel.bpmn.types_flow.branches import concurrent_writers
from laufzettel.kernel.bpmn.types_flow.environment import (
    MAX_TURNS,
    Environment,
    Known,
    merge_branches,
    merge_ways,
    widened,
)
from laufzettel.kernel.bpmn.types_flow.expressions import Typist
from laufzettel.kernel.bpmn.types_flow.sources import TypeSources
from laufzettel.kernel.bpmn.types_flow.visits import Visitor
from laufzettel.kernel.problems import Finding


@dataclass(frozen=True, slots=True)
class TypeFlow:
    """The result: what is in sight when an element begins, by its key; what is wrong; what a case ends with."""

    environments: Mapping[str, Environment]
    findings: tuple[Finding, ...]
    end: Environment


def flow_types(program: Program, sources: TypeSources) -> TypeFlow:
    """Carry the types of forms, settings, jobs, decisions and messages over a process."""
    typist = Typist(sources.context)
    flow = _Flow(program, sources, typist)
    root = program.process
    begin = Environment(
        {name: Known(given.type, given.required, root.key) for name, given in sources.start.fields.items()},
        not sources.start.closed,
    )
    end = flow.scope(root, begin, root.key)
    findings = [*typist.all(), *concurrent_writers(program)]
    return TypeFlow(flow.at, tuple(findings), end)


class _Flow:
    def __init__(self, program: Program, sources: TypeSources, typist: Typist) -> None:
        self.program = program
        self.at: dict[str, Environment] = {}
        self.visitor = Visitor(sources, typist, self.scope)
        self.depth = 0

    def scope(self, scope: Node, begin: Environment, root: str) -> Environment:
        """Flow through a scope from its starts; what is known when it ends, on any of its ways."""
        self.depth += 1
        if self.depth > 24:  # a process that calls itself: nothing new is learnt further down
            self.depth -= 1
            return begin.opened()
        run = _ScopeRun(self, scope, begin, root)
        end = run.run()
        self.depth -= 1
        return end


class _ScopeRun:
    """One pass over the nodes of one scope, repeated until the environments stand still."""

    def __init__(self, flow: _Flow, scope: Node, begin: Environment, root: str) -> None:
        self.flow = flow
        self.visitor = flow.visitor
        self.scope = scope
        self.begin = begin
        self.root = root
        self.edges: dict[str, Environment] = {}
        self.entered: dict[str, Environment] = {}
        self.turns: dict[str, int] = {}
        self.ends: dict[str, Environment] = {}
        self.points: list[Environment] = [begin]

    def run(self) -> Environment:
        todo = self.starts()
        for node in todo:
            self.entered[node.key] = self.begin
        while todo:
            node = todo.pop(0)
            for target in self.visit(node):
                if target not in todo:
                    todo.append(target)
        inside = merge_ways(self.points)
        for inner in self.scope.event_subprocesses:
            self.note(inner, inside)
            self.ends[inner.key] = self.flow.scope(inner, inside, self.root)
        return merge_ways(self.ends.values()) if self.ends else self.begin

    def starts(self) -> list[Node]:
        if self.scope.behaviour == "ad-hoc":
            return [c for c in self.scope.children if not c.incoming and not c.is_handler and c.host is None]
        if self.scope.behaviour == "process":
            return [child for child in self.scope.children if child.behaviour == "start"]
        return [self.scope.start] if self.scope.start is not None else []

    def note(self, node: Node, environment: Environment) -> None:
        """Remember what is in sight when a node begins; several passes are ways."""
        known = self.flow.at.get(node.key)
        self.flow.at[node.key] = merge_ways([known, environment]) if known is not None else environment

    def visit(self, node: Node) -> list[Node]:
        """Pass a node; the nodes whose beginning has changed by it."""
        environment = self.entered[node.key]
        self.note(node, environment)
        self.points.append(environment)
        outgoing, boundary = self.visitor.visit(node, environment, self.root)
        self.points.append(outgoing)
        changed: list[Node] = []
        for event in node.boundaries:
            after = self.visitor.event(event, boundary, self.root)
            self.note(event, boundary)
            changed += self.leave(event, after)
        if node.behaviour in ("exclusive", "inclusive") and len(node.outgoing) > 1:
            return changed + self.split(node, outgoing)
        return changed + self.leave(node, outgoing)

    def leave(self, node: Node, environment: Environment) -> list[Node]:
        if node.link is not None:
            return self.enter(node.link, [environment])
        if not node.outgoing:
            before = self.ends.get(node.key)
            self.ends[node.key] = merge_ways([before, environment]) if before is not None else environment
        return [target for edge in node.outgoing for target in self.over(edge, environment)]

    def split(self, node: Node, environment: Environment) -> list[Node]:
        """Behind a gateway its conditions are known; the default knows that all others failed."""
        changed: list[Node] = []
        typist = self.visitor.typist
        rest = environment
        for edge in node.outgoing:
            if edge.condition is None:
                continue
            typist.condition(edge.condition, rest if node.behaviour == "exclusive" else environment)
            source = rest if node.behaviour == "exclusive" else environment
            changed += self.over(edge, typist.narrowed(edge.condition, source, holds=True))
            rest = typist.narrowed(edge.condition, rest, holds=False)
        for edge in node.outgoing:
            if edge.condition is None:
                changed += self.over(edge, rest)
        return changed

    def over(self, edge: Edge, environment: Environment) -> list[Node]:
        if self.edges.get(edge.key) == environment:
            return []
        self.edges[edge.key] = environment
        arrived = [self.edges[e.key] for e in edge.target.incoming if e.key in self.edges]
        return self.enter(edge.target, arrived)

    def enter(self, node: Node, arrived: Iterable[Environment]) -> list[Node]:
        merged = merge_branches(arrived) if node.behaviour == "parallel" else merge_ways(arrived)
        before = self.entered.get(node.key)
        if before == merged:
            return []
        self.turns[node.key] = self.turns.get(node.key, 0) + 1
        if before is not None and self.turns[node.key] > MAX_TURNS:
            merged = widened(before, merged)
            if self.turns[node.key] > 2 * MAX_TURNS:
                return []
        self.entered[node.key] = merged
        return [node]
