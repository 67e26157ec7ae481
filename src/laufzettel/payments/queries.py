"""Reading claims and exports."""

import uuid

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.files import queries as files
from laufzettel.payments.models import Claim, Export


def waiting() -> list[Claim]:
    """The confirmed claims that the cash desk does not know yet, with their due dates, the oldest first."""
    found = Claim.objects.filter(export=None, confirmed_at__isnull=False).order_by("id")
    return list(found.prefetch_related("instalments"))


def exports(limit: int = 50) -> list[Export]:
    """The newest exports of the open tenant."""
    return list(Export.objects.order_by("-number").select_related("file")[:limit])


def export(export_id: uuid.UUID) -> Export | None:
    """An export of the open tenant."""
    return Export.objects.select_related("file").filter(id=export_id).first()


def read_export(actor: Actor, export: Export) -> bytes:
    """The file of an export; who fetched it is logged."""
    audit.record(actor, "export-read", kind="export", object_id=export.id)
    return files.content(export.file)
