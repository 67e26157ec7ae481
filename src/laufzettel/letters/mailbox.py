"""A letter in a mailbox: noticed, retrieved, or not and therefore sent on paper after all."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from laufzettel.core import audit, stimuli, wakeups
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import ZONE, today
from laufzettel.files.actions import store_file
from laufzettel.kernel import law
from laufzettel.kernel.problems import Text
from laufzettel.letters import days
from laufzettel.letters.actions import LetterRefused, lock, set_as_pdf
from laufzettel.letters.models import ELECTRONIC, Letter
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Profile, Tenant

WAY = (
    "channel",
    "noticed_on",
    "unnoticed_on",
    "retrieved_on",
    "notified_on",
    "remedy_until",
    "info",
    "trail",
    "file",
)


def noticed(letter_id: uuid.UUID) -> None:
    """The e-mail that says the letter is there was sent: where it must be retrieved in time, the time runs."""
    letter = _provided(letter_id)
    if letter is None or letter.noticed_on is not None:
        return
    tenant = tenants.by_id(letter.tenant_id)
    letter.noticed_on = today()
    letter.note("noticed", SYSTEM, day=letter.noticed_on)
    _keep(SYSTEM, letter, tenant, "letter-noticed", {"noticed_on": letter.noticed_on.isoformat()})
    last = last_day(letter)
    if last is not None:
        wakeups.put("letter", letter.id, datetime.combine(last + timedelta(days=1), clock_time(), ZONE))


def retrieve(actor: Actor, letter_id: uuid.UUID) -> None:
    """The person has opened the letter; only the first time counts, and only while it lies in the mailbox."""
    letter = _provided(letter_id)
    if letter is None or letter.retrieved_on is not None or not is_open(letter):
        return
    letter.retrieved_on = today()
    letter.note("retrieved", actor, day=letter.retrieved_on)
    audit.record(actor, "letter-retrieved", kind="letter", object_id=letter.id)
    told = {"retrieved_on": letter.retrieved_on.isoformat()}
    _keep(actor, letter, tenants.by_id(letter.tenant_id), "letter-retrieved", told)
    wakeups.drop("letter", letter.id)


def is_open(letter: Letter) -> bool:
    """Whether a letter can be read in the mailbox: not when it went there in vain and has to go out on paper."""
    if not letter.is_electronic or letter.provided_on is None:
        return False
    land = tenants.by_id(letter.tenant_id).land
    return days.notification(letter, days.procedure_of(letter), land).state != "failed"


def last_day(letter: Letter) -> date | None:
    """Until when a letter has to be retrieved; None where it counts without that, or before its notice was sent."""
    if letter.noticed_on is None or letter.retrieved_on is not None or not is_open(letter):
        return None
    land = tenants.by_id(letter.tenant_id).land
    limit = law.time_to_retrieve(days.procedure_of(letter), letter.channel, land=land, on=letter.noticed_on)
    return letter.noticed_on + timedelta(days=limit) if limit else None


def lapse(letter_id: uuid.UUID) -> bool:
    """The time to retrieve a letter is over: it goes into the print basket. False when there is nothing to do."""
    letter, profile = _provided(letter_id), tenants.profile()
    if letter is None or profile is None or is_open(letter):
        return False
    _to_paper(SYSTEM, letter, tenants.by_id(letter.tenant_id), profile, "not-retrieved", "")
    return True


def not_noticed(actor: Actor, letter_id: uuid.UUID, reason: str, tenant: Tenant, profile: Profile) -> Letter:
    """The e-mail did not arrive, or nobody can prove it: the retrieval counts. Without one the letter goes on paper."""
    letter = _provided(letter_id)
    if letter is None or letter.unnoticed_on is not None:
        raise LetterRefused(
            Text(
                "Das Schreiben liegt nicht im Postfach, oder die fehlende Benachrichtigung ist schon vermerkt.",
                "The letter does not lie in the mailbox, or the missing notice is recorded already.",
            )
        )
    letter.unnoticed_on = today()
    letter.note("unnoticed", actor, day=letter.unnoticed_on, reason=reason, before=letter.notified_on)
    audit.record(actor, "letter-not-noticed", kind="letter", object_id=letter.id, reason=reason)
    _keep(actor, letter, tenant, "letter-not-noticed", {})
    if not is_open(letter):
        _to_paper(actor, letter, tenant, profile, "no-notice", reason)
    return letter


def leave(actor: Actor, letter_ids: Iterable[uuid.UUID]) -> None:
    """The consent was revoked: of these letters, those that are not issued yet will go on paper."""
    waiting = Letter.objects.filter(id__in=letter_ids, state=Letter.State.PREPARED, channel__in=ELECTRONIC)
    for letter in waiting.select_for_update().order_by("id"):
        _take_paper(actor, letter, "revoked", "")


def choose_paper(actor: Actor, letter_id: uuid.UUID, version: int, reason: str) -> Letter:
    """Somebody of the office sends a letter on paper that would go into the mailbox, before it is issued."""
    letter = lock(letter_id, version)
    if not letter.is_electronic:
        raise LetterRefused(Text("Das Schreiben geht schon auf Papier.", "The letter goes on paper already."))
    _take_paper(actor, letter, "chosen", reason)
    return letter


def _take_paper(actor: Actor, letter: Letter, why: str, reason: str) -> None:
    letter.channel = letter.paper
    letter.version += 1  # who has seen "into the mailbox" looks again
    letter.note("to-paper", actor, why=why, reason=reason)
    letter.save(update_fields=["channel", "version", "trail"])
    audit.record(actor, "letter-to-paper", kind="letter", object_id=letter.id, reason=reason or why)


def _to_paper(actor: Actor, letter: Letter, tenant: Tenant, profile: Profile, why: str, reason: str) -> None:
    """What it says stays as it was issued; the sheet says no longer that it goes into the mailbox."""
    old, letter.channel = letter.file, letter.paper
    letter.file = store_file(f"{letter.name}.pdf", "application/pdf", set_as_pdf(letter, tenant, profile))
    letter.note("to-paper", actor, why=why, file=str(old.id) if old else "")
    audit.record(actor, "letter-to-paper", kind="letter", object_id=letter.id, reason=reason or why)
    _keep(actor, letter, tenant, "letter-to-paper", {"why": why})
    wakeups.drop("letter", letter.id)


def _provided(letter_id: uuid.UUID) -> Letter | None:
    """The letter, locked, if it lies in a mailbox."""
    lying = Letter.objects.filter(id=letter_id, channel__in=ELECTRONIC, provided_on__isnull=False)
    return lying.select_for_update(of=("self",)).select_related("file").first()


def _keep(actor: Actor, letter: Letter, tenant: Tenant, what: str, told: dict[str, str]) -> None:
    days.count(letter, tenant)
    letter.save(update_fields=WAY)
    stimuli.put(letter.key, what, {"letter_id": str(letter.id), "by": actor.to_json(), **told})
