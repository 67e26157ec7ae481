"""Letters of several cases issued in one go: each as it was seen, and what is refused keeps no other from going out."""

import pytest
from tests.scenes import Scene, decided
from tests.test_permissions import browser

from laufzettel.cases import queries as cases
from laufzettel.core.tenancy import in_tenant
from laufzettel.letters import actions as letters
from laufzettel.letters.models import Letter

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
PAGE = f"/{HERE}/amt/schreiben/"


def marked(*scenes: Scene) -> dict[str, list[str]]:
    return {"schreiben": [f"{scene.letter.id}:{scene.letter.version}" for scene in scenes]}


def test_those_that_are_marked_are_issued_and_what_changed_meanwhile_is_not() -> None:
    client, first, second, third = browser("clerk"), decided(HERE), decided(HERE), decided(HERE)
    listed = client.get(PAGE).content.decode()
    assert all(f'value="{scene.letter.id}:1"' in listed for scene in (first, second, third))
    assert PAGE in client.get(f"/{HERE}/amt/").content.decode()
    seen = marked(first, second)
    with in_tenant(first.tenant.id):
        letters.edit(second.clerk, second.letter.id, {"begruendung": "Anders."}, second.letter.version)

    answer = client.post(PAGE, seen)

    page = answer.content.decode()
    assert (answer.status_code, "1 Schreiben ist erlassen" in page, "inzwischen geändert" in page) == (200, True, True)
    assert [scene.letter.state for scene in (first, second, third)] == ["issued", "prepared", "prepared"]
    with in_tenant(first.tenant.id):
        assert [letter.id for letter, _ in cases.print_basket(first.clerk)] == [first.letter.id]
    again = client.post(PAGE, marked(first))
    assert (again.status_code, "mindestens ein Schreiben" in again.content.decode()) == (422, True)
    for rubbish in ({}, {"schreiben": ["quatsch", ":", f"{third.letter.id}"]}):
        client.post(PAGE, rubbish)
    assert third.letter.state == "prepared"


def test_what_needs_a_second_person_is_listed_for_that_person_alone() -> None:
    scene, clerk, head = decided(HERE), browser("clerk"), browser("head")
    with in_tenant(scene.tenant.id):
        act = {**(scene.letter.act or {}), "second_person": True}
        Letter.objects.filter(id=scene.letter.id).update(act=act)
        letters.submit(scene.clerk, scene.letter.id, scene.letter.version)

    assert "kein Schreiben" in clerk.get(PAGE).content.decode()
    assert clerk.post(PAGE, marked(scene)).status_code == 422
    assert head.post(PAGE, marked(scene)).status_code == 200
    assert scene.letter.state == "issued"
