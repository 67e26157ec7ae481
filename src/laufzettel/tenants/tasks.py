"""What runs by the clock for every tenant."""

from laufzettel.core import audit, jobs
from laufzettel.core.tenancy import PLATFORM, in_tenant
from laufzettel.tenants import queries


@jobs.periodic("tenants.seal_audit", "* * * * * 30")
def seal_audit() -> None:
    """Every minute: seal what was logged."""
    for tenant in (PLATFORM, *queries.active_ids()):
        is_more = True
        while is_more:
            with in_tenant(tenant):
                is_more = audit.seal() == audit.BLOCK_SIZE


@jobs.periodic("tenants.sign_audit", "41 2 * * *")
def sign_audit() -> None:
    """Nightly: sign the newest block."""
    for tenant in (PLATFORM, *queries.active_ids()):
        with in_tenant(tenant):
            audit.sign()
