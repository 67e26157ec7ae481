"""The history of a case in words, German and English."""

from collections.abc import Callable, Iterable

from laufzettel.kernel.bpmn.events import Event
from laufzettel.kernel.problems import Text


def tell(event: Event) -> Text | None:
    """One event as a sentence; None for book-keeping and for what a reader does not miss."""
    teller = _TELLERS.get(event.kind)
    return teller(event) if teller and not event.is_technical else None


def narrate(events: Iterable[Event]) -> tuple[Text, ...]:
    """The readable trace: what happened, in order."""
    return tuple(text for event in events if (text := tell(event)) is not None)


def _named(de: str, en: str) -> Callable[[Event], Text]:
    def teller(event: Event) -> Text:
        name = event.name or event.element
        return Text(de.format(name), en.format(name))

    return teller


def _incident(event: Event) -> Text:
    name, data = event.name or event.element, event.data
    return Text(f"Störung bei „{name}“: {data['message']}", f"Incident at “{name}”: {data['message_en']}")


def _job_failed(event: Event) -> Text:
    name, message = event.name or event.element, event.data["message"]
    return Text(f"„{name}“ ist gescheitert: {message}", f"“{name}” has failed: {message}")


def _thrown(de: str, en: str) -> Callable[[Event], Text]:
    def teller(event: Event) -> Text:
        name, code, caught = event.name or event.element, event.data["code"], event.data["caught"]
        de_end = f", weiter bei „{caught}“" if caught else ""
        en_end = f", on at “{caught}”" if caught else ""
        return Text(f"{de} „{code}“ bei „{name}“{de_end}", f"{en} “{code}” at “{name}”{en_end}")

    return teller


def _decided(event: Event) -> Text:
    name = event.data["decision"]
    return Text(f"Die Entscheidungstabelle „{name}“ wurde angewandt.", f"The decision table “{name}” was applied.")


def _ended(event: Event) -> Text:
    if event.data["outcome"] == "cancelled":
        return Text("Der Vorgang wurde abgebrochen.", "The case was cancelled.")
    return Text("Der Vorgang ist abgeschlossen.", "The case is complete.")


_TELLERS: dict[str, Callable[[Event], Text]] = {
    "activated": _named("„{}“ beginnt.", "“{}” begins."),
    "completed": _named("„{}“ ist erledigt.", "“{}” is done."),
    "terminated": _named("„{}“ wurde beendet, bevor es erledigt war.", "“{}” was ended before it was done."),
    "triggered": _named("Ein Ereignis ist eingetreten, auf das „{}“ wartet.", "An event “{}” waits for has happened."),
    "incident": _incident,
    "incident-closed": _named("Die Störung bei „{}“ ist behoben.", "The incident at “{}” is mended."),
    "retried": _named("„{}“ wird noch einmal versucht.", "“{}” is tried again."),
    "job-failed": _job_failed,
    "error": _thrown("Fehler", "Error"),
    "escalation": _thrown("Eskalation", "Escalation"),
    "decided": _decided,
    "ended": _ended,
}
