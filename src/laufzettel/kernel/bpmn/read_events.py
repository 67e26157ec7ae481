"""Event definitions, and the messages, signals, errors and escalations they refer to."""

from typing import TYPE_CHECKING

from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.model import EventDefinition, TimerKind
from laufzettel.kernel.bpmn.tags import line_of, local, reference, shown, text_of
from laufzettel.kernel.bpmn.vocabulary import BPMN, EVENT_DEFINITIONS, ZEEBE

if TYPE_CHECKING:
    from lxml import etree

_ATTRIBUTES = {
    "timerEventDefinition": {"id"},
    "messageEventDefinition": {"id", "messageRef"},
    "signalEventDefinition": {"id", "signalRef"},
    "errorEventDefinition": {"id", "errorRef"},
    "escalationEventDefinition": {"id", "escalationRef"},
    "linkEventDefinition": {"id", "name"},
    "compensateEventDefinition": {"id", "activityRef", "waitForCompletion"},
    "terminateEventDefinition": {"id"},
}
_TIMERS: dict[str, TimerKind] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class References:
    """The root elements that events refer to, by id."""

    def __init__(self, root: "etree._Element") -> None:
        self.elements = {
            child.get("id", ""): child
            for child in root
            if local(child) in {"message", "signal", "error", "escalation"} and str(child.tag).startswith(f"{{{BPMN}}}")
        }

    def subject(self, reference_: str) -> tuple[str, str]:
        """Name or code, and correlation key, of what an event refers to."""
        target = self.elements.get(reference_)
        if target is None:
            return "", ""
        name = {"error": "errorCode", "escalation": "escalationCode"}.get(local(target), "name")
        subscription = target.find(f"{{{BPMN}}}extensionElements/{{{ZEEBE}}}subscription")
        key = subscription.get("correlationKey", "") if subscription is not None else ""
        return target.get(name, ""), key

    def message(self, element: "etree._Element") -> EventDefinition:
        """What a receive task waits for."""
        target = reference(element, "messageRef")
        subject, key = self.subject(target)
        return EventDefinition("message", line_of(element), subject=subject, key=key, reference=target)


def read_event_definition(
    child: "etree._Element", references: References, findings: Findings, element: str
) -> EventDefinition:
    """One event definition of the event `element`; what it cannot mean is noted."""
    name, line = local(child), line_of(child)
    for attribute in map(str, child.attrib):
        if attribute not in _ATTRIBUTES[name] and not attribute.startswith("{"):
            findings.add(
                "unknown-attribute",
                f"Das Attribut „{attribute}“ an „{shown(child)}“ wird nicht unterstützt.",
                f"The attribute '{attribute}' of '{shown(child)}' is not supported.",
                element=element,
                line=line,
            )
    kind = EVENT_DEFINITIONS[name]
    timer, expression = _timer(child, findings, element) if kind == "timer" else ("", "")
    target = next((reference(child, key) for key in map(str, child.attrib) if key.endswith("Ref")), "")
    subject, key = references.subject(target)
    if kind == "link":
        subject = child.get("name", "")
    if child.get("waitForCompletion", "true") not in ("true", "1"):
        findings.add(
            "compensation-without-waiting",
            "Ein Kompensationsereignis wartet hier immer auf seine Schritte („waitForCompletion“ ist nicht möglich).",
            "A compensation event always waits for its handlers here ('waitForCompletion' cannot be false).",
            element=element,
            line=line,
        )
    return EventDefinition(
        kind,  # type: ignore[arg-type]
        line,
        timer,
        expression,
        subject,
        key,
        target if kind == "compensation" else "",
        target,
    )


def _timer(child: "etree._Element", findings: Findings, element: str) -> tuple[TimerKind, str]:
    found = [inner for inner in child if local(inner) in _TIMERS]
    if len(found) != 1 or len(found) != sum(1 for inner in child if local(inner) != "extensionElements"):
        findings.add(
            "timer-definition",
            "Ein Zeitereignis braucht genau eine Angabe: Datum, Dauer oder Zyklus.",
            "A timer event needs exactly one of date, duration or cycle.",
            element=element,
            line=line_of(child),
        )
    if not found:
        return "", ""
    return _TIMERS[local(found[0])], text_of(found[0]).strip()
