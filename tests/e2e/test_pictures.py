"""The states that README and handbook show, reached as people reach them; `make pictures` keeps a picture of each.

What the text beside a picture says of it is looked for before it is taken. At night this holds that the ways still lead there.
"""

import math
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.e2e.conftest import SCREENSHOTS
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look
from tests.e2e.looking import press as click
from tests.e2e.test_compensation import give_file, row, to_the_employees
from tests.e2e.test_mailbox import sign_in_as
from tests.e2e.test_the_day import (
    HALTUNG,
    HUND,
    NO_OTHERS,
    NO_RELIEF,
    YILDIZ,
    ZAHLUNG,
    row_of,
    sign_in,
    the_code,
    the_number,
    wait_for,
)
from tests.files.scene import pdf
from tests.studio.conftest import previewing

from laufzettel.core.clock import today

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]

HERE = "/frankenberg-eder/"
OFFICE = f"{HERE}amt/"
DOCS = Path(__file__).parents[2]
PHONE = {"width": 360, "height": 760}
type Open = Callable[..., Page]


@dataclass
class Album:
    """Takes pictures: from the top of the page down to the end of some parts, so far as is said, or of one part alone."""

    is_wanted: bool

    def take(self, page: Page, name: str, *parts: str, height: int = 0, alone: bool = False) -> None:
        """`parts` are selectors. Without any, `height` says how many pixels of the page are wanted."""
        page.evaluate("document.activeElement?.blur()")
        page.mouse.move(0, 0)
        boxes = [page.locator(part).last.bounding_box() for part in parts]
        assert None not in boxes, parts
        if not self.is_wanted:
            return
        page.evaluate("document.fonts.ready.then(() => true)")
        screen, scrolled = page.viewport_size, page.evaluate("window.scrollY")
        assert screen is not None
        found = [box for box in boxes if box is not None]
        end = height or max(box["y"] + box["height"] for box in found) + scrolled + (4 if alone else 24)
        left, top, right = 0.0, 0.0, page.evaluate("document.body.getBoundingClientRect().right")
        if alone:
            left, top = min(box["x"] for box in found) - 16, min(box["y"] for box in found) + scrolled - 6
            right = max(box["x"] + box["width"] for box in found) + 16
        # A screen as tall as the picture has no bar to scroll with. What hides the caret or stops animations would be an
        # inline style, which the policy blocks.
        page.set_viewport_size({"width": screen["width"], "height": math.ceil(end)})
        page.evaluate("window.scrollTo(0, 0)")
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(
            path=SCREENSHOTS / f"{name}.png",
            clip={"x": left, "y": top, "width": right - left, "height": end - top},
            caret="initial",
            animations="allow",
        )
        page.set_viewport_size(screen)


@pytest.fixture
def album() -> Album:
    return Album(bool(os.environ.get("LAUFZETTEL_TEST_PICTURES")))


def clerk_of(open_page: Open, email: str = "weber@frankenberg.example", office: str = OFFICE) -> Page:
    page = open_page(office)
    sign_in(page, email)
    return page


