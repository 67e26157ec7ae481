"""The whole day once more, and axe-core looks at every page and every error on the way.

Pages that only a fault of the server shows (500, 503, an incident on the case's page) cannot be reached here; they are
drawn as templates by `tests/ui/gallery.py` and checked by `tests/ui/test_look.py`.
"""

import http.client
import re
import uuid
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page
from tests.e2e.conftest import Server
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look, press
from tests.e2e.looking_at_registers import look_at_a_register, look_at_a_run, look_at_files_of_a_register
from tests.e2e.test_the_day import HALTUNG, HUND, NO_OTHERS, NO_RELIEF, YILDIZ, ZAHLUNG, the_number, wait_for
from tests.test_permissions import ADDRESSES, HERE, TABLE, Row

pytestmark = [pytest.mark.e2e]

# They lead on to another page at once, or answer a script with a part of a page.
NO_PAGES = {"office:paper-file", "portal:draft", "portal:page-changes"}
NO_PAGES |= {"portal:sign-in-begin", "portal:account-application"}
# Another server asks for it, with a token.
NO_PAGES |= {"demo-account-person"}
# Uploaded files: the dog's service asks for none. tests/files looks at them, and at the field, in a browser too.
NO_PAGES |= {"portal:upload", "office:task-file"}
# No list of the dog's form comes from a file: tests/e2e/test_compensation.py looks at that page.
NO_PAGES |= {"portal:table"}
# The mailbox is of who has signed in: tests/e2e/test_mailbox.py looks at its pages.
NO_PAGES |= {"portal:mailbox", "portal:mailbox-letter", "portal:mailbox-pdf"}
PAGES: tuple[dict[str, str], ...] = (HUND, HALTUNG, NO_OTHERS, YILDIZ, NO_RELIEF, ZAHLUNG)
SERVICE = f"/{HERE}/hund-anmelden/"
OFFICE = f"/{HERE}/amt/"


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("de", "light"),  # and the colours of the dark scheme
        pytest.param("de", "dark", marks=pytest.mark.nightly),
        pytest.param("en", "light", marks=pytest.mark.nightly),
        pytest.param("en", "dark", marks=pytest.mark.nightly),
    ],
)
def test_every_page_and_every_error(
    open_page: Callable[..., Page], tired_address: str, language: str, scheme: str
) -> None:
    page = open_page(
        "/", width=360, height=740, language={"de": "de-DE", "en": "en-GB"}[language], dark=scheme == "dark"
    )
    look = Look(page, language, "dark" if (language, scheme) == ("de", "light") else None)

    look_at_what_is_there(look)
    number = look_at_an_application(look)
    look_at_its_status(look, number)
    page.set_viewport_size({"width": 1280, "height": 900})
    look_at_signing_in(look, tired_address)
    look_at_a_case(look, number)
    look_at_what_follows(look, number)
    look_at_a_register(look)
    look_at_files_of_a_register(look)
    look_at_a_run(look)
    page.set_viewport_size({"width": 360, "height": 740})
    look_at_letters_of_the_citizen(look)
    look_at_an_account(look)
    look_at_refusals(look)

    assert look.found == {}
    writable_only = {name for name, row in TABLE.items() if row.get["clerk"] == 405 or leads_back(row)}
    assert sorted(look.seen | writable_only | NO_PAGES) == sorted(ADDRESSES)


def leads_back(row: Row) -> bool:
    """Whether an address is a button's, and opened otherwise leads to the button's page."""
    return row.get["clerk"] == 302 and row.post["clerk"] != 405


def look_at_what_is_there(look: Look) -> None:
    look.at("/")
    look.at("/?q=Frankenberg", "found")
    look.at("/?q=xyzxyz", "nothing found")
    for path in ("impressum", "datenschutz", "barrierefreiheit"):
        look.at(f"/{path}/")
        look.at(f"/{HERE}/{path}/")
    look.at(f"/{HERE}/")
    look.at(f"/{HERE}/?q=Hund", "found")
    look.at(f"/{HERE}/?q=xyzxyz", "nothing found")
    look.at(SERVICE)
    look.fetch("/healthz")
    look.fetch(f"/{HERE}/farben.css")


