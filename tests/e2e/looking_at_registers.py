"""Registers, files read into them, and runs over them, as the walk over all pages sees them."""

import uuid
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload
from tests.e2e.looking import Look, press
from tests.e2e.test_the_day import wait_for
from tests.test_permissions import HERE

from laufzettel.core.clock import today

OFFICE = f"/{HERE}/amt/"


def look_at_a_register(look: Look) -> None:
    """The register that the process has written to: its list, an entry, and every way to change it."""
    page = look.page
    look.at(f"{OFFICE}register/")
    press(page, "main a[href*='/hunde/']")
    wait_for(page, page.locator("main td a"))
    look.here()
    look.at(f"{OFFICE}register/hund-anmelden/hunde/?zustand=ended&suche=xyz", "nothing found")
    look.at(f"{OFFICE}register/hund-anmelden/hunde/neu/")
    look.after("main form[method=post] button", "nothing given")
    press(page, f"a[href='{OFFICE}register/']")
    press(page, "main a[href*='/hunde/']")
    press(page, "main td a")
    look.here()
    entry = page.url
    press(page, "main a[href$='/aendern/']")
    look.here()
    page.locator("main [name='hund.name']").fill("")
    look.after("main form[method=post] button", "no name")
    page.goto(entry)
    page.locator("main details summary").click()
    page.locator("main [name=tag]").fill("irgendwann")
    look.after("main form[action$='/beenden/'] button", "no day")
    page.locator("main [name=ereignis]").check()
    page.locator("main [name=tag]").fill("1.1.2026")
    look.after("main form[action$='/beenden/'] button", "ended", status=200)
    page.locator("main details summary").click()
    look.after("main form[action$='/fortsetzen/'] button", "no reason")
    page.locator("main [name=grund]").fill("Verwechselt")
    look.after("main form[action$='/fortsetzen/'] button", "resumed", status=200)
    look.at(f"{entry}?fassung=1", "an older version")


def look_at_files_of_a_register(look: Look) -> None:
    """An old register is read from a file, with a trial before; then the register is taken out as one."""
    rows = (
        "Nachname;Vorname;Name des Hundes;Beginn der Steuerpflicht;Steuer im Jahr",
        f"Kuhn;Anna;Rex-{uuid.uuid4().hex[:6]};1.3.2019;84",  # another dog for each walk, no double
        "Kuhn;Anna;;1.3.2019;84",
    )
    page, place = look.page, f"{OFFICE}register/hund-anmelden/hunde/"
    look.at(f"{place}dateien/")
    look.after("main form button", "no file")
    upload: FilePayload = {"name": "Alte Hunde.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    page.locator("main [name=datei]").set_input_files(upload)
    press(page)
    wait_for(page, page.locator("main select"))
    look.here()
    file = page.url
    page.locator("main select[name='feld-hund.name']").select_option("")
    look.after("main form[action$='/pruefen/'] button", "a column is missing")
    page.locator("main select[name='feld-hund.name']").select_option("2")
    press(page, "main form[action$='/pruefen/'] button")
    wait_for(page, page.locator("main form[action$='/einlesen/'] button"))
    look.at(file, "checked")
    press(page, "main form[action$='/einlesen/'] button")
    wait_for(page, page.locator("main .lz-state--done"))
    look.at(file, "read")
    look.after_post(urlsplit(f"{file}einlesen/").path, {}, "read already", status=409)
    page.goto(file)
    look.fetch(page.locator("main a[href$='/bericht/']").get_attribute("href"))
    press(page, "main form[action$='/verwerfen/'] button")
    look.here("discarded")
    look.at(f"{place}dateien/", "one file")
    look.fetch(f"{place}csv/?zeichen=ohne&zustand=all")


def look_at_a_run(look: Look) -> None:
    """A run over the register is tried out; what it cannot do is said, and a clerk does not start it."""
    page = look.page
    look.at(f"{OFFICE}laeufe/")
    page.locator("main [name=jahr]").fill("bald")
    look.after("main form[action$='/probieren/'] button", "no year")
    page.locator("main [name=jahr]").fill(str(today().year))
    press(page, "main form[action$='/probieren/'] button")
    wait_for(page, page.locator("main form[action$='/noch-einmal/'] button"))
    look.here()
    run = urlsplit(page.url).path
    look.fetch(page.locator("main a[href$='/bericht/']").get_attribute("href"))
    look.after_post(f"{run}starten/", {"geprueft": "1"}, "not the head", status=409)
    look.at(f"{run}druck/1/", "nothing to print", status=404)
    page.goto(run)
    press(page, "main form[action$='/verwerfen/'] button")
    look.here("discarded")
