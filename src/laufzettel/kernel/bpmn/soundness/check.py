"""Whether a program is sound, scope by scope; what is not, with the shortest path that shows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from laufzettel.kernel.bpmn.program import Node, Program
from laufzettel.kernel.bpmn.soundness import report
from laufzettel.kernel.bpmn.soundness.conditions import SharedConditions
from laufzettel.kernel.bpmn.soundness.cycles import endless_cycles
from laufzettel.kernel.bpmn.soundness.detached import detached_events, following
from laufzettel.kernel.bpmn.soundness.net import Move, Net, NetBuilder, Outcome
from laufzettel.kernel.bpmn.soundness.reduce import reduce
from laufzettel.kernel.bpmn.soundness.search import MAX_MARKINGS, Result, search
from laufzettel.kernel.problems import Finding


@dataclass(frozen=True, slots=True)
class Unsound:
    """One thing that is not sound. `path` leads there from the beginning of the scope whose key is `scope`."""

    finding: Finding
    scope: str
    path: tuple[Move, ...] = ()


def check_soundness(
    program: Program,
    *,
    errors: Mapping[str, Collection[str]] | None = None,
    writes: Mapping[str, Collection[str]] | None = None,
    limit: int = MAX_MARKINGS,
) -> tuple[Unsound, ...]:
    """Everything that keeps a program from being sound; empty when it is proven sound.

    `errors` are the declared error codes of each job type (a type that is missing may throw any), `writes` the
    variables that an element writes, by element id (the fields of a task's form). "Runs twice"
    (`bpmn-runs-twice`) may be waived by a package; a deadlock may not.
    """
    return tuple(_Checker(program, errors, writes, limit).check())


WITNESS_MARKINGS = 20_000
_STOPS = ("bpmn-deadlock", "bpmn-no-way-out")


class _Checker:
    def __init__(
        self,
        program: Program,
        errors: Mapping[str, Collection[str]] | None,
        writes: Mapping[str, Collection[str]] | None,
        limit: int,
    ) -> None:
        self.program = program
        self.errors = errors
        self.writes = writes
        self.limit = limit
        self.outcomes: dict[str, frozenset[Outcome]] = {}
        self.found: list[Unsound] = []
        self.open: set[str] = set()

    def check(self) -> list[Unsound]:
        left = self.scope(self.program.process)
        self.found += [Unsound(f, self.program.process.key) for f in report.uncaught(self.program, left)]
        for scope in self.scopes():
            self.found += [Unsound(f, scope.key) for f in endless_cycles(self.program, scope)]
        return self.found

    def scopes(self) -> list[Node]:
        return [node for node in self.program.nodes.values() if node.is_scope]

    def scope(self, scope: Node) -> frozenset[Outcome]:
        """Check a scope and everything inside it, once; what it may throw to the outside."""
        if scope.key in self.outcomes or scope.key in self.open:
            return self.outcomes.get(scope.key, frozenset())
        self.open.add(scope.key)
        for child in scope.children:
            if child.is_scope:
                self.scope(child)
            elif child.behaviour == "call" and child.called is not None:
                self.scope(child.called)
        thrown = self.explore(scope)
        self.outcomes[scope.key] = self.past_event_subprocesses(scope, thrown)
        self.open.discard(scope.key)
        return self.outcomes[scope.key]

    def explore(self, scope: Node) -> set[Outcome]:
        """Search the scope from each of its beginnings; what may be thrown in it."""
        shared = SharedConditions(scope, self.writes)
        used: set[str] = set()
        thrown: set[Outcome] = set()
        apart = detached_events(scope)
        builder = NetBuilder(scope, self.outcomes, self.errors, shared)
        for start in [*_starts(scope), *apart]:
            builder = NetBuilder(scope, self.outcomes, self.errors, shared, {event.key for event in apart})
            net = builder.build(start)
            reduce(net)
            result = search(net, self.limit)
            used |= result.used
            thrown |= set(result.outcomes)
            if result.is_unsound:
                net, result = self.in_full(builder, scope, start, net, result)
            self.judge(scope, net, result)
            if not result.is_complete:
                used |= set(self.program.nodes)
        for child in scope.children:
            if child.key in used:
                thrown |= builder.escaping(child)
            for boundary in child.boundaries:
                if not builder.can_fire(child, boundary):
                    self.found.append(Unsound(report.no_thrower(self.program, boundary), scope.key))
        self.dead(scope, used | self.behind_deadlocks(scope))
        return thrown

    def in_full(self, builder: NetBuilder, scope: Node, start: Node, net: Net, result: Result) -> tuple[Net, Result]:
        """Look again at the net as it stands in the model, so that the way names every element on it.

        If that is too large, the way in the reduced net has to do.
        """
        whole = NetBuilder(scope, self.outcomes, self.errors, builder.shared, builder.detached).build(start)
        exact = search(whole, WITNESS_MARKINGS)
        return (whole, exact) if exact.is_complete and exact.is_unsound else (net, result)

    def behind_deadlocks(self, scope: Node) -> set[str]:
        """What follows a join that gets stuck: that it is never reached goes without saying."""
        stuck = {u.finding.place.element for u in self.found if u.scope == scope.key and u.finding.code in _STOPS}
        keys = {node.key for node in scope.children if node.id in stuck}
        return keys | {key for node in scope.children if node.id in stuck for key in following(node)}

    def judge(self, scope: Node, net: Net, result: Result) -> None:
        program = self.program
        if not result.is_complete:
            self.found.append(Unsound(report.not_proven(program, scope), scope.key))
        if result.twice is not None:
            place, path = result.twice
            self.found.append(Unsound(report.runs_twice(program, net, place, path), scope.key, path))
        if result.stuck is not None:
            marking, path = result.stuck
            self.found.append(Unsound(report.deadlock(program, net, marking, path), scope.key, path))
        elif result.endless is not None:
            marking, path = result.endless
            self.found.append(Unsound(report.no_way_out(program, net, marking, path), scope.key, path))

    def dead(self, scope: Node, used: set[str]) -> None:
        """Elements that no run ever reaches; those behind a catch without thrower are told by that already."""
        silent = {f.finding.place.element for f in self.found if f.finding.code == "bpmn-no-thrower"}
        for node in scope.children:
            host_counts = node.behaviour == "boundary" and node.id not in silent
            if node.is_event_subprocess or node.is_handler or (node.behaviour == "start" and node in _starts(scope)):
                continue
            if node.behaviour == "boundary":
                if host_counts and node.key not in used and (node.event is None or node.event.kind != "compensation"):
                    self.found.append(Unsound(report.dead(self.program, node), scope.key))
            elif node.key not in used and not _behind(node, silent) and not _is_awaited(node):
                self.found.append(Unsound(report.dead(self.program, node), scope.key))

    def past_event_subprocesses(self, scope: Node, thrown: set[Outcome]) -> frozenset[Outcome]:
        """What is left after the event sub-processes of the scope; what they throw themselves comes to it."""
        left = set(thrown)
        for inner in scope.event_subprocesses:
            event = inner.start.event if inner.start is not None else None
            if event is None or event.kind not in ("error", "escalation"):
                continue
            caught = {o for o in thrown if o.kind == event.kind and event.code in ("", o.code)}
            if not caught and not any(o.kind == event.kind and o.code == "*" for o in thrown) and inner.start:
                self.found.append(Unsound(report.no_thrower(self.program, inner.start), scope.key))
            left -= caught
        for inner in scope.event_subprocesses:
            left |= self.outcomes.get(inner.key, frozenset())
        return frozenset(left)


def _starts(scope: Node) -> list[Node]:
    """Where a scope begins: its start events, or each element of an ad-hoc sub-process that can be started."""
    if scope.behaviour == "ad-hoc":
        return [c for c in scope.children if not c.incoming and not c.is_handler and c.behaviour != "boundary"]
    if scope.start is not None and scope.behaviour != "process":
        return [scope.start]
    return [child for child in scope.children if child.behaviour == "start"]


def _is_awaited(node: Node) -> bool:
    """A catch event behind an event-based gateway is used with its flow."""
    return any(edge.source.behaviour == "event-gateway" for edge in node.incoming)


def _behind(node: Node, silent: set[str]) -> bool:
    """Whether the only ways to a node begin at events that nothing sets off."""
    seen, todo = {node.key}, [node]
    while todo:
        here = todo.pop()
        if here.id in silent:
            return True
        for edge in here.incoming:
            if edge.source.key not in seen:
                seen.add(edge.source.key)
                todo.append(edge.source)
    return False
