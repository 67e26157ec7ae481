"""`privacy.draft = "session"`: where a service does not apply, nothing of what was answered is kept, anywhere."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.scenes import tenant, work_off

from laufzettel.applications import tasks
from laufzettel.applications.models import Draft
from laufzettel.catalogue import actions as catalogue
from laufzettel.core import jobs
from laufzettel.core.actors import SYSTEM
from laufzettel.core.clock import at, now
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel.package.beginning import blank
from laufzettel.tenants.models import Unit

pytestmark = pytest.mark.django_db

HERE = "herborn"
MARKER = "Unverwechselbar-Łódź"
END = {
    "label": "Dafür sind wir nicht zuständig",
    "type": "group",
    "id": "seite_ende",
    "properties": {"exclusion": "true"},
    "conditional": {"hide": f'=anliegen.thema != "{MARKER}"'},
    "components": [{"type": "text", "id": "ende_text", "text": "Bitte wenden Sie sich an das Land."}],
}


def offered(draft: str) -> None:
    files = blank("verdacht", "Verdacht melden")
    form = json.loads(files["antrag.form"])
    form["components"].insert(1, END)
    service = files["service.toml"].decode()
    service = re.sub(r"draft_days = \d+", draft, service)
    assert draft in service
    # What is refused in a form that ends cannot be reached by the package's own tests; they are not the subject.
    kept = {name: content for name, content in files.items() if not name.startswith(("scenarios/", "texts/"))}
    kept |= {"antrag.form": json.dumps(form).encode(), "service.toml": service.encode()}
    with in_tenant(tenant(HERE).id):
        unit = Unit.objects.order_by("id").first()
        assert unit is not None
        catalogue.offer(SYSTEM, catalogue.release(kept), unit)


def begun() -> Client:
    client = Client()
    assert client.post(f"/{HERE}/verdacht/beginnen/").status_code == 302
    return client


def answer(client: Client, page: str, **values: str) -> Any:
    url = f"/{HERE}/verdacht/antrag/seite/{page}/"
    shown = client.get(url).content.decode()
    stand = re.search(r'name="stand" value="(\d+)"', shown)
    assert stand, shown[:2000]
    posted = {name.replace("__", "."): value for name, value in values.items()}
    return client.post(url, {"stand": stand[1], **posted})


def subject(text: str) -> dict[str, str]:
    return {"anliegen__thema": text, "anliegen__seit": "1.3.2026", "weiter": "1"}


def everything_in_the_database() -> str:
    """All rows of all tables, whatever the tenant, as the owner sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for _, name in cursor.fetchall()]
    found = []
    for slug in (HERE,):
        with in_tenant(tenant(slug).id), connection.cursor() as cursor:
            for name in tables:
                cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{name}" t')
                found.append(cursor.fetchone()[0])
    return "\n".join(found)


def test_where_it_does_not_apply_nothing_stays_in_tables_files_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    offered('draft = "session"')
    client = begun()
    with caplog.at_level(0):
        ended = answer(client, "seite_anliegen", **subject(MARKER))
    work_off()

    assert ended.status_code == 200
    page = ended.content.decode()
    assert "Bitte wenden Sie sich an das Land." in page
    assert "Von Ihren Angaben ist nichts gespeichert" in page
    assert MARKER not in page
    assert MARKER not in everything_in_the_database()
    with in_tenant(tenant(HERE).id):
        assert not Draft.objects.filter(offering__key="verdacht").exists()
    kept = [path for path in (settings.CONFIGURATION.data / "files").rglob("*") if path.is_file()]
    assert not any(MARKER.encode() in path.read_bytes() for path in kept)
    assert MARKER not in caplog.text
    assert client.get(f"/{HERE}/verdacht/antrag/seite/seite_anliegen/").status_code in (404, 410)


def test_the_search_would_find_an_answer_that_is_kept() -> None:
    """Otherwise the test above would prove nothing."""
    offered('draft = "session"')
    answer(begun(), "seite_anliegen", **subject("Etwas-Anderes-Łódź"))

    assert "Etwas-Anderes-Łódź" in everything_in_the_database()


def test_a_draft_for_the_session_cannot_be_taken_elsewhere_and_says_how_soon_it_ends() -> None:
    offered('draft = "session"')
    client = begun()
    start = client.get(f"/{HERE}/verdacht/beginnen/").content.decode()
    assert "Spätestens eine Stunde nach der letzten Antwort ist alles gelöscht" in start
    assert answer(client, "seite_anliegen", **subject("Husten"), spaeter="1").status_code == 302
    page = client.get(f"/{HERE}/verdacht/antrag/seite/seite_person/").content.decode()
    assert "Später weitermachen" not in page
    assert client.get(f"/{HERE}/verdacht/antrag/spaeter/").status_code == 302


def test_nothing_is_left_an_hour_after_the_last_answer_at_the_latest() -> None:
    offered('draft = "session"')
    client, begun_at = begun(), now()
    person = f"/{HERE}/verdacht/antrag/seite/seite_person/"
    with at(begun_at + timedelta(minutes=50)):
        assert answer(client, "seite_anliegen", **subject("Husten")).status_code == 302
    with at(begun_at + timedelta(minutes=100)):
        assert client.get(person).status_code == 200
        tasks.sweep_drafts()
    with in_tenant(tenant(HERE).id):
        draft = Draft.objects.get(offering__key="verdacht")
        assert draft.expires_at - draft.saved_at == timedelta(minutes=55)
    assert [cron for name, cron, _ in jobs._periodic if name == "applications.sweep"] == ["*/5 * * * *"]

    with at(begun_at + timedelta(minutes=50 + 55, seconds=5)):
        assert client.get(person).status_code == 410
        tasks.sweep_drafts()
    with in_tenant(tenant(HERE).id):
        assert not Draft.objects.filter(id=draft.id).exists()


def test_a_draft_that_is_kept_can_be_deleted_where_it_does_not_apply() -> None:
    offered("draft_days = 10")
    client = begun()
    assert answer(client, "seite_anliegen", **subject(MARKER)).status_code == 302

    ended = client.get(f"/{HERE}/verdacht/antrag/seite/seite_ende/").content.decode()
    assert "Beenden und meine Angaben löschen" in ended
    deleted = answer(client, "seite_ende", verwerfen="1")

    assert deleted["Location"] == f"/{HERE}/verdacht/?geloescht=1"
    assert "Ihre Angaben sind gelöscht" in client.get(deleted["Location"]).content.decode()
    with in_tenant(tenant(HERE).id):
        assert not Draft.objects.filter(offering__key="verdacht").exists()
