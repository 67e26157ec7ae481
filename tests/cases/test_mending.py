"""An incident is mended by a person: a value is put right, with a reason, and the step is tried again."""

from typing import Any

import pytest
from tests.cases.processes import begin, offer, outcome
from tests.scenes import tenant, work_off
from tests.test_permissions import browser

from laufzettel.cases import jobs, mending
from laufzettel.cases.models import Case, HistoryEvent, Incident
from laufzettel.catalogue import actions as catalogue
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
NEEDS = """
start s
xor g
end reich
end arm
s -> g
g -> reich : =anliegen.betrag > 100
g *-> arm
"""


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case at a gateway that reads what nobody has given."""
    monkeypatch.setattr(catalogue, "check", lambda package, on: [])
    with in_tenant(tenant(HERE).id):
        offering = offer("dienst", NEEDS)
        case = begin(offering)
        incident = Incident.objects.get(case=case)
        assert incident.kind == "null-value"
        return case


def incident_of(case: Case) -> Incident:
    with in_tenant(case.tenant_id):
        return Incident.objects.get(case=case, closed_at=None)


def retry(case: Case, **values: str) -> Any:
    url = f"/{HERE}/amt/stoerungen/{incident_of(case).id}/"
    return browser("clerk").post(url, {name.replace("_", "."): value for name, value in values.items()})


def test_the_page_offers_what_the_step_reads(stuck: Case) -> None:
    page = browser("clerk").get(f"/{HERE}/amt/vorgaenge/{stuck.id}/").content.decode()

    assert "Angaben berichtigen und noch einmal versuchen" in page
    assert 'name="wert.anliegen.betrag"' in page


def test_a_value_that_is_put_right_lets_the_case_go_on(stuck: Case) -> None:
    answer = retry(stuck, wert_anliegen_betrag="250,50", grund="Am Telefon erfragt")

    assert answer.status_code == 302
    with in_tenant(stuck.tenant_id):
        assert outcome(stuck) == "reich"
        assert AuditEntry.objects.get(action="incident-retried").reason == "anliegen.betrag: Am Telefon erfragt"
        written = HistoryEvent.objects.filter(case=stuck, kind="variables").order_by("-number")[0]
        anliegen: Any = feel.context_from_json(written.data)["anliegen"]
        assert (anliegen["thema"], str(anliegen["betrag"])) == ("Ein Beispiel", "250.50")


def test_without_a_reason_nothing_is_put_right(stuck: Case) -> None:
    answer = retry(stuck, wert_anliegen_betrag="250,50")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Schreiben Sie, warum Sie etwas berichtigen." in page
    assert 'value="250,50"' in page
    assert incident_of(stuck)


def test_trying_again_changes_nothing_and_needs_no_reason(stuck: Case) -> None:
    assert retry(stuck).status_code == 302

    assert incident_of(stuck).kind == "null-value"


@pytest.mark.parametrize(
    ("value", "typed", "expected"),
    [
        (None, "12,50", "12.5"),
        (None, "1.3.2026", "2026-03-01"),
        (None, "35066", "35066"),
        (None, "03501", "03501"),
        (None, "Gießen", "Gießen"),
        (True, "nein", "false"),
        ("Gießen", "", "null"),
    ],
)
def test_what_is_typed_becomes_a_value_of_the_right_kind(value: Any, typed: str, expected: str) -> None:
    found = mending.understood(mending.Readable("x", "x", value), typed)

    assert ("null" if found is None else feel.to_text(found)) == expected


@pytest.mark.parametrize(("value", "typed"), [(True, "vielleicht"), (feel.Date(2026, 3, 1), "bald")])
def test_what_is_no_value_of_the_kind_is_refused(value: Any, typed: str) -> None:
    with pytest.raises(mending.NotUnderstood):
        mending.understood(mending.Readable("x", "x", value), typed)


def test_a_job_that_breaks_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(work: jobs.Work) -> jobs.Answer:
        raise OSError("kein Platz auf /dev/sda1")

    monkeypatch.setitem(jobs._adapters, "record.file", broken)
    with in_tenant(tenant(HERE).id):
        process = 'start s\nservice f | type=record.file | in=title:="Notiz"\nend e\ns -> f -> e'
        case = begin(offer("ablegen", process))
    for _ in range(2):
        with pytest.raises(OSError, match="sda1"):
            work_off()
        work_again(case)
    work_off()  # the third time it is an incident, and nothing for the queue any more

    incident = incident_of(case)
    assert "technischer Fehler" in incident.message
    assert "technical fault" in incident.message_en
    assert "sda1" not in incident.message + incident.detail


def work_again(case: Case) -> None:
    """The queue tries a task that broke once more."""
    from laufzettel.cases.models import Job
    from laufzettel.core import jobs as queue

    with in_tenant(case.tenant_id):
        queue.enqueue("cases.run_job", Job.objects.get(case=case, state=Job.State.OPEN).id)
