"""The history of a case in words: one line for what a person would call an event."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from laufzettel.cases.models import Case, HistoryEvent
from laufzettel.catalogue import packages
from laufzettel.core.clock import ZONE
from laufzettel.kernel.bpmn.events import TECHNICAL
from laufzettel.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Line:
    """What happened, when (in German time), and who did it."""

    at: datetime
    text: str
    who: str
    kind: str


def lines(case: Case, language: str) -> list[Line]:
    """The history of a case in order, without book-keeping and branches. Reads all events in one query."""
    found = []
    events = list(HistoryEvent.objects.filter(case=case).order_by("number"))
    several, gateways = {event.instance for event in events if event.kind == "loop"}, _gateways(case)
    for event in events:
        # What is done once for each of several is told for each; the frame around them has the same name.
        is_left_out = event.instance in several or event.element.rpartition("/")[2] in gateways
        text = None if event.kind == "completed" and is_left_out else _text(event)
        if text:
            who = event.actor.get("name") or _WHO.get(event.actor.get("kind", ""), _SYSTEM).in_language(language)
            found.append(Line(event.at.astimezone(ZONE), text.in_language(language), who, event.kind))
    return found


def _gateways(case: Case) -> set[str]:
    """The ids of what only branches: nobody does anything there. What an earlier edition called so may be missing."""
    processes = packages.by_edition(case.edition_id).model.processes.values()
    return {key for process in processes for key, one in process.elements.items() if one.kind.endswith("Gateway")}


def as_json(case: Case) -> bytes:
    """Every event with all it says: what was filed can be read without us."""
    rows = [
        {
            "number": event.number,
            "at": event.at.isoformat(),
            "kind": event.kind,
            "instance": event.instance,
            "element": event.element,
            "name": event.name,
            "data": event.data,
            "actor": event.actor,
        }
        for event in HistoryEvent.objects.filter(case=case).order_by("number")
    ]
    return json.dumps({"case": case.number, "events": rows}, ensure_ascii=False, indent=1).encode()


def _text(event: HistoryEvent) -> Text | None:
    if event.kind in TECHNICAL:
        return None
    say = SENTENCES.get(event.kind)
    return say(event) if say else None


def _step(de: str, en: str) -> Callable[[HistoryEvent], Text | None]:
    def say(event: HistoryEvent) -> Text | None:
        return Text(de.format(event.name), en.format(event.name)) if event.name else None

    return say


def _always(de: str, en: str) -> Callable[[HistoryEvent], Text | None]:
    def say(event: HistoryEvent) -> Text | None:  # noqa: ARG001 - one shape for all sentences
        return Text(de, en)

    return say


def _incident(event: HistoryEvent) -> Text:
    message, message_en = event.data.get("message", ""), event.data.get("message_en", "")
    return Text(f"Störung bei „{event.name}“: {message}", f"Incident at “{event.name}”: {message_en}")


def _cancelled(event: HistoryEvent) -> Text:
    reason = event.data.get("reason", "")
    return Text(f"Vorgang ohne Entscheidung beendet: {reason}", f"Case ended without a decision: {reason}")


def _with_text(de: str, en: str) -> Callable[[HistoryEvent], Text | None]:
    def say(event: HistoryEvent) -> Text | None:
        text = event.data.get("text", "")
        return Text(f"{de}: {text}", f"{en}: {text}")

    return say


def _posted(event: HistoryEvent) -> Text:
    day = datetime.fromisoformat(event.data["posted_on"])
    return Text(f"Schreiben zur Post gegeben am {day:%d.%m.%Y}", f"Letter posted on {day:%d/%m/%Y}")


def _posting_corrected(event: HistoryEvent) -> Text:
    day = datetime.fromisoformat(event.data["posted_on"])
    return Text(
        f"Tag der Aufgabe zur Post berichtigt: {day:%d.%m.%Y}",
        f"Day of posting corrected: {day:%d/%m/%Y}",
    )


def _delivered(event: HistoryEvent) -> Text:
    day = datetime.fromisoformat(event.data["delivered_on"])
    return Text(
        f"Schreiben zugestellt oder übergeben am {day:%d.%m.%Y}", f"Letter served or handed over on {day:%d/%m/%Y}"
    )


def _to_paper(event: HistoryEvent) -> Text:
    if event.data.get("why") == "not-retrieved":
        return Text(
            "Schreiben im Postfach nicht rechtzeitig abgerufen: kommt auf Papier",
            "Letter in the mailbox not retrieved in time: sent on paper",
        )
    return Text(
        "Schreiben aus dem Postfach genommen: kommt auf Papier", "Letter taken out of the mailbox: sent on paper"
    )


CHANGED = {"correction": Text("berichtigt", "corrected"), "annulment": Text("aufgehoben", "annulled")}


def _issued(event: HistoryEvent) -> Text:
    done = CHANGED.get(event.data.get("change", ""))
    if done is None:
        return Text("Schreiben erlassen", "Letter issued")
    de, en = done.in_language("de"), done.in_language("en")
    return Text(f"Bescheid {de}: Schreiben dazu erlassen", f"Notice {en}: letter about it issued")


def _prolonged(event: HistoryEvent) -> Text:
    day, reason = datetime.fromisoformat(event.data["until"]), event.data.get("reason", "")
    return Text(
        f"Frist der Anhörung verlängert bis zum {day:%d.%m.%Y}: {reason}",
        f"Time for the hearing prolonged until {day:%d/%m/%Y}: {reason}",
    )


_SYSTEM = Text("Laufzettel", "Laufzettel")
_WHO = {"citizen": Text("Antragstellerin oder Antragsteller", "Applicant")}

SENTENCES: dict[str, Callable[[HistoryEvent], Text | None]] = {
    "completed": _step("{} – erledigt", "{} – done"),
    "terminated": _step("{} – nicht mehr nötig", "{} – no longer needed"),
    "triggered": _step("{}", "{}"),
    "incident": _incident,
    "incident-closed": _step("Störung bei „{}“ behoben", "Incident at “{}” mended"),
    "retried": _step("{} – noch einmal versucht", "{} – tried again"),
    "cancelled": _cancelled,
    "question-asked": _with_text("Rückfrage gestellt", "Question asked"),
    "question-answered": _with_text("Rückfrage beantwortet", "Question answered"),
    "question-withdrawn": _always("Rückfrage zurückgenommen", "Question withdrawn"),
    "mailbox-consented": _always(
        "Einverstanden mit Schreiben im elektronischen Postfach", "Agreed to letters in the electronic mailbox"
    ),
    "mailbox-revoked": _always(
        "Schreiben im elektronischen Postfach widerrufen: ab jetzt mit der Post",
        "No more letters in the electronic mailbox: by post from now on",
    ),
    "letter-issued": _issued,
    "letter-change-begun": _with_text("Änderung eines Bescheids begonnen", "Change of a notice begun"),
    "claim-reduced": _with_text("Forderung verringert", "Claim reduced"),
    "letter-change-discarded": _always("Entwurf der Änderung verworfen", "Draft of the change discarded"),
    "hearing-answered": _with_text("Äußerung in der Anhörung", "Comment in the hearing"),
    "hearing-answered-late": _with_text("Äußerung nach der Frist der Anhörung", "Comment after the time for it"),
    "hearing-expired": _always("Frist der Anhörung abgelaufen", "Time for the hearing over"),
    "hearing-prolonged": _prolonged,
    "letter-posted": _posted,
    "letter-posting-corrected": _posting_corrected,
    "letter-delivered": _delivered,
    "letter-returned": _always("Schreiben kam zurück: nicht bekannt gegeben", "Letter returned: not notified"),
    "letter-sent-again": _always("Schreiben kommt noch einmal in die Post", "Letter to be posted once more"),
    "letter-noticed": _always(
        "Schreiben im Postfach: Benachrichtigung abgesendet", "Letter in the mailbox: notice about it sent"
    ),
    "letter-retrieved": _always("Schreiben im Postfach abgerufen", "Letter in the mailbox retrieved"),
    "letter-not-noticed": _always(
        "Benachrichtigung über das Schreiben im Postfach kam nicht an",
        "The notice about the letter in the mailbox did not arrive",
    ),
    "letter-to-paper": _to_paper,
    "letter-received-later": _always("Späterer Zugang des Schreibens vermerkt", "Later receipt of the letter recorded"),
    "ended": _always("Vorgang abgeschlossen", "Case closed"),
    "migrated": _always("Vorgang auf eine neue Fassung umgestellt", "Case moved to a new edition"),
}
