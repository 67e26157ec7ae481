"""Reading letters."""

import uuid

from django.db.models import QuerySet

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.files import queries as files
from laufzettel.letters.models import Letter


def by_id(letter_id: uuid.UUID) -> Letter | None:
    """A letter of the open tenant."""
    return Letter.objects.select_related("file").filter(id=letter_id).first()


def print_basket() -> QuerySet[Letter]:
    """What was issued and waits for its day of posting; what is handed over does not go by post."""
    waiting = Letter.objects.filter(state=Letter.State.ISSUED, posted_on=None)
    return waiting.exclude(channel=Letter.Channel.HANDED_OVER)


def posted(limit: int = 50) -> list[Letter]:
    """What was posted last."""
    return list(Letter.objects.filter(posted_on__isnull=False).order_by("-posted_on", "-id")[:limit])


def read_pdf(actor: Actor, letter: Letter) -> bytes:
    """The PDF of an issued letter; who read it is logged."""
    if letter.file is None:
        raise LookupError("not issued")
    audit.record(actor, "letter-read", kind="letter", object_id=letter.id)
    return files.content(letter.file)
