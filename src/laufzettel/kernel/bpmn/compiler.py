"""Turns a model into a program, or says why it cannot run."""

from collections.abc import Iterable, Mapping, Sequence

from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.gateways import is_join
from laufzettel.kernel.bpmn.model import Element, Model, Process
from laufzettel.kernel.bpmn.node_compiler import NodeCompiler
from laufzettel.kernel.bpmn.passage import is_passage
from laufzettel.kernel.bpmn.program import Decision, Edge, Node, Program, StartEvent
from laufzettel.kernel.bpmn.structure import Structure, handlers_of
from laufzettel.kernel.problems import Finding, ProgramError, Text


def compile(  # noqa: A001 - the room's word for it, as in `re`
    model: Model,
    *,
    decisions: Mapping[str, Decision],
    processes: Sequence[Model] = (),
    process: str = "",
    names: Iterable[str] = (),
) -> Program:
    """The executable process of `model` as a program.

    `decisions` holds every decision a business rule task may call, by id; `processes` the models whose processes a
    call activity may call; `process` the id, when the file has several executable processes; `names` the variable
    names with spaces or operators in them that expressions may use. Raises `ProgramError` with all findings.
    """
    return _Compiler(model, decisions, processes, tuple(names)).program(process)


class _Compiler:
    def __init__(
        self, model: Model, decisions: Mapping[str, Decision], models: Sequence[Model], names: tuple[str, ...]
    ) -> None:
        self.model = model
        self.decisions = decisions
        self.names = names
        self.available: dict[str, tuple[Model, Process]] = {}
        for other in (*models, model):
            for process in other.processes.values():
                self.available[process.id] = (other, process)
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        self.nodes: dict[str, Node] = {}
        self.edges: dict[str, Edge] = {}
        self.processes: dict[str, Node] = {}
        self.calls: list[tuple[Node, str, Findings]] = []
        self.order = 0

    def program(self, wanted: str) -> Program:
        main = self.choose(wanted)
        root = self.add_process(self.model, main, "")
        while self.calls:
            self.resolve(*self.calls.pop(0))
        if self.errors:
            raise ProgramError(self.errors)
        for node in self.nodes.values():
            node.is_passage = is_passage(node)
        return Program(
            root,
            self.nodes,
            self.edges,
            self.decisions,
            tuple(self.starts(root)),
            self.model,
            tuple(self.warnings),
            tuple(self.processes.values()),
            any(node.behaviour == "inclusive" and is_join(node) for node in self.nodes.values()),
        )

    def choose(self, wanted: str) -> Process:
        """The process to run: the one asked for, else the only executable one."""
        runnable = [p for p in self.model.processes.values() if p.is_executable and wanted in ("", p.id)]
        if len(runnable) == 1:
            return runnable[0]
        if runnable:
            de, en = "Das Modell hat mehrere ausführbare Prozesse.", "The model has several executable processes."
        else:
            de = "Das Modell hat keinen ausführbaren Prozess; es kann nur angesehen werden."
            en = "The model has no executable process; it can only be looked at."
        code = "bpmn-several-processes" if runnable else "bpmn-not-executable"
        raise ProgramError([Finding(code, Text(de, en), self.model.place(wanted))])

    def resolve(self, node: Node, called: str, findings: Findings) -> None:
        """Bind a call activity to the process it calls."""
        if called in self.processes:
            node.called = self.processes[called]
            return
        found = self.available.get(called)
        if found is None or not found[1].is_executable:
            reported = Findings(findings.file)
            reported.add(
                "called-process",
                f"Den aufgerufenen Prozess „{called}“ gibt es in dieser Leistung nicht, oder er ist nicht ausführbar.",
                f"The called process '{called}' does not exist in this service, or is not executable.",
                element=node.id,
                line=node.line,
            )
            self.errors += reported.found
            return
        node.called = self.add_process(found[0], found[1], f"{called}/")

    def add_process(self, model: Model, process: Process, prefix: str) -> Node:
        """Nodes and edges of a process; its findings are collected."""
        findings = Findings(model.file)
        findings.found += [*model.findings, *process.findings]
        Structure(process, findings).check()
        root = Node(process.id, process.id, process.name, "process", "process", process.id, self.order, process.line)
        self.nodes[root.key] = root
        self.processes[process.id] = root
        if not any(finding.severity == "error" for finding in findings.found):
            maker = NodeCompiler(process, findings, self.decisions, self.names)
            local = {process.id: root}
            for element in process.elements.values():
                self.order += 1
                node = maker.node(element, prefix + element.id, self.order)
                local[element.id] = self.nodes[node.key] = node
                if node.behaviour == "call":
                    tag = element.extensions.get("calledElement")
                    self.calls.append((node, tag.get("processId") if tag else "", findings))
            self.connect(process, local, maker, prefix)
        for finding in findings.found:
            (self.errors if finding.severity == "error" else self.warnings).append(finding)
        return root

    def connect(self, process: Process, local: Mapping[str, Node], maker: NodeCompiler, prefix: str) -> None:
        """Tie the nodes of a process to each other."""
        for element in process.elements.values():
            node, scope = local[element.id], local[element.scope]
            node.scope = scope
            scope.children.append(node)
            if node.is_event_subprocess:
                scope.event_subprocesses.append(node)
            elif node.behaviour == "start" and node.event and (node.event.kind == "none" or scope.is_event_subprocess):
                scope.start = node
            if node.behaviour == "boundary":
                self.attach(process, element, node, local)
        for flow in process.flows.values():
            source, target = local[flow.source], local[flow.target]
            condition = maker.formulas.expression(flow.condition, flow.id, flow.line)
            edge = Edge(prefix + flow.id, flow.id, flow.name, source, target, condition)
            self.edges[edge.key] = edge
            source.outgoing.append(edge)
            target.incoming.append(edge)
            if process.elements[flow.source].attributes.get("default") == flow.id:
                source.default = edge
        self.link(process, local)

    def attach(self, process: Process, element: Element, node: Node, local: Mapping[str, Node]) -> None:
        host = local[element.attributes["attachedToRef"].rpartition(":")[2]]
        node.host = host
        if node.event and node.event.kind == "compensation":
            host.handler = local[handlers_of(process, element.id)[0].id]
        else:
            host.boundaries.append(node)

    def link(self, process: Process, local: Mapping[str, Node]) -> None:
        catches = {
            (element.scope, element.event.subject): local[element.id]
            for element in process.elements.values()
            if element.event and element.event.kind == "link" and element.kind == "intermediateCatchEvent"
        }
        for element in process.elements.values():
            if element.event and element.event.kind == "link" and element.kind == "intermediateThrowEvent":
                local[element.id].link = catches[element.scope, element.event.subject]

    def starts(self, root: Node) -> Iterable[StartEvent]:
        """How a case begins, from the model's own texts."""
        for node in root.children:
            if node.behaviour == "start" and node.event is not None:
                event = node.event
                yield StartEvent(
                    node.id,
                    node.name,
                    event.kind,
                    event.subject.text if event.subject else "",
                    event.timer,
                    event.due.text if event.due else "",
                )
