"""A notice is annulled: its claim does not follow by itself, a clerk reduces it from the case's page, once."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.cases.test_letter_changes import FACTS, begun, issue
from tests.scenes import Scene, issued
from tests.test_permissions import browser

from laufzettel.cases import queries
from laufzettel.core.clock import ZONE, at
from laufzettel.core.tenancy import in_tenant
from laufzettel.payments import queries as payments

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HERE = "frankenberg-eder"


def noticed() -> Scene:
    """The notice of March 2026 about seventy euros."""
    with at(datetime(2026, 3, 2, 9, tzinfo=ZONE)):
        return issued(HERE)


def amounts(scene: Scene) -> list[Decimal]:
    with in_tenant(scene.tenant.id):
        return [claim.amount for claim in queries.claims_of(scene.case)]


def reduce(client: Client, scene: Scene, amount: str, left: str) -> Any:
    with in_tenant(scene.tenant.id):
        claim = queries.claims_of(scene.case)[0]
    path = f"/{HERE}/amt/vorgaenge/{scene.case.id}/forderungen/{claim.id}/"
    return client.post(path, {"betrag": amount, "offen": left})


def test_as_long_as_no_notice_is_changed_a_claim_stays_as_it_is() -> None:
    scene, client = noticed(), browser("clerk")

    assert "Forderung verringern" not in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert reduce(client, scene, "10", "70.00").status_code == 409
    assert amounts(scene) == [Decimal("70.00")]


def test_after_an_annulment_what_is_taken_off_goes_to_the_cash_desk_and_never_twice() -> None:
    scene, client = noticed(), browser("clerk")
    begun(scene, client, FACTS)
    issue(scene, client)

    page = client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert "ist berichtigt oder aufgehoben" in page
    assert 'value="70,00"' in page
    for wrong in ("", "0", "-5", "70,01", "viel", "1,234"):
        assert reduce(client, scene, wrong, "70.00").status_code == 409
    assert amounts(scene) == [Decimal("70.00")]

    assert reduce(client, scene, "20,50 €", "70.00").status_code == 302
    assert reduce(client, scene, "20,50 €", "70.00").status_code == 409  # pressed twice
    assert reduce(client, scene, "49,50", "49.50").status_code == 302
    assert amounts(scene) == [Decimal("70.00"), Decimal("-20.50"), Decimal("-49.50")]
    with in_tenant(scene.tenant.id):
        claim, first, _ = queries.claims_of(scene.case)
        assert first.subject == f"Absetzung: {claim.subject} ({claim.reference})"
        assert payments.waiting().filter(id=first.id).exists()
    page = client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    assert "Forderung verringert" in page
    assert "verringern um" not in page