def look_at_an_application(look: Look) -> str:
    """Fill in and send; every page first as it comes, then with what an empty answer brings."""
    page = look.page
    look.at(f"{SERVICE}beginnen/")
    press(page)
    for answers in PAGES:
        look.here()
        look.after("[name=weiter]", "empty")
        for name, value in answers.items():
            answer(page, name, value)
        go_on(page)
    look.here()
    resume = look_at_a_break(look)
    look.at(f"{SERVICE}antrag/pruefen/")
    look.after("[name=absenden]", "not confirmed")
    look.after_post(page.url, {}, "no token", status=403, token=False)
    page.goto(f"{SERVICE}antrag/pruefen/")
    look_at_a_second_window(look)
    look.at(f"{SERVICE}beginnen/", "with a draft")
    page.goto(f"{SERVICE}antrag/pruefen/")
    page.locator("[name=einverstanden]").check()
    press(page, "[name=absenden]")
    look.here()
    number = the_number(page)
    link = urlsplit(str(page.locator("main a[href*='/status/']:has-text('/status/')").get_attribute("href"))).path
    look.at(f"{SERVICE}antrag/pruefen/", "sent already", status=410)
    look.at(resume, "sent already", status=404)
    look.at(link)
    return number


def look_at_a_break(look: Look) -> str:
    """Go on later; the link with which one does."""
    look.at(f"{SERVICE}antrag/spaeter/")
    look.after("[name=schicken]", "empty")
    look.page.locator("[name=email]").fill("yildiz@beispiel.de")
    look.after("[name=schicken]", "link sent", status=200)
    look.at("/demo/post/")
    look.page.goto(f"{SERVICE}antrag/spaeter/")
    resume = str(look.page.locator("main a[href*='/weiter/']").get_attribute("href"))
    look.at(urlsplit(resume).path)
    return urlsplit(resume).path


def look_at_a_second_window(look: Look) -> None:
    look.page.locator("[name=stand]").evaluate("e => { e.value = '0' }")
    look.after("[name=absenden]", "second window", status=409)


def look_at_an_account(look: Look) -> None:
    """Sign in as a citizen at the demo account, see what is one's own, sign out."""
    page = look.page
    look.at(f"/{HERE}/konto/anmelden/")
    press(page, "main a.kern-btn")
    look.here()
    press(page, "main a[href$='person=']")
    look.here("cancelled")
    look.at("/demo/konto/anmelden/", "without a client", status=400)
    look.fetch("/demo/konto/.well-known/openid-configuration")
    look.fetch("/demo/konto/schluessel/")
    look.at(f"/{HERE}/konto/zurueck/", "not begun", status=403)
    look.at(f"/{HERE}/konto/anmelden/?stufe=high", "for an application")
    press(page, "main a.kern-btn")
    press(page, "main a[href$='person=senay']")
    look.here("too low a level")
    look.at(f"{SERVICE}beginnen/", "signed in")
    press(page)
    look.at(f"/{HERE}/konto/")
    press(page, "header form[action$='/abmelden/'] button")
    look.here()


def look_at_its_status(look: Look, number: str) -> None:
    page = look.page
    look.at(f"/{HERE}/status/")
    look.after("main form button", "empty")
    page.locator("[name=nummer]").fill(number)
    page.locator("[name=code]").fill("AAAA-AAAA-AAAA")
    look.after("main form button", "wrong code")
    look.at(f"/{HERE}/status/antrag/")
    look.fetch(f"/{HERE}/status/antrag/pdf/")


def look_at_signing_in(look: Look, tired_address: str) -> None:
    page = look.page
    look.at(f"{OFFICE}anmelden/")
    look.after("main form button", "empty")
    sign_in(page, "niemand@frankenberg.example", "falsch")
    look.here("wrong")
    sign_in(page, tired_address, "falsch")
    look.here("too many tries")
    page.goto(OFFICE)
    sign_in(page, "weber@frankenberg.example", "rathaus-demo-2026")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto(f"{OFFICE}anmelden/")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(password)
    press(page, "main form button")


