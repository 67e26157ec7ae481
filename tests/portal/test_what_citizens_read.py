"""Words of the portal: a town that is not here yet, situations in English, how long it takes."""

import tomllib
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.scenes import submitted

from laufzettel.applications import queries
from laufzettel.applications.models import Application
from laufzettel.core.ids import made_at, new_id
from laufzettel.core.tenancy import in_tenant
from laufzettel.portal.situations import ENGLISH

HERE = "frankenberg-eder"
SERVICES = Path(__file__).parents[2] / "services"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/korbach/", "/korbach/amt/", "/korbach/hund-anmelden/"])
def test_a_town_of_the_list_that_offers_nothing_yet_is_named(path: str) -> None:
    answer = Client(headers={"accept-language": "de"}).get(path)

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1" in page
    assert "Korbach ist noch nicht dabei" in page
    assert 'href="/"' in page
    assert 'href="/korbach/' not in page


@pytest.mark.django_db
def test_situations_are_english_on_an_english_page() -> None:
    page = Client(headers={"accept-language": "en"}).get(f"/{HERE}/").content.decode()

    assert '<h3 class="lz-card__title">Keeping animals</h3>' in page
    assert "Tierhaltung" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "english", "german"),
    [
        ("hundeerlaubnis/", "By the fee schedule", "siehe Bescheid"),
        ("hundeerlaubnis/beginnen/", "Cash desk of the town", "Kasse der Gemeinde"),
        ("hund-anmelden/beginnen/", "Public order office, only with consent", "Festsetzung und Erhebung"),
        ("datenschutz/", "Assessing and collecting dog tax", "Festsetzung und Erhebung"),
    ],
)
def test_cost_purpose_and_who_sees_it_are_english_on_an_english_page(path: str, english: str, german: str) -> None:
    page = Client(headers={"accept-language": "en"}).get(f"/{HERE}/{path}").content.decode()

    assert english in page
    assert german not in page


def test_every_situation_of_a_shipped_service_has_an_english_name() -> None:
    files = SERVICES.glob("*/service.toml")
    named = {name for file in files for name in tomllib.loads(file.read_text("utf-8"))["service"]["situations"]}

    assert named
    assert named <= set(ENGLISH)


def test_an_id_says_when_it_was_made() -> None:
    assert abs(made_at(new_id()) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.django_db
def test_how_long_it_takes_is_measured_where_enough_have_done_it() -> None:
    scene = submitted(HERE)
    begun = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    page = Client(headers={"accept-language": "de"})

    def filled_in(number: int, minutes: int) -> None:
        id_ = uuid.UUID(int=int(begun.timestamp() * 1000) << 80 | 7 << 76 | 2 << 62 | number)
        received = begun + timedelta(minutes=minutes)
        values = {"number": f"X-{number}", "code_hash": b"", "received_at": received}
        Application(id=id_, case=scene.case, **values).save(force_insert=True)

    with in_tenant(scene.tenant.id):
        Application.objects.all().delete()
        for number in range(19):
            filled_in(number, 7)
        too_few = queries.minutes_to_fill("hund-anmelden")
        before = page.get(f"/{HERE}/hund-anmelden/beginnen/").content.decode()
        for number in range(19, 24):
            filled_in(number, 600)  # they went on in the evening
        only_interrupted = queries.minutes_to_fill("hund-anmelden")
        filled_in(24, 30)
        enough = queries.minutes_to_fill("hund-anmelden")
        after = page.get(f"/{HERE}/hund-anmelden/beginnen/").content.decode()

    assert (too_few, only_interrupted, enough) == (None, None, 7)
    assert "Das Formular hat etwa 6 kurze Seiten." in before
    assert "Das Ausfüllen dauert etwa 7 Minuten." in after
