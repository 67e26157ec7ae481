"""Values in the words of the office: dates as people say them, states with their colour, money."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from laufzettel.cases.models import Case, CaseDate
from laufzettel.core.clock import ZONE, today
from laufzettel.identity.trust import Trust
from laufzettel.kernel import law
from laufzettel.letters.models import Letter
from laufzettel.ui.letters import changed_words
from laufzettel.ui.trust import level_words


def day(value: date | None) -> str:
    """A day: 3. Mai 2026."""
    return date_format(value, "DATE_FORMAT") if value else "–"


def moment(value: datetime | None) -> str:
    """A moment in German time: 3. Mai 2026, 14:05."""
    if value is None:
        return "–"
    local = value.astimezone(ZONE)
    return f"{date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M}"


def second(value: datetime) -> str:
    """When something was received, to the second: 3. Mai 2026, 14:05:07 Uhr."""
    local = value.astimezone(ZONE)
    return gettext("%(moment)s Uhr") % {"moment": f"{date_format(local.date(), 'DATE_FORMAT')}, {local:%H:%M:%S}"}


def signed_in(case: Case) -> list[str]:
    """With which account, and how surely, somebody was signed in who has sent an application; empty for nobody."""
    if case.account is None:
        return []
    told = {"name": case.account.name, "level": level_words(Trust(case.trust))}
    lines = [gettext("%(name)s, Vertrauensniveau: %(level)s") % told]
    if case.mailbox_since:
        lines.append(gettext("Bescheide ins Postfach, seit %(moment)s") % {"moment": moment(case.mailbox_since)})
    return lines


def money(value: Decimal) -> str:
    """Euros as German offices write them: 1.234,56 €."""
    whole, cents = divmod(abs(int(value * 100)), 100)
    return ("−" if value < 0 else "") + f"{whole:,}".replace(",", ".") + f",{cents:02d} €"


def due(found: CaseDate | None, land: str = "HE") -> dict[str, str]:
    """The days that are left, in words, with how urgent it is."""
    if found is None:
        return {"label": "", "kind": ""}
    if found.is_paused:
        return {"label": gettext("ruht, bis die Rückfrage beantwortet ist"), "kind": ""}
    left = law.working_days_left(today(), found.due_on, law.WorkingCalendar(land))
    if found.due_on < today():
        since = (today() - found.due_on).days
        label = (
            gettext("seit gestern überfällig")
            if since == 1
            else ngettext("seit %(days)d Tag überfällig", "seit %(days)d Tagen überfällig", since) % {"days": since}
        )
        return {"label": label, "kind": "late"}
    if found.due_on == today():
        return {"label": gettext("heute"), "kind": "soon"}
    label = ngettext("in %(days)d Arbeitstag", "in %(days)d Arbeitstagen", left) % {"days": left}
    return {"label": label, "kind": "soon" if left <= 3 else ""}


def case_state(case: Case, *, has_incident: bool = False, is_taken: bool = False, question: str = "") -> dict[str, str]:
    """The state of a case as word and colour."""
    if has_incident:
        return {"kind": "fault", "label": gettext("Störung")}
    if case.status == Case.Status.COMPLETED:
        return {"kind": "done", "label": gettext("abgeschlossen")}
    if case.status == Case.Status.CANCELLED:
        return {"kind": "done", "label": gettext("abgebrochen")}
    if question == "answered":
        return {"kind": "work", "label": gettext("Antwort ist da")}
    if question == "open":
        return {"kind": "wait", "label": gettext("wartet auf Antwort")}
    if is_taken:
        return {"kind": "work", "label": gettext("in Arbeit")}
    return {"kind": "new", "label": gettext("offen")}


def run_state(state: str) -> str:
    """How far a serial run is."""
    return {
        "trying": gettext("Probelauf läuft"),
        "tried": gettext("Probelauf fertig"),
        "running": gettext("läuft"),
        "done": gettext("fertig"),
        "discarded": gettext("verworfen"),
    }[state]


def letter_state(letter: Letter) -> dict[str, str]:
    """The state of a letter as word and colour."""
    if letter.state == Letter.State.PREPARED:
        if letter.submitted_by is not None:
            return {"kind": "wait", "label": gettext("wartet auf die zweite Person")}
        return {"kind": "new", "label": gettext("Entwurf")}
    if letter.channel == Letter.Channel.HANDED_OVER and letter.delivered_on is None:
        return {"kind": "wait", "label": gettext("zu übergeben")}
    if letter.is_electronic:
        return _mailbox_state(letter)
    if letter.posted_on is None and letter.delivered_on is None:
        return {"kind": "wait", "label": gettext("im Druckkorb")}
    if letter.returned_on is not None:
        return {"kind": "fault", "label": gettext("kam zurück")}
    if letter.is_annulled:
        return {"kind": "done", "label": gettext("aufgehoben")}
    if letter.delivered_on is not None:
        return {"kind": "done", "label": gettext("zugestellt oder übergeben")}
    return {"kind": "done", "label": gettext("zur Post gegeben")}


def _mailbox_state(letter: Letter) -> dict[str, str]:
    if letter.is_annulled:
        return {"kind": "done", "label": gettext("aufgehoben")}
    if letter.retrieved_on is not None:
        return {"kind": "done", "label": gettext("im Postfach gelesen")}
    if letter.notified_on is not None:
        return {"kind": "done", "label": gettext("im Postfach")}
    return {"kind": "wait", "label": gettext("im Postfach, noch nicht gelesen")}


def letter_task(letter: Letter | None) -> str:
    """What is to be done with a letter that stands in the worklist."""
    if letter is not None and letter.returned_on is not None:
        return gettext("Schreiben kam zurück: neu versenden")
    if letter is not None and letter.submitted_by is not None:
        return gettext("Als zweite Person prüfen und erlassen")
    return gettext("Schreiben prüfen und erlassen")


def letter_note(letter: Letter) -> str:
    """What is known about a letter's way to the recipient."""
    if letter.state == Letter.State.PREPARED:
        return gettext("Noch nicht erlassen")
    text = gettext("Erlassen am %(day)s") % {"day": moment(letter.issued_at)}
    text = " · ".join([*map(changed_words, letter.known_changes), text])
    if not letter.is_out:
        return text
    if letter.is_electronic and letter.provided_on is not None:
        text += " · " + gettext("im Postfach bereitgestellt am %(day)s") % {"day": day(letter.provided_on)}
        read = gettext("abgerufen am %(day)s") % {"day": day(letter.retrieved_on)} if letter.retrieved_on else ""
        text += " · " + (read or gettext("noch nicht abgerufen"))
    if letter.posted_on is not None:
        text += " · " + gettext("zur Post gegeben am %(day)s") % {"day": day(letter.posted_on)}
    if letter.delivered_on is not None:
        text += " · " + gettext("zugestellt oder übergeben am %(day)s") % {"day": day(letter.delivered_on)}
    if letter.returned_on:
        return text + " · " + gettext("kam am %(day)s zurück, nicht bekannt gegeben") % {"day": day(letter.returned_on)}
    if letter.notified_on:
        text += " · " + gettext("gilt am %(day)s als bekannt gegeben") % {"day": day(letter.notified_on)}
    told = letter.info.get("notification", {})
    if told.get("reason"):
        text += f" ({told['reason']})"
    if not told.get("is_verified", True):
        text += " · ▲ " + gettext("Rechtsstand noch nicht bestätigt, bitte prüfen")
    if letter.remedy_until:
        text += " · " + gettext("Rechtsbehelf bis %(day)s") % {"day": day(letter.remedy_until)}
    return text


