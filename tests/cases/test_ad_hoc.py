"""Rule 29 on the platform: the clerk begins what is needed, and says when nothing more is."""

import uuid

import pytest
from django.test import Client
from tests.cases.processes import begin, complete, offer
from tests.scenes import decided, tenant, work_off
from tests.test_permissions import browser

from laufzettel.cases import actions, engine, narrative
from laufzettel.cases.models import Case, Job, Task
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters.models import Letter

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
PICKED = """
start s
adhoc h | name=Stellungnahmen {
user brand
user natur
}
end e
s -> h -> e
"""


def the_case() -> Case:
    with in_tenant(tenant(HERE).id):
        return begin(offer("baum-faellen", PICKED))


def tasks(case: Case) -> list[tuple[str, str]]:
    with in_tenant(case.tenant_id):
        return sorted(Task.objects.filter(case=case).values_list("element", "state"))


def ad_hoc(case: Case) -> uuid.UUID:
    with in_tenant(case.tenant_id):
        return Task.objects.get(case=case, kind="ad-hoc").id


def test_the_clerk_begins_steps_and_ends_the_case(client: Client) -> None:
    case, clerk = the_case(), browser("clerk")
    task = ad_hoc(case)
    with in_tenant(case.tenant_id):
        unit = Case.objects.select_related("unit").get(id=case.id).unit
        assert Task.objects.get(id=task).groups == unit.groups
    page = clerk.get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert f'value="{"natur"}"' in page

    assert clerk.post(f"/{HERE}/amt/aufgaben/{task}/beginnen/", {"schritt": "natur"}).status_code == 302
    assert tasks(case) == [("h", "open"), ("natur", "open")]
    # while a step is open, nothing is finished
    assert clerk.post(f"/{HERE}/amt/aufgaben/{task}/fertig/").status_code == 409
    assert clerk.post(f"/{HERE}/amt/aufgaben/{task}/beginnen/", {"schritt": "e"}).status_code == 409
    assert tasks(case) == [("h", "open"), ("natur", "open")]

    with in_tenant(case.tenant_id):
        complete(case, "natur")
    assert clerk.post(f"/{HERE}/amt/aufgaben/{task}/fertig/").status_code == 302

    assert tasks(case) == [("h", "done"), ("natur", "done")]
    with in_tenant(case.tenant_id):
        assert Case.objects.get(id=case.id).outcome == "e"
    assert clerk.post(f"/{HERE}/amt/aufgaben/{task}/fertig/").status_code == 409


def test_a_case_is_ended_with_a_reason_and_nothing_of_it_stays_open() -> None:
    scene = decided(HERE)
    clerk, url = browser("clerk"), f"/{HERE}/amt/vorgaenge/{scene.case.id}/beenden/"
    letter = scene.letter
    assert clerk.post(url, {"grund": "  "}).status_code == 422

    assert clerk.post(url, {"grund": "Der Antrag wurde zurückgezogen."}).status_code == 302
    work_off()

    with in_tenant(scene.tenant.id):
        case = Case.objects.get(id=scene.case.id)
        assert case.status == "cancelled"
        assert not Task.objects.filter(case=case, state="open").exists()
        assert not Job.objects.filter(case=case, state__in=["open", "waiting"]).exists()
        told = [line.text for line in narrative.lines(case, "de")]
        assert "Vorgang ohne Entscheidung beendet: Der Antrag wurde zurückgezogen." in told
    # the letter that waited stays as it was
    answer = clerk.post(f"/{HERE}/amt/schreiben/{letter.id}/erlassen/", {"version": letter.version})
    assert answer.status_code == 409
    with in_tenant(scene.tenant.id):
        assert Letter.objects.get(id=letter.id).state == "prepared"
    assert clerk.post(url, {"grund": "Noch einmal."}).status_code == 409


def test_what_is_over_is_not_cancelled_again() -> None:
    case = the_case()
    with in_tenant(case.tenant_id):
        actions.cancel_case(SYSTEM, case.id, "Versehen")
        with pytest.raises(engine.StimulusRejected):
            actions.cancel_case(SYSTEM, case.id, "Versehen")
