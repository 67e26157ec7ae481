"""What the kinds of elements are called by people who do not read BPMN."""

from laufzettel.kernel.bpmn.model import Element
from laufzettel.kernel.problems import Text

_KINDS = {
    "startEvent": Text("Start", "Start"),
    "endEvent": Text("Ende", "End"),
    "intermediateCatchEvent": Text("Warten", "Wait"),
    "intermediateThrowEvent": Text("Ereignis", "Event"),
    "boundaryEvent": Text("Randereignis", "Boundary event"),
    "task": Text("Schritt", "Step"),
    "userTask": Text("Aufgabe", "Task"),
    "serviceTask": Text("Automatischer Schritt", "Automatic step"),
    "sendTask": Text("Senden", "Send"),
    "receiveTask": Text("Warten auf Nachricht", "Wait for a message"),
    "scriptTask": Text("Berechnung", "Calculation"),
    "businessRuleTask": Text("Entscheidungstabelle", "Decision table"),
    "manualTask": Text("Schritt von Hand", "Manual step"),
    "callActivity": Text("Aufruf eines Prozesses", "Call of a process"),
    "subProcess": Text("Teilprozess", "Sub-process"),
    "adHocSubProcess": Text("Ad-hoc-Teilprozess", "Ad-hoc sub-process"),
    "exclusiveGateway": Text("Verzweigung (ein Weg)", "Branch (one way)"),
    "parallelGateway": Text("Verzweigung (alle Wege)", "Branch (all ways)"),
    "inclusiveGateway": Text("Verzweigung (ein oder mehrere Wege)", "Branch (one or more ways)"),
    "eventBasedGateway": Text("Warten auf das erste Ereignis", "Wait for the first event"),
}
_EVENTS = {
    "timer": Text("Zeit", "time"),
    "message": Text("Nachricht", "message"),
    "signal": Text("Signal", "signal"),
    "error": Text("Fehler", "error"),
    "escalation": Text("Eskalation", "escalation"),
    "link": Text("Sprung", "link"),
    "compensation": Text("Rückabwicklung", "compensation"),
    "terminate": Text("sofort alles", "everything at once"),
}
_EVENT_SUBPROCESS = Text("Ereignis-Teilprozess", "Event sub-process")


def kind_in_words(element: Element) -> Text:
    """What an element is, such as „Warten (Zeit)“."""
    if element.has("triggeredByEvent"):
        return _EVENT_SUBPROCESS
    kind = _KINDS[element.kind]
    event = _EVENTS.get(element.event.kind) if element.event else None
    return Text(f"{kind} ({event})", f"{kind.en} ({event.en})") if event else kind
