"""Where an application stands, in words a neighbour would use."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from laufzettel.applications.queries import Status
from laufzettel.cases.models import Case, Hearing
from laufzettel.core.clock import ZONE
from laufzettel.letters.models import Letter
from laufzettel.ui.dates import day, moment
from laufzettel.ui.letters import changed_words


def sentences(status: Status, *, is_signed_in: bool = False) -> list[str]:
    """The first says where it is; then what the applicant must do, and by when they hear from us.

    `is_signed_in`: whether the reader has sent it and can open the mailbox without signing in first.
    """
    where = {"unit": status.unit}
    if status.questions:
        first = gettext("Wir brauchen noch eine Antwort von Ihnen, dann geht es weiter: %(unit)s.") % where
        until = min(question.answer_by for question in status.questions)
        return [first, gettext("Bitte antworten Sie bis zum %(day)s.") % {"day": day(until)}]
    awaited = [hearing for hearing in status.hearings if hearing.state == Hearing.State.OPEN]
    if awaited:
        return _before_deciding(awaited)
    nothing = gettext("Sie müssen nichts tun.")
    match status.stage:
        case "closed":
            first = (
                gettext("Ihr Antrag ist erledigt.")
                if status.letters
                else gettext("Ihr Antrag ist erledigt. Fragen dazu beantwortet Ihnen: %(unit)s.") % where
            )
            return [first, *_post(status, is_signed_in)]
        case "letter_issued":
            return [gettext("Über Ihren Antrag ist entschieden."), *_post(status, is_signed_in)]
        case "letter_prepared":
            first = (
                gettext("Ihr Antrag ist geprüft. Das Schreiben an Sie wird gerade fertig gemacht: %(unit)s.") % where
            )
        case "in_progress":
            first = gettext("Ihr Antrag wird gerade bearbeitet: %(unit)s.") % where
        case _:
            first = gettext("Ihr Antrag ist angekommen und liegt hier: %(unit)s.") % where
    if status.due_on is None:
        return [first, nothing]
    return [first, nothing, gettext("Sie hören spätestens am %(day)s von uns.") % {"day": day(status.due_on)}]


def _before_deciding(awaited: list[Hearing]) -> list[str]:
    first = gettext("Bevor wir entscheiden, können Sie sich äußern. Sie müssen es nicht.")
    ends = [hearing.answer_by for hearing in awaited if hearing.answer_by]
    return [first, gettext("Wir warten bis zum %(day)s.") % {"day": day(min(ends))}] if ends else [first]


def timeline(status: Status) -> list[dict[str, Any]]:
    """What has happened, what is going on, what comes."""
    received = status.application.received_at.astimezone(ZONE)
    entries = [_entry(moment(received), gettext("Ihr Antrag ist angekommen"), "done", at=received)]
    stages = ["received", "in_progress", "letter_prepared", "letter_issued", "closed"]
    reached = stages.index(status.stage)
    unit = gettext("Zuständig: %(unit)s") % {"unit": status.unit}
    entries.append(_entry("", gettext("Ihre Angaben werden geprüft"), _state(reached, 1), more=unit))
    for letter in status.letters:
        issued = letter.issued_at.astimezone(ZONE) if letter.issued_at else None
        entries.append(_entry(day(issued) if issued else "", letter.title, "done", at=issued, more=_posting(letter)))
    if not status.letters and status.stage != "closed":
        more = gettext("spätestens am %(day)s") % {"day": day(status.due_on)} if status.due_on else ""
        is_wanted = status.application.case.mailbox_since is not None
        by_mail = gettext("Sie bekommen Antwort mit der Post")
        text = gettext("Sie bekommen Antwort in Ihr Postfach oder mit der Post") if is_wanted else by_mail
        entries.append(_entry("", text, _state(reached, 3), more=more))
    if status.stage == "closed":
        closed = status.application.case.closed_at
        at = closed.astimezone(ZONE) if closed else None
        entries.append(_entry(day(at) if at else "", gettext("Ihr Antrag ist erledigt"), "done", at=at))
    return entries


def linked_state(case: Case) -> str:
    """Whether another office is still at work."""
    return gettext("in Bearbeitung") if case.status == Case.Status.RUNNING else gettext("erledigt")


def unread(status: Status) -> list[Letter]:
    """What lies in the applicant's mailbox and was never opened."""
    return [letter for letter in status.letters if letter.is_electronic and letter.retrieved_on is None]


def _post(status: Status, is_signed_in: bool) -> list[str]:
    if not status.letters:
        return []
    if any(letter.returned_on for letter in status.letters):
        return [gettext("Das Schreiben an Sie kam zurück. Bitte rufen Sie uns an.")]
    if unread(status) and is_signed_in:
        return [gettext("In Ihrem Postfach liegt ein Schreiben, das Sie noch nicht geöffnet haben.")]
    if unread(status):
        return [gettext("Ein Schreiben liegt in Ihrem Postfach. Melden Sie sich an, um es zu lesen.")]
    if all(letter.is_electronic for letter in status.letters):
        return [gettext("Das Schreiben liegt in Ihrem Postfach. Sie haben es geöffnet.")]
    if any(is_handed_over(letter) for letter in status.letters):
        return [gettext("Ein Schreiben wird Ihnen persönlich übergeben.")]
    if all(letter.posted_on or letter.delivered_on or letter.is_electronic for letter in status.letters):
        return [gettext("Das Schreiben an Sie ist mit der Post unterwegs oder schon bei Ihnen.")]
    return [gettext("Das Schreiben an Sie kommt mit der Post."), gettext("Sie müssen nichts tun.")]


def _posting(letter: Any) -> str:
    return " · ".join([*map(changed_words, letter.known_changes), _way(letter)])


def _way(letter: Any) -> str:
    if letter.is_electronic and letter.provided_on:
        return gettext("Liegt seit dem %(day)s in Ihrem Postfach") % {"day": day(letter.provided_on)}
    if letter.returned_on:
        return gettext("Es kam zu uns zurück. Bitte rufen Sie uns an, damit wir Ihre Anschrift prüfen können.")
    if letter.delivered_on:
        return gettext("Zugestellt oder übergeben am %(day)s") % {"day": day(letter.delivered_on)}
    if letter.posted_on:
        return gettext("Zur Post gegeben am %(day)s") % {"day": day(letter.posted_on)}
    return gettext("Liegt zum Versand bereit")


def is_handed_over(letter: Any) -> bool:
    """Whether it does not go by post and is not handed over yet."""
    return letter.channel == "handed-over" and letter.delivered_on is None


def _state(reached: int, own: int) -> str:
    return "done" if reached > own else "current" if reached == own else "open" if own > 1 else "current"


def _entry(when: str, what: str, state: str, *, at: datetime | None = None, more: str = "") -> dict[str, Any]:
    return {"when": when, "at": at, "what": what, "state": state, "more": more}
