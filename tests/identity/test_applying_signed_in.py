"""Applying with an account: filled in from it, found again in "Mein Bereich", seen by the office with its level."""

from typing import Any

import pytest
from django.test import Client
from lxml import html
from tests.cases.processes import WORKS, offer
from tests.identity.conftest import SignIn, back, session_of
from tests.scenes import submitted, tenant, work_off
from tests.test_permissions import browser

from laufzettel.applications import actions as applications
from laufzettel.applications.models import Draft
from laufzettel.cases.models import Case
from laufzettel.cases.senders import Sender
from laufzettel.catalogue import queries
from laufzettel.core.models import AuditEntry
from laufzettel.core.tenancy import in_tenant
from laufzettel.identity.models import Account
from laufzettel.identity.trust import Trust
from laufzettel.kernel import feel
from laufzettel.kernel.package.values import to_feel

pytestmark = pytest.mark.django_db

HERE = "/frankenberg-eder"
DOG = f"{HERE}/hund-anmelden"
HOLDER = f"{DOG}/antrag/seite/seite_halter/"
CHECK = f"{DOG}/antrag/pruefen/"
SENAY = {
    "halter.vorname": "Şenay",
    "halter.nachname": "Yıldız-Müller",
    "halter.geburtsdatum.tag": "3",
    "halter.geburtsdatum.monat": "5",
    "halter.geburtsdatum.jahr": "1985",
    "halter.strasse": "Obermarkt 7",
    "halter.plz": "35066",
    "halter.ort": "Frankenberg (Eder)",
    "halter.email": "senay@beispiel.de",
}


def account_of(subject: str = "demo-senay") -> Account:
    return Account.objects.get(kind="citizen", subject=subject)


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def parsed(page: str) -> Any:
    """A page, for XPath."""
    return html.document_fromstring(page)


def typed(client: Client, url: str) -> dict[str, str]:
    """What stands in the questions of a page."""
    form = parsed(text(client, url)).xpath("//main//form[@id='antrag']")[0]
    return {str(name): str(value) for name, value in form.form_values()}


def answers() -> dict[str, Any]:
    with in_tenant(tenant("frankenberg-eder").id):
        offering = queries.offering("hund-anmelden")
        assert offering is not None
        package = queries.package_of(offering)
        return dict(to_feel(package.scenarios["erster-hund"].data["application"]))


def pages() -> list[str]:
    """The pages of the dog's form."""
    with in_tenant(tenant("frankenberg-eder").id):
        offering = queries.offering("hund-anmelden")
        assert offering is not None
        return [source.id for source in queries.package_of(offering).application.sources]


def set_draft(values: dict[str, Any], *done: str) -> None:
    with in_tenant(tenant("frankenberg-eder").id):
        Draft.objects.update(values=feel.to_json(values), done_pages=list(done))


def at_the_holder(client: Client, **values: Any) -> None:
    """A draft in which everything before the holder's page is done."""
    client.post(f"{DOG}/beginnen/")
    known = {name: value for name, value in answers().items() if name != "halter"}
    set_draft(known | values, *pages()[: pages().index("seite_halter")])


def everything_done(client: Client) -> None:
    """A draft that waits for being sent."""
    client.post(f"{DOG}/beginnen/")
    set_draft(answers(), *pages())


def stored() -> dict[str, Any]:
    with in_tenant(tenant("frankenberg-eder").id):
        return dict(Draft.objects.get().values)


def send(client: Client, **more: str) -> Case:
    page = parsed(text(client, CHECK))
    stand = page.xpath("string(//main//input[@name='stand']/@value)")
    answer = client.post(CHECK, {"stand": str(stand), "einverstanden": "1", **more})
    assert answer.headers["Location"].endswith("/abgeschickt/")
    with in_tenant(tenant("frankenberg-eder").id):
        return Case.objects.latest("received_at")


