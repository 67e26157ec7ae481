"""What runs by the clock for stored files."""

import time
import uuid
from datetime import timedelta

from django.conf import settings

from laufzettel.core import jobs
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries, scanner, store, uploads
from laufzettel.files.models import StoredFile
from laufzettel.tenants import queries as tenants

DAY = 24 * 3600


@jobs.task("files.scan")
def scan(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Have a file scanned; while the scanner cannot be reached the file stays locked, and the queue tries again."""
    with in_tenant(tenant):
        file = StoredFile.objects.filter(id=object_id, scan=StoredFile.Scan.WAITING).first()
        content = queries.locked_content(file) if file else b""
    if file is None:
        return
    verdict = scanner.scan(content)
    with in_tenant(tenant):
        uploads.judge(object_id, is_clean=verdict.is_clean, finding=verdict.name)


@jobs.periodic("files.rescan", "*/10 * * * *")
def rescan() -> None:
    """Every ten minutes: ask again for what has waited for an hour; a scanner may have been away for long."""
    if not settings.CONFIGURATION.scanner.startswith("clamd:"):
        return
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            hour_ago = now() - timedelta(hours=1)
            waiting = StoredFile.objects.filter(scan=StoredFile.Scan.WAITING, stored_at__lt=hour_ago)
            ids = list(waiting.order_by("stored_at").values_list("id", flat=True)[:200])
        for file_id in ids:
            try:
                scan(tenant, file_id)
            except scanner.Unreachable:
                return


@jobs.periodic("files.sweep", "47 3 * * *")
def sweep() -> None:
    """Nightly: delete uploads whose time is over, and bytes that no row names and that are older than a day."""
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            uploads.delete_expired()
            known = set(StoredFile.objects.values_list("id", flat=True))
        store.delete_old(tenant, time.time() - DAY, known)
