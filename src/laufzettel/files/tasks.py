"""What runs by the clock for stored files."""

import time

from laufzettel.core import jobs
from laufzettel.core.tenancy import in_tenant
from laufzettel.files import store
from laufzettel.files.models import StoredFile
from laufzettel.tenants import queries as tenants

DAY = 24 * 3600


@jobs.periodic("files.sweep", "47 3 * * *")
def sweep() -> None:
    """Nightly: delete bytes that no row names, left by transactions that were rolled back more than a day ago."""
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            known = set(StoredFile.objects.values_list("id", flat=True))
        for object_id in store.old_objects(tenant, time.time() - DAY):
            if object_id not in known:
                store.delete(tenant, object_id)
