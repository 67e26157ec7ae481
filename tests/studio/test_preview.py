"""One package in the browser: filled in, played, its letters seen, and read again when a file is saved."""

import http.client
import subprocess
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.ui.browser import violations

pytestmark = [pytest.mark.e2e]

PLACES = ("/", "/antrag/", "/antrag/pruefen/", "/vorgang/", "/schreiben/", "/schreiben/bescheid/", "/testfaelle/")


def play(page: Page, scenario: str) -> None:
    page.goto("/testfaelle/")
    page.locator(f"form[action$='/{scenario}/spielen/'] button").click()
    page.wait_for_url("**/vorgang/")


def test_a_page_is_checked_as_the_portal_checks_it_and_answers_are_kept(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Viernheim").check()
    page.get_by_role("button", name="Antrag ausfüllen").click()

    page.locator("[name='weiter']").click()
    expect(page.locator(".lz-errors")).to_contain_text("Name")

    page.locator("[name='hund.name']").fill("Şeker")
    page.locator("[name='hund.rasse']").select_option("Pudel")
    page.locator("[name='hund.geschlecht'][value='weiblich']").check()
    page.locator("[name='hund.farbe']").fill("weiß")
    page.locator("[name='weiter']").click()
    expect(page.locator("h1")).to_have_text("Seit wann haben Sie den Hund?")
    page.goto("/antrag/pruefen/")
    expect(page.locator("main")).to_contain_text("Şeker")

    page.get_by_role("button", name="Absenden").click()  # the other pages are not answered
    expect(page.locator(".kern-alert--danger")).to_be_visible()


def test_a_scenario_is_played_taken_back_and_decided_otherwise(page: Page) -> None:
    play(page, "gefaehrlicher-hund")
    expect(page.locator(".kern-alert--success")).to_contain_text("Hund angemeldet")
    expect(page.locator("main")).to_contain_text("480,00")

    page.get_by_role("button", name="Einen Schritt zurück").click()
    task = page.locator(".lz-todo")
    expect(task).to_contain_text("Anmeldung prüfen")
    task.get_by_role("button", name="Aufgabe erledigen").click()
    expect(page.locator(".lz-errors")).to_be_visible()

    page.get_by_label("Im Melderegister geprüft").check()
    page.get_by_label("Nein, nicht anmelden").check()
    page.get_by_label("Warum").fill("Der Hund lebt in Lampertheim.")
    page.get_by_role("button", name="Aufgabe erledigen").click()

    expect(page.locator(".kern-alert--success")).to_contain_text("Nicht angemeldet")
    page.locator("main").get_by_role("link", name="mitteilung").click()
    expect(page.locator("main")).to_contain_text("Der Hund lebt in Lampertheim.")
    assert page.locator("figure img").count() == 1


def test_time_is_moved_forward(page: Page) -> None:
    play(page, "gefaehrlicher-hund")
    page.get_by_role("button", name="Einen Schritt zurück").click()

    page.get_by_role("button", name="Zeit vorstellen bis 30.03.2026").click()

    expect(page.locator("main ol")).to_contain_text("Überschreitung vermerkt")
    expect(page.locator(".lz-todo")).to_contain_text("Anmeldung prüfen")


def test_a_letter_is_a_pdf_with_its_remedy(page: Page, preview: str) -> None:
    answer = page.request.get("/schreiben/bescheid/pdf/")
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
    assert page.request.get("/schreiben/gibt-es-nicht/").status == 404


def test_saving_a_file_loads_the_page_again_and_a_broken_one_is_told_with_its_place(page: Page, package: Path) -> None:
    file = package / "vorgang.bpmn"
    before = file.read_text()
    play(page, "gefaehrlicher-hund")
    try:
        file.write_text(before.replace("steuer.zeitraum", "steuer.zeitraun"))
        expect(page.locator("#meldungen")).to_contain_text("zeitraun")
        expect(page.locator("#meldungen")).to_contain_text("vorgang.bpmn:")

        file.write_text(before[: len(before) // 2])
        expect(page.locator("h1")).to_have_text("Das Paket lässt sich nicht lesen")
    finally:
        file.write_text(before)
    expect(page.locator(".kern-alert--success")).to_contain_text("Hund angemeldet")


def test_who_is_typing_loses_nothing_when_a_file_is_saved(page: Page, package: Path) -> None:
    page.goto("/")
    page.get_by_role("button", name="Antrag ausfüllen").click()
    page.locator("[name='hund.name']").fill("Şeker")
    file = package / "antrag.form"
    before = file.read_text()
    try:
        file.write_text(before.replace('"Name des Hundes"', '"Wie heißt der Hund?"'))
        expect(page.get_by_text("Eine Datei wurde gespeichert")).to_be_visible()
        expect(page.locator("[name='hund.name']")).to_have_value("Şeker")

        page.get_by_role("link", name="Neu laden").click()
        expect(page.get_by_label("Wie heißt der Hund?")).to_be_visible()
    finally:
        file.write_text(before)
    expect(page.get_by_label("Name des Hundes")).to_be_visible()


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [(360, "de-DE", "dark"), pytest.param(1280, "en-GB", "light", marks=pytest.mark.nightly)],
)
def test_axe_finds_nothing(page: Page, browser: Browser, preview: str, width: int, language: str, scheme: str) -> None:
    play(page, "gefaehrlicher-hund")
    page.get_by_role("button", name="Einen Schritt zurück").click()
    expect(page.locator(".lz-todo")).to_be_visible()
    dark: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    context = browser.new_context(
        base_url=preview, viewport={"width": width, "height": 800}, locale=language, color_scheme=dark, bypass_csp=True
    )
    opened, found = context.new_page(), {}

    for place in PLACES:
        opened.goto(place)
        found[place] = violations(opened)
        if opened.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[place].append("wider than the screen")

    context.close()
    assert found == {place: [] for place in PLACES}


def test_only_this_machine_is_answered_and_without_a_token_nothing_changes(preview: str) -> None:
    target = urlsplit(preview)
    connection = http.client.HTTPConnection(str(target.hostname), target.port, timeout=10)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400

    connection = http.client.HTTPConnection(str(target.hostname), target.port, timeout=10)
    connection.request("POST", "/antrag/neu/", body="")
    assert connection.getresponse().status == 403


def test_a_folder_without_a_package_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "laufzettel.site.cli", "preview", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "service.toml" in done.stderr) == (2, True)
