"""Whoever tries too often is asked to wait: every form of the portal has its limit."""

import uuid
from typing import Any

import pytest
from django.test import Client
from tests.scenes import submitted, tenant
from tests.test_permissions import TABLE

from laufzettel.applications import actions as applications
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.models import RateLimit
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.portal.drafts import Sitting

pytestmark = pytest.mark.django_db

TOWN, COUNTY = "frankenberg-eder", "lahn-dill-kreis"
DOG, EMPLOYER = f"/{TOWN}/hund-anmelden", f"/{COUNTY}/ifsg-entschaedigung"
UNLIMITED = {
    "portal:sign-out",  # ends a session and writes nothing else
    "portal:account-mailbox",  # only of whoever has signed in, and only for their own applications
    "portal:account-draft",  # only of whoever has signed in, and only of their own drafts
}
FORMS = {
    "portal:start": f"{DOG}/beginnen/",
    "portal:page": f"{DOG}/antrag/seite/seite_hund/",
    "portal:check": f"{DOG}/antrag/pruefen/",
    "portal:later": f"{DOG}/antrag/spaeter/",
    "portal:table": f"{EMPLOYER}/antrag/seite/seite_beschaeftigte/tabelle/beschaeftigte/",
    "portal:resume": f"/{TOWN}/weiter/unbekannt/",
    "portal:status-entry": f"/{TOWN}/status/",
    "portal:status-answer": f"/{TOWN}/status/rueckfrage/{uuid.uuid4()}/",
    "portal:status-comment": f"/{TOWN}/status/anhoerung/{uuid.uuid4()}/",
}
CHANGES = f"{DOG}/antrag/seite/seite_hund/aendern/"
LINKS = {
    "portal:status-token": f"/{TOWN}/status/unbekannt/",
    "portal:resume": f"/{TOWN}/weiter/unbekannt/",
    "portal:sign-in-begin": f"/{TOWN}/konto/anmelden/beginnen/",
    "portal:sign-in-returned": f"/{TOWN}/konto/zurueck/",
}


def go_on_with(client: Client, slug: str, service: str, scenario: str) -> None:
    """The browser works on a draft with all the answers of a scenario."""
    there = tenant(slug)
    with in_tenant(there.id):
        offering = catalogue.offering(service)
        assert offering is not None
        values = to_feel(catalogue.package_of(offering).scenarios[scenario].data["application"])
        draft, token = applications.begin(offering, "de")
        draft = applications.save_page(draft, "seite_antrag", values, is_done=True, language="de")
        for page in Sitting.of(draft).pages:
            draft = applications.save_page(draft, page.id, values, is_done=True, language="de")
    assert client.post(f"/{slug}/weiter/{token}/").status_code == 302


@pytest.fixture
def client() -> Client:
    """A browser with two open drafts that has shown the code of an application that was sent."""
    receipt, client = submitted(TOWN).receipt, Client()
    go_on_with(client, TOWN, "hund-anmelden", "erster-hund")
    go_on_with(client, COUNTY, "ifsg-entschaedigung", "betrieb-zwei-personen")
    shown = {"nummer": receipt.application.number, "code": receipt.code}
    assert client.post(f"/{TOWN}/status/", shown).status_code == 302
    return client


def twice(client: Client, method: str, url: str) -> tuple[Any, Any]:
    """The answer within the limit, and the one when the limit is used up."""
    RateLimit.objects.all().delete()
    first = getattr(client, method)(url)
    assert RateLimit.objects.update(count=1_000_000) == 1
    return first, getattr(client, method)(url)


def test_every_form_that_can_be_sent_has_its_limit(client: Client) -> None:
    writable = {name for name, row in TABLE.items() if name.startswith("portal:") and row.post["nobody"] != 405}
    assert writable == FORMS.keys() | {"portal:page-changes"} | UNLIMITED

    found = {name: twice(client, "post", url) for name, url in FORMS.items()}

    assert {name: first.status_code for name, (first, _) in found.items() if first.status_code == 429} == {}
    assert {name: second.status_code for name, (_, second) in found.items()} == dict.fromkeys(FORMS, 429)
    assert {name for name, (_, second) in found.items() if int(second["Retry-After"]) not in (600, 3600)} == set()
    assert b"10 Minuten" in found["portal:page"][1].content


def test_what_an_answer_changes_is_shown_within_its_limit_and_left_out_beyond(client: Client) -> None:
    first, second = twice(client, "post", CHANGES)

    assert (first.status_code, b"<" in first.content) == (200, True)
    assert (second.status_code, second.content) == (204, b"")


def test_links_that_could_be_guessed_have_their_limit(client: Client) -> None:
    found = {name: twice(client, "get", url) for name, url in LINKS.items()}

    assert {name for name, (first, _) in found.items() if first.status_code == 429} == set()
    assert {name: second.status_code for name, (_, second) in found.items()} == dict.fromkeys(LINKS, 429)
