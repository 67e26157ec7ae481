"""A few applications for the demo, so that a clerk's first day does not begin with an empty list.

They are the package's own scenarios, submitted on past days, so that some are urgent.
"""

from datetime import timedelta

from laufzettel.applications import actions as applications
from laufzettel.cases.models import Case
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.clock import at, now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.tenants.models import Tenant

# Which scenario came how many days ago.
ARRIVALS = (
    ("erster-hund", 34),
    ("zugezogen-schon-gezahlt", 27),
    ("zweiter-hund-lastschrift", 13),
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
                applications.submit(draft.id)
