"""Applying signed in, in a real browser: at the demo account and back, filled in, found again, without scripts too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look, press
from tests.e2e.test_the_day import HALTUNG, HUND, NO_OTHERS, NO_RELIEF, ZAHLUNG
from tests.test_permissions import HERE

pytestmark = [pytest.mark.e2e]

START = f"/{HERE}/hund-anmelden/beginnen/"
ACCOUNT = f"/{HERE}/konto/"


def sign_in(page: Page, person: str) -> None:
    """To the provider and back, from a page that offers it."""
    press(page, "main a[href*='/konto/anmelden/']")
    press(page, "main a.kern-btn")
    press(page, f"main a[href$='person={person}']")


def answer_page(page: Page, answers: dict[str, str]) -> None:
    for name, value in answers.items():
        answer(page, name, value)
    go_on(page)


def apply(page: Page, person: str, look: Callable[[str], None] = lambda state: None) -> None:
    """The dog's application by somebody with an account, notices into the mailbox; ends where it was sent."""
    page.goto(START)
    sign_in(page, person)
    assert page.url.endswith(START)
    press(page)
    for answers in (HUND, HALTUNG, NO_OTHERS):
        answer_page(page, answers)
    look("filled in")
    go_on(page)
    for answers in (NO_RELIEF, ZAHLUNG):
        answer_page(page, answers)
    look("with the mailbox")
    expect(page.locator("#postfach")).not_to_be_checked()
    page.locator("#postfach").check()
    page.locator("#einverstanden").check()
    press(page, "[name=absenden]")


@pytest.mark.nightly
def test_the_whole_way_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("/", width=360, height=740, scripts=False)

    apply(page, "senay")

    page.goto(ACCOUNT)
    main = page.locator("main")
    expect(main).to_contain_text("Şenay Yıldız-Müller")
    expect(main).to_contain_text("Bescheide dazu kommen in Ihr Postfach.")
    press(page, "main form button[value='0']")
    expect(main).to_contain_text("Bescheide dazu kommen mit der Post.")
    press(page, "main article h3 a")
    expect(main).to_contain_text("Ihr Antrag ist angekommen")

    press(page, "header form[action$='/abmelden/'] button")
    page.go_back()
    expect(page.locator("body")).not_to_contain_text("Yıldız")
    page.goto(f"/{HERE}/status/antrag/")
    expect(page.locator("#nummer")).to_be_visible()


@pytest.mark.nightly
@pytest.mark.parametrize(("language", "dark"), [("de", False), ("en", True)])
def test_its_pages_are_accessible(open_page: Callable[..., Page], language: str, dark: bool) -> None:
    page = open_page("/", width=360, height=740, language={"de": "de-DE", "en": "en-GB"}[language], dark=dark)
    look = Look(page, language)

    apply(page, "zoe", look.here)
    look.at(ACCOUNT, "with an application")
    page.goto(START)
    press(page)
    look.at(ACCOUNT, "with a draft")
    press(page, "main form[action*='/entwurf/'] button")
    look.here("gone on with")

    assert look.found == {}
