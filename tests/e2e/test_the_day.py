"""The whole day: a citizen with a phone and the keyboard alone, a clerk, the letter, the cash desk, the record."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.e2e.driving import answer, answer_by_keyboard, go_on, press, tab_to

pytestmark = [pytest.mark.e2e]

HUND = {
    "hund.name": "Bella",
    "hund.rasse": "Labrador Retriever",
    "hund.geschlecht": "weiblich",
    "hund.farbe": "braun",
}
HALTUNG = {
    "hund.haltung_seit": "1.3.26",
    "hund.herkunft": "uebernommen",
    "hund.als_gefaehrlich_festgestellt": "nein",
    "hund.wesenstest_bestanden": "nein",
}
ZAHLUNG = {"zahlung.art": "ueberweisung"}
NO_OTHERS = {"haushalt.weitere": "nein"}
NO_RELIEF = {"ermaessigung.beantragt": "nein"}
YILDIZ = {
    "halter.vorname": "Şükrü",
    "halter.nachname": "Yıldız",
    "halter.geburtsdatum.tag": "3",
    "halter.geburtsdatum.monat": "5",
    "halter.geburtsdatum.jahr": "85",
    "halter.strasse": "Obermarkt 7 a",
    "halter.plz": "35066",
    "halter.ort": "Frankenberg (Eder)",
    "halter.email": "yildiz@beispiel.de",
}
GROSSMANN = YILDIZ | {
    "halter.vorname": "Zoë",
    "halter.nachname": "Großmann-d'Àvila",
    "halter.strasse": "Rathausstraße 2",
    "halter.plz": "68519",
    "halter.ort": "Viernheim",
}


def test_the_whole_day(open_page: Callable[..., Page], picture: Callable[[Page, str], None]) -> None:
    citizen = open_page("/", width=360, height=740)
    number, code = apply_by_keyboard(citizen, picture)
    expect(citizen.get_by_text(number).first).to_be_visible()

    clerk = open_page("/frankenberg-eder/amt/", width=1280)
    sign_in(clerk, "weber@frankenberg.example")
    picture(clerk, "amt-aufgaben")
    decide(clerk, number, picture)
    issue(clerk, "Der Hund ist nun angemeldet. Wir grüßen Bella & Familie <herzlich>.", picture)
    post(clerk, number, picture)
    hand_over(clerk, picture)
    look_into_the_record(clerk, number, picture)

    status = open_page("/frankenberg-eder/status/", width=360, height=740)
    status.get_by_label("Nummer").fill(number)
    status.get_by_label("Code").fill(code)
    status.get_by_role("button", name="Stand ansehen").click()
    picture(status, "portal-status-360")
    expect(status.locator("main")).to_contain_text("zur Information")
    with status.expect_download() as download:
        status.evaluate(
            "() => { const a = [...document.querySelectorAll('main a')].find(a => a.href.includes('/schreiben/'));"
            " a.setAttribute('download', 'kopie.pdf'); a.click(); }"
        )
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_the_way_through_without_scripts(open_page: Callable[..., Page]) -> None:
    citizen = open_page("/viernheim/hund-anmelden/", width=360, height=740, scripts=False)
    citizen.get_by_role("link", name="Online beantragen").click()
    citizen.get_by_role("button", name="Jetzt beginnen").click()
    pages: tuple[dict[str, str], ...] = (HUND, HALTUNG, NO_OTHERS, GROSSMANN, NO_RELIEF)
    for answers in pages:
        for name, value in answers.items():
            answer(citizen, name, value)
        go_on(citizen)

    # What an answer makes necessary is asked, without scripts, when one wants to go on.
    answer(citizen, "zahlung.art", "lastschrift")
    citizen.get_by_role("button", name="Weiter", exact=True).click()
    answer(citizen, "zahlung.iban", "DE02 1203 0000 0000 2020 51")
    citizen.locator('main [name="zahlung.einwilligung"][type="checkbox"]').check()
    citizen.get_by_role("button", name="Weiter", exact=True).click()

    expect(citizen.locator("main")).to_contain_text("Zoë")
    expect(citizen.locator("main")).to_contain_text("Großmann-d'Àvila")
    citizen.locator("main [type=checkbox]").check()
    citizen.get_by_role("button", name="Verbindlich absenden").click()
    number = the_number(citizen)

    clerk = open_page("/viernheim/amt/", scripts=False)
    sign_in(clerk, "roth@viernheim.example")
    row_of(clerk, number).get_by_role("link").first.click()
    expect(clerk.locator("h1")).to_contain_text("Bella")
    expect(clerk.locator("main")).to_contain_text("Zoë Großmann-d'Àvila")


def apply_by_keyboard(page: Page, picture: Callable[[Page, str], None]) -> tuple[str, str]:
    """From the town finder to the receipt without a mouse; number and code."""
    page.keyboard.press("Tab")
    answer_by_keyboard(page, "q", "Frankenberg")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    picture(page, "portal-finder-360")
    press(page, "Frankenberg (Eder)")
    picture(page, "portal-home-360")
    press(page, "Hund anmelden")
    picture(page, "portal-leistung-360")
    press(page, "Online beantragen")
    press(page, "Jetzt beginnen")
    press(page, "Weiter")
    expect(page.get_by_role("alert").or_(page.locator("[tabindex='-1']:focus")).first).to_be_visible()
    picture(page, "portal-fehler-360")
    pages: tuple[dict[str, str], ...] = (HUND, HALTUNG, NO_OTHERS, YILDIZ, NO_RELIEF, ZAHLUNG)
    for index, answers in enumerate(pages):
        if index:
            page.keyboard.press("Tab")
        for name, value in answers.items():
            answer_by_keyboard(page, name, value)
        picture(page, f"portal-seite-{index + 1}-360")
        press(page, "Weiter")
        if not index:  # the page that was refused before: back to it, and on again
            page.go_back()
            expect(page.locator('main [name="hund.name"]')).to_have_value("Bella")
            page.go_forward()
    expect(page.locator("main")).to_contain_text("Şükrü")
    picture(page, "portal-pruefen-360")
    tab_to(page, "e.type === 'checkbox'")
    page.keyboard.press("Space")
    press(page, "Verbindlich absenden")
    picture(page, "portal-bestaetigung-360")
    return the_number(page), the_code(page)


def the_number(page: Page) -> str:
    found = re.search(r"V-\d{4}-\d{6}", page.locator("main").inner_text())
    assert found is not None, page.locator("main").inner_text()
    return found.group()


def the_code(page: Page) -> str:
    found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page.locator("main").inner_text())
    assert found is not None
    return found.group()


def sign_in(page: Page, email: str) -> None:
    page.locator('[name="email"]').fill(email)
    page.locator('[name="password"]').fill("rathaus-demo-2026")
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Aufgaben")).to_be_visible()


def row_of(page: Page, number: str) -> Locator:
    """The line of a list that a case stands in."""
    return page.locator("tr, li", has_text=number).first


def decide(page: Page, number: str, picture: Callable[[Page, str], None]) -> None:
    row_of(page, number).get_by_role("link").first.click()
    main = page.locator("main")
    expect(main).to_contain_text("Şükrü Yıldız")
    expect(main).to_contain_text("Warum?")
    expect(main).to_contain_text("Regel")
    page.get_by_role("button", name="Aufgabe erledigen").click()
    expect(page.locator(".lz-errors")).to_be_visible()
    page.get_by_role("link", name="Aufgaben", exact=True).first.click()
    page.go_back()  # to the form that was refused: its address leads to the case
    expect(page.locator("h1")).to_contain_text("Bella")
    page.locator('[name="pruefung.melderegister"][type="checkbox"]').check()
    page.locator('[name="in_ordnung"]').first.check()
    page.locator('[name="pruefung.gefaehrlich"]').first.wait_for()  # what the answer opens is there before one goes on
    for group in ("pruefung.gefaehrlich", "pruefung.ermaessigung"):
        control = page.locator(f'[name="{group}"][value="angaben"]')
        if control.count():
            control.check()
    picture(page, "amt-vorgang")
    page.get_by_role("button", name="Aufgabe erledigen").click()


def issue(page: Page, text: str, picture: Callable[[Page, str], None]) -> None:
    link = page.get_by_role("link", name="Schreiben ansehen und erlassen")
    wait_for(page, link)
    link.click()
    page.get_by_label("Ihr Absatz").fill(text)
    page.get_by_role("button", name="Speichern und Vorschau erneuern").click()
    expect(page.locator(".lz-block--fixed", has_text="Bella & Familie <herzlich>")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Rechtsbehelfsbelehrung")
    expect(page.locator(".lz-block table").first).to_have_css("border-collapse", "collapse")
    picture(page, "amt-schreiben")
    page.get_by_role("button", name="Jetzt erlassen").click()
    expect(page.locator("main")).to_contain_text("Erlassen. Das Schreiben liegt im Druckkorb.")


def wait_for(page: Page, locator: Any) -> None:
    """Reload until the worker has done its part."""
    for _ in range(400):
        if locator.count():
            return
        page.wait_for_timeout(150)
        page.goto(page.url)  # no reload: after a refused form that would send it again
    raise AssertionError(f"the worker did not get there within a minute: {page.locator('main').inner_text()[:2000]}")


def post(page: Page, number: str, picture: Callable[[Page, str], None]) -> None:
    page.get_by_role("link", name=re.compile("Druckkorb")).first.click()
    row = page.locator("tr, li", has_text=number).filter(has=page.locator('[name="letter"]')).first
    row.locator('[name="letter"]').check()
    picture(page, "amt-druckkorb")
    page.get_by_role("button", name="Für die markierten eintragen").click()
    expect(page.locator("main")).to_contain_text("vermerkt")


def hand_over(page: Page, picture: Callable[[Page, str], None]) -> None:
    page.get_by_role("link", name="Forderungen").first.click()
    picture(page, "amt-forderungen")
    page.locator("main form button[type=submit]").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Herunterladen")).first.click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Kassenzeichen;")
    assert any("Şükrü Yıldız" in line for line in lines)


def look_into_the_record(page: Page, number: str, picture: Callable[[Page, str], None]) -> None:
    page.get_by_label("Vorgang suchen").fill(number)
    page.keyboard.press("Enter")
    row_of(page, number).get_by_role("link").first.click()
    page.locator("dd a", has_text=re.compile(r"22\.10/")).click()
    main = page.locator("main")
    wait_for(page, page.get_by_text("Verlauf", exact=True))
    for title in ("Antrag", "Antrag (Daten)", "Bescheid über die Hundesteuer", "Verlauf"):
        expect(main).to_contain_text(title)
    picture(page, "amt-akte")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Herunterladen")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
