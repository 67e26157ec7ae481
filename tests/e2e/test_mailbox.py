"""A notice goes into the mailbox of somebody who has signed in: issued, noticed, opened, and the clerk sees the day.

At night; the normal run has tests/portal/test_mailbox_pages.py and, for axe-core, a page in tests/ui.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look
from tests.e2e.looking import press as click
from tests.e2e.test_the_day import (
    HALTUNG,
    HUND,
    NO_OTHERS,
    NO_RELIEF,
    YILDIZ,
    ZAHLUNG,
    sign_in,
    the_number,
    wait_for,
)
from tests.test_permissions import HERE

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]

BOX = f"/{HERE}/konto/postfach/"


def test_a_notice_in_the_mailbox(open_page: Callable[..., Page], picture: Callable[[Page, str], None]) -> None:
    clerk = open_page(f"/{HERE}/amt/")
    sign_in(clerk, "weber@frankenberg.example")
    # The demo has this application of somebody who has signed in and wants the notice there.
    letter = issue(clerk, "Kuki", "Yıldız-Müller")

    citizen = open_page(BOX, width=360, height=740)
    look = Look(citizen, "de", "dark")
    sign_in_as(citizen, "senay")
    look.here()
    click(citizen, f"main .lz-links a[href*='{letter}']")
    expect(citizen.locator("main")).to_contain_text("als bekannt gegeben, auch wenn Sie es nicht öffnen")
    look.here()
    picture(citizen, "portal-postfach-360")
    read(citizen)
    assert look.found == {}
    assert {"portal:mailbox", "portal:mailbox-letter"} <= look.seen

    see_the_day(clerk, letter)
    picture(clerk, "amt-postfach")
    clerk.goto(f"/{HERE}/amt/druckkorb/")
    assert clerk.locator(f"main a[href*='{letter}']").count() == 0
    mails = open_page("/demo/post/")
    expect(mails.locator("main")).to_contain_text("Ein neues Schreiben liegt in Ihrem Postfach")


def test_from_signing_in_and_consenting_to_the_day_of_notification(open_page: Callable[..., Page]) -> None:
    citizen = open_page(f"/{HERE}/konto/anmelden/", width=360, height=740)
    sign_in_as(citizen, "senay")
    citizen.goto(f"/{HERE}/hund-anmelden/beginnen/")
    click(citizen)
    senay = YILDIZ | {"halter.vorname": "Şenay", "halter.nachname": "Yıldız-Müller"}
    for answers in (HUND | {"hund.name": "Momo"}, HALTUNG, NO_OTHERS, senay, NO_RELIEF, ZAHLUNG):
        for name, value in answers.items():
            answer(citizen, name, value)
        go_on(citizen)
    citizen.get_by_label("Ich will Bescheide elektronisch in mein Postfach.").check()
    citizen.locator("[name=einverstanden]").check()
    click(citizen, "[name=absenden]")
    number = the_number(citizen)

    clerk = open_page(f"/{HERE}/amt/")
    sign_in(clerk, "weber@frankenberg.example")
    letter = issue(clerk, "Momo", number)
    citizen.goto(f"/{HERE}/konto/")
    click(citizen, f"main a[href='{BOX}']")
    click(citizen, f"main .lz-links a[href*='{letter}']")
    read(citizen)

    see_the_day(clerk, letter)


def read(page: Page) -> None:
    """Open the letter whose page is open; then the mailbox says that it is read."""
    letter = page.url
    opened = page.request.get(str(page.get_by_role("link", name="Schreiben öffnen (PDF)").get_attribute("href")))
    assert opened.body().startswith(b"%PDF-")
    page.goto(BOX)
    expect(page.locator("main li", has=page.locator(f"a[href='{urlsplit(letter).path}']"))).to_contain_text("gelesen")


def see_the_day(page: Page, letter: str) -> None:
    """The clerk sees that it was noticed and retrieved, and on which day it counts as notified."""
    page.goto(f"/{HERE}/amt/schreiben/{letter}/")
    wait_for(page, page.get_by_text(re.compile("Benachrichtigung per E-Mail abgesendet am")))
    main = page.locator("main")
    expect(main).to_contain_text("Im Postfach abgerufen am")
    expect(main).to_contain_text(re.compile(r"gilt am .+ als bekannt gegeben \(4\. Tag nach dem"))


def sign_in_as(page: Page, person: str) -> None:
    """At the demo account; then on to where one wanted to go."""
    click(page, "main a.kern-btn")
    click(page, f"main a[href$='person={person}']")


def issue(page: Page, dog: str, text: str) -> str:
    """The task of the case that is found by a text, its letter, issued; the letter's id."""
    page.goto(f"/{HERE}/amt/vorgaenge/?q={text}")
    click(page, "main table a")
    expect(page.locator("h1")).to_contain_text(dog)
    page.locator('[name="pruefung.melderegister"][type="checkbox"]').check()
    page.locator('[name="in_ordnung"]').first.check()
    page.locator('[name="pruefung.gefaehrlich"]').first.wait_for()  # what the answer opens is there before one goes on
    click(page, "[name=erledigen]")
    letter_link = "main .lz-todo a[href*='/schreiben/']"
    wait_for(page, page.locator(letter_link))
    click(page, letter_link)
    expect(page.locator("main")).to_contain_text("liegt sofort im Postfach von Şenay Yıldız-Müller")
    letter = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    click(page, "main form[action$='/erlassen/'] button")
    return letter