@pytest.fixture(scope="module")
def tired_address(server: Server) -> str:
    """An e-mail address whose tries are used up, from another place than the browser's."""
    target, email = urlsplit(server.url), f"{uuid.uuid4().hex}@frankenberg.example"
    path, place = f"{OFFICE}anmelden/", (f"127.0.0.{uuid.uuid4().int % 200 + 20}", 0)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30, source_address=place)
    connection.request("GET", path)
    response = connection.getresponse()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', response.read().decode())
    assert token is not None
    cookie = str(response.headers["Set-Cookie"]).partition(";")[0]
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"csrfmiddlewaretoken": token[1], "email": email, "password": "falsch"})
    for _ in range(10):
        connection.request("POST", path, body, headers)
        answer_ = connection.getresponse()
        answer_.read()
        assert answer_.status == 422
    connection.close()
    return email


def look_at_a_case(look: Look, number: str) -> None:
    """From the worklist to the letter: the task with nothing filled in, then done."""
    page = look.page
    look.at(OFFICE)
    look.at(f"{OFFICE}?meine=1", "mine")
    look.at(f"{OFFICE}vorgaenge/")
    look.at(f"{OFFICE}vorgaenge/?q=xyzxyz", "nothing found")
    page.goto(f"{OFFICE}vorgaenge/?q={number}")
    case = str(
        page.locator(f"main tr:has-text('{number}') a, main li:has-text('{number}') a").first.get_attribute("href")
    )
    look.at(f"{case}umwandeln/")
    look.after("main form button[type=submit]", "nothing chosen")
    look.at(case)
    look.fetch(page.locator("#prozess a").get_attribute("href"))
    page.locator("#beenden summary").click()
    look.after("#beenden button", "no reason")
    look_at_a_question(look, case)
    look.after("[name=erledigen]", "empty")
    page.locator('[name="pruefung.melderegister"]').last.check()
    page.locator("[name=in_ordnung]").first.check()
    task = page.locator("form:has([name=erledigen])").get_attribute("action")
    for _ in range(4):  # what an answer has opened is asked now, when it was quicker than the script
        if page.locator("[name=erledigen]").count():
            press(page, "[name=erledigen]")
    wait_for(page, page.locator("main .lz-todo a[href*='/schreiben/']"))
    look.here("letter prepared")
    look_at_a_letter(look, case, str(task))


def look_at_a_question(look: Look, case: str) -> None:
    """A question back: asked by the clerk, read and answered by the citizen, whose session is the same browser's."""
    page = look.page
    page.goto(case)
    page.locator("#rueckfragen summary").click()
    look.after("#rueckfragen button", "no question")
    page.locator("#frage").fill("Wie groß ist der Hund?")
    press(page, "#rueckfragen button")
    look.here("question asked")
    page.set_viewport_size({"width": 360, "height": 740})
    look.at(f"/{HERE}/status/antrag/", "question")
    look.after(".lz-todo button", "no answer")
    page.locator(".lz-todo textarea").fill("62 cm")
    press(page, ".lz-todo button")
    look.here("answered")
    page.set_viewport_size({"width": 1280, "height": 900})
    look.at(case, "answer has come")


def look_at_a_letter(look: Look, case: str, task: str) -> None:
    """The letter before and after it is issued, and what one may be told meanwhile."""
    page = look.page
    look.after_post(task, {}, "done already", status=409)
    page.goto(case)
    press(page, "main .lz-todo a[href*='/schreiben/']")
    look.here("prepared")
    letter = page.url
    look.fetch(page.locator("main a[href$='/pdf/']").first.get_attribute("href"))
    page.locator("textarea").first.fill("a" * 5001)
    look.after("main form:has(textarea) button", "text too long")
    page.goto(letter)
    look.after("main form:has(textarea) button", "saved", status=200)
    look.after_post(f"{urlsplit(letter).path}erlassen/", {"version": "0"}, "changed meanwhile", status=409)
    look.at(f"{OFFICE}schreiben/")
    look.after("main form button", "nothing chosen")
    page.goto(letter)
    press(page, "main form[action$='/erlassen/'] button")
    look.at(urlsplit(letter).path, "issued")
    look_at_a_change(look, urlsplit(letter).path)
    look.at(case, "done")


