"""Background tasks of registers. Killed and done again they go on where they were: each batch is a transaction."""

import uuid

from laufzettel.core import jobs
from laufzettel.core.tenancy import in_tenant
from laufzettel.registers import importing


@jobs.task("registers.check_import")
def check_import(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Look through the rows of a file."""
    seen: dict[str, int] = {}
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = importing.check_batch(object_id, seen)


@jobs.task("registers.write_import")
def write_import(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Write the rows of a file to their register."""
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = importing.write_batch(object_id)
