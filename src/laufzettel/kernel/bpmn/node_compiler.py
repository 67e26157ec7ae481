"""One element of the model as a node: its behaviour, formulas, mappings, job, task, loop."""

from collections.abc import Mapping

from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.formulas import FormulaCompiler
from laufzettel.kernel.bpmn.model import Element, EventDefinition, Process, Tag
from laufzettel.kernel.bpmn.program import (
    Assignment,
    Behaviour,
    Decision,
    EventSpec,
    Formula,
    JobSpec,
    LoopSpec,
    Node,
    TaskSpec,
)
from laufzettel.kernel.problems import NO_TEXT, Text

_BEHAVIOURS: dict[str, Behaviour] = {
    "task": "pass",
    "manualTask": "pass",
    "userTask": "user",
    "serviceTask": "job",
    "sendTask": "job",
    "receiveTask": "receive",
    "scriptTask": "script",
    "businessRuleTask": "decision",
    "callActivity": "call",
    "subProcess": "sub-process",
    "adHocSubProcess": "ad-hoc",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "event-gateway",
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "boundaryEvent": "boundary",
}
_BINDINGS = {"", "deployment", "latest"}


class NodeCompiler:
    """Makes the nodes of one process; what is wrong goes to the findings."""

    def __init__(
        self, process: Process, findings: Findings, decisions: Mapping[str, Decision], names: tuple[str, ...]
    ) -> None:
        self.process = process
        self.findings = findings
        self.decisions = decisions
        self.formulas = FormulaCompiler(findings, names)

    def node(self, element: Element, key: str, order: int) -> Node:
        """The node of an element, not yet connected."""
        behaviour = _BEHAVIOURS[element.kind]
        node = Node(key, element.id, element.name, element.kind, behaviour, self.process.id, order, element.line)
        self.check_binding(element)
        mapping = element.extensions.get("ioMapping")
        if mapping is not None:
            node.inputs = self.assignments(element, mapping, "input")
            node.outputs = self.assignments(element, mapping, "output")
        if element.loop is not None:
            node.loop = self.loop(element)
        node.is_event_subprocess = element.has("triggeredByEvent")
        node.is_handler = element.has("isForCompensation")
        if element.event is not None:
            node.event = self.event(element, element.event)
            node.is_interrupting = element.has(
                "cancelActivity" if element.kind == "boundaryEvent" else "isInterrupting", default=True
            )
        self.specialise(node, element)
        return node

    def specialise(self, node: Node, element: Element) -> None:
        """What only this kind of element has."""
        tags = element.extensions
        if node.behaviour in ("script", "decision") and "taskDefinition" in tags:
            node.behaviour = "job"
        if node.behaviour == "job" or (
            node.behaviour in ("end", "throw") and node.event and node.event.kind == "message"
        ):
            node.job = self.job(element)
        elif node.behaviour == "user":
            node.task = self.task(element)
        elif node.behaviour == "script":
            self.script(node, element, tags.get("script"))
        elif node.behaviour == "decision":
            self.decision(node, element, tags.get("calledDecision"))
        elif node.behaviour == "receive" and element.message is not None:
            node.event = self.event(element, element.message)
        elif node.behaviour == "call":
            self.call(node, element, tags.get("calledElement"))
        elif node.behaviour == "ad-hoc":
            self.ad_hoc(node, element, tags.get("adHoc"))

    def formula(self, element: Element, text: str) -> Formula | None:
        return self.formulas.formula(text, element.id, element.line)

    def expression(self, element: Element, text: str) -> Formula | None:
        return self.formulas.expression(text, element.id, element.line)

    def missing(self, element: Element, code: str, de: str, en: str, hint: Text = NO_TEXT) -> None:
        self.findings.add(code, de, en, element=element.id, line=element.line, hint=hint)

    def check_binding(self, element: Element) -> None:
        for tag in element.extensions.values():
            if tag.get("bindingType") not in _BINDINGS:
                self.missing(
                    element,
                    "binding",
                    f"Die Bindung „{tag.get('bindingType')}“ gibt es hier nicht; es gilt immer die eigene Freigabe.",
                    f"The binding '{tag.get('bindingType')}' does not exist here; it is always the same release.",
                )

    def assignments(self, element: Element, mapping: Tag, direction: str) -> tuple[Assignment, ...]:
        found: list[Assignment] = []
        for tag in mapping.children:
            if tag.name != direction:
                continue
            target = tuple(part.strip() for part in tag.get("target").split("."))
            source = self.formulas.formula(tag.get("source"), element.id, tag.line)
            if not all(target) or not tag.get("source"):
                self.findings.add(
                    "mapping",
                    "Eine Zuordnung braucht Quelle und Ziel.",
                    "A mapping needs a source and a target.",
                    element=element.id,
                    line=tag.line,
                )
            elif source is not None:
                found.append(Assignment(target, source))
        return tuple(found)

    def loop(self, element: Element) -> LoopSpec | None:
        loop = element.loop
        if loop is None:
            return None
        collection = self.formulas.expression(loop.collection, element.id, loop.line)
        if not loop.collection:
            self.missing(
                element,
                "loop-collection",
                "Eine Mehrfachausführung braucht eine Eingangsliste („inputCollection“).",
                "A multi-instance activity needs an input collection.",
            )
        if bool(loop.output_collection) != bool(loop.output_element):
            self.missing(
                element,
                "loop-output",
                "Ausgangsliste und Ausgangselement gehören zusammen.",
                "Output collection and output element belong together.",
            )
        output = self.formulas.expression(loop.output_element, element.id, loop.line)
        completion = self.formulas.expression(loop.completion, element.id, loop.line)
        if collection is None:
            return None
        return LoopSpec(
            loop.is_sequential,
            collection,
            loop.element,
            loop.output_collection,
            output,
            _root_name(loop.output_element),
            completion,
        )

    def event(self, element: Element, event: EventDefinition) -> EventSpec:
        """Check that the event says what it waits for or throws."""
        throws = element.kind in {"endEvent", "intermediateThrowEvent"}
        if event.kind == "timer" and not event.expression:
            self.missing(element, "timer", "Dem Zeitereignis fehlt die Angabe.", "The timer event lacks its time.")
        if event.kind in {"message", "signal"} and not event.subject and not (throws and event.kind == "message"):
            what = "Nachricht" if event.kind == "message" else "Signal"
            self.missing(
                element,
                f"{event.kind}-name",
                f"Diesem Element fehlt der Name ({what}).",
                f"This element lacks the name of its {event.kind}.",
            )
        if event.kind in {"error", "escalation"} and throws and not event.subject:
            self.missing(
                element,
                f"{event.kind}-code",
                "Was ausgelöst wird, braucht einen Code.",
                "What is thrown needs a code.",
            )
        if event.kind in {"error", "escalation"} and event.subject.startswith("="):
            self.missing(
                element,
                f"{event.kind}-code",
                "Ein Code darf kein Ausdruck sein.",
                "A code cannot be an expression.",
            )
        if event.kind == "message" and not throws and not event.key and not self.begins_a_process(element):
            self.missing(
                element,
                "correlation-key",
                "Der Nachricht fehlt der Korrelationsschlüssel.",
                "The message lacks its correlation key.",
            )
        self.check_activity(element, event)
        return self.event_spec(element, event)

    def check_activity(self, element: Element, event: EventDefinition) -> None:
        if event.activity and event.activity not in self.process.elements:
            self.missing(
                element,
                "compensation-activity",
                f"Die Aktivität „{event.activity}“ gibt es nicht.",
                f"The activity '{event.activity}' does not exist.",
            )

    def event_spec(self, element: Element, event: EventDefinition) -> EventSpec:
        named = event.kind in {"message", "signal"}
        return EventSpec(
            event.kind,
            event.timer,
            self.formulas.formula(event.expression, element.id, event.line),
            self.formulas.formula(event.subject, element.id, event.line) if named else None,
            event.subject if event.kind in {"error", "escalation"} else "",
            self.formulas.formula(event.key, element.id, event.line),
            event.activity,
        )

    def begins_a_process(self, element: Element) -> bool:
        return element.kind == "startEvent" and element.scope == self.process.id

    def job(self, element: Element) -> JobSpec | None:
        tag = element.extensions.get("taskDefinition")
        if tag is None or not tag.get("type") or tag.get("type").startswith("="):
            self.missing(
                element,
                "job-type",
                "Diesem Element fehlt der Auftragstyp („zeebe:taskDefinition type“), als fester Text.",
                "This element lacks its job type ('zeebe:taskDefinition type'), as a constant.",
            )
            return None
        return JobSpec(tag.get("type"), self.formula(element, tag.get("retries")), _headers(element))

    def task(self, element: Element) -> TaskSpec:
        tags, empty = element.extensions, Tag("", 0, {})
        form, who = tags.get("formDefinition", empty), tags.get("assignmentDefinition", empty)
        when, priority = tags.get("taskSchedule", empty), tags.get("priorityDefinition", empty)
        return TaskSpec(
            form.get("formId") or form.get("formKey") or form.get("externalReference"),
            self.formula(element, who.get("assignee")),
            self.formula(element, who.get("candidateGroups")),
            self.formula(element, who.get("candidateUsers")),
            self.formula(element, when.get("dueDate")),
            self.formula(element, when.get("followUpDate")),
            self.formula(element, priority.get("priority")),
            _headers(element),
        )

    def script(self, node: Node, element: Element, tag: Tag | None) -> None:
        if tag is None or not tag.get("expression") or not tag.get("resultVariable"):
            self.missing(
                element,
                "script",
                "Ein Skript braucht einen FEEL-Ausdruck und eine Ergebnisvariable.",
                "A script task needs a FEEL expression and a result variable.",
            )
            return
        node.script = self.expression(element, tag.get("expression"))
        node.result = tag.get("resultVariable")

    def decision(self, node: Node, element: Element, tag: Tag | None) -> None:
        name = tag.get("decisionId") if tag else ""
        if tag is None or not name or not tag.get("resultVariable"):
            self.missing(
                element,
                "decision",
                "Ein Geschäftsregel-Schritt braucht eine Entscheidung und eine Ergebnisvariable.",
                "A business rule task needs a decision and a result variable.",
            )
            return
        if name not in self.decisions:
            self.missing(
                element,
                "unknown-decision",
                f"Die Entscheidung „{name}“ gibt es in dieser Leistung nicht.",
                f"The decision '{name}' does not exist in this service.",
            )
        node.decision = name
        node.result = tag.get("resultVariable")

    def call(self, node: Node, element: Element, tag: Tag | None) -> None:
        if tag is None or not tag.get("processId") or tag.get("processId").startswith("="):
            self.missing(
                element,
                "called-process",
                "Dem Aufruf fehlt der Prozess, als feste Kennung.",
                "The call activity lacks its process, as a constant id.",
            )
            return
        node.passes_all_in = tag.get("propagateAllParentVariables", "true") != "false"
        node.passes_all_out = tag.get("propagateAllChildVariables", "true") != "false"

    def ad_hoc(self, node: Node, element: Element, tag: Tag | None) -> None:
        node.collection = self.expression(element, tag.get("activeElementsCollection")) if tag else None
        node.completion = self.expression(element, element.completion)
        node.cancels_rest = element.has("cancelRemainingInstances", default=True)


def _headers(element: Element) -> dict[str, str]:
    tag = element.extensions.get("taskHeaders")
    return {child.get("key"): child.get("value") for child in tag.children} if tag else {}


def _root_name(text: str) -> str:
    """The variable that an output element collects, when it is a plain path such as `=ergebnis.wert`."""
    root = text.removeprefix("=").strip().partition(".")[0].strip()
    return root if root.isidentifier() else ""
