"""The whole way of one application, room by room, without a browser."""

import json
from datetime import date
from decimal import Decimal

import pytest
from tests.scenes import NOON, decided, issued, submitted, tenant, work_off

from laufzettel.applications import actions as applications
from laufzettel.applications import queries as application_queries
from laufzettel.cases import actions as cases
from laufzettel.cases import queries as case_queries
from laufzettel.cases.models import Case, HistoryEvent, Incident, Job, Task, Timer
from laufzettel.core import audit
from laufzettel.core.clock import at
from laufzettel.core.models import WakeUp
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery, sheets
from laufzettel.letters.models import Letter
from laufzettel.payments import actions as payments
from laufzettel.payments import queries as payment_queries
from laufzettel.payments.models import Claim
from laufzettel.records import queries as records

pytestmark = pytest.mark.django_db


def test_an_application_becomes_a_case_with_record_task_date_and_timer() -> None:
    with at(NOON):
        scene = submitted()

    with in_tenant(scene.tenant.id):
        case = scene.case
        assert case.number == "V-2026-000001"
        assert case.applicant == "Şükrü Yıldız"
        assert case.received_at == NOON
        assert case.record is not None
        assert case.record.reference == "22.10/2026/00001"
        assert case.record.title == "Hundesteuer, Hund Bella"
        assert [task.name for task in Task.objects.all()] == ["Anmeldung prüfen"]
        assert [found.due_on for found in case_queries.dates_of(case)] == [date(2026, 3, 30)]
        timer = Timer.objects.get()
        assert (timer.element, timer.is_open) == ("ueberfaellig", True)
        assert WakeUp.objects.get(object=timer.id).due_at == timer.due_at


def test_submitting_twice_gives_the_application_that_is_there() -> None:
    scene = submitted()

    with in_tenant(scene.tenant.id):
        again = applications.submit(scene.receipt.application.id)

        assert again == scene.receipt.application
        assert Case.objects.count() == 1


def test_an_incomplete_draft_is_not_submitted_and_leaves_no_trace() -> None:
    from laufzettel.catalogue import queries as catalogue

    town = tenant("frankenberg-eder")
    with in_tenant(town.id):
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        draft, _ = applications.begin(offering, "de")

        with pytest.raises(applications.Incomplete) as caught:
            applications.submit(draft.id)

        assert "hund.name" in {error.path for error in caught.value.errors}
        assert (Case.objects.count(), HistoryEvent.objects.count()) == (0, 0)


def test_a_draft_saved_in_another_tab_is_not_overwritten() -> None:
    from laufzettel.catalogue import queries as catalogue

    with in_tenant(tenant("frankenberg-eder").id):
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        first, token = applications.begin(offering, "de")
        second = application_queries.draft_by_token(token)
        assert second is not None
        applications.save_page(first, "a", {"hund": {"name": "Rex"}}, is_done=True, language="de")

        with pytest.raises(applications.Stale):
            applications.save_page(second, "a", {"hund": {"name": "Bello"}}, is_done=True, language="de")

        kept = application_queries.draft_by_token(token)
        assert kept is not None
        assert kept.values == {"hund": {"name": "Rex"}}


def test_the_tax_becomes_a_claim_and_a_letter_that_names_it() -> None:
    with at(NOON):
        scene = decided()

    with in_tenant(scene.tenant.id):
        claim = Claim.objects.get()
        assert claim.amount == Decimal("70.00")
        assert [(part.due_on, part.amount) for part in claim.instalments.all()] == [
            (date(2026, 4, 9), Decimal("7.00")),
            (date(2026, 5, 15), Decimal("21.00")),
            (date(2026, 8, 15), Decimal("21.00")),
            (date(2026, 11, 15), Decimal("21.00")),
        ]
        letter = scene.letter
        assert letter.state == Letter.State.PREPARED
        assert letter.title == "Bescheid über die Hundesteuer 2026"
        assert letter.marks == ["demo"]
        assert letter.address["lines"] == ["Şükrü Yıldız", "Obermarkt 7 a", "35066 Frankenberg (Eder)"]
        assert list(Incident.objects.all()) == []


def test_issuing_ends_the_case_and_files_everything() -> None:
    with at(NOON):
        scene = issued()

    with in_tenant(scene.tenant.id):
        case = scene.case
        assert (case.status, case.outcome) == (Case.Status.COMPLETED, "angemeldet")
        assert case.record is not None
        assert [document.title for document in records.documents(case.record)] == [
            "Antrag",
            "Antrag (Daten)",
            "Bescheid über die Hundesteuer 2026",
            "Verlauf",
        ]
        data = records.documents(case.record)[1]
        assert json.loads(records.read_document(scene.clerk, data))["answers"]["hund"]["name"] == "Bella"
        assert Timer.objects.filter(is_open=True).count() == 0
        assert WakeUp.objects.count() == 0


