"""What can be done with a letter: prepare, edit its free blocks, issue, record its posting."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from laufzettel.core import audit, stimuli
from laufzettel.core.actors import Actor
from laufzettel.core.clock import ZONE, now, today
from laufzettel.files.actions import store_file
from laufzettel.kernel import law
from laufzettel.kernel.problems import Text
from laufzettel.letters import sheets
from laufzettel.letters.models import Letter
from laufzettel.tenants.models import Profile, Tenant

TEXT_LIMIT = 5000


class LetterRefused(Exception):
    """The letter cannot be changed, issued or posted so; `sentence` says why, in German and English."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says and to whom.

    `source` is the package's Markdown, `context` the values it reads (tagged JSON); `act` is
    `{procedure, issuing_body, form, remedy}`, None for a letter without legal effect; `address` holds `lines`, `info`
    the `pairs` of the info block, `unit`, `reference` and `signature`; `marks` are "demo" and "practice"; `texts` the
    words for free blocks, by id.
    """

    name: str
    source: str
    context: Any
    address: dict[str, Any]
    act: dict[str, str] | None = None
    info: dict[str, Any] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    language: str = "de"


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
    letter = _lock(letter_id, version)
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
    letter.save(update_fields=["texts", "version"])
    audit.record(actor, "letter-edited", kind="letter", object_id=letter.id)
    return letter


def issue(actor: Actor, letter: Letter, tenant: Tenant, profile: Profile) -> Letter:
    """Issue a letter as it was seen: freeze it, keep its PDF, and tell whoever waits for it.

    The PDF is made before the row is locked; if the letter changed meanwhile, it is refused.
    """
    seen = letter.version
    if letter.state != Letter.State.PREPARED:
        raise LetterRefused(ALREADY_ISSUED)
    letter.state, letter.issued_at = Letter.State.ISSUED, now()
    letter.content = dict(sheets.content_of(letter))
    if letter.content["gaps"]:
        raise LetterRefused(_gaps(letter.content["gaps"]))
    pdf = sheets.pdf_of(letter, tenant, profile)
    locked = _lock(letter.id, seen)
    locked.state, locked.issued_at, locked.issued_by = letter.state, letter.issued_at, actor.to_json()
    locked.content = letter.content
    locked.file = store_file(f"{locked.name}.pdf", "application/pdf", pdf)
    locked.version += 1
    locked.save()
    audit.record(actor, "letter-issued", kind="letter", object_id=locked.id)
    issued_on = locked.issued_at.astimezone(ZONE).date() if locked.issued_at else today()
    told = {"letter_id": str(locked.id), "issued_on": issued_on.isoformat(), "by": actor.to_json()}
    stimuli.put(locked.key, "letter-issued", told)
    return locked


def record_posting(actor: Actor, letter_id: uuid.UUID, day: date, tenant: Tenant) -> Letter:
    """Record the real day of posting (ab-Vermerk). From it follow the day of notification and the end of the remedy."""
    letter = Letter.objects.select_for_update().filter(id=letter_id).first()
    if letter is None or letter.state != Letter.State.ISSUED or letter.issued_at is None:
        raise LetterRefused(Text("Das Schreiben ist noch nicht erlassen.", "The letter has not been issued yet."))
    if letter.posted_on is not None:
        raise LetterRefused(
            Text(
                f"Als Tag der Aufgabe zur Post ist schon der {letter.posted_on:%d.%m.%Y} vermerkt.",
                f"{letter.posted_on:%d/%m/%Y} is recorded as the day of posting already.",
            )
        )
    issued_on = letter.issued_at.astimezone(ZONE).date()
    if not issued_on <= day <= today():
        raise LetterRefused(
            Text(
                f"Der Tag der Aufgabe zur Post liegt zwischen dem {issued_on:%d.%m.%Y} (erlassen) und heute.",
                f"The day of posting lies between {issued_on:%d/%m/%Y} (issued) and today.",
            )
        )
    letter.posted_on, letter.posted_by = day, actor.to_json()
    if letter.act:
        _count_days(letter, tenant)
    letter.save(update_fields=["posted_on", "posted_by", "notified_on", "remedy_until", "info"])
    audit.record(actor, "letter-posted", kind="letter", object_id=letter.id)
    told = {"letter_id": str(letter.id), "posted_on": day.isoformat(), "by": actor.to_json()}
    stimuli.put(letter.key, "letter-posted", told)
    return letter


def _count_days(letter: Letter, tenant: Tenant) -> None:
    assert letter.act is not None and letter.issued_at is not None and letter.posted_on is not None  # noqa: S101, PT018
    procedure, land = letter.act["procedure"], tenant.land
    told = law.notification(procedure, "post", law.Events(posted=letter.posted_on), land=land, today=today())
    letter.notified_on = told.day
    letter.info = letter.info | {"notification": {"reason": str(told.reason), "is_verified": told.verified}}
    if told.day is not None:
        issued_on = letter.issued_at.astimezone(ZONE).date()
        end = law.remedy_end(procedure, letter.act["remedy"], notified=told.day, on=issued_on, land=land)
        letter.remedy_until = end.day if end else None


ALREADY_ISSUED = Text(
    "Das Schreiben ist schon erlassen und kann nicht mehr geändert werden.",
    "The letter has been issued already and cannot be changed any more.",
)


def _gaps(names: list[str]) -> Text:
    return Text(
        f"Dem Schreiben fehlen Werte: {', '.join(names)}. So darf es nicht hinausgehen.",
        f"The letter lacks values: {', '.join(names)}. It must not go out like this.",
    )


def _lock(letter_id: uuid.UUID, version: int) -> Letter:
    letter = Letter.objects.select_for_update().get(id=letter_id)
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