def fill(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        answer(page, name, value)


def open_case(page: Page, text: str) -> str:
    """The case that a search finds; its address."""
    page.goto(f"{OFFICE}vorgaenge/?q={text}")
    click(page, "main table a")
    return page.url


def decide(page: Page, case: str) -> str:
    """The task of a dog's case, as the form proposes; then the letter's page, and its address."""
    page.goto(case)
    page.locator('[name="pruefung.melderegister"][type="checkbox"]').check()
    page.locator('[name="in_ordnung"]').first.check()
    while page.locator("[name=erledigen]").count():  # what an answer has opened may be asked first
        click(page, "[name=erledigen]")
    letter = "main .lz-todo a[href*='/schreiben/']"
    wait_for(page, page.locator(letter))
    click(page, letter)
    return page.url


def issue(page: Page, letter: str) -> None:
    page.goto(letter)
    click(page, "main form[action$='/erlassen/'] button")


def test_from_the_phone_to_the_record(open_page: Open, album: Album) -> None:
    phone = open_page(HERE, **PHONE)
    expect(phone.locator("h1")).to_have_text("Was möchten Sie erledigen?")
    album.take(phone, "portal-home-360", height=900)
    number, code = applied(phone, album)

    clerk = clerk_of(open_page)
    case = open_case(clerk, number)
    asked_and_answered(clerk, phone, case, number, code, album)
    some_are_at_work(clerk, album)
    fill_task(clerk, case)
    expect(clerk.locator("main")).to_contain_text("Warum?")
    album.take(clerk, "amt-vorgang", height=1060)
    album.take(clerk, "amt-entscheidung", "#entscheidung", alone=True)
    click(clerk, "[name=erledigen]")
    the_letter(clerk, album)
    the_basket(clerk, number, album)

    phone.goto(f"{HERE}status/antrag/")
    expect(phone.locator("main")).to_contain_text("Kopie zur Information")
    album.take(phone, "portal-status-360", "section[aria-labelledby=unterlagen]")
    clerk.goto(case)
    click(clerk, "dd a[href*='/akten/']")
    wait_for(clerk, clerk.get_by_text("Verlauf", exact=True))
    for title in ("Antrag", "Antrag (Daten)", "Bescheid über die Hundesteuer", "Verlauf"):
        expect(clerk.locator("main")).to_contain_text(title)
    album.take(clerk, "amt-akte", "main")


def applied(phone: Page, album: Album) -> tuple[str, str]:
    """A dog's application by phone, refused once; number and code."""
    phone.goto(f"{HERE}hund-anmelden/beginnen/")
    click(phone)
    phone.locator("[name=weiter]").first.click()
    expect(phone.locator(".lz-errors")).to_be_visible()
    album.take(phone, "portal-fehler-360", height=1180)
    for answers in (HUND | {"hund.name": "Bruno"}, HALTUNG, NO_OTHERS, YILDIZ, NO_RELIEF, ZAHLUNG):
        fill(phone, answers)
        go_on(phone)
    phone.locator("[name=einverstanden]").check()
    click(phone, "[name=absenden]")
    expect(phone.locator("h1")).to_have_text("Ihr Antrag ist angekommen")
    album.take(phone, "portal-bestaetigung-360", height=1055)
    return the_number(phone), the_code(phone)


def asked_and_answered(clerk: Page, phone: Page, case: str, number: str, code: str, album: Album) -> None:
    """A question back, where the application stands and where the case is."""
    clerk.locator("#rueckfragen summary").click()
    clerk.locator("#frage").fill("Guten Tag, wie lautet die Nummer des Chips? Sie steht im Impfausweis.")
    click(clerk, "#rueckfragen button")
    phone.goto(f"{HERE}status/")
    phone.locator("[name=nummer]").fill(number)
    phone.locator("[name=code]").fill(code)
    click(phone, "main form button")
    expect(phone.locator("main")).to_contain_text("Das brauchen wir von Ihnen")
    album.take(phone, "portal-rueckfrage-360", ".lz-todo")
    phone.locator(".lz-todo textarea").fill("276098100000001")
    click(phone, ".lz-todo button")
    clerk.goto(case)
    expect(clerk.locator("#rueckfragen")).to_contain_text("neu")
    album.take(clerk, "amt-rueckfrage", "#rueckfragen", alone=True)


def some_are_at_work(clerk: Page, album: Album) -> None:
    """The worklist with cases in different states."""
    open_case(clerk, "Flocke")
    clerk.locator("#rueckfragen summary").click()
    clerk.locator("#frage").fill("Bitte schicken Sie uns den letzten Bescheid.")
    click(clerk, "#rueckfragen button")
    open_case(clerk, "Bella")
    click(clerk, "main form[action$='/uebernehmen/'] button")
    clerk.goto(OFFICE)
    for state in ("offen", "in Arbeit", "wartet auf Antwort"):
        expect(clerk.locator("main table")).to_contain_text(state)
    album.take(clerk, "amt-aufgaben", "main table")


def fill_task(clerk: Page, case: str) -> None:
    clerk.goto(case)
    clerk.locator('[name="pruefung.melderegister"][type="checkbox"]').check()
    clerk.locator('[name="in_ordnung"]').first.check()
    clerk.locator('[name="pruefung.gefaehrlich"]').first.wait_for()


def the_letter(clerk: Page, album: Album) -> None:
    """Looked at, with the clerk's own paragraph, and issued."""
    link = "main .lz-todo a[href*='/schreiben/']"
    wait_for(clerk, clerk.locator(link))
    click(clerk, link)
    clerk.get_by_label("Ihr Absatz").fill("Bruno ist nun angemeldet. Die Hundemarke liegt bei.")
    clerk.get_by_role("button", name="Speichern und Vorschau erneuern").click()
    expect(clerk.locator("main")).to_contain_text("Prüfliste")
    album.take(clerk, "amt-schreiben", height=1400)
    click(clerk, "main form[action$='/erlassen/'] button")


def the_basket(clerk: Page, number: str, album: Album) -> None:
    """Two letters in the print basket; the day of posting is recorded for one."""
    issue(clerk, decide(clerk, open_case(clerk, "Luna")))
    clerk.goto(f"{OFFICE}druckkorb/")
    row_of(clerk, number).locator('[name="letter"]').check()
    album.take(clerk, "amt-druckkorb", "main")
    clerk.get_by_role("button", name="Für die markierten eintragen").click()
    expect(clerk.locator("main")).to_contain_text("vermerkt")


def test_with_an_account_and_into_the_mailbox(open_page: Open, album: Album) -> None:
    phone = open_page(f"{HERE}hund-anmelden/beginnen/", **PHONE)
    click(phone, "main a[href*='/konto/anmelden/']")
    sign_in_as(phone, "senay")
    click(phone)
    for answers in (HUND | {"hund.name": "Momo"}, HALTUNG, NO_OTHERS):
        fill(phone, answers)
        go_on(phone)
    expect(phone.locator("main")).to_contain_text("Aus Ihrem Konto übernommen")
    album.take(phone, "portal-konto-360", height=1180)

    clerk = clerk_of(open_page)
    letter = decide(clerk, open_case(clerk, "Kuki"))
    issue(clerk, letter)
    phone.goto(f"{HERE}konto/")
    expect(phone.locator("main")).to_contain_text("Im Postfach lesen")
    album.take(phone, "portal-bereich-360", height=1120)
    click(phone, "main article a[href*='/konto/postfach/']")
    expect(phone.locator("main")).to_contain_text("als bekannt gegeben, auch wenn Sie es nicht öffnen")
    album.take(phone, "portal-postfach-360", "main")
    opened = phone.request.get(str(phone.locator("main a[href$='/pdf/']").get_attribute("href")))
    assert opened.body().startswith(b"%PDF-")
    clerk.goto(letter)
    wait_for(clerk, clerk.get_by_text(re.compile("Benachrichtigung per E-Mail abgesendet am")))
    expect(clerk.locator("main")).to_contain_text("Im Postfach abgerufen am")
    album.take(clerk, "amt-postfach", "section[aria-labelledby=ruecklauf]", "main .lz-timeline", alone=True)


def test_what_came_back_and_what_is_changed(open_page: Open, album: Album) -> None:
    clerk = clerk_of(open_page)
    case = open_case(clerk, "Rex")
    number = the_number(clerk)
    letter = decide(clerk, case)
    issue(clerk, letter)
    clerk.goto(f"{OFFICE}druckkorb/")
    row_of(clerk, number).locator('[name="letter"]').check()
    clerk.get_by_role("button", name="Für die markierten eintragen").click()
    clerk.goto(letter)
    clerk.get_by_role("link", name="Berichtigen oder aufheben").click()
    clerk.locator("[name=grundlage]").first.check()
    clerk.locator("[name=aenderung]").fill("Statt „Großmann-d'Avila“ muss es heißen: „Großmann-d'Àvila“.")
    clerk.locator("[name=grund]").fill("Ein Schreibfehler im Namen.")
    album.take(clerk, "amt-berichtigung", height=1180)
    clerk.goto(letter)
    clerk.locator("summary", has_text="Das Schreiben kam zurück").click()
    clerk.locator("[name=zurueck_am]").fill(f"{today():%d.%m.%Y}")
    clerk.locator("[name=ursache]").first.check()
    click(clerk, "form[action$='/ruecklauf/'] button")
    clerk.goto(letter)
    expect(clerk.locator("main")).to_contain_text("Noch einmal versenden")
    album.take(clerk, "amt-ruecklauf", "section[aria-labelledby=noch-einmal]", "main .lz-timeline", alone=True)


DOGS = """Marke;Vorname;Nachname;Straße;PLZ;Ort;Name des Hundes;Rasse;Beginn der Steuerpflicht;Der wievielte Hund im Haushalt;Steuer im Jahr
801;Anna;Kuhn;Obermarkt 3;35066;Frankenberg (Eder);Alma;Dackel;1.3.2019;1;84
802;Zoë;Großmann-d'Àvila;Ritterstraße 8;35066;Frankenberg (Eder);Struppi;Mischling;01.06.2021;1;84
803;Şükrü;Yıldız;Obermarkt 7 a;35066;Frankenberg (Eder);Karlo;Pudel;1. Mai 2022;1;84
804;Jens;Otto;Uferstraße 12;35066;Frankenberg (Eder);Lotte;Beagle;1.9.2023;1;84
805;Jens;Otto;;;;Emil;Beagle;1.9.2024;2;120
;Mia;Brand;Teichweg 1;35066;Frankenberg (Eder);;Terrier;1.2.2024;1;84
"""


def test_an_old_register_and_the_notices_of_a_year(open_page: Open, album: Album) -> None:
    clerk = clerk_of(open_page)
    place = f"{OFFICE}register/hund-anmelden/hunde/"
    clerk.goto(f"{place}dateien/")
    upload: FilePayload = {"name": "Hunde.csv", "mimeType": "text/csv", "buffer": DOGS.encode()}
    clerk.locator("main [name=datei]").set_input_files(upload)
    click(clerk)
    wait_for(clerk, clerk.locator("main select"))
    click(clerk, "main form[action$='/pruefen/'] button")
    wait_for(clerk, clerk.locator("main form[action$='/einlesen/'] button"))
    album.take(clerk, "amt-einlesen", "main")
    click(clerk, "main form[action$='/einlesen/'] button")
    wait_for(clerk, clerk.locator("main .lz-state--done"))
    clerk.goto(place)
    expect(clerk.locator("main table")).to_contain_text("Struppi")
    album.take(clerk, "amt-register", "main table")

    head = clerk_of(open_page, "cramer@frankenberg.example")
    head.goto(f"{OFFICE}laeufe/")
    head.locator("main [name=jahr]").fill(str(today().year + 1))
    click(head, "main form[action$='/probieren/'] button")
    wait_for(head, head.locator("main form[action$='/starten/'] button"))
    album.take(head, "amt-jahreslauf", "main")


def test_heard_before_it_is_decided(open_page: Open, album: Album) -> None:
    phone = open_page("/lahn-dill-kreis/ifsg-entschaedigung/", **PHONE)
    look = Look(phone, "de")
    to_the_employees(look)
    phone.locator("main a[href*='/tabelle/']").click()
    give_file(look, row("Ćosić"), row("Nguyễn", ill="ja"), row("Łukasz", days=45))
    expect(phone.locator("main")).to_contain_text("3 Zeilen sind in Ordnung")
    album.take(phone, "portal-csv-360", height=640)
    number = employer_sends(phone)

    clerk = clerk_of(open_page, "brandt@lahn-dill.example", "/lahn-dill-kreis/amt/")
    clerk.goto(f"/lahn-dill-kreis/amt/vorgaenge/?q={number}")
    click(clerk, "main table a")
    case = clerk.url
    wait_for(clerk, clerk.locator('[name="pruefung.frist"]'))
    click(clerk, "[name=erledigen]")
    wait_for(clerk, clerk.locator("main .lz-todo a[href*='/schreiben/']"))
    click(clerk, "main .lz-todo a[href*='/schreiben/']")
    click(clerk, "main form[action$='/erlassen/'] button")
    clerk.goto("/lahn-dill-kreis/amt/druckkorb/")
    row_of(clerk, number).locator('[name="letter"]').first.check()
    clerk.get_by_role("button", name="Für die markierten eintragen").click()

    phone.goto("/lahn-dill-kreis/status/antrag/")
    wait_for(phone, phone.get_by_text("Sie können sich äußern, bevor wir entscheiden"))
    album.take(phone, "portal-anhoerung-360", ".lz-todo")
    phone.locator(".lz-todo textarea").fill("Frau Nguyễn war nur zwei Tage krank.")
    click(phone, ".lz-todo button")
    clerk.goto(case)
    wait_for(clerk, clerk.locator('[name="abwaegung.ergebnis"]'))
    expect(clerk.locator("#anhoerung")).to_contain_text("Frau Nguyễn war nur zwei Tage krank.")
    album.take(clerk, "amt-anhoerung", "#anhoerung", alone=True)


def employer_sends(phone: Page) -> str:
    phone.locator("[name=uebernehmen]").click()
    go_on(phone)
    for field in ("nachweise.anordnung", "nachweise.lohn"):
        sheet = FilePayload(name="Anordnung.pdf", mimeType="application/pdf", buffer=pdf())
        phone.locator(f'[name="lz-datei.{field}"]').set_input_files(sheet)
        expect(phone.locator(f'input[type=hidden][name="{field}"]')).to_have_count(1)
    go_on(phone)
    fill(phone, {"konto.iban": "DE02 1203 0000 0000 2020 51", "konto.inhaber": "Bäckerei Großmann GmbH"})
    phone.locator('[name="erklaerung.ausgezahlt"][type=checkbox]').check()
    phone.locator('[name="erklaerung.urlaub"][type=checkbox]').check()
    go_on(phone)
    phone.locator("main [type=checkbox]").check()
    click(phone, "[name=absenden]")
    return the_number(phone)


def test_a_warning_in_the_letter_box(open_page: Open, album: Album) -> None:
    phone = open_page("/viernheim/digitaler-briefkasten/beginnen/", **PHONE)
    click(phone)
    for answers in ({"zweck.art": "anliegen"}, {"fach.art": "poststelle"}):
        fill(phone, answers)
        go_on(phone)
    letter = {"thema": "steuern", "betreff": "Mein Bescheid", "text": "Ich lege Widerspruch ein."}
    fill(phone, {f"anliegen.{name}": value for name, value in letter.items()})
    go_on(phone)
    expect(phone.locator("h1")).to_have_text("Achtung: Läuft eine Frist?")
    album.take(phone, "portal-briefkasten-360", height=1180)


def test_practising(open_page: Open, album: Album) -> None:
    clerk = clerk_of(open_page, "uebungsfrau@uebung.example", "/uebung/amt/")
    expect(clerk.locator("body")).to_contain_text("Übung: Hier wird geprobt.")
    album.take(clerk, "amt-uebung", height=420)


def test_a_package_in_the_preview(open_page: Open, album: Album) -> None:
    with previewing(DOCS / "services" / "hund-anmelden") as url:
        page = open_page(f"{url}/testfaelle/")
        click(page, "form[action$='/gefaehrlicher-hund/spielen/'] button")
        while not page.locator(".lz-todo", has_text="Anmeldung prüfen").count():
            page.get_by_role("button", name="Einen Schritt zurück").click()
        album.take(page, "vorschau-vorgang", height=1100)
