"""Running cases go over to another edition: asked first, one by one, with everything that waits for somebody."""

from typing import Any

import pytest
from tests.cases.processes import begin, complete, offer, outcome
from tests.scenes import tenant, work_off

from laufzettel.cases import moving
from laufzettel.cases.models import Case, HistoryEvent, Task, Timer
from laufzettel.core.actors import SYSTEM
from laufzettel.core.models import AuditEntry, WakeUp
from laufzettel.core.tenancy import in_tenant
from laufzettel.site.commands import cases as command

pytestmark = pytest.mark.django_db

HERE = "herborn"
OLD = """
start s
user a
boundary spaet | on=a | timer=P7D
end e
end zu_spaet
s -> a -> e
spaet -> zu_spaet
"""
NEW = OLD.replace("s -> a -> e", "user b\ns -> a -> b -> e")
RENAMED = OLD.replace("user a", "user aa").replace("on=a", "on=aa").replace("s -> a", "s -> aa")


@pytest.fixture
def here() -> Any:
    with in_tenant(tenant(HERE).id):
        yield


def moved(offering: Any, **mapping: str) -> list[tuple[str, list[str]]]:
    answers = [moving.move(SYSTEM, offering, case, mapping) for case in moving.cases_to_move(offering)]
    return [(answer.number, [str(reason) for reason in answer.reasons]) for answer in answers]


def asked(offering: Any) -> list[moving.Move]:
    return [moving.ask(offering, case, {}) for case in moving.cases_to_move(offering)]


def test_a_case_goes_on_in_the_edition_that_is_offered_now(here: None) -> None:
    first = begin(offer("dienst", OLD))
    done = begin(offer("dienst", OLD))
    complete(done, "a")
    offering = offer("dienst", NEW, version="0.2.0")

    assert [(answer.number, answer.reasons) for answer in asked(offering)] == [(first.number, ())]
    assert Case.objects.get(id=first.id).edition_id != offering.edition_id
    assert moved(offering) == [(first.number, [])]
    assert moved(offering) == []

    complete(first, "a")
    assert (outcome(first), outcome(done)) == ("", "e")
    complete(first, "b")
    assert outcome(first) == "e"
    assert HistoryEvent.objects.filter(case=first, kind="migrated").count() == 1
    assert AuditEntry.objects.get(action="case-moved").reason == "0.2.0"


def test_tasks_and_timers_are_called_as_in_the_new_edition(here: None) -> None:
    case = begin(offer("dienst", OLD))
    offering = offer("dienst", RENAMED, version="0.2.0")

    assert moved(offering) == [(case.number, ["„Prüfen“ gibt es in der neuen Fassung nicht."])]
    assert Task.objects.get(case=case).element == "a"
    assert moved(offering, a="aa") == [(case.number, [])]

    task = Task.objects.get(case=case)
    assert (task.element, task.form, task.state) == ("aa", "pruefung", "open")
    assert Timer.objects.get(case=case, is_open=True).element == "spaet"
    complete(case, "aa")
    assert outcome(case) == "e"


def test_an_event_that_is_gone_is_cancelled_and_one_that_is_new_is_armed(here: None) -> None:
    case = begin(offer("dienst", OLD))
    wakes = WakeUp.objects.filter(kind="timer", object=Timer.objects.get(case=case).id)
    assert wakes.exists()
    other = OLD.replace("boundary spaet | on=a | timer=P7D", "boundary bald | on=a | timer=P3D").replace(
        "spaet -> zu_spaet", "bald -> zu_spaet"
    )

    assert moved(offer("dienst", other, version="0.2.0")) == [(case.number, [])]

    assert not wakes.exists()
    assert Timer.objects.get(case=case, is_open=True).element == "bald"


def test_another_major_version_needs_a_mapping(here: None) -> None:
    case = begin(offer("dienst", OLD))
    offering = offer("dienst", NEW, version="1.0.0")

    ((number, (reason,)),) = moved(offering)
    assert (number, "Hauptversion" in reason) == (case.number, True)
    assert moved(offering, a="a") == [(case.number, [])]


def test_the_command_asks_first_and_says_what_stays(capsys: pytest.CaptureFixture[str]) -> None:
    with in_tenant(tenant(HERE).id):
        case = begin(offer("dienst", OLD))
        offer("dienst", RENAMED, version="0.2.0")
    work_off()

    assert command.move(HERE, "dienst", {}, really=False) == 1
    assert f"{case.number} bleibt: „Prüfen“ gibt es in der neuen Fassung nicht." in capsys.readouterr().out
    assert command.move(HERE, "dienst", {"a": "aa"}, really=False) == 0
    assert "1 von 1 Vorgängen können umziehen.\nEs wurde nichts geändert." in capsys.readouterr().out
    assert command.move(HERE, "dienst", {"a": "aa"}, really=True) == 0
    assert capsys.readouterr().out == "1 von 1 Vorgängen umgezogen.\n"
    assert command.move(HERE, "dienst", {}, really=True) == 0
    assert command.move("nirgends", "dienst", {}, really=True) == 2
    assert command.move(HERE, "nichts", {}, really=True) == 2
