"""Background tasks of letters. Each may be done twice: the letter's row says what has happened."""

import uuid

from laufzettel.core import jobs
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters import mailbox


@jobs.task("letters.noticed")
def noticed(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """The e-mail about a letter in a mailbox was sent."""
    with in_tenant(tenant):
        mailbox.noticed(object_id)


@jobs.task("wake.letter")
def end_provision(tenant: uuid.UUID, object_id: uuid.UUID) -> None:
    """The time to retrieve a letter is over."""
    with in_tenant(tenant):
        mailbox.lapse(object_id)
