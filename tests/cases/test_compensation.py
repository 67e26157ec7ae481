"""ifsg-entschaedigung for real: a notice for each employee, a hearing before a refusal in part, and many at once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from tests.cases.test_hearings import issue, the_hearing
from tests.scenes import clerk, tenant, work_off
from tests.test_permissions import browser

from laufzettel.cases import actions as cases
from laufzettel.cases import hearings
from laufzettel.cases import queries as case_queries
from laufzettel.cases.models import Case, Incident, Task
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import ZONE, at, now, today
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.letters import Tree, plain_text
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import actions as letters
from laufzettel.letters import delivery, sheets
from laufzettel.letters.models import Letter
from laufzettel.records import queries as records
from laufzettel.tenants import queries as tenants

pytestmark = pytest.mark.django_db

HERE = "lahn-dill-kreis"
SERVICE = "ifsg-entschaedigung"


def opened(scenario: str, **changes: Any) -> Case:
    """A case from a scenario's application, without the files, that nobody has uploaded here."""
    there = tenant(HERE)
    with in_tenant(there.id):
        offering = catalogue.offering(SERVICE)
        assert offering is not None
        data = catalogue.package_of(offering).scenarios[scenario].data
        values = to_feel({**data["application"], "nachweise": {"anordnung": [], "lohn": []}, **changes})
        with at(data["now"].astimezone(UTC)):
            series = catalogue.settings_series(offering)
            opening = cases.Opening(offering, offering.edition, values, now(), "de", series)
            case = cases.open_case(SYSTEM, opening)
    work_off()
    return case


def done(case: Case, element: str, answers: dict[str, Any]) -> None:
    with in_tenant(case.tenant_id):
        task = Task.objects.get(case=case, element=element, state=Task.State.OPEN)
        cases.complete_task(clerk(HERE), task.id, to_feel(answers))
    work_off()


def letters_of(case: Case) -> list[Letter]:
    with in_tenant(case.tenant_id):
        return case_queries.letters_of(Case.objects.get(id=case.id))


def said(letter: Letter) -> str:
    with in_tenant(tenant(HERE).id):
        return " ".join(plain_text(cast(Tree, sheets.content_of(letter))).split())


def issue_all(case: Case) -> None:
    there = tenant(HERE)
    for letter in letters_of(case):
        if letter.state == Letter.State.PREPARED:
            with in_tenant(there.id):
                profile = tenants.profile()
                assert profile is not None
                letters.issue(clerk(HERE), Letter.objects.get(id=letter.id), there, profile)
    work_off()


def open_tasks(case: Case) -> list[str]:
    with in_tenant(case.tenant_id):
        assert list(Incident.objects.filter(case=case, closed_at=None)) == []
        return [task.element for task in case.tasks.filter(state=Task.State.OPEN)]


CHECKED = {"pruefung": {"unterlagen": True, "frist": "berechnet"}, "abweichungen": [], "beginne": []}


def test_an_employer_is_heard_before_a_part_is_refused_and_gets_a_notice_for_each_person() -> None:
    case = opened("betrieb-mehr-als-sechs-wochen")
    done(case, "pruefen", CHECKED)
    (hearing_letter,) = letters_of(case)
    assert "Łukasz Großmann" in said(hearing_letter)

    issue(case, HERE)
    with in_tenant(case.tenant_id):
        delivery.record_posting(clerk(HERE), hearing_letter.id, today(), tenant(HERE))
    work_off()
    with in_tenant(case.tenant_id):
        until = the_hearing(case).answer_by
        assert until is not None
        assert timedelta(days=21) < until - today() < timedelta(days=32)
        hearings.answer(case.id, the_hearing(case).id, "Frau Thị Ánh war nur zwei Tage krank.")
    assert open_tasks(case) == ["abwaegen"]
    page = browser("county").get(f"/{HERE}/amt/vorgaenge/{case.id}/").content.decode()
    assert "Frau Thị Ánh war nur zwei Tage krank." in page
    with in_tenant(case.tenant_id):
        task = Task.objects.get(case=case, element="abwaegen", state=Task.State.OPEN)
    to_task, answer = f"/{HERE}/amt/aufgaben/{task.id}/", {"abwaegung.ergebnis": "bleibt"}
    unanswered = browser("county").post(to_task, answer)
    assert unanswered.status_code == 422
    asked = unanswered.content.decode()
    assert "Schreiben Sie, warum die Äußerung nichts ändert." in asked
    assert "Für einzelne Personen etwas anderes" in asked
    assert "Kam nach der Frist noch eine Äußerung?" not in asked
    answer["abwaegung.text"] = "Das Attest gilt für die ganze Woche."
    assert browser("county").post(to_task, answer).status_code == 302
    work_off()

    granted, refused, in_full = letters_of(case)[1:]
    assert (granted.name, refused.name, in_full.name) == ("bescheid", "ablehnung", "bescheid")
    assert "für Ana Ćosić" in said(in_full)
    assert "geäußert" not in said(in_full)
    assert "Bescheid über eine Entschädigung für Łukasz Großmann" in said(granted)
    assert "Wir gewähren eine Entschädigung von 4.161,29 €." in said(granted)
    assert "Wir lehnen den Antrag für Nguyễn Thị Ánh ab." in said(refused)
    assert all("Das Attest gilt für die ganze Woche." in said(one) for one in (granted, refused))
    assert granted.address["lines"][:2] == ["Bäckerei Großmann GmbH", "Zoë Großmann"]
    assert open_tasks(case) == []

    issue_all(case)
    assert open_tasks(case) == ["auszahlen"]
    done(case, "auszahlen", {"auszahlung": {"beleg": "AO 4711", "am": today()}})

    with in_tenant(case.tenant_id):
        closed = Case.objects.select_related("record").get(id=case.id)
        assert (closed.status, closed.outcome) == ("completed", "ausgezahlt")
        assert closed.record is not None
        assert closed.record.title == "Entschädigung nach dem IfSG, Arbeitgeber"
        filed = [document.kind for document in records.documents(closed.record)]
    assert filed.count("letter") == 4
    assert "history" in filed


def test_covid_before_2023_goes_to_the_regional_council_and_says_so() -> None:
    case = opened("covid-beim-regierungspraesidium")
    (letter,) = letters_of(case)
    assert "Sie haben am 15. Dezember 2022 bei uns" in said(letter)
    issue_all(case)
    with in_tenant(case.tenant_id):
        assert Case.objects.get(id=case.id).outcome == "abgegeben"


@pytest.mark.nightly
def test_two_hundred_employees_have_a_notice_each() -> None:
    first = datetime(2026, 11, 2, tzinfo=ZONE).date()
    names = [f"Ćosić {str(number).translate(str.maketrans('0123456789', 'abcdefghij'))}" for number in range(200)]
    rows = [
        {
            "vorname": "Ana", "nachname": names[number], "grund": "absonderung", "von": first,
            "bis": first + timedelta(days=number % 14), "fortsetzung": "nein", "netto": 2000 + number, "krank": "nein", "vermeidbar": "nein", "zuhause": "nein",
        }
        for number in range(200)
    ]  # fmt: skip
    case = opened("betrieb-zwei-personen", beschaeftigte=rows)

    done(case, "pruefen", CHECKED)

    prepared = letters_of(case)
    assert [letter.name for letter in prepared] == ["bescheid"] * 200
    assert sorted(letter.title for letter in prepared) == sorted(
        f"Bescheid über eine Entschädigung für Ana {name}" for name in names
    )
    with in_tenant(case.tenant_id):
        assert len(json.dumps(Case.objects.get(id=case.id).state)) < 1_000_000
