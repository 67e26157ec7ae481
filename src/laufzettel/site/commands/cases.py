"""`laufzettel cases move`: running cases go over to the edition that is offered now."""

import sys
from collections.abc import Mapping

from laufzettel.cases import moving
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.tenants import queries as tenants


def move(slug: str, service: str, mapping: Mapping[str, str], *, really: bool) -> int:
    """Say for every case whether it can move, and with `really` move those that can; 0 when all can."""
    tenant = tenants.by_slug(slug)
    if tenant is None:
        sys.stderr.write(f"Es gibt keinen Mandanten „{slug}“.\n")
        return 2
    with in_tenant(tenant.id):
        offering = catalogue.offering_for_staff(service)
        if offering is None:
            sys.stderr.write(f"{tenant.name} bietet „{service}“ nicht an.\n")
            return 2
        ids = moving.cases_to_move(offering)
    asked = []
    for case_id in ids:  # each in a transaction of its own: nobody waits for the whole run
        with in_tenant(tenant.id):
            if really:
                asked.append(moving.move(SYSTEM, offering, case_id, mapping))
            else:
                asked.append(moving.ask(offering, case_id, mapping))
    stays = [one for one in asked if one.reasons]
    for one in stays:
        sys.stdout.write(f"{one.number} bleibt: {' '.join(one.reasons)}\n")
    verb = "umgezogen" if really else "können umziehen"
    sys.stdout.write(f"{len(asked) - len(stays)} von {len(asked)} Vorgängen {verb}.\n")
    if asked and not really:
        sys.stdout.write("Es wurde nichts geändert. Mit --ausfuehren ziehen sie um.\n")
    return 1 if stays else 0
