"""A few applications for the demo, so that a clerk's first day does not begin with an empty list.

They are the package's own scenarios, submitted on past days, so that some are urgent.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from laufzettel.applications import actions as applications
from laufzettel.cases.models import Case
from laufzettel.cases.senders import NOBODY, Sender
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.clock import at, now
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity import citizens, oidc
from laufzettel.identity.trust import Trust
from laufzettel.kernel.package.values import to_feel
from laufzettel.site.demo_account.persons import PERSONS
from laufzettel.tenants.models import Tenant

# Which scenario came how many days ago.
ARRIVALS = (
    ("erster-hund", 34),
    ("zugezogen-schon-gezahlt", 27),
    ("zweiter-hund-lastschrift", 13),
    ("in-das-postfach", 9),  # by somebody of the demo account, who wants the notice in the mailbox
    ("rettungshund-befreit", 6),
    ("gefaehrlicher-hund", 2),
)


def submit_some(tenant: Tenant) -> None:
    """Submit the demo's applications in a tenant that has none yet."""
    with in_tenant(tenant.id):
        offering = catalogue.offering("hund-anmelden")
        if offering is None or Case.objects.exists():
            return
        scenarios = catalogue.package_of(offering).scenarios
        for name, days in ARRIVALS:
            if name not in scenarios:
                continue
            with at(now() - timedelta(days=days, hours=days % 5, minutes=7 * days % 60)):
                values = to_feel(scenarios[name].data["application"])
                draft, _ = applications.begin(offering, "de")
                applications.save_page(draft, "", values, is_done=True, language="de")
                applications.submit(draft.id, sender=_sender(scenarios[name].data.get("sender")))


def _sender(said: Mapping[str, Any] | None) -> Sender:
    """Who has signed in to send it, as the scenario says: a person of the demo account."""
    provider = oidc.provider()
    person = next((one for one in PERSONS.values() if said and one.claims()["name"] == said["name"]), None)
    if said is None or provider is None or person is None:
        return NOBODY
    claims = person.claims()
    account = citizens.account_of(provider.issuer, claims["sub"], claims["name"], claims["email"])
    return Sender(account.id, Trust(said["trust"]), said.get("mailbox", False))
