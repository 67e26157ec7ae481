"""No rule of a service stands in Python: another package, with other fields, tax and letter, plays the same day."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.scenes import NOON, issued, tenant

from laufzettel.cases.models import Case, Incident
from laufzettel.catalogue import actions as catalogue
from laufzettel.core.clock import at
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import package as packages
from laufzettel.kernel.letters import plain_blocks
from laufzettel.letters import delivery, sheets
from laufzettel.payments.models import Claim
from laufzettel.records import queries as records
from laufzettel.site.demo.build import offer_example
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db
KATZE = Path(__file__).parent.parent / "data" / "services" / "katze-anmelden"


def test_a_cat_has_the_same_day_as_a_dog() -> None:
    package = packages.load(KATZE)
    town = tenant("herborn")
    with in_tenant(town.id):
        release = catalogue.release(package.files)
        offer_example(release, package.examples["herborn"], Unit.objects.order_by("id")[0])

    with at(NOON):
        scene = issued("herborn", "drei-freigaenger", service="katze-anmelden")

    with in_tenant(town.id):
        case = scene.case
        assert list(Incident.objects.all()) == []
        assert (case.status, case.outcome) == (Case.Status.COMPLETED, "gemeldet")
        assert case.applicant == "Zoë Großmann-d'Àvila"
        assert case.reference_date == date(2026, 1, 15)
        assert case.record is not None
        assert case.record.title == "Katzensteuer, Minka"
        assert Claim.objects.get().amount == Decimal("120.00")
        text = plain_blocks(sheets.content_of(scene.letter)["blocks"])
        assert "3 Katzen" in text
        assert "Drei sind viele." in text
        assert len(records.documents(case.record)) == 4
        with at(NOON):
            letter = delivery.record_posting(scene.clerk, scene.letter.id, date(2026, 3, 2), town)
        assert letter.notified_on == date(2026, 3, 6)
