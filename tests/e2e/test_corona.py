"""A suspected corona infection: every way out, and the way from the first question to the record, as axe sees it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look
from tests.e2e.test_the_day import row_of, sign_in, the_number, wait_for

from laufzettel.core.clock import today

pytestmark = [pytest.mark.e2e]

HERE = "/lahn-dill-kreis"
SERVICE = f"{HERE}/corona-verdacht/"
NO_EMERGENCY = {"notfall.sofort": "nein"}
IS_HERE = {"ort.hier": "ja"}
NOTHING: tuple[dict[str, str], ...] = (
    NO_EMERGENCY,
    IS_HERE,
    {"beschwerden.vorhanden": "nein"},
    {"kontakt.vorhanden": "nein"},
    {"reise.risikogebiet": "nein"},
    {"test.ergebnis": "nein"},
)
WAYS_OUT = {
    "Rufen Sie jetzt 112 an": ({"notfall.sofort": "ja"},),
    "Ein anderes Gesundheitsamt ist zuständig": (NO_EMERGENCY, {"ort.hier": "nein"}),
    "Eine Mitteilung ist nicht nötig": NOTHING,
}
PERSON = {
    "person.vorname": "Şükrü",
    "person.nachname": "Yıldız",
    "person.geburtsdatum.tag": "3",
    "person.geburtsdatum.monat": "5",
    "person.geburtsdatum.jahr": "1950",
    "person.telefon": "06441 22334",
}
ADDRESS = {
    "person.strasse": "Langgasse 12",
    "person.plz": "35576",
    "person.ort": "Wetzlar",
    "aufenthalt.zu_hause": "ja",
}


def begin(open_page: Callable[..., Page], language: str = "de", *, dark: bool = False) -> Look:
    locale = {"de": "de-DE", "en": "en-GB"}[language]
    page = open_page(f"{SERVICE}beginnen/", width=360, height=740, language=locale, dark=dark)
    page.goto(f"{SERVICE}beginnen/")
    look = Look(page, language)
    look.here("start")
    page.locator("main form button[type=submit]").first.click()
    return look


def fill(look: Look, pages: tuple[dict[str, str], ...]) -> None:
    for answers in pages:
        for name, value in answers.items():
            answer(look.page, name, value)
        look.here(f"{look.page.url} answered")
        go_on(look.page)


@pytest.mark.nightly  # of the normal run: tests/e2e/test_exclusions.py
@pytest.mark.parametrize("title", WAYS_OUT)
def test_who_is_excluded_reads_why_and_that_nothing_is_kept(open_page: Callable[..., Page], title: str) -> None:
    look = begin(open_page)
    *before, last = WAYS_OUT[title]
    fill(look, tuple(before))
    for name, value in last.items():
        answer(look.page, name, value)
    look.page.get_by_role("button", name="Weiter", exact=True).click()

    expect(look.page.locator("h1")).to_have_text(title)
    expect(look.page.locator("main")).to_contain_text("Von Ihren Angaben ist nichts gespeichert")
    look.here(title)
    assert look.found == {}


@pytest.mark.nightly
def test_from_the_first_question_to_the_record(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    look = begin(open_page)
    page, now = look.page, today()
    picture(page, "corona-notfall-360")
    fill(look, (NO_EMERGENCY, IS_HERE))
    answer(page, "beschwerden.vorhanden", "ja")
    answer(page, "beschwerden.zeichen", "atemnot")
    answer(page, "beschwerden.beginn", f"{now - timedelta(days=2):%d.%m.%Y}")
    picture(page, "corona-beschwerden-360")
    fill(look, ({},))
    answer(page, "kontakt.vorhanden", "ja")
    answer(page, "kontakte.0.name", "Zoë Großmann")
    answer(page, "kontakte.0.zuletzt", f"{now - timedelta(days=5):%d.%m.%Y}")
    answer(page, "kontakte.0.naehe", "kurz")
    page.locator("[name='lz-add']").first.click()
    answer(page, "kontakte.1.zuletzt", f"{now - timedelta(days=4):%d.%m.%Y}")
    answer(page, "kontakte.1.naehe", "haushalt")
    picture(page, "corona-kontakte-360")
    fill(look, ({}, {"reise.risikogebiet": "nein"}, {"test.ergebnis": "nein"}, PERSON, ADDRESS))
    fill(look, ({"lage.arbeit": "pflege", "lage.vorerkrankung": "nein", "lage.schwanger": "keine_angabe"},))
    call = {"rueckruf.gewuenscht": "ja", "rueckruf.wann": "vormittags", "brief.sprache": "en"}
    fill(look, ({"haushalt.weitere": "nein"}, call))
    look.here("check")
    picture(page, "corona-pruefen-360")
    page.locator("[name=einverstanden]").check()
    page.locator("[name=absenden]").click()
    look.here("sent")
    number = the_number(page)
    assert look.found == {}

    office = open_page(f"{HERE}/amt/")
    sign_in(office, "brandt@lahn-dill.example")
    classify_call_and_write(Look(office, "de"), number, picture)


def classify_call_and_write(look: Look, number: str, picture: Callable[[Page, str], None]) -> None:
    page, main = look.page, look.page.locator("main")
    picture(page, "corona-aufgaben")
    look.here("tasks")
    row_of(page, number).get_by_role("link").first.click()
    expect(main).to_contain_text("Begründeter Verdacht")
    expect(main).to_contain_text("Kategorie I")
    answer(page, "einstufung.ergebnis", "begruendet")
    answer(page, "einstufung.anrufen", "ja")
    answer(page, "einstufung.schreiben", "ja")
    look.here("classify")
    picture(page, "corona-einstufung")
    page.get_by_role("button", name="Aufgabe erledigen").click()
    expect(main).to_contain_text("06441 22334")
    answer(page, "anruf.ergebnis", "gesprochen")
    look.here("call")
    page.get_by_role("button", name="Aufgabe erledigen").click()
    link = page.get_by_role("link", name="Schreiben ansehen und erlassen")
    wait_for(page, link)
    link.click()
    expect(main).to_contain_text("Bei Ihnen besteht ein begründeter Verdacht.")
    expect(main).not_to_contain_text("Rechtsbehelfsbelehrung")
    expect(main).to_contain_text("Eine Übersetzung liegt bei: Englisch")
    look.here("letter")
    picture(page, "corona-schreiben")
    page.get_by_role("button", name="Jetzt erlassen").click()
    page.get_by_label("Vorgang suchen").fill(number)
    page.keyboard.press("Enter")
    row_of(page, number).get_by_role("link").first.click()
    page.locator("dd a", has_text=re.compile(r"53/")).click()
    wait_for(page, page.get_by_text("Verlauf", exact=True))
    expect(main).to_contain_text("Ihre Mitteilung vom")
    look.here("record")
    picture(page, "corona-akte")
    assert look.found == {}


@pytest.mark.nightly
@pytest.mark.parametrize("title", WAYS_OUT)
def test_the_ways_out_in_english_and_dark(open_page: Callable[..., Page], title: str) -> None:
    look = begin(open_page, "en", dark=True)
    for answers in WAYS_OUT[title]:
        for name, value in answers.items():
            answer(look.page, name, value)
        look.here(f"{look.page.url} answered")
        look.page.locator("[name=weiter]").first.click()

    expect(look.page.locator("main")).to_contain_text("Nothing")
    look.here(title)
    assert look.found == {}
