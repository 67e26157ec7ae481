"""Rubbish gets a clear 4xx in the person's language, and changes nothing: no row, no file, no background task."""

import re
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from tests.scenes import NOON, decided, submitted, tenant
from tests.test_permissions import ADDRESSES, HERE, TABLE, World, address, browser, world

from laufzettel.core.clock import at
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant

__all__ = ["world"]  # the fixture

pytestmark = pytest.mark.django_db
DOG = f"/{HERE}/hund-anmelden"
PAGE = f"{DOG}/antrag/seite/seite_hund/"
UNCOUNTED = {"lz_core_ratelimit", "lz_core_auditentry", "django_session", "lz_core_sequence"}


def rows() -> dict[str, int]:
    """How many rows each table has in the tenant; reading is logged and counted, so logs and counters are left out."""
    with in_tenant(tenant(HERE).id), connection.cursor() as cursor:
        found = {}
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in UNCOUNTED:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                found[table] = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hund.name", "x" * 10_000),
        ("hund.name", "\x00"),
        ("hund.name", "   "),
        ("hund.geburtsdatum", "31.4.2021"),
        ("hund.geburtsdatum", "gestern"),
        ("hund.geburtsdatum", "99999999999999"),
        ("hund.rasse", "Drache"),
        ("hund.geschlecht", "'; DROP TABLE lz_cases_case; --"),
    ],
)
def test_a_wrong_answer_is_shown_again_with_a_sentence(name: str, value: str) -> None:
    client = Client(headers={"accept-language": "de"})
    client.post(f"{DOG}/beginnen/")
    good = {
        "hund.name": "Bella",
        "hund.rasse": "Labrador Retriever",
        "hund.geschlecht": "weiblich",
        "hund.farbe": "braun",
    }
    before = rows()

    answer = client.post(PAGE, good | {name: value, "weiter": "1", "stand": "0"})

    assert answer.status_code == 422
    assert "lz-errors" in answer.content.decode()
    assert "ungültig" not in answer.content.decode().casefold()
    assert rows() == before


def test_guessed_tokens_and_ids_open_nothing() -> None:
    submitted(HERE)
    before = rows()
    client = browser("clerk")
    guesses = [
        f"/{HERE}/status/{'A' * 43}/",
        f"/{HERE}/weiter/{'A' * 43}/",
        f"/{HERE}/status/antrag/schreiben/{uuid.uuid4()}/",
        *(f"/{HERE}/amt/{part}/{uuid.uuid4()}/" for part in ("vorgaenge", "schreiben", "akten", "dokumente")),
        f"/{HERE}/amt/vorgaenge/1/",
        f"/{HERE}/gibt-es-nicht/",
        f"/{HERE}/hund-anmelden/antrag/seite/gibt-es-nicht/",
        "/gibt-es-nicht/",
    ]

    assert {url: client.get(url).status_code for url in guesses} == dict.fromkeys(guesses, 404)
    assert rows() == before


def test_an_error_page_says_what_to_do_and_shows_nothing_of_the_inside() -> None:
    answer = Client(headers={"accept-language": "en"}).get(f"/{HERE}/gibt-es-nicht/")

    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert "Traceback" not in text
    assert "/src/" not in text


def test_a_task_answered_with_rubbish_stays_open() -> None:
    scene = submitted(HERE)
    before = rows()
    answer = browser("clerk").post(
        f"/{HERE}/amt/aufgaben/{scene.task.id}/", {"in_ordnung": "vielleicht", "pruefung.freitext": "\x00" * 100}
    )

    assert answer.status_code == 422
    assert scene.task.state == "open"
    assert rows() == before


