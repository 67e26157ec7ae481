"""`laufzettel audit verify`: is what the log says still what was written?"""

import sys

from laufzettel.core import audit
from laufzettel.core.tenancy import in_tenant
from laufzettel.tenants import queries as tenants


def verify() -> int:
    """Check the log of every active tenant; print what was tampered with. 0 when all are whole, else 1."""
    faults = 0
    for tenant in tenants.active_ids():
        with in_tenant(tenant):
            for fault in audit.verify():
                faults += 1
                sys.stdout.write(f"{tenants.by_id(tenant).name}: {fault.sentence}\n")
    sys.stdout.write(f"{faults} Fehler gefunden.\n" if faults else "Alle Protokolle sind unverändert.\n")
    return 1 if faults else 0
