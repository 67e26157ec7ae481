"""One tenant's people get nothing of another's, nor one unit's of another's, whatever they know of its ids and links."""

import uuid

import pytest
from django.test import Client
from tests.cases.processes import leave_messages
from tests.scenes import tenant
from tests.test_permissions import ADDRESSES, HERE, TABLE, THERE, World, address, browser, browser_of, world

from laufzettel.core.tenancy import in_tenant
from laufzettel.files.models import Upload
from laufzettel.identity.models import Account
from laufzettel.letters.models import Letter
from laufzettel.runs.models import RunItem, RunLetter

__all__ = ["world"]  # the fixture of the permission table

pytestmark = pytest.mark.django_db


def test_the_neighbours_clerk_finds_nothing_of_ours_at_home(world: World) -> None:
    """Our ids, tokens and files under the neighbour's own address, where the clerk may do everything."""
    # The neighbour keeps a register of the same name: its own.
    own = (
        "office:register",
        "office:register-add",
        "office:register-export",
        "office:register-files",
        "office:run-try",
    )
    with_object = [n for n in TABLE if n.startswith("office:") and "<" in ADDRESSES[n] and n not in own]
    client = browser("neighbour")
    read = {n: client.get(address(n, world, slug=THERE), follow=True).status_code for n in with_object}
    written = {n: client.post(address(n, world, slug=THERE)).status_code for n in with_object}

    assert read == dict.fromkeys(with_object, 404)
    assert written == {n: 405 if TABLE[n].post["clerk"] == 405 else 404 for n in with_object}


def test_neither_a_citizens_session_nor_a_link_opens_anything_at_the_neighbours(world: World) -> None:
    """A browser with a draft, an upload and an application of ours, at the neighbour's address: as if it had none."""
    client, receipt = Client(), world.done.receipt
    shown = {"nummer": receipt.application.number, "code": receipt.code}
    assert client.post(f"/{HERE}/status/", shown).status_code == 302
    assert client.post(f"/{HERE}/weiter/{world.draft_token}/").status_code == 302
    with in_tenant(tenant(HERE).id):
        upload = str(Upload.objects.get(owner=world.draft).file_id)
    at_home = {
        "portal:status": 200,
        "portal:status-letter": 200,
        "portal:status-application": 200,
        "portal:page": 200,
        "portal:later": 200,
    }

    def url(name: str, slug: str) -> str:
        return address(name, world, slug=slug).replace(str(world.document), upload)

    assert {name: client.get(url(name, HERE)).status_code for name in at_home} == at_home
    there = {
        name: (client.get(url(name, THERE)).status_code, client.post(url(name, THERE)).status_code)
        for name in TABLE
        if name.startswith("portal:status-") or name in ("portal:upload", "portal:check", *at_home)
    }

    assert there == {
        "portal:status": (302, 405),
        "portal:status-entry": (200, 422),
        "portal:status-token": (404, 405),
        "portal:status-application": (404, 405),
        "portal:status-letter": (404, 405),
        "portal:status-answer": (302, 404),
        "portal:status-comment": (302, 404),
        "portal:upload": (404, 405),
        "portal:check": (404, 404),
        "portal:page": (404, 404),
        "portal:later": (404, 404),
    }
    # nor does a link
    assert Client().get(f"/{THERE}/status/{receipt.token}/").status_code == 404
    assert Client().get(f"/{THERE}/weiter/{world.draft_token}/").status_code == 404


def test_a_citizens_session_is_nobody_in_the_office(world: World) -> None:
    client = browser("clerk")
    client.cookies["lz_buerger"] = client.cookies.pop("lz_amt").value

    assert client.get(address("office:case", world)).status_code == 302


def test_a_member_of_another_unit_sees_neither_case_nor_record_nor_letter(world: World) -> None:
    from laufzettel.tenants import actions as tenants

    town = tenant(HERE)
    account = Account.objects.create(kind="staff", email="bau@frankenberg.example", name="Bau")
    with in_tenant(town.id):
        unit = tenants.make_unit(world.done.clerk, "bauamt", "Bauamt", ["bauen"])
        tenants.add_member(world.done.clerk, account, unit, "clerk")
    client = browser_of(account)

    for name in (
        "office:case",
        "office:record",
        "office:document",
        "office:letter",
        "office:letter-pdf",
        "office:claims-file",
        "office:register",
        "office:register-add",
        "office:register-entry",
        "office:register-change",
        "office:register-export",
        "office:register-files",
        "office:register-file",
        "office:register-file-report",
    ):
        assert client.get(address(name, world)).status_code == 404, name
    for name in (
        "office:worklist",
        "office:cases",
        "office:records",
        "office:print-basket",
        "office:letters",
        "office:claims",
    ):
        page = client.get(address(name, world)).content.decode()
        assert "V-2026" not in page, name
        assert "Yıldız" not in page, name
    client.post(address("office:print-basket", world), {"letter": str(world.done.letter.id), "posted_on": "1.1.2026"})
    assert world.done.letter.posted_on is None
    with in_tenant(town.id):
        assert Letter.objects.count() == 2


def leave_a_letter_of_a_run(here: uuid.UUID) -> None:
    """As a run that was started has; the world's was only tried."""
    with in_tenant(here):
        item, letter = RunItem.objects.first(), Letter.objects.first()
        assert item is not None
        assert letter is not None
        RunLetter.objects.create(item=item, place=1, letter=letter)


def test_every_table_shows_a_tenant_its_own_rows_only_also_by_raw_sql(world: World) -> None:
    from django.apps import apps
    from django.db import connection

    tables = [m._meta.db_table for m in apps.get_models() if any(f.name == "tenant_id" for f in m._meta.local_fields)]
    ours, theirs = tenant(HERE).id, tenant(THERE).id
    leave_messages(ours)
    leave_a_letter_of_a_run(ours)
    filled = set()
    for table in tables:
        with connection.cursor() as cursor:
            for scope, other in ((ours, theirs), (theirs, ours)):
                with in_tenant(scope):
                    cursor.execute(f"SELECT count(*) FILTER (WHERE tenant_id = %s), count(*) FROM {table}", [scope])
                    own, seen = cursor.fetchone()
                    cursor.execute(f"SELECT count(*) FROM {table} WHERE tenant_id = %s", [other])
                    foreign = cursor.fetchone()[0]
                assert (own, foreign) == (seen, 0), table
                filled |= {table} if own and scope == ours else set()
    empty_here = {"lz_core_auditblock", "lz_files_storedfile", "lz_messages_email"}
    assert set(tables) - filled <= empty_here | {"lz_core_tenantkey"}