def channel(letter: Letter) -> str:
    """How a letter is notified, for the list of what to look at before issuing."""
    return {
        "post": gettext("Bekanntgabe per Post; der Tag der Aufgabe wird vermerkt"),
        "post-abroad": gettext("Bekanntgabe per Post im Ausland; der Tag der Aufgabe wird vermerkt"),
        "registered": gettext("Bekanntgabe per Einschreiben; der Tag der Aufgabe wird vermerkt"),
        "certificate": gettext("Zustellung mit Postzustellungsurkunde; der Tag auf der Urkunde wird vermerkt"),
        "handed-over": gettext("Persönliche Übergabe; ihr Tag wird vermerkt"),
        "mailbox": gettext("Bekanntgabe im Postfach der Person; sie hat eingewilligt und war sicher angemeldet"),
        "retrieval": gettext("Bekanntgabe im Postfach der Person, sobald sie das Schreiben abruft; sonst per Post"),
    }[letter.channel]


def printed(letter: Letter) -> str:
    """When a letter was printed last for the post; empty when it was not, or went into the basket again since."""
    way = [entry for entry in letter.trail if entry["what"] in ("printed", "again")]
    return moment(datetime.fromisoformat(way[-1]["at"])) if way and way[-1]["what"] == "printed" else ""


def from_mailbox(letter: Letter) -> str:
    """Why a letter of the print basket lay in a mailbox before; empty when it did not."""
    why = next((entry["why"] for entry in reversed(letter.trail) if entry["what"] == "to-paper"), "")
    return str(TO_PAPER[why]) if why and letter.provided_on is not None else ""


