"""The digital letter box in a browser: every way out, the warning about a time limit, and post on its way to the record."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.e2e.driving import answer
from tests.e2e.looking import Look
from tests.e2e.test_corona import fill
from tests.e2e.test_the_day import row_of, sign_in, the_number, wait_for
from tests.files.scene import pdf

pytestmark = [pytest.mark.e2e]

HERE = "/viernheim"
SERVICE = f"{HERE}/digitaler-briefkasten/"
WAYS_OUT = {
    "notfall": "Rufen Sie jetzt an",
    "gericht": "Nicht für Gerichte",
    "vergabe": "Nicht für Angebote",
    "wahl": "Nicht für Wahlen",
}
SENDER = {
    "antwort.weg": "brief",
    "person.vorname": "Şükrü",
    "person.nachname": "Yıldız",
    "person.strasse": "Rathausstraße 2",
    "person.plz": "68519",
    "person.ort": "Viernheim",
}


def begin(open_page: Callable[..., Page]) -> Look:
    page = open_page(f"{SERVICE}beginnen/", width=360, height=740)
    page.goto(f"{SERVICE}beginnen/")
    page.locator("main form button[type=submit]").first.click()
    return Look(page, "de")


def send(look: Look) -> str:
    look.here("check")
    look.page.locator("[name=einverstanden]").check()
    look.page.locator("[name=absenden]").click()
    look.here("sent")
    expect(look.page.locator("main")).to_contain_text(re.compile(r"um \d\d:\d\d:\d\d Uhr"))
    return the_number(look.page)


@pytest.mark.nightly  # of the normal run: tests/e2e/test_exclusions.py
def test_what_it_is_not_for_it_says_at_once(open_page: Callable[..., Page]) -> None:
    look = begin(open_page)
    for kind, title in WAYS_OUT.items():
        answer(look.page, "zweck.art", kind)
        look.page.get_by_role("button", name="Weiter", exact=True).click()
        expect(look.page.locator("h1")).to_have_text(title)
        look.here(kind)
        look.page.get_by_role("link", name="Zurück").or_(look.page.get_by_role("button", name="Zurück")).first.click()
    assert look.found == {}


@pytest.mark.nightly
def test_an_objection_is_warned_about_goes_on_top_and_is_answered(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    look = begin(open_page)
    page = look.page
    fill(look, ({"zweck.art": "anliegen"}, {"fach.art": "poststelle"}))
    answer(page, "anliegen.thema", "steuern")
    answer(page, "anliegen.betreff", "Mein Bescheid")
    answer(page, "anliegen.text", "Ich lege Widerspruch ein.")
    scan = FilePayload(name="Bescheid.pdf", mimeType="application/pdf", buffer=pdf())
    page.locator('input[type="file"]').set_input_files(scan)
    picture(page, "briefkasten-anliegen-360")
    fill(look, ({},))
    expect(page.locator("h1")).to_have_text("Achtung: Läuft eine Frist?")
    expect(page.locator("main")).to_contain_text("Kettelerstraße 3, 68519 Viernheim")
    picture(page, "briefkasten-frist-360")
    fill(look, ({"frist.weg": "sicher"}, SENDER))
    number = send(look)
    assert look.found == {}

    office = open_page(f"{HERE}/amt/")
    sign_in(office, "roth@viernheim.example")
    look = Look(office, "de")
    wait_for(office, office.get_by_text(number))
    picture(office, "briefkasten-aufgaben")
    row_of(office, number).get_by_role("link").first.click()
    main = office.locator("main")
    expect(main).to_contain_text("Widerspruch, Einspruch oder Frist gefunden")
    expect(main).to_contain_text("Weitergaben")
    answer(office, "sichtung.weiter", "antworten")
    answer(office, "sichtung.antwort", "Wir haben Ihr Schreiben bekommen.")
    look.here("sort")
    picture(office, "briefkasten-sichtung")
    office.get_by_role("button", name="Aufgabe erledigen").click()
    link = office.get_by_role("link", name="Schreiben ansehen und erlassen")
    wait_for(office, link)
    link.click()
    expect(main).to_contain_text("Dieses Schreiben entscheidet darüber nicht.")
    look.here("letter")
    picture(office, "briefkasten-schreiben")
    office.get_by_role("button", name="Jetzt erlassen").click()
    office.get_by_label("Vorgang suchen").fill(number)
    office.keyboard.press("Enter")
    row_of(office, number).get_by_role("link").first.click()
    office.locator("dd a", has_text=re.compile(r"02/")).click()
    wait_for(office, office.get_by_text("Verlauf", exact=True))
    for title in ("Antrag", "Bescheid.pdf", "Ihre Nachricht: Mein Bescheid"):
        expect(main).to_contain_text(title)
    look.here("record")
    assert look.found == {}


@pytest.mark.nightly
def test_a_confidential_message_reaches_its_keeper_alone(open_page: Callable[..., Page]) -> None:
    look = begin(open_page)
    fill(look, ({"zweck.art": "anliegen"}, {"fach.art": "personalrat"}))
    fill(look, ({"anliegen.betreff": "Bitte um ein Gespräch", "anliegen.text": "Ich möchte mit jemandem sprechen."},))
    fill(look, ({"antwort.weg": "keine"},))
    number = send(look)
    assert look.found == {}

    keeper = open_page(f"{HERE}/amt/")
    sign_in(keeper, "personalrat@viernheim.example")
    expect(keeper.locator("main")).to_contain_text(number)
    for login in ("adler", "poststelle"):
        other = open_page(f"{HERE}/amt/")
        sign_in(other, f"{login}@viernheim.example")
        expect(other.locator("main")).not_to_contain_text(number)
        other.get_by_label("Vorgang suchen").fill("Gespräch")
        other.keyboard.press("Enter")
        expect(other.locator("main")).not_to_contain_text(number)
