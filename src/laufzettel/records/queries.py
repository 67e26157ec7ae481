"""Reading records. Reading a document is logged."""

import uuid

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.files import queries as files
from laufzettel.records.models import Document, Record


def by_id(record_id: uuid.UUID) -> Record | None:
    """A record of the open tenant."""
    return Record.objects.select_related("position").filter(id=record_id).first()


def documents(record: Record) -> list[Document]:
    """The documents of a record, in the order of their filing."""
    return list(Document.objects.filter(record=record).select_related("file"))


def document(document_id: uuid.UUID) -> Document | None:
    """A document of the open tenant, with its record and file."""
    return Document.objects.select_related("file", "record").filter(id=document_id).first()


def read_document(actor: Actor, document: Document) -> bytes:
    """The content of a document; who read it is logged. Raises `files.queries.Locked` where nobody may."""
    content = files.content(document.file)
    audit.record(actor, "document-read", kind="document", object_id=document.id)
    return content


def newest(limit: int = 100) -> list[Record]:
    """The newest records of the open tenant."""
    return list(Record.objects.select_related("position").order_by("-opened_at")[:limit])
