"""The mailbox of who is signed in: own letters, unread first; opening one is its retrieval; of others' there is nothing."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from tests.cases.test_mailbox import HERE, by_retrieval, issued, prepared
from tests.cases.test_questions import applicant
from tests.scenes import NOON, Scene, citizen, work_off

from laufzettel.core import clock, wakeups
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity import citizens
from laufzettel.identity.trust import Trust
from laufzettel.letters.models import Letter

pytestmark = pytest.mark.django_db

BOX = f"/{HERE}/konto/postfach/"


def signed_in(name: str = "Şükrü Yıldız", trust: Trust = Trust.SUBSTANTIAL) -> Client:
    """A browser in which somebody is signed in as a citizen."""
    session, client = SessionStore(), Client()
    citizens.sign_in(session, citizen(name), trust)
    session.save()
    client.cookies["lz_buerger"] = session.session_key or ""
    return client


@pytest.fixture
def lying() -> Scene:
    """A tax notice in the mailbox of Şükrü Yıldız."""
    return issued(prepared())


def test_it_is_listed_opened_and_then_read_and_the_status_page_has_the_copy_alone(lying: Scene) -> None:
    status = applicant(lying).get(f"/{HERE}/status/antrag/").content.decode()
    assert "Kopie zur Information. Das Schreiben selbst liegt in Ihrem Postfach." in status
    assert "Ein Schreiben liegt in Ihrem Postfach. Melden Sie sich an, um es zu lesen." in status
    assert f'href="{BOX}"' in status

    client, letter = signed_in(), lying.letter
    listed = client.get(BOX).content.decode()
    assert ("Bescheid über die Hundesteuer" in listed, ">neu<" in listed) == (True, True)
    page = client.get(f"{BOX}{letter.id}/").content.decode()
    assert "gilt am 6. März 2026 als bekannt gegeben, auch wenn Sie es nicht öffnen" in page
    assert "bis zum 7. April 2026 dagegen wehren" in page
    # To look whether it is there opens nothing.
    assert (client.head(f"{BOX}{letter.id}/pdf/").status_code, lying.letter.retrieved_on) == (200, None)

    with clock.at(NOON + timedelta(days=1)):
        answer = client.get(f"{BOX}{letter.id}/pdf/")

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    assert answer.content.startswith(b"%PDF")
    assert (lying.letter.retrieved_on, lying.letter.notified_on) == (date(2026, 3, 3), date(2026, 3, 6))
    assert ">gelesen<" in client.get(BOX).content.decode()
    with in_tenant(lying.tenant.id):
        reader = AuditEntry.objects.filter(action="letter-retrieved").get().actor
        assert reader["id"] == str(citizen().id)
        assert AuditEntry.objects.filter(action="letter-read", actor__kind="citizen").exists()


def test_who_is_signed_in_is_led_straight_to_the_letter_and_not_told_to_sign_in(lying: Scene) -> None:
    unread = "In Ihrem Postfach liegt ein Schreiben, das Sie noch nicht geöffnet haben."
    first, own, other = "Melden Sie sich an, um es zu lesen", signed_in(), signed_in("Anna Beispiel", Trust.HIGH)

    area = own.get(f"/{HERE}/konto/").content.decode()
    assert (unread in area, first in area) == (True, False)
    assert f'href="{BOX}{lying.letter.id}/">Im Postfach lesen: Bescheid über die Hundesteuer' in area
    own.get(f"/{HERE}/konto/antrag/{lying.receipt.application.id}/")
    status = own.get(f"/{HERE}/status/antrag/").content.decode()
    assert (unread in status, first in status, f'href="{BOX}">Zum Postfach' in status) == (True, False, True)

    # With number and code alone, even when somebody else is signed in, the mailbox is not open.
    other.post(f"/{HERE}/status/", {"nummer": lying.receipt.application.number, "code": lying.receipt.code})
    status = other.get(f"/{HERE}/status/antrag/").content.decode()
    assert (unread in status, first in status, f'href="{BOX}">Zum Postfach' in status) == (False, True, True)

    own.get(f"{BOX}{lying.letter.id}/pdf/")
    area = own.get(f"/{HERE}/konto/").content.decode()
    assert (unread in area, "Im Postfach lesen" in area) == (False, False)
    assert "Das Schreiben liegt in Ihrem Postfach. Sie haben es geöffnet." in area


def test_nobody_elses_letter_and_no_guessed_one(lying: Scene) -> None:
    letter, other = lying.letter, signed_in("Anna Beispiel", Trust.HIGH)

    assert "Ihr Postfach ist leer" in other.get(BOX).content.decode()
    # Hers in another town is not here, nor are his in that one.
    found = {
        (address, who.get(f"{address}{end}").status_code)
        for who, address in ((other, f"{BOX}{letter.id}/"), (signed_in(), f"/viernheim/konto/postfach/{letter.id}/"))
        for end in ("", "pdf/")
    }
    assert {status for _, status in found} == {404}
    assert signed_in().get(f"{BOX}{lying.case.id}/").status_code == 404
    assert "Ihr Postfach ist leer" in signed_in().get("/viernheim/konto/postfach/").content.decode()
    assert lying.letter.retrieved_on is None


def test_who_is_not_signed_in_or_not_surely_enough_signs_in_first(lying: Scene) -> None:
    address = f"{BOX}{lying.letter.id}/pdf/"
    low = signed_in(trust=Trust.BASIC)

    asked = Client().get(address)
    assert (asked.status_code, asked["Location"]) == (
        302,
        f"/{HERE}/konto/anmelden/?weiter=%2F{HERE}%2Fkonto%2Fpostfach%2F{lying.letter.id}%2Fpdf%2F",
    )
    assert low.get(address)["Location"].endswith("&stufe=substantial")
    listed = low.get(BOX).content.decode()
    assert ("Hundesteuer" in listed, "sicherer anmelden" in listed) == (False, True)
    assert lying.letter.retrieved_on is None


def test_what_must_be_retrieved_says_until_when_and_goes_away_after_that() -> None:
    scene = issued(by_retrieval(prepared()))
    client, address = signed_in(), f"{BOX}{scene.letter.id}/"
    with clock.at(NOON + timedelta(days=3)):
        page = client.get(address).content.decode()
    assert "Öffnen Sie das Schreiben bis zum 12. März 2026. Sonst kommt es mit der Post." in page

    with clock.at(NOON + timedelta(days=11)):
        wakeups.fire()
        work_off()
        page = client.get(address).content.decode()
        assert client.get(f"{address}pdf/").status_code == 302
        listed = client.get(BOX).content.decode()

    assert ("Schreiben öffnen" in page, "kommt mit der Post" in page, "kommt mit der Post" in listed) == (
        False,
        True,
        True,
    )
    with in_tenant(scene.tenant.id):
        assert Letter.objects.filter(retrieved_on__isnull=False).count() == 0
