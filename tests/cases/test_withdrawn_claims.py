"""A claim whose notice never goes out is none: a case that is called off before that tells the cash desk nothing."""

import pytest
from tests.scenes import decided, issued, work_off
from tests.test_permissions import browser

from laufzettel.cases import actions, queries
from laufzettel.core.tenancy import in_tenant
from laufzettel.payments import actions as payments
from laufzettel.payments import queries as claims
from laufzettel.payments.models import Claim

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"


def test_the_claim_of_a_case_that_is_called_off_before_its_notice_never_reaches_the_cash_desk() -> None:
    scene = decided(HERE)
    with in_tenant(scene.tenant.id):
        assert [claim.confirmed_at for claim in queries.claims_of(scene.case)] == [None]
        actions.cancel_case(scene.clerk, scene.case.id, "Der Antrag wurde zurückgezogen.")
    work_off()

    with in_tenant(scene.tenant.id):
        (claim,) = queries.claims_of(scene.case)
        assert (claim.confirmed_at, claim.withdrawn_at is not None) == (None, True)
        assert not claims.waiting().exists()
        assert payments.export_claims(scene.clerk, [claim.id]) is None
        payments.confirm(scene.clerk, [claim.id])
        assert Claim.objects.get(id=claim.id).confirmed_at is None
    page = browser("clerk").get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert "zurückgezogen: Der Bescheid ging nicht hinaus" in page


def test_a_claim_whose_notice_went_out_stays_whatever_happens_to_the_case() -> None:
    scene = issued(HERE)
    with in_tenant(scene.tenant.id):
        (claim,) = queries.claims_of(scene.case)
        payments.withdraw(scene.clerk, [claim.id])
        assert Claim.objects.get(id=claim.id).withdrawn_at is None
        assert claims.waiting().filter(id=claim.id).exists()
