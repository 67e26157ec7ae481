"""Dogs in Chromium: a permit in the same sitting, a dog deregistered, and each page that ends an application."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look
from tests.e2e.test_the_day import (
    HALTUNG,
    HUND,
    NO_OTHERS,
    NO_RELIEF,
    YILDIZ,
    ZAHLUNG,
    row_of,
    sign_in,
    the_number,
    wait_for,
)

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]

HERE = "/frankenberg-eder/"
PERMIT = {
    "erlaubnis.wunsch": "ja",
    "erlaubnis.unterbringung": "Haus mit Garten, Zaun 1,80 Meter.",
    "erlaubnis.einwilligung": "true",
}
HOLDER = dict(YILDIZ)


def looked_at(page: Page) -> Look:
    return Look(page, "de")


def begin(page: Page, service: str) -> None:
    page.goto(f"{HERE}{service}/beginnen/")
    with page.expect_navigation():
        page.locator("main form button").first.click()


def fill(look: Look, answers: dict[str, str]) -> None:
    """Answer a page; what an answer makes necessary is answered when it is there."""
    page = look.page
    look.here()
    for name, value in answers.items():
        page.locator(f'main [name="{name}"]').first.wait_for()
        answer(page, name, value)
    go_on(page)


def send(look: Look) -> str:
    page = look.page
    look.here()
    page.locator("[name=einverstanden]").check()
    with page.expect_navigation():
        page.locator("[name=absenden]").click()
    look.here()
    return the_number(page)


def decided(clerk: Page, number: str, answers: dict[str, str]) -> None:
    """The clerk does the task of a case, and issues the letter that comes of it."""
    clerk.goto(f"{HERE}amt/vorgaenge/?q={number}")
    row_of(clerk, number).get_by_role("link").first.click()
    for name, value in answers.items():
        clerk.locator(f'main [name="{name}"]').first.wait_for()
        answer(clerk, name, value)
    for _ in range(4):  # what an answer has opened is asked now, when it was quicker than the script
        if clerk.locator("[name=erledigen]").count():
            with clerk.expect_navigation():
                clerk.locator("[name=erledigen]").click()
    link = clerk.get_by_role("link", name="Schreiben ansehen und erlassen")
    wait_for(clerk, link)
    link.click()
    clerk.get_by_role("button", name="Jetzt erlassen").click()


def test_a_dangerous_dog_is_registered_and_its_permit_is_decided_by_the_other_office(
    open_page: Callable[..., Page],
) -> None:
    look = looked_at(open_page(f"{HERE}hund-anmelden/", width=360, height=740))
    begin(look.page, "hund-anmelden")
    dangerous = HUND | {"hund.name": "Rex", "hund.rasse": "Rottweiler"}
    for answers in (dangerous, HALTUNG, NO_OTHERS, HOLDER, PERMIT, NO_RELIEF, ZAHLUNG):
        fill(look, answers)
    number = send(look)

    clerk = open_page(f"{HERE}amt/", width=1280)
    sign_in(clerk, "weber@frankenberg.example")
    decided(clerk, number, {"in_ordnung": "true", "pruefung.gefaehrlich": "angaben"})
    clerk.goto(f"{HERE}amt/vorgaenge/?q={number}")
    row_of(clerk, number).get_by_role("link").first.click()
    expect(clerk.locator("main")).to_contain_text("Erlaubnis für einen gefährlichen Hund")

    office = open_page(f"{HERE}amt/", width=1280)
    sign_in(office, "schaub@frankenberg.example")
    office.goto(f"{HERE}amt/vorgaenge/?q=Rex")
    permit = the_number(office)
    decided(office, permit, {"ergebnis": "entscheiden"})
    office.goto(f"{HERE}amt/akten/?q=Rex")
    expect(office.locator("main")).to_contain_text("Erlaubnis, Hund Rex")
    assert look.found == {}


def test_a_dog_is_deregistered_and_its_entry_ends(open_page: Callable[..., Page]) -> None:
    clerk = open_page(f"{HERE}amt/", width=1280)
    sign_in(clerk, "weber@frankenberg.example")
    clerk.goto(f"{HERE}amt/register/hund-anmelden/hunde/neu/")
    entry = {
        "marke": "4711",
        "halter.vorname": "Şükrü",
        "halter.nachname": "Yıldız",
        "hund.name": "Struppi",
        "steuer.beginn": "1.1.2020",
        "steuer.satz": "84",
        "grund": "Altbestand",
    }
    for name, value in entry.items():
        answer(clerk, name, value)
    clerk.locator("main form[method=post] button").last.click()
    expect(clerk.locator("main")).to_contain_text("4711")

    look = looked_at(open_page(f"{HERE}hund-abmelden/", width=360, height=740))
    begin(look.page, "hund-abmelden")
    holder = HOLDER
    pages: tuple[dict[str, str], ...] = (
        {"hund.name": "Struppi", "hund.marke": "4711", "marke": "zurueck"},
        {"grund.art": "gestorben", "grund.am": "1.2.26"},
        holder,
        {"guthaben.wohin": "verrechnen"},
    )
    for answers in pages:
        fill(look, answers)
    number = send(look)
    decided(clerk, number, {"ergebnis": "abmelden", "pruefung.festgesetzt": "ja"})
    clerk.goto(f"{HERE}amt/register/hund-anmelden/hunde/?zustand=ended&suche=Struppi")
    wait_for(clerk, clerk.locator("main td", has_text="Struppi"))
    assert look.found == {}


def test_who_is_too_young_and_who_needs_no_permit_hears_it_at_once(open_page: Callable[..., Page]) -> None:
    look = looked_at(open_page(f"{HERE}hundeerlaubnis/", width=360, height=740))
    begin(look.page, "hundeerlaubnis")
    fill(look, HOLDER | {"halter.geburtsdatum.jahr": "2015"})
    look.here("too young")
    expect(look.page.locator("main")).to_contain_text("18 Jahre oder älter")
    assert look.page.locator("[name=absenden]").count() == 0

    look.page = open_page(f"{HERE}hundeerlaubnis/", width=360, height=740)
    begin(look.page, "hundeerlaubnis")
    fill(look, HOLDER)
    fill(look, {"hund.name": "Bella", "hund.grund": "rasse", "hund.rasse": "andere"})
    look.here("no permit needed")
    expect(look.page.locator("main")).to_contain_text("brauchen Sie keine Erlaubnis")
    assert look.found == {}
