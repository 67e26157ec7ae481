"""Reading claims and exports."""

from typing import Any

from django.db.models import QuerySet

from laufzettel.core import audit
from laufzettel.core.actors import Actor
from laufzettel.files import queries as files
from laufzettel.payments.models import Claim, Export


def waiting() -> QuerySet[Claim]:
    """The confirmed claims that the cash desk does not know yet."""
    return Claim.objects.filter(export=None, confirmed_at__isnull=False)


def exports(ids: Any, limit: int = 50) -> list[Export]:
    """The newest exports among these."""
    found = Export.objects.filter(id__in=ids).select_related("file").prefetch_related("claims")
    return list(found.order_by("-number")[:limit])


def read_export(actor: Actor, export: Export) -> bytes:
    """The file of an export; who fetched it is logged."""
    audit.record(actor, "export-read", kind="export", object_id=export.id)
    return files.content(export.file)
