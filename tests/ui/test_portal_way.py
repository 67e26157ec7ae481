"""A citizen's way through the portal, and what happens when somebody leaves it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from tests.scenes import submitted, tenant, work_off

from laufzettel.applications.models import Application, Draft
from laufzettel.catalogue import queries as catalogue
from laufzettel.core.tenancy import in_tenant
from laufzettel.kernel import feel
from laufzettel.kernel.package.values import to_feel

pytestmark = pytest.mark.django_db

HERE, THERE = "/frankenberg-eder", "/viernheim"
DOG = f"{HERE}/hund-anmelden"
CHECK = f"{DOG}/antrag/pruefen/"


def begun(client: Client) -> str:
    """A draft with the answers of a scenario, no page of it done; the address of its first page."""
    first = client.post(f"{DOG}/beginnen/").headers["Location"]
    with in_tenant(tenant("frankenberg-eder").id):
        offering = catalogue.offering("hund-anmelden")
        assert offering is not None
        values = to_feel(catalogue.package_of(offering).scenarios["erster-hund"].data["application"])
        Draft.objects.update(values=feel.to_json(values))
    return str(first)


def form_of(client: Client, url: str) -> dict[str, str]:
    """What a browser would send from the page's main form, as it stands there."""
    form = found(client.get(url), "//main//form[@method='post']")[-1]
    return dict(form.form_values())


def found(answer: Any, path: str) -> Any:
    """What XPath finds in an answer."""
    return html.document_fromstring(answer.content.decode()).xpath(path)


def filled_in(client: Client) -> list[str]:
    """Send every page as it stands, up to the check; the addresses of the pages."""
    url, pages = begun(client), []
    while url != CHECK:
        pages.append(url)
        answer = client.post(url, form_of(client, url) | {"weiter": "1"})
        assert answer.status_code == 302, answer.content.decode()
        url = answer.headers["Location"]
        assert len(pages) < 20
    return pages


def text(answer: Any) -> str:
    return answer.content.decode()  # type: ignore[no-any-return]


def test_page_by_page_to_the_receipt_and_the_status(client: Client) -> None:
    pages = filled_in(client)
    assert len(pages) == len(set(pages)) >= 4

    assert client.post(CHECK, form_of(client, CHECK) | {"absenden": "1"}).status_code == 422
    sent = client.post(CHECK, form_of(client, CHECK) | {"einverstanden": "1", "absenden": "1"}, follow=True)

    assert sent.redirect_chain == [(f"{DOG}/antrag/abgeschickt/", 302)]
    assert "Ihr Antrag ist angekommen" in text(sent)
    with in_tenant(tenant("frankenberg-eder").id):
        number = Application.objects.get().number
    assert number in text(sent)
    code = found(sent, "//*[@class='lz-big-number']")[1].text
    other = Client()
    entered = other.post(
        f"{HERE}/status/", {"nummer": number.lower(), "code": code.lower().replace("-", " ")}, follow=True
    )
    assert "liegt hier: Steueramt" in text(entered)
    assert other.get(f"{HERE}/status/antrag/pdf/").content.startswith(b"%PDF")


def test_the_receipt_can_be_loaded_again_but_not_by_anybody_else(client: Client) -> None:
    filled_in(client)
    client.post(CHECK, form_of(client, CHECK) | {"einverstanden": "1"})

    again, stranger = client.get(f"{DOG}/antrag/abgeschickt/"), Client().get(f"{DOG}/antrag/abgeschickt/")

    assert "Bitte bewahren Sie das auf" in text(again)
    assert (stranger.status_code, stranger.headers["Location"]) == (302, f"{HERE}/status/")
    assert again.headers["Cache-Control"] == "no-store"


def test_sending_twice_makes_one_application(client: Client) -> None:
    filled_in(client)
    data = form_of(client, CHECK) | {"einverstanden": "1"}
    client.post(CHECK, data)

    replayed = client.post(CHECK, data)

    assert (replayed.status_code, "schon abgeschickt" in text(replayed)) == (410, True)
    with in_tenant(tenant("frankenberg-eder").id):
        assert Application.objects.count() == 1