def test_the_account_fills_in_what_was_not_answered_and_nothing_is_stored_before(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    at_the_holder(client)

    shown = typed(client, HOLDER)

    assert {name: shown[name] for name in SENAY} == SENAY
    assert "Aus Ihrem Konto übernommen" in text(client, HOLDER)
    assert "halter" not in stored()
    with in_tenant(tenant("frankenberg-eder").id):
        assert Draft.objects.get().account_id == account_of().id


def test_what_was_typed_is_never_overwritten_and_what_was_changed_stays(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    at_the_holder(client, halter={"vorname": "Lena", "ort": None})

    shown = typed(client, HOLDER)
    assert (shown["halter.vorname"], shown["halter.ort"], shown["halter.nachname"]) == ("Lena", "", "Yıldız-Müller")

    form = shown | {"halter.nachname": "Klein", "halter.ort": "Frankenberg", "weiter": "1"}
    assert client.post(HOLDER, form).status_code == 302
    assert (stored()["halter"]["vorname"], stored()["halter"]["nachname"]) == ("Lena", "Klein")
    assert typed(client, HOLDER)["halter.nachname"] == "Klein"
    assert "Aus Ihrem Konto übernommen" not in text(client, HOLDER)


def test_without_signing_in_nothing_is_filled_in(provider: object) -> None:
    client = Client()
    at_the_holder(client)

    assert typed(client, HOLDER)["halter.vorname"] == ""
    assert "Mit oder ohne Anmeldung" in text(Client(), f"{DOG}/beginnen/")


def test_what_is_hidden_is_not_stored_from_the_account(sign_in: SignIn) -> None:
    """The holder's e-mail is known, but on no page that was sent: it is in no application."""
    client = Client()
    sign_in(client)
    client.post(f"{DOG}/beginnen/")
    first = client.get(f"{DOG}/antrag/").headers["Location"]
    client.post(first, typed(client, first) | {"hund.name": "Rex", "spaeter": "1"})

    assert stored()["halter"] == {"gemeinsam": False}


def test_what_was_begun_before_signing_in_is_found_again_afterwards(sign_in: SignIn) -> None:
    client = Client()
    at_the_holder(client)
    sign_in(client)
    assert "Weitermachen" not in text(client, f"{HERE}/konto/")

    client.post(HOLDER, typed(client, HOLDER) | {"weiter": "1"})
    client.post(f"{HERE}/konto/abmelden/")
    sign_in(client)
    page = parsed(text(client, f"{HERE}/konto/"))
    url = str(page.xpath("string(//main//form[contains(@action, '/entwurf/')]/@action)"))

    assert client.get(f"{DOG}/antrag/").status_code == 404
    assert client.post(url).headers["Location"].startswith(f"{DOG}/antrag/seite/")
    assert client.get(f"{DOG}/antrag/").status_code == 302
    assert client.get(f"{DOG}/antrag/spaeter/").status_code == 200

    other = Client()
    sign_in(other, "joerg")
    assert other.post(url).status_code == 404
    assert "Weitermachen" not in text(other, f"{HERE}/konto/")


def test_an_application_is_found_without_code_by_its_sender_alone_and_in_its_town_alone(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    everything_done(client)
    case = send(client)
    assert (case.account_id, case.trust, case.mailbox_since) == (account_of().id, "substantial", None)

    again, other = Client(), Client()
    sign_in(again)
    sign_in(other, "zoe")
    page = text(again, f"{HERE}/konto/")
    assert case.number in page
    url = f"{HERE}/konto/antrag/{application_id(case)}/"
    assert again.get(url).headers["Location"] == f"{HERE}/status/antrag/"
    assert case.number in text(again, f"{HERE}/status/antrag/")
    assert again.get(f"{HERE}/status/antrag/pdf/").headers["Content-Type"] == "application/pdf"

    assert case.number not in text(other, f"{HERE}/konto/")
    assert other.get(url).status_code == 404
    end_sign_in(again)
    assert again.get(f"{HERE}/status/antrag/").headers["Location"] == f"{HERE}/status/"
    assert again.get(f"{HERE}/status/antrag/pdf/").status_code == 404
    sign_in(again)
    assert case.number not in text(again, "/viernheim/konto/")
    assert again.get(url.replace(HERE, "/viernheim")).status_code == 404
    with in_tenant(tenant("frankenberg-eder").id):
        mine = AuditEntry.objects.filter(action="own-application-opened", object_id=case.id)
        assert [entry.actor["id"] for entry in mine] == [str(account_of().id)]


def end_sign_in(client: Client) -> None:
    """Two hours later."""
    session = session_of(client)
    session["citizen"] = {**session["citizen"], "until": 0}
    session.save()


def application_id(case: Case) -> str:
    from laufzettel.applications.models import Application

    with in_tenant(case.tenant_id):
        return str(Application.objects.get(case_id=case.id).id)


def test_the_office_sees_with_which_account_and_level(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    everything_done(client)
    case = send(client, postfach="1")

    page = text(browser("clerk"), f"{HERE}/amt/vorgaenge/{case.id}/")

    assert "Şenay Yıldız-Müller, Vertrauensniveau: substanziell" in page
    assert "Bescheide ins Postfach, seit" in page
    without = submitted("frankenberg-eder").case
    assert "Vertrauensniveau" not in text(browser("clerk"), f"{HERE}/amt/vorgaenge/{without.id}/")


def test_consent_is_not_preselected_asked_where_it_can_mean_something_and_revoked_again(sign_in: SignIn) -> None:
    client, unsure, unknown = Client(), Client(), Client()
    sign_in(client)
    sign_in(unsure, "joerg")
    box = "//main//input[@name='postfach']"
    everything_done(client)
    page = parsed(text(client, CHECK))
    assert [element.get("checked") for element in page.xpath(box)] == [None]
    assert "auch dann als bekannt gegeben gelten, wenn Sie ihn nicht öffnen" in text(client, CHECK)

    refused = client.post(CHECK, {"stand": str(page.xpath("string(//input[@name='stand']/@value)")), "postfach": "1"})
    kept = parsed(refused.content.decode()).xpath(box)
    assert (refused.status_code, [element.get("checked") is not None for element in kept]) == (422, [True])

    case = send(client, postfach="1")
    assert case.mailbox_since is not None

    url = f"{HERE}/konto/antrag/{application_id(case)}/postfach/"
    assert "Ab jetzt lieber mit der Post" in text(client, f"{HERE}/konto/")
    assert unsure.post(url, {"postfach": "0"}).status_code == 404
    assert client.post(url, {"postfach": "0"}).status_code == 302
    with in_tenant(case.tenant_id):
        assert Case.objects.get(id=case.id).mailbox_since is None
    assert client.post(url, {"postfach": "vielleicht"}).status_code == 302
    assert client.post(url, {"postfach": "1"}).status_code == 302
    with in_tenant(case.tenant_id):
        assert Case.objects.get(id=case.id).mailbox_since is not None

    for person in (unsure, unknown):  # a tax notice asks for more than a password
        everything_done(person)
        assert parsed(text(person, CHECK)).xpath(box) == []
        assert send(person, postfach="1").mailbox_since is None


def service_that_asks_for(trust: str) -> str:
    """A further service of the town, which asks for a trust level; its address."""
    with in_tenant(tenant("frankenberg-eder").id):
        offer("auskunft", WORKS, trust=trust)
    return f"{HERE}/auskunft"


def test_a_service_that_asks_for_a_level_begins_only_at_it_and_goes_on_after_signing_in(sign_in: SignIn) -> None:
    service = service_that_asks_for("substantial")
    client = Client()
    start = f"{service}/beginnen/"
    page = text(client, start)
    assert "Für diesen Antrag müssen Sie sich anmelden" in page
    assert "substanziell" in page
    assert "Jetzt beginnen" not in page

    way = client.post(start).headers["Location"]
    assert way == f"{HERE}/konto/anmelden/?weiter=%2Ffrankenberg-eder%2Fauskunft%2Fbeginnen%2F&stufe=substantial"

    low = client.get(back(client, "joerg", weiter=start, stufe="substantial")).headers["Location"]
    told = text(client, low)
    assert ("sicherer anmelden" in told, "niedrig" in told) == (True, True)
    assert client.post(start).headers["Location"].startswith(f"{HERE}/konto/anmelden/")

    assert client.get(back(client, "senay", weiter=start, stufe="substantial")).headers["Location"] == start
    assert client.post(start).headers["Location"].startswith(f"{service}/antrag/seite/")


def test_whoever_is_not_signed_in_any_more_cannot_send_it(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    everything_done(client)
    service = service_that_asks_for("substantial")
    client.post(f"{service}/beginnen/")
    end_sign_in(client)

    assert client.get(f"{service}/antrag/pruefen/").headers["Location"].startswith(f"{HERE}/konto/anmelden/")
    assert client.post(f"{service}/antrag/pruefen/", {"einverstanden": "1"}).status_code == 302
    assert client.get(CHECK).status_code == 200  # what asks for no level is sent without one


def test_who_signs_out_in_another_tab_while_sending_has_sent_nothing_and_is_told(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    sign_in(client)
    everything_done(client)
    stand = parsed(text(client, CHECK)).xpath("string(//main//input[@name='stand']/@value)")
    submit = applications.submit

    def submit_and_meanwhile_sign_out(*args: Any, **kwargs: Any) -> Any:
        receipt = submit(*args, **kwargs)
        session_of(client).delete()
        return receipt

    monkeypatch.setattr(applications, "submit", submit_and_meanwhile_sign_out)
    answer = client.post(CHECK, {"stand": str(stand), "einverstanden": "1"})

    assert answer.status_code == 409
    assert "Sie haben sich inzwischen in einem anderen Fenster abgemeldet" in answer.content.decode()
    link = parsed(answer.content.decode()).xpath("//main//a[contains(., 'Melden Sie sich wieder an')]/@href")
    assert link == [f"{HERE}/konto/"]
    with in_tenant(tenant("frankenberg-eder").id):
        assert not Case.objects.exists()
        assert Draft.objects.get().values["hund"]["name"]  # and signed in again she finds it
    again = Client()
    sign_in(again)
    assert "Weitermachen" in text(again, f"{HERE}/konto/")


def test_a_level_that_nobody_can_have_here_is_not_online(settings: Any) -> None:
    settings.SIGN_IN = None
    service = service_that_asks_for("high")
    client = Client()

    assert "Zurzeit nicht online" in text(client, f"{service}/")
    assert client.get(f"{service}/beginnen/").headers["Location"] == f"{service}/"
    assert client.post(f"{service}/beginnen/").headers["Location"] == f"{service}/"


def test_letters_of_the_account_wait_in_my_area(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client)
    submitted("frankenberg-eder", sender=Sender(account_of().id, Trust.SUBSTANTIAL))
    work_off()

    page = text(client, f"{HERE}/konto/")

    assert "Zum Postfach" in page
    assert "Ihr Antrag ist angekommen" in page
