"""How a notice goes out follows from its act: by post, registered, served by certificate, or handed over."""

from datetime import date

import pypdfium2
import pytest
from tests.scenes import Scene, issued, work_off
from tests.test_permissions import browser

from laufzettel.cases import queries as cases
from laufzettel.cases.models import HistoryEvent
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters import delivery, sheets
from laufzettel.letters.models import Letter
from laufzettel.tenants import queries as tenants

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
POSTED = date(2026, 3, 2)


def going(channel: str) -> Scene:
    """A notice that was issued on Monday, 2 March 2026, and goes out on this way."""
    scene = issued(HERE)
    with in_tenant(scene.tenant.id):
        Letter.objects.filter(id=scene.letter.id).update(issued_at="2026-03-02T09:00:00+01:00", channel=channel)
    return scene


def address(scene: Scene, deed: str = "") -> str:
    return f"/{HERE}/amt/schreiben/{scene.letter.id}/{deed}"


def test_a_certificate_counts_from_the_day_on_it() -> None:
    scene, client = going("certificate"), browser("clerk")
    early = client.post(address(scene, "zustellung/"), {"zugestellt_am": "4.3.2026"})
    assert (early.status_code, "noch nicht zur Post gegeben" in early.content.decode()) == (422, True)
    with in_tenant(scene.tenant.id):
        assert [letter.id for letter, _ in cases.print_basket(scene.clerk)] == [scene.letter.id]
        delivery.record_posting(scene.clerk, scene.letter.id, POSTED, scene.tenant)
    assert scene.letter.notified_on is None

    page = client.get(address(scene)).content.decode()
    assert ("Tag der Zustellung oder Übergabe" in page, "nachweislich später" in page) == (True, False)
    wrong = client.post(address(scene, "zustellung/"), {"zugestellt_am": "1.3.2026"})
    assert (wrong.status_code, "02.03.2026" in wrong.content.decode()) == (422, True)
    # Saturday, 7 March: the day of service does not move; a month later is Tuesday, 7 April, after Easter Monday.
    assert client.post(address(scene, "zustellung/"), {"zugestellt_am": "7.3.2026"}).status_code == 302
    work_off()

    letter = scene.letter
    assert (letter.delivered_on, letter.notified_on, letter.remedy_until) == (
        date(2026, 3, 7),
        date(2026, 3, 7),
        date(2026, 4, 7),
    )
    with in_tenant(scene.tenant.id):
        assert HistoryEvent.objects.filter(kind="letter-delivered").count() == 1
        profile = tenants.profile()
        assert profile is not None
        first = pypdfium2.PdfDocument(sheets.pdf_of(letter, scene.tenant, profile))[0].get_textpage().get_text_bounded()
    assert "Gegen Postzustellungsurkunde" in first
    assert (
        "zugestellt oder übergeben am 7. März 2026"
        in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    )


def test_a_certificate_that_comes_back_is_not_notified() -> None:
    scene = going("certificate")
    with in_tenant(scene.tenant.id):
        delivery.record_posting(scene.clerk, scene.letter.id, POSTED, scene.tenant)
        delivery.record_delivery(scene.clerk, scene.letter.id, date(2026, 3, 4), scene.tenant)
        delivery.record_return(scene.clerk, scene.letter.id, date(2026, 3, 9), "moved", scene.tenant)

    assert (scene.letter.delivered_on, scene.letter.notified_on) == (None, None)


def test_what_is_handed_over_is_not_in_the_basket_and_counts_from_that_day() -> None:
    scene, client = going("handed-over"), browser("clerk")
    with in_tenant(scene.tenant.id):
        assert cases.print_basket(scene.clerk) == []
    assert "zu übergeben" in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()

    assert client.post(address(scene, "zustellung/"), {"zugestellt_am": "3.3.2026"}).status_code == 302

    assert (scene.letter.notified_on, scene.letter.posted_on) == (date(2026, 3, 3), None)


def test_registered_mail_does_not_move_and_plain_mail_is_not_served() -> None:
    scene, client = going("registered"), browser("clerk")
    with in_tenant(scene.tenant.id):
        # The fourth day after Tuesday is a Saturday, and stays it.
        delivery.record_posting(scene.clerk, scene.letter.id, date(2026, 3, 3), scene.tenant)

    assert scene.letter.notified_on == date(2026, 3, 7)
    refused = client.post(address(scene, "zustellung/"), {"zugestellt_am": "7.3.2026"})
    assert (refused.status_code, "wird nicht zugestellt oder übergeben" in refused.content.decode()) == (422, True)
