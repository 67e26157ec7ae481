"""Background tasks of runs. Killed and done again they go on where they were."""

import uuid

from laufzettel.core import jobs
from laufzettel.core.tenancy import in_tenant
from laufzettel.runs import working


@jobs.task("runs.try_out")
def try_out(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Look at every entry of the register."""
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = working.try_batch(object_id)


@jobs.task("runs.post")
def post(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Record the day of posting for one letter after the other."""
    is_more = True
    while is_more:
        with in_tenant(tenant):
            is_more = working.post_batch(tenant, object_id)


@jobs.task("runs.carry_out")
def carry_out(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """Issue one notice after the other."""
    while working.carry_out_one(tenant, object_id):
        pass
