"""Opening records and filing documents."""

from django.db.models import Q

from laufzettel.core import audit, sequences
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now, today
from laufzettel.files.models import StoredFile
from laufzettel.records.models import ClassMapping, Document, Position, Record

UNMAPPED = "00"
"""The position that catches what the tenant has not mapped yet; it shows up in the administrator's list."""


def open_record(actor: Actor, semantic_class: str, title: str, retention_years: int | None, event: str) -> Record:
    """Open a record where the tenant keeps this class, with the next Aktenzeichen of that position and year."""
    position = position_of(semantic_class)
    year = today().year
    number = sequences.next_number(f"record {position.number} {year}")
    record = Record(
        position=position,
        reference=f"{position.number}/{year}/{number:05d}",
        title=title[:300],
        opened_at=now(),
        retention_years=retention_years,
        retention_event=event,
    )
    record.save(force_insert=True)
    audit.record(actor, "record-opened", kind="record", object_id=record.id, payload={"title": record.title})
    return record


def position_of(semantic_class: str) -> Position:
    """Where the tenant keeps this class, or a class above it (`steuern` for `steuern.hundesteuer`)."""
    parts = semantic_class.split(".")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    found = {row.name: row.position for row in ClassMapping.objects.filter(name__in=names).select_related("position")}
    for name in names:
        position: Position | None = found.get(name)
        if position is not None:
            return position
    caught: Position
    caught, _ = Position.objects.get_or_create(number=UNMAPPED, defaults={"title": "Noch nicht zugeordnet"})
    return caught


def file_document(actor: Actor, record: Record, file: StoredFile, *, title: str, kind: str, source: str) -> Document:
    """File a document. The same `source` filed again is the document that is there already."""
    document, is_new = Document.objects.get_or_create(
        record=record,
        source=source,
        defaults={
            "file": file,
            "title": title[:200],
            "kind": kind,
            "filed_at": now(),
            "author": actor.to_json(),
        },
    )
    if is_new:
        audit.record(actor, "document-filed", kind="document", object_id=document.id, payload={"title": document.title})
    return document


def annotate(actor: Actor, record: Record, source: str, note: str) -> None:
    """Say at a filed document, and at its further versions, what has become of it; the same again changes nothing.

    The source of a further version is that of the first, a space and what tells it apart.
    """
    versions = Document.objects.filter(Q(source=source) | Q(source__startswith=f"{source} "), record=record)
    for document in versions.select_for_update(of=("self",)):
        if note in document.note:
            continue
        document.note = " · ".join(part for part in (document.note, note) if part)[:300]
        document.save(update_fields=["note"])
        audit.record(actor, "document-annotated", kind="document", object_id=document.id, payload={"note": note})


def is_filed(record: Record, source: str) -> bool:
    """Whether a document of this source is in the record: asked before rendering it again."""
    return Document.objects.filter(record=record, source=source).exists()
