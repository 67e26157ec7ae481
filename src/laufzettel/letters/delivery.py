"""The way of an issued letter: printed, posted, returned, sent again, received later. Nothing of it is overwritten.

The day of notification is reckoned from what is recorded, by the dated table in `kernel.law`, each time anew.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from laufzettel.core import audit, stimuli
from laufzettel.core.actors import Actor
from laufzettel.core.clock import ZONE, today
from laufzettel.files.actions import store_file
from laufzettel.kernel.problems import Text
from laufzettel.letters import days, series
from laufzettel.letters.actions import LetterRefused, set_as_pdf
from laufzettel.letters.models import Letter
from laufzettel.tenants.models import Profile, Tenant

WAY = ("posted_on", "delivered_on", "returned_on", "received_on", "notified_on", "remedy_until", "info", "trail")
REASONS = ("unknown", "moved", "refused", "not-collected", "address", "dead")
"""Why mail comes back: as the post writes it on the envelope."""


def print_out(actor: Actor, letter_ids: Sequence[uuid.UUID], *, both_sides: bool) -> bytes:
    """Letters of the print basket as one file for the printer, in this order; each remembers that it was printed."""
    if len(letter_ids) > series.PRINT_LIMIT:
        raise LetterRefused(
            Text(
                f"Höchstens {series.PRINT_LIMIT} Schreiben passen in eine Datei. Markieren Sie weniger.",
                f"At most {series.PRINT_LIMIT} letters fit into one file. Please choose fewer.",
            )
        )
    pdf = series.print_file(actor, letter_ids, both_sides=both_sides)
    for letter in Letter.objects.select_for_update().filter(id__in=letter_ids).order_by("id"):
        letter.note("printed", actor)
        letter.save(update_fields=["trail"])
    return pdf


def record_posting(actor: Actor, letter_id: uuid.UUID, day: date, tenant: Tenant) -> Letter:
    """Record the real day of posting (ab-Vermerk). From it follow the day of notification and the end of the remedy."""
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None or letter.state != Letter.State.ISSUED or letter.issued_at is None:
        raise LetterRefused(Text("Das Schreiben ist noch nicht erlassen.", "The letter has not been issued yet."))
    if letter.is_electronic:
        raise LetterRefused(
            Text(
                "Das Schreiben liegt im Postfach der Person. Es geht nicht mit der Post.",
                "The letter lies in the person's mailbox. It does not go by post.",
            )
        )
    if letter.posted_on is not None:
        raise LetterRefused(
            Text(
                f"Als Tag der Aufgabe zur Post ist schon der {letter.posted_on:%d.%m.%Y} vermerkt.",
                f"{letter.posted_on:%d/%m/%Y} is recorded as the day of posting already.",
            )
        )
    _check_posting(letter, day)
    letter.posted_on, letter.posted_by = day, actor.to_json()
    letter.note("posted", actor, day=day)
    days.count(letter, tenant)
    letter.save(update_fields=[*WAY, "posted_by"])
    audit.record(actor, "letter-posted", kind="letter", object_id=letter.id)
    told = {"letter_id": str(letter.id), "posted_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-posted", told)
    return letter


def correct_posting(actor: Actor, letter_id: uuid.UUID, day: date, reason: str, tenant: Tenant) -> Letter:
    """The day of posting was recorded wrongly: the right one, with the reason; notification and remedy follow."""
    letter = _posted(letter_id)
    _check_posting(letter, day)
    letter.note("posting-corrected", actor, day=day, reason=reason, before=letter.posted_on)
    letter.posted_on = day
    days.count(letter, tenant)
    letter.save(update_fields=WAY)
    audit.record(actor, "letter-posting-corrected", kind="letter", object_id=letter.id, reason=reason)
    told = {"letter_id": str(letter.id), "posted_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-posting-corrected", told)
    return letter


def _check_posting(letter: Letter, day: date) -> None:
    assert letter.issued_at is not None  # noqa: S101 - the callers have looked
    issued_on = letter.issued_at.astimezone(ZONE).date()
    if not issued_on <= day <= today():
        raise LetterRefused(
            Text(
                f"Der Tag der Aufgabe zur Post liegt zwischen dem {issued_on:%d.%m.%Y} (erlassen) und heute.",
                f"The day of posting lies between {issued_on:%d/%m/%Y} (issued) and today.",
            )
        )


def record_delivery(actor: Actor, letter_id: uuid.UUID, day: date, tenant: Tenant) -> Letter:
    """Record the day on which a letter was served by certificate, or handed over: it is the day of notification."""
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None or letter.state != Letter.State.ISSUED or letter.issued_at is None or not letter.is_served:
        raise LetterRefused(
            Text(
                "Dieses Schreiben wird nicht zugestellt oder übergeben, oder es ist noch nicht erlassen.",
                "This letter is not served or handed over, or it has not been issued yet.",
            )
        )
    if letter.channel == Letter.Channel.CERTIFICATE and letter.posted_on is None:
        raise LetterRefused(NOT_POSTED)
    first = letter.posted_on or letter.issued_at.astimezone(ZONE).date()
    if not first <= day <= today():
        raise LetterRefused(
            Text(
                f"Der Tag liegt zwischen dem {first:%d.%m.%Y} (zur Post gegeben oder erlassen) und heute.",
                f"The day lies between {first:%d/%m/%Y} (posted or issued) and today.",
            )
        )
    letter.note("delivered", actor, day=day, before=letter.delivered_on)
    letter.delivered_on, letter.returned_on = day, None
    days.count(letter, tenant)
    letter.save(update_fields=WAY)
    audit.record(actor, "letter-delivered", kind="letter", object_id=letter.id)
    told = {"letter_id": str(letter.id), "delivered_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-delivered", told)
    return letter


def record_return(actor: Actor, letter_id: uuid.UUID, day: date, reason: str, tenant: Tenant) -> Letter:
    """The letter came back, for one of `REASONS`: it is not notified, and has to go out again."""
    letter = _posted(letter_id)
    _check_day(letter, day)
    letter.returned_on, letter.received_on, letter.delivered_on = day, None, None
    letter.note("returned", actor, day=day, reason=reason)
    days.count(letter, tenant)
    letter.save(update_fields=WAY)
    audit.record(actor, "letter-returned", kind="letter", object_id=letter.id, reason=reason)
    told = {"letter_id": str(letter.id), "returned_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-returned", told)
    return letter


def send_again(actor: Actor, letter_id: uuid.UUID, lines: list[str], tenant: Tenant, profile: Profile) -> Letter:
    """A letter that came back goes into the print basket once more, to this address; what it says does not change."""
    letter = Letter.objects.select_for_update(of=("self",)).select_related("file").filter(id=letter_id).first()
    if letter is None or letter.returned_on is None:
        raise LetterRefused(Text("Das Schreiben kam nicht zurück.", "The letter was not returned."))
    lines = [line.strip() for line in lines if line.strip()]
    if not 2 <= len(lines) <= 6 or any(len(line) > 60 for line in lines):
        raise LetterRefused(
            Text(
                "Eine Anschrift hat zwei bis sechs Zeilen mit höchstens 60 Zeichen.",
                "An address has two to six lines of at most 60 characters.",
            )
        )
    before = "\n".join(letter.address["lines"])
    if lines != letter.address["lines"]:
        letter.address = letter.address | {"lines": lines}
        old = letter.file
        letter.file = store_file(f"{letter.name}.pdf", "application/pdf", set_as_pdf(letter, tenant, profile))
        letter.note("address", actor, before=before, file=str(old.id) if old else "")
    letter.note("again", actor)
    letter.posted_on = letter.delivered_on = letter.returned_on = letter.posted_by = None
    days.count(letter, tenant)
    letter.save(update_fields=[*WAY, "posted_by", "address", "file"])
    audit.record(actor, "letter-sent-again", kind="letter", object_id=letter.id)
    stimuli.put(letter.key, "letter-sent-again", {"letter_id": str(letter.id), "by": actor.to_json()})
    return letter


def record_receipt(actor: Actor, letter_id: uuid.UUID, day: date, reason: str, tenant: Tenant) -> Letter:
    """A later receipt has been proven (§ 41 (2) VwVfG, § 122 (2) AO): it is the day of notification."""
    letter = _out(letter_id)
    if letter.returned_on is not None:
        raise LetterRefused(Text("Das Schreiben kam zurück.", "The letter was returned."))
    if letter.is_served:
        raise LetterRefused(
            Text(
                "Bei diesem Schreiben zählt der Tag der Zustellung oder Übergabe. Tragen Sie ihn dort ein.",
                "For this letter the day of service or handing over counts. Record it there.",
            )
        )
    _check_day(letter, day)
    if letter.notified_on is not None and letter.received_on is None and day <= letter.notified_on:
        raise LetterRefused(
            Text(
                f"Das Schreiben gilt am {letter.notified_on:%d.%m.%Y} als bekannt gegeben."
                " Ein früherer Zugang ändert das nicht.",
                f"The letter counts as notified on {letter.notified_on:%d/%m/%Y}. An earlier receipt changes nothing.",
            )
        )
    letter.note("received", actor, day=day, reason=reason, before=letter.notified_on)
    letter.received_on = day
    days.count(letter, tenant)
    letter.save(update_fields=WAY)
    audit.record(actor, "letter-received-later", kind="letter", object_id=letter.id, reason=reason)
    told = {"letter_id": str(letter.id), "received_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-received-later", told)
    return letter


NOT_POSTED = Text("Das Schreiben ist noch nicht zur Post gegeben.", "The letter has not been posted yet.")


def _posted(letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None or letter.posted_on is None:
        raise LetterRefused(NOT_POSTED)
    return letter


def _out(letter_id: uuid.UUID) -> Letter:
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    return letter if letter is not None and letter.is_electronic and letter.provided_on else _posted(letter_id)


def _check_day(letter: Letter, day: date) -> None:
    is_here = letter.is_electronic
    first = letter.provided_on if is_here else letter.posted_on
    if first is None or not first <= day <= today():
        how = (
            Text("im Postfach bereitgestellt", "provided in the mailbox")
            if is_here
            else Text("zur Post gegeben", "posted")
        )
        raise LetterRefused(
            Text(
                f"Der Tag liegt zwischen dem {first:%d.%m.%Y} ({how}) und heute.",
                f"The day lies between {first:%d/%m/%Y} ({how.in_language('en')}) and today.",
            )
        )