def test_a_second_tab_overwrites_nothing(client: Client) -> None:
    first = begun(client)
    old = form_of(client, first)
    client.post(first, old | {"hund.name": "Bello"})

    answer = client.post(first, old | {"hund.name": "Rex"})

    assert answer.status_code == 409
    with in_tenant(tenant("frankenberg-eder").id):
        assert Draft.objects.get().values["hund"]["name"] == "Bello"


def test_a_wrong_page_is_shown_again_and_nothing_is_saved(client: Client) -> None:
    first = begun(client)
    with in_tenant(tenant("frankenberg-eder").id):
        before = Draft.objects.get()

    answer = client.post(first, form_of(client, first) | {"hund.name": "x" * 10_000})

    assert answer.status_code == 422
    assert 'class="lz-errors"' in text(answer)
    assert "<title>Fehler:" in text(answer)
    with in_tenant(tenant("frankenberg-eder").id):
        assert (Draft.objects.get().values, Draft.objects.get().version) == (before.values, before.version)


def test_nobody_jumps_ahead(client: Client) -> None:
    first = begun(client)

    for later in (CHECK, f"{DOG}/antrag/seite/seite_zahlung/", f"{DOG}/antrag/seite/gibt-es-nicht/"):
        answer = client.get(later)
        assert (answer.status_code, answer.headers["Location"]) == (302, first)


def test_going_on_later_needs_the_link_and_a_press(client: Client) -> None:
    first = begun(client)
    stopped = client.post(first, form_of(client, first) | {"spaeter": "1"}, follow=True)
    link = found(stopped, "//main//a[contains(@href, '/weiter/')]/@href")[0]
    path = "/" + link.split("/", 3)[3]
    elsewhere = Client()

    shown = elsewhere.get(path)
    assert "Antrag fortsetzen" in text(shown)
    assert elsewhere.get(f"{DOG}/antrag/").status_code == 404
    assert elsewhere.post(path).status_code == 302
    assert elsewhere.get(f"{DOG}/antrag/").status_code == 302
    assert Client().get(path[:-5] + "AAAA/").status_code == 404
    assert Client().get(path.replace(HERE, THERE)).status_code == 404


def test_a_draft_of_one_town_is_none_of_another(client: Client) -> None:
    begun(client)

    assert client.get(f"{THERE}/hund-anmelden/antrag/").status_code == 404


@pytest.mark.parametrize(
    ("number", "code"), [("V-2026-999999", "AAAA-AAAA-AAAA"), ("", ""), ("\0", "x"), ("x" * 5000, "y")]
)
def test_a_wrong_number_or_code_opens_nothing(client: Client, number: str, code: str) -> None:
    scene = submitted()

    answers = [
        client.post(f"{HERE}/status/", {"nummer": number, "code": code}),
        client.post(f"{HERE}/status/", {"nummer": scene.receipt.application.number, "code": code}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert client.get(f"{HERE}/status/antrag/").status_code == 302


def test_guessing_codes_ends_soon(client: Client) -> None:
    tries = [client.post(f"{HERE}/status/", {"nummer": "V-1", "code": str(n)}).status_code for n in range(12)]

    assert tries == [422] * 10 + [429] * 2


def test_the_link_of_the_status_shows_no_letter_without_the_code(client: Client) -> None:
    scene = submitted()
    work_off()

    page = client.get(f"{HERE}/status/{scene.receipt.token}/")

    assert "Ihr Antrag ist angekommen" in text(page)
    assert "Dafür brauchen Sie den Code" in text(page)
    assert client.get(f"{HERE}/status/antrag/pdf/").status_code == 404
    assert client.get(f"{THERE}/status/{scene.receipt.token}/").status_code == 404


def test_the_town_finder_knows_names_and_postcodes() -> None:
    by_code, by_name, nothing = (text(Client().get("/", {"q": q})) for q in ("35066", "herBORN", "Atlantis"))

    assert f'href="http://127.0.0.1:8000{HERE}/"' in by_code
    assert "Herborn" in by_name
    assert "Wir haben keinen Ort gefunden" in nothing


def test_a_page_of_the_wizard_costs_few_queries(client: Client) -> None:
    first = begun(client)
    client.get(first)

    with CaptureQueriesContext(connection) as shown:
        client.get(first)

    assert len(shown) <= 10, [query["sql"] for query in shown]
