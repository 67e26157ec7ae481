"""What a process must keep to before it can run: references, flows, starts, boundary events, links."""

from collections import defaultdict
from collections.abc import Callable

from laufzettel.kernel.bpmn import vocabulary as words
from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.model import Element, Flow, Process
from laufzettel.kernel.problems import NO_TEXT, Text

_CATCHABLE = {
    "startEvent": {"none", "timer", "message", "signal", "error", "escalation"},
    "endEvent": {"none", "terminate", "error", "message", "escalation", "signal", "compensation"},
    "intermediateCatchEvent": {"timer", "message", "signal", "link"},
    "intermediateThrowEvent": {"none", "message", "signal", "escalation", "link", "compensation"},
    "boundaryEvent": {"timer", "message", "signal", "error", "escalation", "compensation"},
}
_ALWAYS_INTERRUPTING = frozenset({"error"})


class Structure:
    """Checks one process; what is wrong goes to `findings`."""

    def __init__(self, process: Process, findings: Findings) -> None:
        self.process = process
        self.findings = findings
        self.elements = process.elements
        self.incoming: dict[str, list[Flow]] = defaultdict(list)
        self.outgoing: dict[str, list[Flow]] = defaultdict(list)
        self.children: dict[str, list[Element]] = defaultdict(list)
        for flow in process.flows.values():
            self.outgoing[flow.source].append(flow)
            self.incoming[flow.target].append(flow)
        for element in process.elements.values():
            self.children[element.scope].append(element)

    def check(self) -> None:
        """All checks."""
        for flow in self.process.flows.values():
            self.check_flow(flow)
        self.check_scope(self.process.id, is_event_subprocess=False, line=self.process.line)
        checks: dict[str, Callable[[Element], None]] = {
            "boundaryEvent": self.check_boundary,
            "eventBasedGateway": self.check_event_gateway,
            "startEvent": self.check_start,
        }
        for element in self.elements.values():
            if element.kind in words.EVENTS:
                self.check_event_kind(element)
            if element.kind in words.SUBPROCESSES:
                self.check_subprocess(element)
            if element.kind in checks:
                checks[element.kind](element)
            self.check_ends(element)
            self.check_default(element)

    def refuse(self, where: Element | Flow, code: str, de: str, en: str, hint: Text = NO_TEXT) -> None:
        """Note a finding at an element."""
        self.findings.add(code, de, en, element=where.id, line=where.line, hint=hint)

    def check_flow(self, flow: Flow) -> None:
        source, target = self.elements.get(flow.source), self.elements.get(flow.target)
        if source is None or target is None:
            missing = flow.source if source is None else flow.target
            self.refuse(
                flow,
                "dangling-flow",
                f"Der Sequenzfluss verweist auf „{missing}“; das gibt es in diesem Prozess nicht.",
                f"The sequence flow refers to '{missing}', which this process does not have.",
            )
            return
        if source.scope != target.scope:
            self.refuse(
                flow,
                "flow-crosses-scope",
                "Ein Sequenzfluss darf einen Teilprozess weder betreten noch verlassen.",
                "A sequence flow must not cross the border of a sub-process.",
            )
        if flow.condition and source.kind not in {"exclusiveGateway", "inclusiveGateway"}:
            self.refuse(
                flow,
                "condition-without-gateway",
                "Eine Bedingung darf nur hinter einem exklusiven oder inklusiven Gateway stehen.",
                "A condition may only stand behind an exclusive or inclusive gateway.",
            )

    def check_ends(self, element: Element) -> None:
        """Which elements may have no incoming or no outgoing flow."""
        incoming, outgoing = self.incoming[element.id], self.outgoing[element.id]
        is_link = element.event is not None and element.event.kind == "link"
        no_incoming = element.kind in {"startEvent", "boundaryEvent"} or self.stands_apart(element)
        if incoming and (no_incoming or (is_link and element.kind == "intermediateCatchEvent")):
            self.refuse(
                element,
                "incoming-flow",
                "In dieses Element darf kein Sequenzfluss führen.",
                "No sequence flow may lead into this element.",
            )
        if outgoing and (
            element.kind == "endEvent"
            or self.stands_apart(element)
            or (is_link and element.kind == "intermediateThrowEvent")
        ):
            self.refuse(
                element,
                "outgoing-flow",
                "Aus diesem Element darf kein Sequenzfluss führen.",
                "No sequence flow may lead out of this element.",
            )
        if not incoming and not no_incoming and not is_link and not self.is_in_ad_hoc(element):
            self.refuse(
                element,
                "unreachable",
                "Dieses Element wird nie erreicht: Kein Sequenzfluss führt hin.",
                "This element is never reached: no sequence flow leads to it.",
            )

    def stands_apart(self, element: Element) -> bool:
        """Event sub-processes and compensation handlers are not on the flow."""
        return element.has("triggeredByEvent") or element.has("isForCompensation")

    def is_in_ad_hoc(self, element: Element) -> bool:
        scope = self.elements.get(element.scope)
        return scope is not None and scope.kind == "adHocSubProcess"

    def check_default(self, element: Element) -> None:
        default = element.attributes.get("default")
        outgoing = self.outgoing[element.id]
        if default and element.kind not in {"exclusiveGateway", "inclusiveGateway"}:
            self.refuse(
                element,
                "default-without-gateway",
                "Einen Standardfluss gibt es nur an exklusiven und inklusiven Gateways.",
                "Only exclusive and inclusive gateways have a default flow.",
            )
        if default and default not in {flow.id for flow in outgoing}:
            self.refuse(
                element,
                "default-unknown",
                f"Der Standardfluss „{default}“ geht nicht von diesem Element aus.",
                f"The default flow '{default}' does not leave this element.",
            )
        if element.kind not in {"exclusiveGateway", "inclusiveGateway"} or len(outgoing) < 2:
            return
        for flow in outgoing:
            if flow.id == default and flow.condition:
                self.refuse(
                    flow,
                    "default-condition",
                    "Der Standardfluss darf keine Bedingung haben.",
                    "The default flow must not have a condition.",
                )
            if flow.id != default and not flow.condition:
                self.refuse(
                    flow,
                    "condition-missing",
                    "Diesem Sequenzfluss fehlt die Bedingung.",
                    "This sequence flow lacks its condition.",
                    Text("Bedingung angeben oder als Standardfluss kennzeichnen.", "Add one or make it the default."),
                )

    def check_event_kind(self, element: Element) -> None:
        event = element.event
        if event is not None and event.kind not in _CATCHABLE[element.kind]:
            self.refuse(
                element,
                "event-kind",
                f"Ein Ereignis der Art „{event.kind}“ ist hier nicht möglich.",
                f"An event of kind '{event.kind}' is not possible here.",
            )

    def check_scope(self, scope: str, *, is_event_subprocess: bool, line: int) -> None:
        """One none start event, or for an event sub-process one start event that waits; links in pairs."""
        starts = [child for child in self.children[scope] if child.kind == "startEvent"]
        nones = [start for start in starts if start.event and start.event.kind == "none"]
        owner = self.elements.get(scope)
        if is_event_subprocess and (len(starts) != 1 or nones):
            self.findings.add(
                "event-subprocess-start",
                "Ein Ereignis-Teilprozess braucht genau ein Startereignis, und zwar eines, das auf etwas wartet.",
                "An event sub-process needs exactly one start event, one that waits for something.",
                element=scope,
                line=line,
            )
        elif owner is not None and not is_event_subprocess and (len(starts) != 1 or not nones):
            self.findings.add(
                "subprocess-start",
                "Ein Teilprozess braucht genau ein einfaches Startereignis.",
                "A sub-process needs exactly one none start event.",
                element=scope,
                line=line,
            )
        elif owner is None and (not starts or len(nones) > 1):
            self.findings.add(
                "process-start",
                "Ein Prozess braucht ein Startereignis, und höchstens ein einfaches.",
                "A process needs a start event, and at most one none start event.",
                element=scope,
                line=line,
            )
        self.check_links(scope)

    def check_links(self, scope: str) -> None:
        """Each link that is thrown is caught once in the same scope."""
        links = [child for child in self.children[scope] if child.event and child.event.kind == "link"]
        catches = [child for child in links if child.kind == "intermediateCatchEvent"]
        throws = [child for child in links if child.kind == "intermediateThrowEvent"]
        names = [child.event.subject for child in catches if child.event]
        for child in links:
            name = child.event.subject if child.event else ""
            if not name:
                self.refuse(child, "link-name", "Das Link-Ereignis hat keinen Namen.", "The link event has no name.")
            elif names.count(name) > 1 and child in catches:
                self.refuse(
                    child,
                    "link-twice",
                    f"Der Link „{name}“ kommt zweimal an.",
                    f"The link '{name}' is caught twice.",
                )
            elif child in throws and name not in names:
                self.refuse(
                    child,
                    "link-target",
                    f"Der Link „{name}“ kommt in diesem Bereich nirgends an.",
                    f"The link '{name}' is caught nowhere in this scope.",
                )
            elif child in catches and name not in {t.event.subject for t in throws if t.event}:
                self.refuse(
                    child,
                    "link-source",
                    f"Den Link „{name}“ löst in diesem Bereich nichts aus.",
                    f"The link '{name}' is thrown nowhere in this scope.",
                )

    def check_subprocess(self, element: Element) -> None:
        triggered = element.has("triggeredByEvent")
        if element.kind == "adHocSubProcess":
            self.check_ad_hoc(element)
            return
        self.check_scope(element.id, is_event_subprocess=triggered, line=element.line)
        if triggered and element.loop is not None:
            self.refuse(
                element,
                "event-subprocess-loop",
                "Ein Ereignis-Teilprozess kann keine Mehrfachausführung haben.",
                "An event sub-process cannot be multi-instance.",
            )

    def check_ad_hoc(self, element: Element) -> None:
        """Rule 29: something must be startable; starts and ends do not belong in one."""
        children = self.children[element.id]
        startable = [c for c in children if c.kind in words.ACTIVITIES and not self.incoming[c.id]]
        if not startable:
            self.refuse(
                element,
                "ad-hoc-empty",
                "In diesem Ad-hoc-Teilprozess gibt es nichts, was begonnen werden kann.",
                "This ad-hoc sub-process has nothing that can be started.",
            )
        for child in children:
            if child.kind in {"startEvent", "endEvent"} or child.has("triggeredByEvent"):
                self.refuse(
                    child,
                    "ad-hoc-event",
                    "Start-, Endereignisse und Ereignis-Teilprozesse gehören nicht in einen Ad-hoc-Teilprozess.",
                    "Start events, end events and event sub-processes do not belong in an ad-hoc sub-process.",
                )

    def check_start(self, element: Element) -> None:
        scope = self.elements.get(element.scope)
        kind = element.event.kind if element.event else "none"
        in_event_subprocess = scope is not None and scope.has("triggeredByEvent")
        if not in_event_subprocess and kind in {"error", "escalation"}:
            self.refuse(
                element,
                "event-kind",
                "Fehler und Eskalationen beginnen nur einen Ereignis-Teilprozess.",
                "Errors and escalations start event sub-processes only.",
            )
        if in_event_subprocess:
            self.check_interrupting(element, "isInterrupting")

    def check_interrupting(self, element: Element, attribute: str) -> None:
        event = element.event
        interrupting = element.has(attribute, default=True)
        if event and event.kind in _ALWAYS_INTERRUPTING and not interrupting:
            self.refuse(
                element,
                "error-interrupts",
                "Ein Fehlerereignis unterbricht immer.",
                "An error event always interrupts.",
            )
        if event and event.timer == "cycle" and interrupting:
            self.refuse(
                element,
                "interrupting-cycle",
                "Ein unterbrechendes Zeitereignis kann keinen Zyklus haben.",
                "An interrupting timer event cannot have a cycle.",
            )

    def check_boundary(self, element: Element) -> None:
        host = self.elements.get(element.attributes.get("attachedToRef", "").rpartition(":")[2])
        if host is None or host.kind not in words.ACTIVITIES or host.scope != element.scope:
            self.refuse(
                element,
                "boundary-host",
                "Dieses Randereignis hängt an keiner Aktivität seines Bereichs.",
                "This boundary event is attached to no activity of its scope.",
            )
            return
        if host.has("triggeredByEvent"):
            self.refuse(
                element,
                "boundary-host",
                "Ein Ereignis-Teilprozess hat keine Randereignisse.",
                "An event sub-process has no boundary events.",
            )
        if element.event and element.event.kind == "compensation":
            self.check_handler(element)
            return
        self.check_interrupting(element, "cancelActivity")
        if not self.outgoing[element.id]:
            self.refuse(
                element,
                "boundary-outgoing",
                "Aus diesem Randereignis führt kein Sequenzfluss.",
                "No sequence flow leads out of this boundary event.",
            )

    def check_handler(self, element: Element) -> None:
        handlers = handlers_of(self.process, element.id)
        if len(handlers) != 1 or self.outgoing[element.id]:
            self.refuse(
                element,
                "compensation-handler",
                "Ein Kompensationsereignis braucht genau eine Assoziation zu einer Aktivität „für Kompensation“.",
                "A compensation event needs exactly one association to an activity 'for compensation'.",
            )

    def check_event_gateway(self, element: Element) -> None:
        outgoing = self.outgoing[element.id]
        if len(outgoing) < 2:
            self.refuse(
                element,
                "event-gateway-branches",
                "Ein ereignisbasiertes Gateway braucht mindestens zwei Ereignisse hinter sich.",
                "An event-based gateway needs at least two events behind it.",
            )
        for flow in outgoing:
            target = self.elements.get(flow.target)
            if target is None:
                continue
            kind = target.event.kind if target.event else ""
            good = target.kind == "intermediateCatchEvent" and kind in {"timer", "message", "signal"}
            if not good or len(self.incoming[target.id]) != 1:
                self.refuse(
                    target,
                    "event-gateway-target",
                    "Hinter einem ereignisbasierten Gateway stehen nur Zeit-, Nachrichten- und Signalereignisse, "
                    "in die sonst nichts führt.",
                    "Only timer, message and signal events follow an event-based gateway, with nothing else "
                    "leading into them.",
                )


def handlers_of(process: Process, event: str) -> list[Element]:
    """The activities "for compensation" that an association ties to a compensation boundary event."""
    ends = [target for source, target in process.associations if source == event]
    ends += [source for source, target in process.associations if target == event]
    found = [process.elements[end] for end in ends if end in process.elements]
    return [element for element in found if element.has("isForCompensation")]
