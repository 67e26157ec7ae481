"""What a case page shows besides tasks and answers, as rows: questions, hearings, dates, linked cases, the record."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from laufzettel.cases import mending
from laufzettel.cases.models import Case, Disclosure, Hearing, Incident, Question
from laufzettel.cases.queries import Linked
from laufzettel.office import words


@dataclass(frozen=True, slots=True)
class Mending:
    """What somebody has typed to mend an incident, and what was wrong with it, by the path of the value."""

    incident: uuid.UUID
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    reason: str = ""
    reason_error: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody has typed about a hearing, and what was wrong with it, by the name of the field."""

    hearing: uuid.UUID
    typed: Mapping[str, str]
    errors: Mapping[str, str]


def incident_row(found: Case, incident: Incident, language: str, wrong: Mending | None) -> dict[str, Any]:
    """What cannot go on, and the values that a person may put right before it is tried again."""
    mine = wrong if wrong is not None and wrong.incident == incident.id else None
    fields = [
        {
            "id": f"wert-{incident.id}-{number}",
            "name": f"wert.{value.path}",
            "label": value.label,
            "value": mine.typed.get(value.path, value.text) if mine else value.text,
            "error": mine.errors.get(value.path, "") if mine else "",
        }
        for number, value in enumerate(mending.values_of(found, incident))
    ]
    return {
        "id": str(incident.id),
        "title": gettext("Störung bei „%(step)s“") % {"step": incident.name or incident.element},
        "message": incident.message_en if language == "en" and incident.message_en else incident.message,
        "detail": incident.detail,
        "retry_url": reverse("office:incident-retry", args=[incident.id]),
        "fields": fields,
        "is_open": mine is not None,
        "reason": mine.reason if mine else "",
        "reason_error": mine.reason_error if mine else "",
    }


def question_row(question: Question, found: Case) -> dict[str, Any]:
    """A question back, with its answer."""
    states = {
        "open": {"kind": "wait", "label": gettext("offen bis %(day)s") % {"day": words.day(question.answer_by)}},
        "answered": {"kind": "done", "label": gettext("beantwortet")},
        "withdrawn": {"kind": "done", "label": gettext("zurückgenommen")},
    }
    is_open = question.state == Question.State.OPEN
    return {
        "text": question.text,
        "asked": words.moment(question.asked_at),
        "state": states[question.state],
        "answer": question.answer,
        "answered": words.moment(question.ended_at) if question.answer else "",
        "is_new": question.state == Question.State.ANSWERED and not question.is_seen,
        "withdraw_url": reverse("office:question-withdraw", args=[found.id, question.id]) if is_open else "",
    }


def hearing_row(hearing: Hearing, found: Case, wrong: Heard | None) -> dict[str, Any]:
    """A hearing, with what was said in it."""
    is_open, is_running = hearing.state == Hearing.State.OPEN, found.status == Case.Status.RUNNING
    may_enter = is_open or (hearing.state == Hearing.State.EXPIRED and not hearing.answer and is_running)
    until = {"day": words.day(hearing.answer_by)} if hearing.answer_by else None
    states = {
        "prepared": {"kind": "new", "label": gettext("noch nicht begonnen")},
        "open": {"kind": "wait", "label": gettext("offen bis %(day)s") % until if until else gettext("offen")},
        "answered": {"kind": "done", "label": gettext("beantwortet")},
        "expired": {"kind": "done", "label": gettext("Frist abgelaufen")},
        "withdrawn": {"kind": "done", "label": gettext("nicht mehr nötig")},
    }
    notes = {
        "prepared": gettext("Sie beginnt, sobald das Schreiben erlassen ist."),
        "open": gettext(
            "Die Frist beginnt mit der Bekanntgabe: Tragen Sie im Druckkorb den Tag der Aufgabe zur Post ein."
        ),
    }
    mine = wrong if wrong is not None and wrong.hearing == hearing.id else None
    ways = {"online": gettext("online"), "paper": gettext("auf Papier"), "": ""}
    return {
        "id": str(hearing.id),
        "title": hearing.letter.title,
        "letter_url": reverse("office:letter", args=[hearing.letter_id]),
        "state": states[hearing.state],
        "note": "" if until else notes.get(hearing.state, ""),
        "answer": hearing.answer,
        "answered": words.day(hearing.answered_on) if hearing.answered_on else "",
        "way": ways[hearing.way],
        "is_new": bool(hearing.answer) and not hearing.is_seen,
        "enter_url": reverse("office:hearing-enter", args=[found.id, hearing.id]) if may_enter else "",
        "prolong_url": reverse("office:hearing-prolong", args=[found.id, hearing.id]) if is_open and until else "",
        "errors": mine.errors if mine else {},
        "typed": mine.typed if mine else {},
    }


def record_link(found: Case) -> dict[str, str] | None:
    """The record of a case."""
    if found.record is None:
        return None
    url = reverse("office:record", args=[found.record.id])
    return {"reference": found.record.reference, "title": found.record.title, "url": url}


def date_row(date: Any, found: Case, land: str) -> dict[str, str]:
    """A date of a case; over when the case is."""
    kinds = {
        "service": gettext("Bearbeitungsziel"),
        "statutory": gettext("gesetzliche Frist"),
        "resubmission": gettext("Wiedervorlage"),
    }
    is_open = found.status == Case.Status.RUNNING
    return {
        "label": words.day(date.due_on),
        "kind_label": kinds[date.kind],
        "when": words.due(date, land)["label"] if is_open else gettext("erledigt"),
        "kind": words.due(date, land)["kind"] if is_open else "",
    }


def disclosure_row(made: Disclosure) -> dict[str, str]:
    """What went to whom, and what allowed it."""
    who = made.made_by.get("name") or ""
    return {
        "recipient": made.recipient,
        "subject": made.subject,
        "basis": made.legal_basis,
        "when": " · ".join(part for part in (words.moment(made.made_at), who) if part),
    }


def linked_row(linked: Linked) -> dict[str, Any]:
    """A linked case. Only who answers for it, too, can open it."""
    case = linked.case
    if case.is_confidential and not linked.is_readable:
        # That it is there, and nothing that would say what it is about.
        state = words.case_state(case)
        title = gettext("Vertraulicher Vorgang")
        return {"number": case.number, "title": title, "url": "", "how": "", "unit": "", "state": state}
    if linked.has_started_this:
        how = gettext("Daraus ist dieser Vorgang entstanden (%(basis)s).")
    else:
        how = gettext("Aus diesem Vorgang entstanden (%(basis)s).")
    return {
        "number": case.number,
        "title": case.title,
        "url": reverse("office:case", args=[case.id]) if linked.is_readable else "",
        "how": how % {"basis": linked.legal_basis},
        "unit": case.unit.name,
        "state": words.case_state(case),
    }
