"""`case.start`: one case starts another of another office; neither waits for the other, and each keeps its own."""

import pytest
from tests.cases.processes import STARTS, WORKS, begin, offer, outcome, variables
from tests.cases.test_questions import applicant
from tests.scenes import clerk, submitted, tenant, work_off
from tests.test_permissions import browser

from laufzettel.cases import queries
from laufzettel.cases.models import Case, CaseLink, Incident
from laufzettel.core.clock import now
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"


def test_a_case_starts_another_with_its_own_time_of_receipt() -> None:
    with in_tenant(tenant(HERE).id):
        offer("erlaubnis", WORKS)
        steuer = begin(offer("steuer", STARTS), "Wasser")
    work_off()

    with in_tenant(tenant(HERE).id):
        link = CaseLink.objects.select_related("target__offering").get(source=steuer)
        assert (outcome(steuer), variables(steuer)) == ("e", {"nummer": link.target.number})
        assert (link.target.offering.key, link.target.received_at) == ("erlaubnis", steuer.received_at)
        assert (link.target.status, link.legal_basis) == ("running", "Einwilligung im Antrag")
        assert "egal" not in link.target.application
        entry = AuditEntry.objects.get(action="data-disclosed", object_id=link.target.id)
        assert entry.reason == f"{steuer.number}: Einwilligung im Antrag"
        # The application files itself in a record of its own.
        assert link.target.record_id != steuer.record_id


def test_an_answer_that_the_other_service_does_not_take_is_an_incident_and_opens_nothing() -> None:
    with in_tenant(tenant(HERE).id):
        offer("erlaubnis", WORKS)
        steuer = begin(offer("steuer", STARTS.replace("person: person", "person: {vorname: null}")))
    work_off()

    with in_tenant(tenant(HERE).id):
        incident = Incident.objects.get(case=steuer)
        assert "person.nachname" in incident.message + incident.detail
        assert not CaseLink.objects.exists()
        assert not Case.objects.filter(offering__key="erlaubnis").exists()


def test_what_the_tenant_does_not_offer_is_an_error_that_the_process_catches() -> None:
    with in_tenant(tenant(HERE).id):
        steuer = begin(offer("steuer", STARTS))
    work_off()

    with in_tenant(tenant(HERE).id):
        assert outcome(steuer) == "ohne"


def test_an_error_that_nothing_catches_is_told_in_both_languages() -> None:
    nobody_catches = "\n".join(line for line in STARTS.splitlines() if "fehlt" not in line and "ohne" not in line)
    with in_tenant(tenant(HERE).id):
        steuer = begin(offer("steuer", nobody_catches))
    work_off()

    with in_tenant(tenant(HERE).id):
        incident = Incident.objects.get(case=steuer)
        assert "erlaubnis: wird hier nicht angeboten." in incident.message
        assert "erlaubnis: not offered here." in incident.message_en


def linked_to(case: Case, groups: list[str]) -> Case:
    """A case of a unit with these groups, started by another case."""
    with in_tenant(case.tenant_id):
        offering = offer("erlaubnis", WORKS)
        offering.unit = Unit.objects.create(key="ordnungsamt-2", name="Ordnungsamt", groups=groups)
        offering.save()
        other = begin(offering)
        CaseLink(source=case, target=other, legal_basis="§ 30 AO, Einwilligung", created_at=now()).save()
        return other


def test_the_clerk_of_one_office_sees_that_the_other_case_is_there_and_no_more() -> None:
    scene = submitted(HERE)
    other = linked_to(scene.case, ["ordnung"])
    client = browser("clerk")

    page = client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()

    assert other.number in page
    assert "Aus diesem Vorgang entstanden (§ 30 AO, Einwilligung)." in page
    assert f"/{HERE}/amt/vorgaenge/{other.id}/" not in page
    assert client.get(f"/{HERE}/amt/vorgaenge/{other.id}/").status_code == 404


def test_who_answers_for_both_goes_from_one_to_the_other_and_back() -> None:
    scene = submitted(HERE)
    other = linked_to(scene.case, list(scene.case.unit.groups))
    client = browser("clerk")

    assert (
        f"/{HERE}/amt/vorgaenge/{other.id}/" in client.get(f"/{HERE}/amt/vorgaenge/{scene.case.id}/").content.decode()
    )
    back = client.get(f"/{HERE}/amt/vorgaenge/{other.id}/").content.decode()
    assert f"/{HERE}/amt/vorgaenge/{scene.case.id}/" in back
    assert "Daraus ist dieser Vorgang entstanden" in back


def test_the_applicant_reads_what_else_is_going_on() -> None:
    scene = submitted(HERE)
    other = linked_to(scene.case, ["ordnung"])

    page = applicant(scene).get(f"/{HERE}/status/antrag/").content.decode()

    assert "Das läuft außerdem" in page
    assert f'{other.title} <span class="lz-nowrap">{other.number}</span>' in page
    assert "Ordnungsamt, in Bearbeitung" in page


def test_links_of_another_tenant_are_not_seen() -> None:
    scene = submitted(HERE)
    case, neighbour = scene.case, clerk("viernheim")
    linked_to(case, ["ordnung"])

    with in_tenant(tenant("viernheim").id):
        assert queries.linked_to(neighbour, case) == []
