"""Reading letters."""

import uuid

from django.db.models import Q, QuerySet

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.files import queries as files
from laufzettel.letters.models import ELECTRONIC, Letter
from laufzettel.letters.pdf.pages import pictures_of_pdf


def by_id(letter_id: uuid.UUID) -> Letter | None:
    """A letter of the open tenant."""
    return Letter.objects.select_related("file").filter(id=letter_id).first()


def print_basket() -> QuerySet[Letter]:
    """What was issued and waits for its day of posting; neither what is handed over nor what lies in a mailbox."""
    waiting = Letter.objects.filter(state=Letter.State.ISSUED, posted_on=None)
    return waiting.exclude(channel__in=(Letter.Channel.HANDED_OVER, *ELECTRONIC))


def mailbox_of(actor: Actor) -> list[Letter]:
    """What was put into the mailbox of a citizen, the unread first, then the newest; looking at it is logged."""
    audit.record(actor, "mailbox-read", kind="account", object_id=actor.id)
    is_read = Q(retrieved_on__isnull=False) | ~Q(channel__in=ELECTRONIC)
    return list(_mailbox(actor).alias(is_read=is_read).order_by("is_read", "-issued_at", "-id"))


def in_mailbox(actor: Actor, letter_id: uuid.UUID) -> Letter | None:
    """A letter that was put into this citizen's mailbox; None for any other."""
    return _mailbox(actor).select_related("file").filter(id=letter_id).first()


def unread(actor: Actor) -> int:
    """How many letters in a citizen's mailbox were never opened."""
    return _mailbox(actor).filter(channel__in=ELECTRONIC, retrieved_on=None).count()


def _mailbox(actor: Actor) -> "QuerySet[Letter]":
    if actor.id is None or actor.kind != "citizen":
        return Letter.objects.none()
    return Letter.objects.filter(account_id=actor.id, provided_on__isnull=False)


def posted(limit: int = 50) -> list[Letter]:
    """What was posted last."""
    return list(Letter.objects.filter(posted_on__isnull=False).order_by("-posted_on", "-id")[:limit])


def read_pdf(actor: Actor, letter: Letter) -> bytes:
    """The PDF of an issued letter; who read it is logged."""
    if letter.file is None:
        raise LookupError("not issued")
    audit.record(actor, "letter-read", kind="letter", object_id=letter.id)
    return files.content(letter.file)


def read_pages(actor: Actor, letter: Letter) -> list[bytes]:
    """The pages of an issued letter as pictures (PNG), made from its PDF; who read it is logged."""
    return pictures_of_pdf(read_pdf(actor, letter))
