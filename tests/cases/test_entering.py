"""What comes on paper: entered by the office with the citizens' form, on the day of its stamp, and then like any other."""

import re

import pytest
from django.test import Client
from tests.scenes import tenant, work_off
from tests.test_permissions import browser

from laufzettel.applications import actions as applications
from laufzettel.applications.models import Application, Draft
from laufzettel.cases.models import Case
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
PAPER = {
    "eingang": "2.3.2026",
    "weg": "post",
    "hund.name": "Rex",
    "hund.rasse": "Beagle",
    "hund.geschlecht": "maennlich",
    "hund.farbe": "braun",
    "hund.haltung_seit": "1.3.2026",
    "hund.herkunft": "uebernommen",
    "hund.als_gefaehrlich_festgestellt": "nein",
    "hund.wesenstest_bestanden": "nein",
    "haushalt.weitere": "nein",
    "halter.vorname": "Şükrü",
    "halter.nachname": "Yıldız",
    "halter.geburtsdatum": "3.5.1985",
    "halter.strasse": "Obermarkt 7 a",
    "halter.plz": "35066",
    "halter.ort": "Frankenberg (Eder)",
    "ermaessigung.beantragt": "nein",
    "zahlung.art": "ueberweisung",
    "erfassen": "1",
}


def begun(client: Client) -> str:
    answer = client.post(f"/{HERE}/amt/erfassen/", {"leistung": "hund-anmelden"})
    assert answer.status_code == 302
    return str(answer["Location"])


def the_case() -> Case:
    with in_tenant(tenant(HERE).id):
        return Case.objects.order_by("-number").select_related("record")[0]


def test_a_paper_application_becomes_a_case_on_the_day_of_its_stamp() -> None:
    clerk = browser("clerk")
    url = begun(clerk)
    assert "Wie kam der Antrag?" in clerk.get(url).content.decode()

    answer = clerk.post(url, PAPER)
    work_off()

    page = answer.content.decode()
    assert answer.status_code == 200, re.findall(r'href="#[^"]+">([^<]+)<', page)
    case = the_case()
    assert (case.applicant, f"{case.received_at:%Y-%m-%d}") == ("Şükrü Yıldız", "2026-03-02")
    assert case.application["hund"]["name"] == "Rex"
    with in_tenant(case.tenant_id):
        application = Application.objects.get(case=case)
        assert application.way == "post"
        entry = AuditEntry.objects.get(action="application-entered")
        assert (entry.reason, entry.actor["kind"]) == ("post", "staff")
    code = re.search(r"<dd>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</dd>", page)
    assert code, page
    person = Client()
    shown = person.post(f"/{HERE}/status/", {"nummer": case.number, "code": code[1]})
    assert shown.status_code == 302


def test_sent_twice_there_is_one_case() -> None:
    clerk = browser("clerk")
    url = begun(clerk)
    clerk.post(url, PAPER)
    number = the_case().number

    again = clerk.post(url, PAPER)

    assert (again.status_code, again["Location"]) == (302, f"/{HERE}/amt/vorgaenge/{the_case().id}/")
    assert the_case().number == number


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"eingang": "bald"}, "der auf dem Eingangsstempel steht"),
        ({"eingang": "1.1.2099"}, "der auf dem Eingangsstempel steht"),
        ({"weg": ""}, "Wählen Sie aus, wie der Antrag kam."),
        ({"halter.plz": "3506"}, "ostleitzahl"),
        ({"hund.name": ""}, "Hund"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(change: dict[str, str], message: str) -> None:
    clerk = browser("clerk")
    url = begun(clerk)

    answer = clerk.post(url, {**PAPER, **change})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert 'value="Obermarkt 7 a"' in page
    with in_tenant(tenant(HERE).id):
        assert not Application.objects.exists()


def test_a_citizens_draft_is_not_reached_from_the_office_nor_a_paper_one_of_another_unit() -> None:
    with in_tenant(tenant(HERE).id):
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        draft, _ = applications.begin(offering, "de")
    clerk = browser("clerk")

    assert clerk.get(f"/{HERE}/amt/erfassen/{draft.id}/").status_code == 404

    url = begun(clerk)
    with in_tenant(tenant(HERE).id):
        entered = Draft.objects.get(entered_by__isnull=False)
        entered.offering.unit = Unit.objects.create(key="woanders", name="Woanders", groups=["woanders"])
        entered.offering.save()
    assert clerk.get(url).status_code == 404


def test_a_draft_of_the_office_opens_nothing_in_the_portal() -> None:
    url = begun(browser("clerk"))

    assert Client().get(f"/{HERE}/hund-anmelden/antrag/").status_code == 404
    assert Client().get(url).status_code == 302


def test_every_answer_of_the_scenario_can_be_entered() -> None:
    """The whole form on one page shows every question that the pages of the wizard ask."""
    shown = browser("clerk").get(begun(browser("clerk"))).content.decode()

    for name in PAPER:
        if "." in name:
            assert f'name="{name}' in shown, name
