"""`laufzettel audit verify`: is what the log says still what was written?"""

import sys

from laufzettel.core import audit
from laufzettel.core.tenancy import PLATFORM, in_tenant
from laufzettel.tenants import queries as tenants


def verify() -> int:
    """Check the log of the platform and of every active tenant, print what was tampered with; 0 when all are whole."""
    faults = 0
    for tenant in (PLATFORM, *tenants.active_ids()):
        name = "Plattform" if tenant == PLATFORM else tenants.by_id(tenant).name
        with in_tenant(tenant):
            for fault in audit.verify():
                faults += 1
                sys.stdout.write(f"{name}: {fault.sentence}\n")
    sys.stdout.write(f"{faults} Fehler gefunden.\n" if faults else "Alle Protokolle sind unverändert.\n")
    return 1 if faults else 0
