"""The kernel's table of processes, played on the platform: rows, timers, messages and signals instead of values."""

from typing import Any

import pytest
from tests.cases.processes import begin, offer
from tests.kernel.bpmn.nets import notation
from tests.kernel.bpmn.test_bpmn_table import ROWS
from tests.scenes import tenant, work_off

from laufzettel.cases import actions, correlation
from laufzettel.cases.models import Case, Incident, Job, Subscription, Task, Timer
from laufzettel.catalogue import actions as catalogue
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SIGNS = {"completed": "", "terminated": "~", "incident": "!"}


@pytest.fixture(autouse=True)
def nets_are_no_services(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nets read variables that no form gives and have no letters: what the check says of that is not the subject."""
    monkeypatch.setattr(catalogue, "check", lambda package, on: [])


def trace(case: Case, since: int) -> str:
    events = case.history.filter(number__gt=since, kind__in=SIGNS).order_by("number")
    return " ".join(SIGNS[event.kind] + event.element for event in events if event.element != "p")


def do(case: Case, name: str, given: dict[str, Any]) -> None:
    """What a person does, the clock, or another case: by the rows that wait for it."""
    if name[0] == "b":
        timer = Timer.objects.filter(case=case, element=name, is_open=True).order_by("number").first()
        assert timer is not None
        assert actions.fire_timer(timer.id)
    elif name[0] in "cm":
        row = Subscription.objects.filter(case=case, element=name, is_open=True).order_by("number").first()
        assert row is not None
        correlation.publish(SYSTEM, row.subject, row.key, feel.context_from_json(given))
    else:
        task = Task.objects.filter(case=case, element=name, state=Task.State.OPEN).order_by("instance").first()
        assert task is not None
        actions.complete_task(SYSTEM, task.id, feel.context_from_json(given))


@pytest.mark.parametrize(("net", "more", "variables", "steps", "first"), ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_a_process_leaves_the_same_trace_on_the_platform(
    net: str, more: str, variables: dict[str, bool], steps: list[tuple[str, str]], first: str
) -> None:
    here = tenant("herborn").id
    with in_tenant(here):
        values: Any = variables
        case = begin(offer("netz", notation(net, more)), **values)
        assert trace(case, 0) == first
    for step, expected in steps:
        name, *settings = step.split()
        given = {key: value == "1" for key, _, value in (setting.partition("=") for setting in settings)}
        with in_tenant(here):
            since = Case.objects.get(id=case.id).events
            do(case, name, given)
        work_off()
        with in_tenant(here):
            assert trace(case, since) == expected, step

    with in_tenant(here):
        assert Case.objects.get(id=case.id).status == Case.Status.COMPLETED
        assert not Task.objects.filter(case=case, state=Task.State.OPEN).exists()
        assert not Timer.objects.filter(case=case, is_open=True).exists()
        assert not Subscription.objects.filter(case=case, is_open=True).exists()
        assert not Job.objects.filter(case=case, state__in=(Job.State.OPEN, Job.State.WAITING)).exists()
        assert not Incident.objects.filter(case=case).exists()
