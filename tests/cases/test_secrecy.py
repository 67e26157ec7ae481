"""`privacy.secrecy = ["health"]`: nobody but members of the responsible unit sees a case, whatever they are elsewhere."""

import uuid

import pytest
from django.test.utils import override_script_prefix
from django.urls import reverse
from tests.scenes import Scene, submitted, tenant, work_off
from tests.test_permissions import browser_of

from laufzettel.cases import actions as cases
from laufzettel.cases import queries
from laufzettel.cases.models import Case, CaseLink, Task
from laufzettel.core.actors import SYSTEM, Actor
from laufzettel.core.clock import now
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.kernel.package.values import to_feel
from laufzettel.letters import actions as letters
from laufzettel.letters.models import Letter
from laufzettel.records.models import Document
from laufzettel.tenants import actions as tenants
from laufzettel.tenants import queries as tenant_queries

pytestmark = pytest.mark.django_db

HERE = "lahn-dill-kreis"
SERVICE = "corona-verdacht"
SCENARIO = "frueh-positiv"
# Whoever is wrong here would see it: the same group, the lead, the administration of the tenant.
OTHERS = (
    "head",
    pytest.param("clerk", marks=pytest.mark.nightly),
    pytest.param("administrator", marks=pytest.mark.nightly),
)


def letter_issued() -> Scene:
    """A message classified, called about and answered with a letter that is in the print basket."""
    scene = submitted(HERE, SCENARIO, SERVICE)
    work_off()
    steps = ({"einstufung": {"ergebnis": "abklaeren", "grund": "Test", "anrufen": "nein", "schreiben": "ja"}},)
    with in_tenant(scene.tenant.id):
        for answers in steps:
            cases.complete_task(scene.clerk, scene.task.id, to_feel(answers))
    work_off()
    with in_tenant(scene.tenant.id):
        profile = tenant_queries.profile()
        assert profile is not None
        letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
    work_off()
    return scene


def somebody(role: str, groups: list[str], key: str) -> Account:
    """Somebody of another unit of the county, which fills these groups of packages."""
    account = Account.objects.create(kind="staff", email=f"{role}-{key}@lahn-dill.example", name=f"{role} {key}")
    with in_tenant(tenant(HERE).id):
        unit = tenants.make_unit(SYSTEM, key, key.title(), groups)
        tenants.add_member(SYSTEM, account, unit, role)
    return account


def at(name: str, *arguments: object) -> str:
    with override_script_prefix(f"/{HERE}/"):  # whatever an answer before may have left
        return reverse(f"office:{name}", urlconf="laufzettel.site.urls_tenant", args=arguments)


def doors(scene: Scene) -> list[str]:
    """Every address that shows or changes something of the case."""
    with in_tenant(scene.tenant.id):
        case = Case.objects.get(id=scene.case.id)
        documents = Document.objects.filter(record__cases=case).values_list("id", flat=True)
        assert len(documents) >= 3
        return [
            at("case", case.id),
            at("record", case.record_id),
            at("letter", scene.letter.id),
            at("letter-pdf", scene.letter.id),
            *(at("document", document) for document in documents),
        ]


@pytest.mark.parametrize("role", OTHERS)
def test_another_unit_with_the_same_group_sees_it_in_no_list_search_or_page(role: str) -> None:
    scene = letter_issued()
    waiting = submitted(HERE, SCENARIO, SERVICE)
    client = browser_of(somebody(role, ["gesundheit"], "betriebsarzt"))

    for path in doors(scene):
        assert client.get(path).status_code == 404, path
    for name in ("worklist", "cases", "records", "print-basket", "claims"):
        page = client.get(at(name)).content.decode()
        assert scene.case.number not in page, name
        assert waiting.case.number not in page, name
        assert "Yıldız" not in page, name
    assert scene.case.number not in client.get(at("cases") + "?q=Yıldız").content.decode()
    task = at("task", waiting.task.id)
    assert client.post(task, {"einstufung.ergebnis": "kein"}).status_code == 404
    assert client.post(at("task-take", waiting.task.id)).status_code == 404
    assert client.post(at("case-cancel", waiting.case.id), {"grund": "Nein"}).status_code == 404
    with in_tenant(scene.tenant.id):
        assert Task.objects.get(id=waiting.task.id).state == Task.State.OPEN
        assert Letter.objects.get(id=scene.letter.id).posted_on is None


@pytest.mark.parametrize("login", ["brandt", pytest.param("henkel", marks=pytest.mark.nightly)])
def test_members_of_the_unit_see_all_of_it(login: str) -> None:
    scene = letter_issued()
    client = browser_of(Account.objects.get(email=f"{login}@lahn-dill.example"))

    for path in doors(scene):
        assert client.get(path).status_code == 200, path
    assert scene.case.number in client.get(at("cases") + "?q=Yıldız").content.decode()
    assert scene.letter.title in client.get(at("print-basket")).content.decode()


def test_who_works_elsewhere_cannot_enter_such_a_message_on_paper() -> None:
    client = browser_of(somebody("clerk", ["gesundheit"], "betriebsarzt"))
    own = browser_of(Account.objects.get(email="brandt@lahn-dill.example"))

    assert "Corona-Verdacht" not in client.get(at("papers")).content.decode()
    assert client.post(at("papers"), {"leistung": SERVICE}).status_code == 404
    begun = own.post(at("papers"), {"leistung": SERVICE})
    assert begun.status_code == 302
    assert own.get(begun["Location"]).status_code == 200
    assert client.get(begun["Location"]).status_code == 404


def test_of_a_linked_case_the_other_office_learns_no_more_than_that_it_is_there() -> None:
    first, second = submitted(HERE, SCENARIO, SERVICE), submitted(HERE, SCENARIO, SERVICE)
    with in_tenant(first.tenant.id):
        # The other one is a case that is no secret.
        Case.objects.filter(id=second.case.id).update(is_confidential=False)
        CaseLink(source=first.case, target=second.case, legal_basis="§ 16 IfSG", created_at=now()).save()
        outsider = Actor("staff", uuid.uuid4(), "Außen", frozenset({"gesundheit", "clerk"}))
        linked = queries.linked_to(outsider, second.case)
        assert [(one.case.id, one.is_readable) for one in linked] == [(first.case.id, False)]
        assert [one.is_readable for one in queries.linked_to(first.clerk, second.case)] == [True]

    page = browser_of(somebody("clerk", ["gesundheit"], "betriebsarzt")).get(at("case", second.case.id))

    text = page.content.decode()
    assert f"{first.case.number} Vertraulicher Vorgang" in text
    assert "§ 16 IfSG" not in text


def test_a_service_without_this_secrecy_is_seen_by_everybody_who_fills_its_group() -> None:
    with in_tenant(tenant("herborn").id):
        unit = tenants.make_unit(SYSTEM, "zweigstelle", "Zweigstelle", ["steuern"])
    scene = submitted("herborn", "erster-hund")
    branch = Actor("staff", uuid.uuid4(), "Zweig", frozenset({"steuern"}), frozenset({unit.id}))

    with in_tenant(scene.tenant.id):
        assert scene.case.is_confidential is False
        assert queries.case_for(branch, scene.case.id) is not None
