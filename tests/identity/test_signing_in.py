"""Signing in at a provider over HTTP: the demo account, which Authlib serves."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml import html
from tests.identity.conftest import SignIn, back, session_of
from tests.scenes import tenant

from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.identity.provider import Provider

pytestmark = pytest.mark.django_db

HERE = "/frankenberg-eder"
ACCOUNT = f"{HERE}/konto/"


def test_somebody_signs_in_and_has_an_account(sign_in: SignIn) -> None:
    client = Client()

    page = html.document_fromstring(client.get(f"{HERE}/konto/anmelden/").content.decode())
    assert page.xpath("//header//a[normalize-space()='Anmelden']/@href") == [f"{HERE}/konto/anmelden/"]
    link = page.xpath("string(//main//a[normalize-space()='Weiter zu Demo-Konto']/@href)")
    assert str(link).startswith(f"{HERE}/konto/anmelden/beginnen/?")

    assert sign_in(client, "senay") == ACCOUNT

    account = Account.objects.get(kind="citizen")
    assert (account.subject, account.name, account.email) == ("demo-senay", "Şenay Yıldız-Müller", "senay@beispiel.de")
    assert account.issuer.endswith("/demo/konto")
    own = client.get(ACCOUNT).content.decode()
    assert "Angemeldet: Şenay Yıldız-Müller (Vertrauensniveau: substanziell)" in own
    assert session_of(client)["citizen"]["attributes"] == {
        "given_name": "Şenay",
        "family_name": "Yıldız-Müller",
        "birth_date": "1985-05-03",
        "street": "Obermarkt 7",
        "postcode": "35066",
        "town": "Frankenberg (Eder)",
        "email": "senay@beispiel.de",
    }
    with in_tenant(tenant("frankenberg-eder").id):
        entry = AuditEntry.objects.get(action="citizen-signed-in")
        assert (entry.object_id, entry.actor["id"], entry.reason) == (account.id, str(account.id), "substantial")


def test_the_same_person_has_one_account_whatever_name_and_address_say(sign_in: SignIn) -> None:
    sign_in(Client(), "joerg")
    account = Account.objects.get(kind="citizen")
    Account.objects.filter(id=account.id).update(name="Jörg Klein", email="alt@beispiel.de")

    sign_in(Client(), "joerg", town="viernheim")

    again = Account.objects.get(kind="citizen")
    assert (again.id, again.name, again.email) == (account.id, "Jörg Großmann", "joerg@beispiel.de")


def test_the_session_gets_a_new_key_and_another_person_finds_nothing(sign_in: SignIn) -> None:
    client = Client()
    client.post(f"{HERE}/hund-anmelden/beginnen/")
    before = client.cookies["lz_buerger"].value
    assert client.cookies["lz_buerger"]["max-age"] == 43200

    sign_in(client, "senay")
    assert client.cookies["lz_buerger"].value != before
    assert client.cookies["lz_buerger"]["max-age"] == ""  # it ends with the browser
    assert client.get(f"{HERE}/hund-anmelden/antrag/").status_code == 302

    assert "Şenay" in client.get(f"{HERE}/").content.decode()

    sign_in(client, "joerg")
    assert "Şenay" not in client.get(f"{HERE}/").content.decode()
    assert client.get(f"{HERE}/hund-anmelden/antrag/").status_code == 404


def test_an_answer_of_the_provider_works_once_and_in_its_own_browser(provider: Provider) -> None:
    client, other = Client(), Client()
    answer = back(client, "senay")
    client.get(f"{HERE}/")

    stolen = other.get(answer)
    assert (stolen.status_code, "anderen Browser" in stolen.content.decode()) == (403, True)
    assert client.get(answer).status_code == 302
    again = client.get(answer)
    assert (again.status_code, "anderen Browser" in again.content.decode()) == (403, True)
    assert "citizen" not in session_of(other)


def test_a_code_of_somebody_else_signs_nobody_in(provider: Provider) -> None:
    """Login CSRF: the attacker's code with the victim's own state."""
    attacker, victim = Client(), Client()
    code = parse_qs(urlsplit(back(attacker, "joerg")).query)["code"][0]
    state = parse_qs(urlsplit(back(victim, "senay")).query)["state"][0]

    answer = victim.get("/konto/zurueck/", {"code": code, "state": state})

    assert answer.status_code == 502
    assert "citizen" not in session_of(victim)


def test_two_windows_sign_in_side_by_side(provider: Provider) -> None:
    client = Client()
    first = back(client, "senay", weiter=f"{HERE}/hund-anmelden/")
    second = back(client, "senay")

    assert client.get(first).headers["Location"] == f"{HERE}/hund-anmelden/"
    assert client.get(second).headers["Location"] == ACCOUNT


def test_who_cancels_is_told_so(provider: Provider) -> None:
    client = Client()

    answer = client.get(back(client, ""))

    assert (answer.status_code, "abgebrochen" in answer.content.decode()) == (403, True)
    assert "citizen" not in session_of(client)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://boese.example/",
        "//boese.example/frankenberg-eder/",
        "/viernheim/konto/",
        "/frankenberg-eder/amt/",
        "/frankenberg-eder/konto/anmelden/?weiter=x",
        "/\\boese.example",
        "javascript:alert(1)",
        "/frankenberg-eder",
        "",
    ],
)
def test_afterwards_nobody_is_led_away(provider: Provider, wanted: str) -> None:
    client = Client()
    kept = client.get(f"{HERE}/konto/anmelden/beginnen/", {"weiter": wanted})

    assert kept.status_code == 302
    states = [value for name, value in session_of(client).items() if name.startswith("_state_")]
    assert [state["data"]["kept"]["target"] for state in states] == [ACCOUNT]


def test_signing_out_ends_everything_in_this_browser(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    client.post(f"{HERE}/hund-anmelden/beginnen/")

    answer = client.post(f"{HERE}/konto/abmelden/")

    assert answer.headers["Location"] == f"{HERE}/konto/abmelden/"
    assert "Sie sind abgemeldet" in client.get(f"{HERE}/konto/abmelden/").content.decode()
    assert client.get(ACCOUNT).status_code == 302
    assert client.get(f"{HERE}/hund-anmelden/antrag/").status_code == 404
    with in_tenant(tenant("frankenberg-eder").id):
        assert AuditEntry.objects.filter(action="citizen-signed-out").count() == 1


def test_a_closed_account_does_not_come_in(sign_in: SignIn, provider: Provider) -> None:
    sign_in(Client())
    Account.objects.filter(kind="citizen").update(is_active=False)
    client = Client()

    answer = client.get(back(client, "senay"))

    assert (answer.status_code, "gesperrt" in answer.content.decode()) == (403, True)


def test_a_level_that_nobody_has_named_signs_nobody_in(provider: Provider, settings: Any) -> None:
    settings.SIGN_IN = replace(provider, levels=(("loa-9", "high"),))
    client = Client()

    answer = client.get(back(client, "senay"))

    assert (answer.status_code, "wie sicher" in answer.content.decode()) == (403, True)
    assert "citizen" not in session_of(client)


def test_a_provider_that_calls_itself_otherwise_is_none(provider: Provider, settings: Any) -> None:
    settings.SIGN_IN = replace(provider, issuer=provider.issuer.replace("127.0.0.1", "localhost"))
    client = Client()

    answer = client.get(f"{HERE}/konto/anmelden/beginnen/")

    assert (answer.status_code, "antwortet gerade nicht" in answer.content.decode()) == (502, True)


def test_a_code_is_worth_nothing_without_our_secret(provider: Provider, settings: Any) -> None:
    settings.SIGN_IN = replace(provider, client_secret="wrong")
    client = Client()

    answer = client.get(back(client, "senay"))

    assert answer.status_code == 502
    assert "citizen" not in session_of(client)


def test_without_a_provider_the_portal_says_nothing_of_it(settings: Any) -> None:
    settings.SIGN_IN = None
    client = Client()

    assert "Anmelden" not in client.get(f"{HERE}/").content.decode()
    for path in ("konto/", "konto/anmelden/", "konto/anmelden/beginnen/", "konto/zurueck/"):
        assert client.get(f"{HERE}/{path}").status_code == 404
    assert client.get("/konto/zurueck/").status_code == 404


def test_outside_of_a_demo_there_is_no_demo_account(settings: Any) -> None:
    settings.IS_DEMO = False

    for path in (".well-known/openid-configuration", "anmelden/", "person/", "schluessel/"):
        assert Client().get(f"/demo/konto/{path}").status_code == 404
    assert Client().post("/demo/konto/token/").status_code == 404