def test_a_double_click_on_issuing_issues_once() -> None:
    scene = decided(HERE)
    client, url = browser("clerk"), f"/{HERE}/amt/schreiben/{scene.letter.id}/erlassen/"

    first = client.post(url, {"version": "1"})
    after_first = rows()
    second = client.post(url, {"version": "1"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "schon erlassen" in second.content.decode()
    assert rows() == after_first


def test_a_day_of_posting_that_is_none_is_refused_with_a_sentence() -> None:
    scene = decided(HERE)
    client = browser("clerk")
    client.post(f"/{HERE}/amt/schreiben/{scene.letter.id}/erlassen/", {"version": "1"})
    before = rows()
    for day in ("31.2.2026", "morgen", "1.1.1990", ""):
        answer = client.post(f"/{HERE}/amt/druckkorb/", {"letter": str(scene.letter.id), "posted_on": day})

        assert answer.status_code == 422, day
        assert scene.letter.posted_on is None
    assert rows() == before


READS = re.compile(r"""request\.(?:GET|POST)(?:\.get|\.getlist)?[(\[]"(\w+)"|_(?:text|day)\(request, "(\w+)"\)""")
VIEWS = Path(__file__).parents[1] / "src/laufzettel"


def field_names() -> set[str]:
    """The names that views read from addresses and forms, one of a letter's own block and some of the services' forms."""
    found = {
        name
        for room in ("portal", "office", "site")
        for file in (VIEWS / room).rglob("*.py")
        for match in READS.findall(file.read_text())
        for name in match
        if name
    }
    return found | {"frei-begruendung", "nummer", "code", "hund.name", "in_ordnung", "feld-hund.name", "a\0b"}


@pytest.mark.nightly
def test_no_address_and_no_field_stumbles_over_a_nul(world: World) -> None:
    names = field_names()
    assert {"q", "suche", "email", "password", "grund", "grundlage", "frage", "antwort"} <= names
    typed = dict.fromkeys(names, "a\0b")
    clerk, nobody, found = browser("clerk"), browser("nobody"), {}
    for name, row in TABLE.items():
        if name == "office:sign-out":
            continue
        url, client = address(name, world), clerk if "/amt/" in ADDRESSES[name] else nobody
        read = client.get(url, typed).status_code if row.get["clerk"] != 405 else 0
        found[name] = (read, client.post(url, typed).status_code if row.post["clerk"] != 405 else 0)

    assert {name: answers for name, answers in found.items() if {429, 500} & set(answers)} == {}


def test_what_is_looked_for_or_signed_in_with_may_hold_a_nul() -> None:
    client = browser("clerk")
    searches = ("amt/", "amt/vorgaenge/", "amt/register/hund-anmelden/hunde/", "")

    found = {path: client.get(f"/{HERE}/{path}", {"q": "a\0b", "suche": "a\0b"}).status_code for path in searches}
    signed_in = Client().post(f"/{HERE}/amt/anmelden/", {"email": "a\0b", "password": "a\0b"}).status_code

    assert found == dict.fromkeys(searches, 200)
    assert signed_in == 422


def test_a_reason_with_a_nul_is_taken_without_it() -> None:
    scene = submitted(HERE)

    answer = browser("clerk").post(
        f"/{HERE}/amt/vorgaenge/{scene.case.id}/beenden/", {"grund": "Der Hund\0 ist verzogen."}
    )

    assert answer.status_code == 302
    with in_tenant(scene.tenant.id):
        assert AuditEntry.objects.get(action="case-cancelled").reason == "Der Hund ist verzogen."


@pytest.mark.parametrize("cookie", ["lz_amt", "lz_buerger"])
def test_a_cookie_with_a_nul_is_nobodys(cookie: str) -> None:
    client = Client()
    client.cookies.load(f'{cookie}="abc\\000defghijk"')

    assert client.get(f"/{HERE}/amt/anmelden/").status_code == 200
    assert client.get(f"/{HERE}/hund-anmelden/beginnen/").status_code == 200


@pytest.mark.parametrize("body", [b"{", b"\xff" * 1000, b"a" * 3_000_000])
def test_a_body_that_is_no_form_is_refused(body: bytes) -> None:
    before = rows()

    answer = browser("clerk").post(f"/{HERE}/amt/anmelden/", body, content_type="application/x-www-form-urlencoded")

    assert 400 <= answer.status_code < 500
    assert rows() == before


def test_a_script_in_the_office_is_slowed_down() -> None:
    from tests.test_permissions import account_named

    from laufzettel.core import rates

    clerk = account_named("clerk")
    assert clerk is not None
    with at(NOON):
        for _ in range(600):
            rates.is_allowed("office", str(clerk.id), limit=600, seconds=600)

        assert browser("clerk").post(f"/{HERE}/amt/druckkorb/").status_code == 429
        assert browser("clerk").get(f"/{HERE}/amt/druckkorb/").status_code == 200
