"""A town answers on a host of its own: the same pages, links and letters, and no other town there."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.scenes import submitted, tenant, work_off

from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.messages.models import Email
from laufzettel.site.commands.tenants import host

pytestmark = pytest.mark.django_db

TOWN, HOST = "frankenberg-eder", "antrag.frankenberg.example"


@pytest.fixture
def named(settings: Any) -> Any:
    """The administrator has named the host, and a second one that no town has yet."""
    names = [HOST, "formulare.example"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *names]
    settings.TOWN_HOSTS = frozenset(names)
    return settings


def page(client: Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.content.decode())


def test_it_is_the_portal_and_the_office_of_that_town_alone(named: Any) -> None:
    assert host(TOWN, HOST.upper(), remove=False) == 0
    client = Client(headers={"host": HOST})

    home = page(client, "/")
    assert "Frankenberg (Eder)" in home.text_content()
    assert "/hund-anmelden/" in [link.get("href") for link in home.iter("a")]
    begun = client.post("/hund-anmelden/beginnen/")
    assert begun["Location"].startswith("/hund-anmelden/antrag/seite/")
    assert page(client, begun["Location"]).xpath("//main//input[@name='hund.name']")
    assert client.get("/amt/")["Location"].startswith("/amt/anmelden/")
    assert page(client, "/amt/anmelden/").xpath("//input[@name='password']")
    for elsewhere in ("/viernheim/", f"/{TOWN}/", "/viernheim/amt/"):
        assert client.get(elsewhere).status_code == 404

    # and below the platform's address as before
    assert page(Client(), f"/{TOWN}/").xpath("//a[contains(@href, '/hund-anmelden/')]")
    # where no town answers, the platform does; where nobody may, nobody
    assert page(Client(headers={"host": "formulare.example"}), "/").xpath("//input[@name='q']")
    assert Client(headers={"host": "fremd.example"}).get("/").status_code == 400


def test_mails_name_the_host_and_the_audit_who_has_set_it(named: Any) -> None:
    host(TOWN, HOST, remove=False)

    submitted(TOWN)
    work_off()

    with in_tenant(tenant(TOWN).id):
        assert f"https://{HOST}/status/" in Email.objects.get().body
        assert [entry.reason for entry in AuditEntry.objects.filter(action="tenant-host-changed")] == [HOST]


def test_what_cannot_be_a_towns_host_is_refused(named: Any, capsys: pytest.CaptureFixture[str]) -> None:
    host(TOWN, HOST, remove=False)
    capsys.readouterr()

    assert host("entenhausen", HOST, remove=False) == 2
    assert host(TOWN, "fremd.example", remove=False) == 2
    assert host(TOWN, "localhost", remove=False) == 2
    assert host(TOWN, HOST, remove=True) == 2
    assert host("viernheim", HOST, remove=False) == 1
    said = capsys.readouterr().err
    assert "Es gibt keinen Mandanten „entenhausen“." in said
    assert "„fremd.example“ steht nicht in LAUFZETTEL_HOSTS" in said
    assert f"Unter „{HOST}“ antwortet schon: Frankenberg (Eder)." in said
    assert tenant("viernheim").hostname == ""

    assert host(TOWN, None, remove=True) == 0
    assert capsys.readouterr().out == "Frankenberg (Eder): http://127.0.0.1:8000/frankenberg-eder/\n"
    assert page(Client(headers={"host": HOST}), "/").xpath("//input[@name='q']")
