"""corona-verdacht: who is excluded leaves nothing in tables, files and logs; who sends is kept, and only then."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from tests.scenes import tenant, work_off

from laufzettel.applications.models import Draft
from laufzettel.cases.models import Case
from laufzettel.core.tenancy import in_tenant

pytestmark = pytest.mark.django_db

HERE, SERVICE = "lahn-dill-kreis", "corona-verdacht"
# The only free texts before the last page that can exclude.
MARKER = "Unverwechselbar-Łódź"

NO_EMERGENCY = {"notfall.sofort": "nein"}
IS_HERE = {"ort.hier": "ja"}
SYMPTOMS = {"beschwerden.vorhanden": "nein"}
CONTACT = {"kontakt.vorhanden": "nein"}
JOURNEY = {"reise.risikogebiet": "nein"}
TESTED = {"test.ergebnis": "negativ", "test.wo": MARKER}

EXCLUSIONS = {
    "112": (("seite_notfall", {"notfall.sofort": "ja"}),),
    "tools.rki.de": (("seite_notfall", NO_EMERGENCY), ("seite_ort", {"ort.hier": "nein"})),
    "keinen Anlass für eine Mitteilung": (
        ("seite_notfall", NO_EMERGENCY),
        ("seite_ort", IS_HERE),
        ("seite_beschwerden", SYMPTOMS),
        ("seite_kontakt", CONTACT),
        ("seite_reise", JOURNEY),
        ("seite_test", TESTED),
    ),
}


def begun() -> Client:
    client = Client()
    assert client.post(f"/{HERE}/{SERVICE}/beginnen/").status_code == 302
    return client


def answer(client: Client, page: str, values: dict[str, str]) -> Any:
    url = f"/{HERE}/{SERVICE}/antrag/seite/{page}/"
    shown = client.get(url).content.decode()
    stand = re.search(r'name="stand" value="(\d+)"', shown)
    assert stand, shown[:2000]
    asked = re.search(r'name="lz-asked"[^>]*value="([^"]*)"', shown)
    assert asked
    names = " ".join({*asked[1].split(), *values})
    return client.post(url, {"stand": stand[1], "lz-asked": names, "weiter": "1", **values})


@pytest.mark.parametrize("words", EXCLUSIONS)
def test_who_is_excluded_leaves_nothing_in_tables_files_or_logs(words: str, caplog: pytest.LogCaptureFixture) -> None:
    client, steps = begun(), EXCLUSIONS[words]
    with in_tenant(tenant(HERE).id):
        draft = Draft.objects.get(offering__key=SERVICE)
    with caplog.at_level(0):
        for page, values in steps[:-1]:
            assert answer(client, page, values).status_code == 302
        ended = answer(client, *steps[-1])
    work_off()

    page = ended.content.decode()
    assert ended.status_code == 200
    assert words in page
    assert "Von Ihren Angaben ist nichts gespeichert" in page
    assert MARKER not in page
    rows = everything_there()
    assert MARKER not in rows
    assert str(draft.id) not in rows
    assert '"vorhanden"' not in rows
    kept = [path for path in (settings.CONFIGURATION.data / "files").rglob("*") if path.is_file()]
    assert not any(MARKER.encode() in path.read_bytes() for path in kept)
    assert MARKER not in caplog.text
    with in_tenant(tenant(HERE).id):
        assert not Draft.objects.filter(id=draft.id).exists()
        assert not Case.objects.filter(offering__key=SERVICE).exists()


def test_the_search_would_find_what_was_answered_so_far() -> None:
    """Otherwise the test above would prove nothing."""
    client = begun()
    for page, values in EXCLUSIONS["keinen Anlass für eine Mitteilung"][:-1]:
        answer(client, page, values)
    assert answer(client, "seite_test", TESTED | {"test.ergebnis": "positiv"}).status_code == 302

    assert MARKER in everything_there()
    assert '"vorhanden"' in everything_there()


def everything_there() -> str:
    """All rows of all tables but those of packages, which hold the questions themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall() if name != "lz_catalogue_release"]
    found = []
    with in_tenant(tenant(HERE).id), connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f'SELECT coalesce(string_agg(t::text, chr(10)), $$$$) FROM "{name}" t')
            found.append(cursor.fetchone()[0])
    return "\n".join(found)
