"""What one element does to the environment: inputs, result, outputs (rules 9 and 10)."""

from collections.abc import Callable

from laufzettel.kernel.bpmn.program import Assignment, Node
from laufzettel.kernel.bpmn.types_flow.environment import Environment, merge_ways, with_path
from laufzettel.kernel.bpmn.types_flow.expressions import Typist
from laufzettel.kernel.bpmn.types_flow.sources import TypeSources
from laufzettel.kernel.feel import FeelType, union
from laufzettel.kernel.feel.types import ANY, NULL, NUMBER, ContextType, Field, ListType, members
from laufzettel.kernel.problems import Text

_UNKNOWN = ContextType({}, closed=False)
_NOTHING = ContextType({})


class Visitor:
    """Passes elements; `scope` flows through the inside of one."""

    def __init__(
        self, sources: TypeSources, typist: Typist, scope: Callable[[Node, Environment, str], Environment]
    ) -> None:
        self.sources = sources
        self.typist = typist
        self.scope = scope

    def visit(self, node: Node, environment: Environment, root: str) -> tuple[Environment, Environment]:
        """What is known after a node, and at its boundary events."""
        if node.loop is not None:
            return self.loop(node, environment, root)
        return self.once(node, environment, root)

    def once(self, node: Node, environment: Environment, root: str) -> tuple[Environment, Environment]:
        local = self.inputs(node, environment)
        self.formulas(node, local)
        inside = local
        if node.behaviour in ("sub-process", "ad-hoc"):
            inside = self.scope(node, local, root)
            after = self.outputs(node, inside, _NOTHING, root).leaving(node.key, environment)
            return after, merge_ways([environment, inside.leaving(node.key, environment)])
        if node.behaviour == "call" and node.called is not None:
            result = self.called(node, local)
        else:
            result = self.result(node, local)
        after = self.outputs(node, local, result, root).leaving(node.key, environment)
        return after, environment

    def called(self, node: Node, local: Environment) -> ContextType:
        """The variables a called process ends with."""
        if node.called is None:
            return _NOTHING
        names = local.names
        if not node.passes_all_in:
            names = {name: known for name, known in names.items() if known.owner == node.key}
        key = node.called.key
        begin = Environment({n: type(k)(k.type, k.is_certain, key) for n, k in names.items()}, local.is_open)
        end = self.scope(node.called, begin, key)
        if not node.passes_all_out:
            return _NOTHING
        found = {name: _field(known.type, is_certain=known.is_certain) for name, known in end.names.items()}
        return ContextType(found, closed=not end.is_open)

    def loop(self, node: Node, environment: Environment, root: str) -> tuple[Environment, Environment]:
        """A multi-instance body: the element and the counter are local to each instance."""
        spec = node.loop
        if spec is None:
            return self.once(node, environment, root)
        items = self.typist.required(
            spec.collection, environment, Text("Liste der Mehrfachausführung", "Multi-instance collection")
        )
        item = union(*(m.item for m in _members(items) if isinstance(m, ListType))) if _lists(items) else ANY
        body = environment
        if spec.output_collection:
            body = body.write_local(spec.output_collection, ListType(ANY), f"{node.key}#")
        inner = body.write_local("loopCounter", NUMBER, node.key)
        if spec.element:
            inner = inner.write_local(spec.element, item, node.key)
        if spec.output_local and spec.output_collection:
            inner = inner.write_local(spec.output_local, NULL, node.key)
        after, boundary = self.once_inside(node, inner, root)
        collected = self.typist.type(spec.output_element, after) if spec.output_element else ANY
        if spec.completion is not None:
            counts = after
            for name in ("Instances", "ActiveInstances", "CompletedInstances", "TerminatedInstances"):
                counts = counts.write_local(f"numberOf{name}", NUMBER, node.key)
            self.typist.condition(spec.completion, counts)
        left = merge_ways([environment, after.leaving(node.key, body).leaving(f"{node.key}#", environment)])
        if spec.output_collection:
            may_end_early = NULL if spec.completion is not None else collected
            left = left.write(spec.output_collection, ListType(union(collected, may_end_early)), root)
        return left, merge_ways([environment, boundary.leaving(node.key, environment)])

    def once_inside(self, node: Node, inner: Environment, root: str) -> tuple[Environment, Environment]:
        """Like `once`, with the locals of the instance still in sight afterwards."""
        local = self.inputs(node, inner)
        self.formulas(node, local)
        if node.behaviour in ("sub-process", "ad-hoc"):
            inside = self.scope(node, local, root)
            return self.outputs(node, inside, _NOTHING, root), inside
        result = self.called(node, local) if node.behaviour == "call" else self.result(node, local)
        return self.outputs(node, local, result, root), inner

    def inputs(self, node: Node, environment: Environment) -> Environment:
        local = environment
        for assignment in node.inputs:
            kind = self.typist.type(assignment.source, local)
            name, *path = assignment.target
            if path:
                before = local.names.get(name)
                mine = before.type if before is not None and before.owner == node.key else None
                kind = with_path(mine, tuple(path), kind)
            local = local.write_local(name, kind, node.key)
        return local

    def outputs(self, node: Node, local: Environment, result: ContextType, root: str) -> Environment:
        if not node.outputs:
            return local.merge_result(result, root)
        seen = local
        for name, given in result.fields.items():
            seen = seen.write_local(name, given.type if given.required else union(given.type, NULL), f"{node.key}!")
        if not result.closed:
            seen = seen.opened()
        found = Environment(local.leaving(node.key, local).names, local.is_open)
        return self.assign(node.outputs, seen, found, root)

    def assign(
        self, assignments: tuple[Assignment, ...], seen: Environment, found: Environment, root: str
    ) -> Environment:
        """Rule 10: later mappings see what earlier ones wrote."""
        for assignment in assignments:
            kind = self.typist.type(assignment.source, seen)
            found = found.write_path(assignment.target, kind, root)
            name = assignment.target[0]
            seen = seen.write_local(name, found.names[name].type, "!")
        return found

    def event(self, event: Node, environment: Environment, root: str) -> Environment:
        """A boundary event: its payload is local, then rule 9; it does not see its host's locals."""
        self.formulas(event, environment)
        return self.outputs(event, environment, self.result(event, environment), root)

    def result(self, node: Node, local: Environment) -> ContextType:
        """What a node gives."""
        sources, event = self.sources, node.event
        if node.id in sources.elements:
            return sources.elements[node.id]
        if node.behaviour == "script" and node.script is not None:
            return ContextType.of({node.result: self.typist.type(node.script, local)})
        if node.behaviour == "decision":
            return ContextType.of({node.result: sources.decisions.get(node.decision, ANY)})
        if node.job is not None:
            return sources.jobs.get(node.job.type, _UNKNOWN)
        if node.behaviour == "user":
            return _UNKNOWN
        waits = node.behaviour in ("receive", "catch", "boundary") or (
            node.behaviour == "start" and node.scope is not None and node.scope.is_event_subprocess
        )
        if event is None or not waits or event.kind in ("timer", "none", "link"):
            return _NOTHING
        payloads = sources.messages if event.kind == "message" else sources.signals
        return payloads.get(event.subject.text if event.subject else "", _UNKNOWN)

    def formulas(self, node: Node, local: Environment) -> None:
        """Look at every other formula of a node; those where null is an incident must not be null."""
        event, task = node.event, node.task
        if event is not None:
            if event.due is not None:
                self.typist.required(event.due, local, Text("Zeitangabe", "Time"))
            if event.key is not None:
                self.typist.required(event.key, local, Text("Korrelationsschlüssel", "Correlation key"))
        if task is not None:
            for formula in (task.assignee, task.candidate_groups, task.candidate_users, task.due, task.follow_up):
                if formula is not None:
                    self.typist.type(formula, local)
        if node.collection is not None:
            self.typist.required(node.collection, local, Text("Auszuführende Elemente", "Elements to run"))
        if node.completion is not None:
            self.typist.condition(node.completion, local)


def _members(kind: FeelType) -> frozenset[FeelType]:
    return members(kind)


def _lists(kind: FeelType) -> bool:
    return any(isinstance(member, ListType) for member in _members(kind))


def _field(kind: FeelType, *, is_certain: bool) -> Field:
    return Field(kind, is_certain)
