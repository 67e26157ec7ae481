"""The guard around a step: what runs away becomes an incident that can be retried, and holds nobody up."""

import pytest
from tests.cases.processes import begin, offer, outcome
from tests.scenes import tenant

from laufzettel.cases import actions, engine, mending
from laufzettel.cases.models import Incident, Task
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db


def test_a_step_that_takes_too_long_is_an_incident_and_goes_on_when_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    with in_tenant(tenant("herborn").id):
        offering = offer("langsam", "start s\nuser u\nscript r | expr==1 | result=x\nend e\ns -> u -> r -> e")
        case = begin(offering)
        task = Task.objects.get(case=case)
        monkeypatch.setattr(engine, "STEP_SECONDS", -1.0)
        actions.complete_task(SYSTEM, task.id, {})

        incident = Incident.objects.get(case=case, closed_at=None)
        assert (incident.kind, incident.element, outcome(case)) == ("overload", "r", "")
        assert "zu lange gerechnet" in incident.message
        assert Task.objects.get(id=task.id).state == Task.State.DONE

        monkeypatch.setattr(engine, "STEP_SECONDS", 1.0)
        mending.mend(SYSTEM, case, incident, {}, "")
        assert outcome(case) == "e"
