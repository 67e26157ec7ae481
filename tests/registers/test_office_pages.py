"""The office's pages of a register: list, entry with history, adding, changing, ending, in German and English."""

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries
from tests.registers.scene_of_dogs import SLUG, added, dogs
from tests.scenes import clerk, tenant
from tests.test_permissions import browser

from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.registers import actions
from laufzettel.registers.actions import Writing
from laufzettel.registers.models import Entry, EntryVersion

pytestmark = pytest.mark.django_db

OFFICE = f"/{SLUG}/amt/register/"
LIST = f"{OFFICE}hund-anmelden/hunde/"
NEW = {
    "marke": "", "halter.vorname": "Anna", "halter.nachname": "Nuñez", "hund.name": "Rex", "steuer.beginn": "1.3.2026",
    "steuer.satz": "84,00", "grund": "Anruf vom 3. März",
}  # fmt: skip


@pytest.fixture
def client() -> Client:
    return browser("clerk")


def text(client: Client, path: str, *, language: str = "de") -> str:
    return client.get(path, headers={"accept-language": language}).content.decode()


def test_a_clerk_adds_an_entry_and_sees_it_with_its_number(client: Client) -> None:
    answer = client.post(f"{LIST}neu/", NEW)

    with in_tenant(tenant(SLUG).id):
        entry, version = Entry.objects.get(), EntryVersion.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{OFFICE}eintraege/{entry.id}/")
    assert (entry.label, entry.values["marke"], version.reason) == ("Rex, Nuñez", "1", "Anruf vom 3. März")
    page = text(client, answer.headers["Location"])
    for said in ("Nuñez", "84,00", "Anruf vom 3. März"):
        assert said in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hund.name": ""}, "Geben Sie den Namen des Hundes ein"),
        ({"steuer.beginn": "31.2.2026"}, "Den Tag 31.2.2026 gibt es nicht"),
        ({"grund": " "}, "Schreiben Sie, woher Sie das wissen"),
        ({"marke": "17"}, "gehört schon zu: Bella, Großmann"),
    ],
)
def test_what_does_not_fit_is_said_and_kept_as_typed(client: Client, change: dict[str, str], sentence: str) -> None:
    added(tenant(SLUG), marke="17")

    answer = client.post(f"{LIST}neu/", NEW | change)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Nuñez" in answer.content.decode()
    with in_tenant(tenant(SLUG).id):
        assert Entry.objects.count() == 1


def test_what_an_answer_opens_is_asked_while_one_types_and_else_before_it_is_saved(client: Client) -> None:
    shared = NEW | {"halter.gemeinsam_mit": "Ben Muster", "halter.ein_bescheid": "false"}
    before = text(client, f"{LIST}neu/")
    asked = before.split('id="lz-asked" value="')[1].split('"')[0]
    more = f"{asked} halter.ein_bescheid"

    first = client.post(f"{LIST}neu/", shared | {"lz-asked": asked}, headers={"HX-Request": "true"}).content.decode()
    then = client.post(f"{LIST}neu/", shared | {"lz-asked": more}, headers={"HX-Request": "true"}).content.decode()
    sent = client.post(f"{LIST}neu/", shared | {"lz-asked": more})

    assert ('name="halter.ein_bescheid"' in before, 'name="halter.ein_bescheid"' in first) == (False, True)
    for page in (then, sent.content.decode()):
        assert 'name="mithalter1.name"' in page
        assert 'name="mithalter2.name"' not in page
    assert ('name="marke"' in then, sent.status_code) == (False, 200)
    with in_tenant(tenant(SLUG).id):
        assert not Entry.objects.exists()


def test_a_change_shows_what_was_before_and_every_version_can_be_read(client: Client) -> None:
    entry = added(tenant(SLUG))
    address = f"{OFFICE}eintraege/{entry.id}/"
    data = NEW | {"fassung": "1", "marke": "1", "hund.name": "Bello"}

    assert client.post(f"{address}aendern/", data).status_code == 302
    late = client.post(f"{address}aendern/", data | {"hund.name": "Max"})

    assert (late.status_code, "inzwischen geändert" in late.content.decode()) == (409, True)
    page = text(client, address)
    assert "Name des Hundes: Bella → Bello" in page
    old = text(client, f"{address}?fassung=1")
    assert "Sie sehen Fassung 1, nicht die neueste" in old
    assert "<dd>Bella</dd>" in old


def test_an_entry_ends_by_an_event_and_is_taken_back_with_a_reason(client: Client) -> None:
    entry = added(tenant(SLUG))
    address = f"{OFFICE}eintraege/{entry.id}/"

    wrong = client.post(f"{address}beenden/", {"ereignis": "x", "tag": "1.1.2999"})
    assert wrong.status_code == 422
    assert "Der Tag liegt in der Zukunft" in wrong.content.decode()
    assert client.post(f"{address}beenden/", {"ereignis": "abgemeldet", "tag": "3.5.24"}).status_code == 302
    assert "aufzubewahren bis 31. Dezember 2034" in text(client, address)
    assert client.get(f"{address}aendern/").status_code == 409
    assert client.post(f"{address}fortsetzen/", {"grund": ""}).status_code == 422
    assert client.post(f"{address}fortsetzen/", {"grund": "Verwechselt"}).status_code == 302
    assert "Gilt wieder" in text(client, address)


def test_the_list_searches_and_pages_and_asks_the_database_as_often_for_one_as_for_many(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = tenant(SLUG)
    for number in range(1, 61):
        added(here, name=f"Hund {number:02}", marke=str(number))

    page = text(client, LIST)
    assert ("60 Einträge" in page, "Hund 50" in page, "Hund 51" in page) == (True, True, False)
    assert "Hund 51" in text(client, f"{LIST}?seite=2")
    assert "1 Eintrag, gesucht: „hund 07“" in text(client, f"{LIST}?suche=hund+07").replace("\n", " ")
    assert "60 entries" in text(client, LIST, language="en")
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_reading_an_entry_is_logged(client: Client) -> None:
    entry = added(tenant(SLUG))
    client.get(f"{OFFICE}eintraege/{entry.id}/")
    client.get(LIST)

    with in_tenant(tenant(SLUG).id):
        found = list(AuditEntry.objects.filter(action__startswith="register-").order_by("id"))
        assert [(one.action, one.object_id) for one in found][1:] == [
            ("register-entry-read", entry.id), ("register-searched", None),
        ]  # fmt: skip
        assert {one.actor["name"] for one in found} == {clerk(SLUG).name}


@pytest.mark.parametrize(
    "rubbish", ["?seite=x", "?zustand=%00", "?fassung=-1", "?suche=%25_%5C'", "?zustand=all&seite=999"]
)
def test_rubbish_in_the_address_is_no_error(client: Client, rubbish: str) -> None:
    entry = added(tenant(SLUG))

    assert client.get(LIST + rubbish).status_code == 200
    assert client.get(f"{OFFICE}eintraege/{entry.id}/{rubbish}").status_code == 200


def test_ended_entries_stand_in_a_list_of_their_own(client: Client) -> None:
    here = tenant(SLUG)
    entry = added(here, name="Alt")
    with in_tenant(here.id):
        actions.end(dogs(), entry.id, "abgemeldet", entry.created_at.date(), Writing(clerk(SLUG)))

    assert "Alt, Großmann" not in text(client, LIST)
    assert "Alt, Großmann" in text(client, f"{LIST}?zustand=ended")