def test_everything_may_be_done_twice() -> None:
    scene = issued()
    from laufzettel.cases import tasks

    with in_tenant(scene.tenant.id):
        job_ids = list(Job.objects.values_list("id", flat=True))
    for job_id in job_ids:
        tasks.run_job(scene.tenant.id, job_id)
    tasks.drain_stimuli(scene.tenant.id)
    tasks.file_application(scene.tenant.id, scene.case.id)
    tasks.file_letter(scene.tenant.id, scene.letter.id)
    tasks.file_history(scene.tenant.id, scene.case.id)
    work_off()

    with in_tenant(scene.tenant.id):
        assert (Claim.objects.count(), Letter.objects.count()) == (1, 1)
        assert scene.case.record is not None
        assert len(records.documents(scene.case.record)) == 4


def test_a_task_cannot_be_done_twice() -> None:
    scene = decided()

    with in_tenant(scene.tenant.id), pytest.raises(cases.TaskRefused):
        cases.complete_task(scene.clerk, scene.task.id, {})


def test_only_the_recorded_day_of_posting_starts_the_days_that_count() -> None:
    with at(NOON):
        scene = issued()
        with in_tenant(scene.tenant.id):
            letter = delivery.record_posting(scene.clerk, scene.letter.id, date(2026, 3, 2), scene.tenant)

    assert scene.letter.notified_on == letter.notified_on == date(2026, 3, 6)
    assert letter.remedy_until == date(2026, 4, 7)  # 6 April is Easter Monday


def test_a_day_of_posting_before_issue_or_in_the_future_is_refused() -> None:
    with at(NOON):
        scene = issued()
        with in_tenant(scene.tenant.id):
            for day in (date(2026, 3, 1), date(2026, 3, 3)):
                with pytest.raises(letters.LetterRefused):
                    delivery.record_posting(scene.clerk, scene.letter.id, day, scene.tenant)


def test_a_letter_that_changed_meanwhile_is_not_issued() -> None:
    scene = decided()
    with in_tenant(scene.tenant.id):
        from laufzettel.tenants import queries as tenants

        seen = scene.letter
        letters.edit(scene.clerk, seen.id, {"begruendung": "Neuer Absatz."}, seen.version)
        profile = tenants.profile()
        assert profile is not None

        with pytest.raises(letters.LetterRefused, match="inzwischen geändert"):
            letters.issue(scene.clerk, seen, scene.tenant, profile)

        assert Letter.objects.get(id=seen.id).state == Letter.State.PREPARED


def test_the_clerks_words_stand_in_the_letter_as_text() -> None:
    scene = decided()
    with in_tenant(scene.tenant.id):
        words = "Wir *weichen* ab: <b>{{hund.name}}</b> #strong[x]"
        letters.edit(scene.clerk, scene.letter.id, {"begruendung": words, "festsetzung": "null Euro"}, 1)

        text = json.dumps(sheets.content_of(scene.letter)["blocks"], ensure_ascii=False)

    assert json.dumps(words, ensure_ascii=False)[1:-1] in text
    assert "null Euro" not in text  # what is not free cannot be changed


def test_the_reason_given_with_the_task_is_proposed_in_the_letter() -> None:
    scene = decided(scenario="amt-verneint-gefahr")

    assert scene.letter.texts == {"begruendung": "Das Zuchtbuch nennt eine andere Rasse."}


def test_the_cash_desk_hears_of_a_claim_only_when_its_notice_is_issued() -> None:
    with at(NOON):
        scene = decided()
        with in_tenant(scene.tenant.id):
            assert payments.export_claims(scene.clerk, Claim.objects.values_list("id", flat=True)) is None
            assert Claim.objects.get().confirmed_at is None


def test_every_job_type_has_its_handler() -> None:
    from laufzettel.cases import jobs
    from laufzettel.kernel.package import JOB_TYPES

    assert jobs.job_types() == set(JOB_TYPES)


def test_the_cash_desk_gets_each_claim_once() -> None:
    with at(NOON):
        scene = issued()
        with in_tenant(scene.tenant.id):
            export = payments.export_claims(scene.clerk, Claim.objects.values_list("id", flat=True))
            assert export is not None
            lines = payment_queries.read_export(scene.clerk, export).decode("utf-8-sig").splitlines()
            nothing = payments.export_claims(scene.clerk, Claim.objects.values_list("id", flat=True))

    assert nothing is None
    assert lines[1] == (
        "2026000000181;Hundesteuer 2026;Şükrü Yıldız;Obermarkt 7 a;35066;Frankenberg (Eder);;09.04.2026;7,00;Demo"
    )
    assert len(lines) == 5


def test_the_timer_reminds_without_ending_the_task() -> None:
    from laufzettel.cases import tasks

    scene = submitted()
    with in_tenant(scene.tenant.id):
        timer = Timer.objects.get()
    tasks.fire_timer(scene.tenant.id, timer.id)
    tasks.fire_timer(scene.tenant.id, timer.id)

    with in_tenant(scene.tenant.id):
        assert Task.objects.get().state == Task.State.OPEN
        assert HistoryEvent.objects.filter(kind="completed", element="vermerken").count() == 1


def test_the_log_names_every_step_and_is_whole() -> None:
    scene = issued()

    with in_tenant(scene.tenant.id):
        audit.seal()
        assert list(audit.verify()) == []