def letter_changes(letter: Letter, url_of: Callable[[str], str]) -> list[dict[str, str]]:
    """By which letters it was corrected or annulled, each with its address."""
    return [{"text": changed_words(entry), "url": url_of(entry["letter"])} for entry in letter.known_changes]


def letter_origin(letter: Letter, first: Letter) -> str:
    """What a letter that corrects or annuls does, and to which."""
    issued = day(first.issued_at.astimezone(ZONE).date()) if first.issued_at else ""
    given = {"title": first.title, "day": issued}
    if letter.change and letter.change["kind"] == "correction":
        return gettext("Dieses Schreiben berichtigt „%(title)s“ vom %(day)s.") % given
    return gettext("Dieses Schreiben hebt „%(title)s“ vom %(day)s auf.") % given


RETURNED = {
    "unknown": gettext_lazy("Empfänger unter der Anschrift nicht zu ermitteln"),
    "moved": gettext_lazy("verzogen"),
    "refused": gettext_lazy("Annahme verweigert"),
    "not-collected": gettext_lazy("nicht abgeholt"),
    "address": gettext_lazy("Anschrift unvollständig oder falsch"),
    "dead": gettext_lazy("verstorben"),
}


TO_PAPER = {
    "revoked": gettext_lazy("Die Einwilligung in das Postfach wurde widerrufen."),
    "chosen": gettext_lazy("Das Amt hat es so entschieden."),
    "closed": gettext_lazy("Die Person hat ihr Konto geschlossen."),
    "not-retrieved": gettext_lazy("Es wurde im Postfach nicht rechtzeitig abgerufen und ist nicht bekannt gegeben."),
    "no-notice": gettext_lazy("Die Benachrichtigung kam nicht an, und es wurde nicht abgerufen."),
}


def letter_trail(letter: Letter) -> list[dict[str, Any]]:
    """What has happened to a letter, the newest first."""
    say = {
        "rejected": gettext("Nicht freigegeben: %(reason)s"),
        "printed": gettext("Gedruckt"),
        "posted": gettext("Zur Post gegeben am %(day)s"),
        "posting-corrected": gettext("Tag der Aufgabe zur Post berichtigt: %(day)s (%(reason)s)"),
        "delivered": gettext("Zugestellt oder übergeben am %(day)s"),
        "returned": gettext("Am %(day)s zurückgekommen: %(reason)s"),
        "address": gettext("Neue Anschrift; vorher: %(before)s"),
        "again": gettext("Noch einmal in den Druckkorb gelegt"),
        "received": gettext("Zugang am %(day)s vermerkt: %(reason)s"),
        "discarded": gettext("Entwurf verworfen"),
        "provided": gettext("Im Postfach bereitgestellt am %(day)s"),
        "noticed": gettext("Benachrichtigung per E-Mail abgesendet am %(day)s"),
        "unnoticed": gettext("Am %(day)s vermerkt, dass die Benachrichtigung nicht ankam: %(reason)s"),
        "retrieved": gettext("Im Postfach abgerufen am %(day)s"),
        "to-paper": gettext("Geht auf Papier hinaus: %(why)s"),
    }
    found = []
    for entry in letter.trail:
        reason = entry.get("reason", "")
        given = {
            "day": day(date.fromisoformat(entry["day"])) if entry.get("day") else "",
            "reason": str(RETURNED[reason]) if entry["what"] == "returned" and reason in RETURNED else reason,
            "why": f"{TO_PAPER[entry['why']]} {reason}".strip() if entry["what"] == "to-paper" else "",
            "before": ", ".join(entry.get("before", "").split("\n")) if entry["what"] == "address" else "",
        }
        if entry["what"] == "changed":
            say["changed"] = changed_words(entry).replace("%", "%%")
        at = datetime.fromisoformat(entry["at"])
        more = entry["by"].get("name", "")
        if entry["what"] in ("received", "delivered", "posting-corrected", "unnoticed") and entry.get("before"):
            earlier = gettext("vorher: %(day)s") % {"day": day(date.fromisoformat(entry["before"]))}
            more = " · ".join(part for part in (more, earlier) if part)
        found.append({"when": moment(at), "at": at, "what": say[entry["what"]] % given, "more": more, "state": "done"})
    return found[::-1]


def pairs(items: Any) -> list[dict[str, Any]]:
    """Label and value for the templates."""
    return [{"label": label, "value": value} for label, value in items]
