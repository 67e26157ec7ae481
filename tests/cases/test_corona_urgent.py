"""corona-verdacht in the office: what is urgent stands on top, what lies too long is noted, a call is tried again."""

from datetime import timedelta
from typing import Any

import pytest
from tests.cases.test_letter_translation import pages_of
from tests.scenes import Scene, submitted, work_off

from laufzettel.cases import actions as cases
from laufzettel.cases import queries
from laufzettel.cases.models import HistoryEvent, Task, Timer
from laufzettel.core.clock import at, now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel

pytestmark = pytest.mark.django_db

HERE, SERVICE = "lahn-dill-kreis", "corona-verdacht"


def sent(**changes: Any) -> Scene:
    scene = submitted(HERE, "frueh-positiv", SERVICE, **changes)
    work_off()
    return scene


def fire(scene: Scene, element: str, *, after: timedelta) -> None:
    with at(now() + after), in_tenant(scene.tenant.id):
        assert cases.fire_timer(Timer.objects.get(case_id=scene.case.id, element=element, is_open=True).id)


def test_what_is_urgent_stands_on_top_though_it_came_later() -> None:
    plain = sent(test__ergebnis="offen", test__wo="Testzentrum")
    suspect = sent()
    at_risk = sent(lage__arbeit="pflege")

    with in_tenant(plain.tenant.id):
        rows = [(row.case.id, row.task.priority if row.task else 0) for row in queries.worklist(plain.clerk)]

    assert rows == [(at_risk.case.id, 95), (suspect.case.id, 85), (plain.case.id, 40)]


def test_what_nobody_classifies_in_time_is_noted_and_stays_to_be_done() -> None:
    scene = sent()
    fire(scene, "zu_lange", after=timedelta(hours=4, minutes=1))

    with in_tenant(scene.tenant.id):
        assert HistoryEvent.objects.filter(case_id=scene.case.id, element="vermerkt", kind="completed").exists()
        assert [task.element for task in queries.open_tasks(scene.clerk, scene.case)] == ["einstufen"]


def test_who_wants_it_gets_the_advice_in_english_too() -> None:
    scene = sent(brief__sprache="en")
    with in_tenant(scene.tenant.id):
        answers = {"einstufung": {"ergebnis": "begruendet", "anrufen": "nein", "schreiben": "ja"}}
        cases.complete_task(scene.clerk, scene.task.id, to_feel(answers))
    work_off()

    _, pages = pages_of(scene)

    assert "Im Notfall rufen Sie die 112 an." in pages[0]
    assert "there is a well-founded suspicion" in pages[-1]
    assert "In an emergency call 112." in pages[-1]


def test_who_does_not_answer_the_telephone_is_called_again() -> None:
    scene = sent()
    with in_tenant(scene.tenant.id):
        answers = {"einstufung": {"ergebnis": "begruendet", "anrufen": "ja", "schreiben": "nein"}}
        cases.complete_task(scene.clerk, scene.task.id, to_feel(answers))
        call = Task.objects.get(case_id=scene.case.id, element="anrufen")
        cases.complete_task(scene.clerk, call.id, to_feel({"anruf": {"ergebnis": "nochmal"}}))
        assert queries.open_tasks(scene.clerk, scene.case) == []
    fire(scene, "warten", after=timedelta(hours=3, minutes=1))

    with in_tenant(scene.tenant.id):
        again = Task.objects.get(case_id=scene.case.id, element="anrufen", state=Task.State.OPEN)
        assert again.id != call.id
        cases.complete_task(scene.clerk, again.id, to_feel({"anruf": {"ergebnis": "gesprochen"}}))
    assert (scene.case.status, scene.case.outcome) == ("completed", "ohne_schreiben")