def look_at_a_change(look: Look, letter: str) -> None:
    """A correction is begun, once without a reason, and issued; the notice says so."""
    page = look.page
    look.at(f"{letter}aendern/")
    look.after("main form button", "nothing given")
    page.locator("[name=grundlage]").first.check()
    page.locator("[name=aenderung]").fill("Statt „Rex“ muss es heißen: „Rexi“.")
    page.locator("[name=grund]").fill("Ein Schreibfehler.")
    press(page, "main form button")
    look.here("correction prepared")
    press(page, "main form[action$='/erlassen/'] button")
    look.at(letter, "corrected")


def look_at_entering(look: Look) -> None:
    """An application that came on paper: the whole form on one page, wrong and right."""
    page = look.page
    look.at(f"{OFFICE}erfassen/")
    press(page, "main form button[value=hund-anmelden]")
    look.here()
    entry = page.url
    page.locator("#eingang").fill("bald")
    look.after("main form [name=erfassen]", "nothing entered")
    page.goto(entry)
    page.locator("#weg-counter").check()
    for answers in PAGES:
        for name, value in answers.items():
            answer(page, name, value)
            page.wait_for_timeout(30)
    press(page, "[name=erfassen]")
    look.here("entered")
    assert page.locator("main dd").count() == 2


def look_at_what_follows(look: Look, number: str) -> None:
    """Print basket, cash desk, record."""
    page = look.page
    look_at_entering(look)
    look.at(f"{OFFICE}druckkorb/")
    posting = "main form[action$='/druckkorb/'] button"
    look.after(posting, "nothing chosen")
    page.locator("main [name=letter]").first.check()
    page.locator("main [name=posted_on]").fill("bald")
    look.after(posting, "no day")
    page.goto(f"{OFFICE}druckkorb/")
    page.locator(f"main tr:has-text('{number}') [name=letter]").first.check()
    look.after(posting, "posted", status=200)
    look.at(f"{OFFICE}forderungen/")
    look.after("main form[action$='/uebergeben/'] button", "handed over", status=200)
    look.fetch(page.locator("main a[href*='/uebergaben/']").first.get_attribute("href"))
    look.at(f"{OFFICE}akten/")
    look.at(f"{OFFICE}akten/?q=xyzxyz", "nothing found")
    page.goto(f"{OFFICE}vorgaenge/?q={number}")
    press(page, f"main tr:has-text('{number}') a, main li:has-text('{number}') a")
    press(page, "main a[href*='/akten/']")
    wait_for(page, page.locator("main a[href*='/dokumente/']"))
    look.here()
    look.fetch(page.locator("main a[href*='/dokumente/']").first.get_attribute("href"))


def look_at_letters_of_the_citizen(look: Look) -> None:
    look.at(f"/{HERE}/status/antrag/", "letter posted")
    look.fetch(look.page.locator("main a[href*='/status/antrag/schreiben/']").first.get_attribute("href"))


def look_at_refusals(look: Look) -> None:
    """What does not exist, is somebody else's, or makes no sense."""
    look.at("/gibt-es-nicht/", status=404)
    look.at(f"/{HERE}/gibt-es-nicht/", status=404)
    look.at("/korbach/", "no office yet", status=404)
    look.at(f"/{HERE}/status/unbekannt/", "unknown", status=404)
    look.at(f"/{HERE}/weiter/unbekannt/", "unknown", status=404)
    look.at("/viernheim/hund-anmelden/antrag/pruefen/", "no draft", status=404)
    look.at("/viernheim/amt/", "not a member", status=403)
    look.at(f"{OFFICE}vorgaenge/{uuid.uuid4()}/", "unknown", status=404)
    look.at("/sprache/", status=405)
    look.at(f"{OFFICE}abmelden/", status=405)
    look.after_post("/sprache/", {}, "too many fields", status=400, token=False, more=6100)
