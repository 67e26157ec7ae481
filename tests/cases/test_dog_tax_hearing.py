"""A dog tax that is higher than what was declared: heard about first, and what is said can change it."""

from decimal import Decimal

import pytest
from tests.scenes import Scene, issued, work_off

from laufzettel.cases import actions, hearings
from laufzettel.cases.models import CaseLetter, Hearing, Task
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.values import to_feel
from laufzettel.payments.models import Claim

pytestmark = pytest.mark.django_db


def done(scene: Scene, element: str, answers: dict[str, object]) -> None:
    with in_tenant(scene.tenant.id):
        task = Task.objects.get(case=scene.case, element=element, ended_at=None)
        actions.complete_task(scene.clerk, task.id, to_feel(answers))
    work_off()


def test_a_higher_tax_waits_for_the_hearing_and_what_is_said_there_can_change_it() -> None:
    scene = issued(scenario="amt-zaehlt-anders")
    with in_tenant(scene.tenant.id):
        hearing = Hearing.objects.get(case=scene.case)
        assert (hearing.letter.name, hearing.procedure, Claim.objects.count()) == ("anhoerung", "ao-kag", 0)
        hearings.answer(scene.case.id, hearing.id, "Der andere Hund ist im Januar gestorben.")
    work_off()

    done(scene, "abwaegen", {"abwaegung": {"ergebnis": "neu"}})
    done(scene, "pruefen", {"in_ordnung": True, "pruefung": {"gefaehrlich": "angaben", "weitere": 0}})

    with in_tenant(scene.tenant.id):
        assert [one.letter.name for one in CaseLetter.objects.filter(case=scene.case).order_by("id")] == [
            "anhoerung",
            "bescheid",
        ]
        assert Claim.objects.get().amount == Decimal("70.00")
