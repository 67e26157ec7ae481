"""`laufzettel tenants host`: a town answers on a host of its own."""

import sys

from django.conf import settings

from laufzettel.core.actors import SYSTEM
from laufzettel.tenants import actions, queries
from laufzettel.tenants.models import Tenant


def host(slug: str, name: str | None, *, remove: bool) -> int:
    """Say where a tenant answers; with a `name` let it answer there, with `remove` no longer. 0 when it is done."""
    tenant = queries.by_slug(slug)
    if tenant is None:
        sys.stderr.write(f"Es gibt keinen Mandanten „{slug}“.\n")
        return 2
    refusal = _refusal(name) if name else ""
    if name and remove:
        refusal = "Entweder einen Namen, oder --weg.\n"
    if refusal:
        sys.stderr.write(refusal)
        return 2
    return _set(tenant, "" if remove else name)


def _refusal(name: str) -> str:
    if name.lower() in settings.TOWN_HOSTS:
        return ""
    return (
        f"„{name}“ steht nicht in LAUFZETTEL_HOSTS, oder es ist die Adresse der Plattform. Tragen Sie den Namen dort"
        " zuerst ein, und starten Sie Laufzettel neu.\n"
    )


def _set(tenant: Tenant, name: str | None) -> int:
    try:
        if name is not None:
            actions.set_hostname(SYSTEM, tenant, name)
    except actions.HostTaken as other:
        sys.stderr.write(f"Unter „{name}“ antwortet schon: {other}.\n")
        return 1
    sys.stdout.write(f"{tenant.name}: {queries.url(tenant)}\n")
    return 0
