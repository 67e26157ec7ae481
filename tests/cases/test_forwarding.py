"""A case goes to another office of the town: what waits there is seen there, whatever group the process names."""

import pytest
from tests.cases.processes import begin, offer
from tests.scenes import clerk, tenant, work_off

from laufzettel.cases import actions as cases
from laufzettel.cases import disclosures, queries
from laufzettel.cases.models import Case, Task
from laufzettel.core.actors import SYSTEM
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.tenants import queries as tenants
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
FORWARDS = """
start s
user erst
service weiter | type=case.forward | in=group:="ordnung" | in=legal_basis:="§ 3 HDSIG"
user dann
end e
s -> erst -> weiter -> dann -> e
"""


def seen_by(login: str) -> list[str]:
    account = Account.objects.get(email=f"{login}@frankenberg.example")
    memberships = list(tenants.memberships_of(account.id))
    groups = {group for one in memberships for group in one.unit.groups}
    actor = account.actor(frozenset(groups), frozenset(one.unit_id for one in memberships))
    return [row.name for row in queries.worklist(actor)]


def forwarded() -> Case:
    case = begin(offer("weitergabe", FORWARDS))
    work_off()
    return case


def test_a_later_task_of_a_group_that_the_new_unit_lacks_lies_with_the_new_unit() -> None:
    with in_tenant(tenant(HERE).id):
        case = forwarded()
        first = Task.objects.get(case=case, element="erst")
        cases.complete_task(SYSTEM, first.id, {})
    work_off()

    with in_tenant(tenant(HERE).id):
        second = Task.objects.get(case=case, element="dann")
        there = Unit.objects.get(key="ordnungsamt")
        assert (Case.objects.get(id=case.id).unit_id, second.groups) == (there.id, there.groups)
        assert "Prüfen" in seen_by("schaub")
        assert "Prüfen" not in seen_by("weber")


def test_an_open_task_goes_along_and_nobody_of_the_first_unit_has_it_any_more() -> None:
    with in_tenant(tenant(HERE).id):
        case = forwarded()
        task = Task.objects.get(case=case)
        cases.assign_task(clerk(HERE), task.id)
        disclosures.forward(SYSTEM, case, Unit.objects.get(key="ordnungsamt"), "§ 3 HDSIG")

        moved = Task.objects.get(case=case)
        assert (moved.groups, moved.assignee) == (["ordnung"], None)
        assert seen_by("schaub") == ["Prüfen"]
