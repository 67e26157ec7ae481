"""Wake-ups: what is due when, for every tenant in one global table, so that one query finds it.

A wake-up becomes a background task `wake.<kind>` of its tenant, in the transaction that removes the wake-up.
"""

import uuid
from datetime import datetime

from django.db import transaction

from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.ids import new_id
from laufzettel.core.models import WakeUp
from laufzettel.core.tenancy import current_tenant

BATCH = 500


def put(kind: str, object_id: uuid.UUID, due_at: datetime) -> None:
    """Have the task `wake.<kind>` done for an object of the open tenant once `due_at` has come."""
    WakeUp.objects.bulk_create(
        [WakeUp(id=new_id(), tenant=current_tenant(), kind=kind, object=object_id, due_at=due_at)],
        update_conflicts=True,
        unique_fields=["tenant", "kind", "object"],
        update_fields=["due_at"],
    )


def drop(kind: str, object_id: uuid.UUID) -> None:
    """The object of the open tenant need not be woken any more."""
    WakeUp.objects.filter(tenant=current_tenant(), kind=kind, object=object_id).delete()


def fire() -> int:
    """Turn what is due into background tasks; how many. Several workers may do this at once."""
    with transaction.atomic():
        due = list(
            WakeUp.objects.filter(due_at__lte=now()).order_by("due_at").select_for_update(skip_locked=True)[:BATCH]
        )
        for row in due:
            jobs.enqueue(f"wake.{row.kind}", row.object, tenant=row.tenant)
        WakeUp.objects.filter(id__in=[row.id for row in due]).delete()
    return len(due)
