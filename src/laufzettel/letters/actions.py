"""What can be done with a letter: prepare, edit its free blocks, give it to a second person, issue it."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laufzettel.core import audit, stimuli
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import ZONE, now, today
from laufzettel.files.actions import store_file
from laufzettel.kernel.problems import Text
from laufzettel.letters import providing, sheets
from laufzettel.letters.models import Letter
from laufzettel.letters.pdf import DoesNotFit
from laufzettel.tenants.models import Profile, Tenant

TEXT_LIMIT = 5000


class LetterRefused(Exception):
    """The letter cannot be changed, issued or posted so; `sentence` says why, in German and English."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whose mailbox a letter goes into, on which way ("mailbox", "retrieval"), and where the e-mail about it goes."""

    account_id: uuid.UUID
    way: str
    notice_to: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says and to whom.

    `source` is the package's Markdown, `context` the values it reads (tagged JSON); `act` is
    `{procedure, issuing_body, form, remedy, second_person, demands_payment}`, None for a letter without legal effect;
    `address` holds `lines`, `info` the `pairs` of the info block, `unit`, `reference` and `signature`; `marks` are
    "demo" and "practice"; `texts` the words for free blocks, by id; `translation` as `Letter.translation` holds it;
    `channel` is how it goes out on paper, one of `Letter.Channel`; with a `mailbox` it goes there instead.
    """

    name: str
    source: str
    context: Any
    address: dict[str, Any]
    act: dict[str, Any] | None = None
    info: dict[str, Any] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    language: str = "de"
    translation: dict[str, Any] | None = None
    channel: str = Letter.Channel.POST
    mailbox: Mailbox | None = None


def prepare(actor: Actor, key: uuid.UUID, content: Content) -> Letter:
    """Put a letter down for a person to read and issue. The same `key` again is the letter that is there."""
    letter, is_new = Letter.objects.get_or_create(
        key=key,
        defaults={
            "name": content.name,
            "title": content.name,
            "source": content.source,
            "context": content.context,
            "address": content.address,
            "act": content.act,
            "info": content.info,
            "marks": list(content.marks),
            "texts": content.texts,
            "language": content.language,
            "translation": content.translation,
            "channel": content.mailbox.way if content.mailbox else content.channel,
            "paper": content.channel,
            "account_id": content.mailbox.account_id if content.mailbox else None,
            "notice_to": content.mailbox.notice_to if content.mailbox else "",
            "prepared_at": now(),
        },
    )
    if is_new:
        letter.title = str(sheets.content_of(letter)["subject"])[:200]
        letter.save(update_fields=["title"])
        audit.record(actor, "letter-prepared", kind="letter", object_id=letter.id)
    return letter


def edit(actor: Actor, letter_id: uuid.UUID, texts: Mapping[str, str], version: int) -> Letter:
    """Change the words of free blocks (by id) of a letter that is not issued; `version` is the one that was seen.

    Blocks that the letter does not have, or that are not free, are left out. An empty text leaves the block empty.
    """
    letter = lock(letter_id, version)
    for text in texts.values():
        if len(text) > TEXT_LIMIT:
            raise LetterRefused(
                Text(
                    f"Der Text hat {len(text)} Zeichen. Höchstens {TEXT_LIMIT} sind möglich. Kürzen Sie ihn.",
                    f"The text has {len(text)} characters; at most {TEXT_LIMIT} are possible. Please shorten it.",
                )
            )
    free = sheets.content_of(letter)["free"]
    known = {block: text.replace("\r\n", "\n").strip() for block, text in texts.items() if block in free}
    letter.texts = letter.texts | known
    letter.version += 1
    letter.submitted_by = None
    letter.save(update_fields=["texts", "version", "submitted_by"])
    audit.record(actor, "letter-edited", kind="letter", object_id=letter.id)
    return letter


def submit(actor: Actor, letter_id: uuid.UUID, version: int) -> Letter:
    """Give a letter that needs a second person to that person. Whoever changes it afterwards submits it anew."""
    letter = lock(letter_id, version)
    letter.submitted_by = actor.to_json()
    letter.version += 1
    letter.save(update_fields=["submitted_by", "version"])
    audit.record(actor, "letter-submitted", kind="letter", object_id=letter.id)
    return letter


def reject(actor: Actor, letter_id: uuid.UUID, version: int, reason: str) -> Letter:
    """The second person does not issue it: back to who submitted it, with the reason."""
    letter = lock(letter_id, version)
    if letter.submitted_by is None:
        raise LetterRefused(NOT_SUBMITTED)
    letter.note("rejected", actor, reason=reason)
    letter.submitted_by = None
    letter.version += 1
    letter.save(update_fields=["submitted_by", "version", "trail"])
    audit.record(actor, "letter-rejected", kind="letter", object_id=letter.id, reason=reason)
    return letter


def issue(
    actor: Actor, letter: Letter, tenant: Tenant, profile: Profile, *, deciders: Collection[uuid.UUID] = ()
) -> Letter:
    """Issue a letter as it was seen: freeze it, keep its PDF, and tell whoever waits for it.

    One that needs a second person is issued by nobody who submitted it, nor by any of the `deciders` of the case. The
    PDF is made before the row is locked; if the letter changed meanwhile, it is refused.
    """
    return keep(actor, letter, freeze(letter, tenant, profile), deciders=deciders)


def freeze(letter: Letter, tenant: Tenant, profile: Profile) -> bytes:
    """The PDF of a letter as it will be issued; `letter` in memory holds its content. No row is locked or written."""
    if letter.state != Letter.State.PREPARED:
        raise LetterRefused(IS_DISCARDED if letter.state == Letter.State.DISCARDED else ALREADY_ISSUED)
    letter.state, letter.issued_at = Letter.State.ISSUED, now()
    letter.content = dict(sheets.content_of(letter))
    if letter.content["gaps"]:
        raise LetterRefused(_gaps(letter.content["gaps"]))
    providing.settle(letter)
    return set_as_pdf(letter, tenant, profile)


def set_as_pdf(letter: Letter, tenant: Tenant, profile: Profile) -> bytes:
    """The letter as PDF; what does not fit its field on the paper is refused in words."""
    try:
        return sheets.pdf_of(letter, tenant, profile)
    except DoesNotFit as error:
        raise LetterRefused(TOO_LONG) from error


def keep(actor: Actor, letter: Letter, pdf: bytes, *, deciders: Collection[uuid.UUID] = ()) -> Letter:
    """Issue what `freeze` made: lock the row, check that it is still what was seen, keep content and PDF."""
    locked = lock(letter.id, letter.version)
    if locked.needs_second_person:
        if locked.submitted_by is None:
            raise LetterRefused(NOT_SUBMITTED)
        if actor.id in (Actor.from_json(locked.submitted_by).id, *deciders):
            raise LetterRefused(SAME_PERSON)
    locked.state, locked.issued_at, locked.issued_by = letter.state, letter.issued_at, actor.to_json()
    if locked.channel != letter.channel:
        locked.note("to-paper", SYSTEM, why="closed")
    locked.content, locked.channel = letter.content, letter.channel
    locked.file = store_file(f"{locked.name}.pdf", "application/pdf", pdf)
    locked.version += 1
    if locked.is_electronic:
        providing.provide(actor, locked)
    locked.save()
    audit.record(actor, "letter-issued", kind="letter", object_id=locked.id)
    issued_on = locked.issued_at.astimezone(ZONE).date() if locked.issued_at else today()
    told = {"letter_id": str(locked.id), "issued_on": issued_on.isoformat(), "by": actor.to_json()}
    told |= {"channel": locked.channel} | _changed(actor, locked, issued_on)
    stimuli.put(locked.key, "letter-issued", told)
    return locked


def _changed(actor: Actor, letter: Letter, day: date) -> dict[str, str]:
    """Mark the notice that this letter corrects or annuls; what it says and its PDF stay as they are."""
    if letter.changes_id is None or letter.change is None:
        return {}
    first = Letter.objects.select_for_update().get(id=letter.changes_id)
    kind, from_day = letter.change["kind"], letter.change["from_day"]
    first.note("changed", actor, kind=kind, letter=str(letter.id), day=day, from_day=from_day)
    first.save(update_fields=["trail"])
    return {"changes": str(first.id), "change": kind}


ALREADY_ISSUED = Text(
    "Das Schreiben ist schon erlassen und kann nicht mehr geändert werden.",
    "The letter has been issued already and cannot be changed any more.",
)

IS_DISCARDED = Text("Dieser Entwurf wurde verworfen.", "This draft was discarded.")
NOT_SUBMITTED = Text(
    "Dieses Schreiben braucht eine zweite Person. Es ist noch nicht zur Freigabe gegeben.",
    "This letter needs a second person. It has not been submitted yet.",
)
SAME_PERSON = Text(
    "Sie haben in dieser Sache entschieden oder das Schreiben zur Freigabe gegeben. Erlassen muss es eine andere Person"
    " (Vier-Augen-Prinzip).",
    "You have decided in this matter or submitted the letter. Another person has to issue it (four-eyes principle).",
)


TOO_LONG = Text(
    "Anschrift oder Angaben rechts oben sind zu lang für das Blatt. Kürzen Sie sie, zum Beispiel lange Namen.",
    "The address or the details at the top right are too long for the sheet. Please shorten them, long names for"
    " example.",
)


def _gaps(names: list[str]) -> Text:
    return Text(
        f"Dem Schreiben fehlen Werte: {', '.join(names)}. So darf es nicht hinausgehen.",
        f"The letter lacks values: {', '.join(names)}. It must not go out like this.",
    )


def lock(letter_id: uuid.UUID, version: int) -> Letter:
    """Lock a letter that is not issued; refused where it changed since `version` was seen."""
    letter: Letter = Letter.objects.select_for_update().get(id=letter_id)
    if letter.state == Letter.State.DISCARDED:
        raise LetterRefused(IS_DISCARDED)
    if letter.state != Letter.State.PREPARED:
        raise LetterRefused(ALREADY_ISSUED)
    if letter.version != version:
        raise LetterRefused(
            Text(
                "Das Schreiben wurde inzwischen geändert. Lesen Sie die neue Fassung, bevor Sie es erlassen.",
                "The letter was changed meanwhile. Read the new version before you issue it.",
            )
        )
    return letter
