"""The register of dogs of a tenant of the demo, and entries in it."""

from datetime import date
from typing import Any

from tests.scenes import clerk

from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.registers import actions, queries
from laufzettel.registers.models import Entry
from laufzettel.registers.shelf import Shelf

SLUG = "frankenberg-eder"


def dogs(slug: str = SLUG) -> Shelf:
    """The register of dogs; inside the tenant's scope."""
    shelf = queries.shelf_for(clerk(slug), "hund-anmelden", "hunde")
    assert shelf is not None
    return shelf


def dog(name: str = "Bella", keeper: str = "Großmann", **more: Any) -> dict[str, Any]:
    """An entry as the form accepts it."""
    values = {
        "halter": {"vorname": "Zoë", "nachname": keeper, "strasse": "Obermarkt 7", "plz": "35066", "ort": "Herborn"},
        "hund": {"name": name, "rasse": "Pudel", "gefaehrlich": False},
        "steuer": {"beginn": date(2024, 1, 1), "satz": 84},
    }
    whole: dict[str, Any] = to_feel(values | more)
    return whole


def added(tenant: Any, **values: Any) -> Entry:
    """An entry that the clerk has added."""
    with in_tenant(tenant.id):
        return actions.add(dogs(tenant.slug), dog(**values), actions.Writing(clerk(tenant.slug), "Altbestand"))
