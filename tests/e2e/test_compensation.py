"""Compensation for lost earnings: an employer with a file of employees, from the citizen's browser to the record."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tests.e2e.driving import answer, go_on
from tests.e2e.looking import Look
from tests.e2e.test_the_day import row_of, sign_in, the_code, the_number, wait_for

from laufzettel.core.clock import today

pytestmark = [pytest.mark.e2e]

HERE = "/lahn-dill-kreis/"
SERVICE = f"{HERE}ifsg-entschaedigung/"
ABOUT = {"antrag.wer": "arbeitgeber", "antrag.anlass": "massnahme"}
FIRMA = {
    "firma.name": "Bäckerei Großmann GmbH", "firma.vorname": "Zoë", "firma.nachname": "Großmann",
    "firma.strasse": "Marktplatz 3", "firma.plz": "35745", "firma.ort": "Herborn",
}  # fmt: skip
HEADING = (
    "Vorname;Nachname;Geburtsdatum;Was wurde angeordnet?;Erster Tag, für den Sie beantragen;"
    "Letzter Tag, für den Sie beantragen;Fiel schon vor diesem ersten Tag Verdienst aus?;"
    "Netto-Lohn in einem vollen Monat, in Euro;War die Person in dieser Zeit arbeitsunfähig krank?;"
    "Hätte eine öffentlich empfohlene Impfung die Anordnung verhindert?;Konnte die Person von zu Hause arbeiten?"
)
FIRST = today() - timedelta(days=60)


def row(name: str, days: int = 14, ill: str = "nein", pay: str = "2.150,40") -> str:
    last = FIRST + timedelta(days=days - 1)
    return f"Ana;{name};28.2.1990;absonderung;{FIRST:%d.%m.%Y};{last:%d.%m.%Y};nein;{pay};{ill};nein;nein"


def begin(page: Page) -> None:
    page.goto(f"{SERVICE}beginnen/")
    page.locator("main form button").first.click()


def about(page: Page, **answers: str) -> None:
    """The first page; what an answer opens is asked at once."""
    for name, value in (ABOUT | answers).items():
        answer(page, name, value)
    if page.locator('[name="antrag.anlass"][value=massnahme]').is_checked():
        expect(page.locator('[name="antrag.hier"]').first).to_be_visible()
        answer(page, "antrag.krankheit", "andere")
        answer(page, "antrag.hier", answers.get("antrag.hier", "ja"))


def to_the_employees(look: Look) -> None:
    page = look.page
    begin(page)
    about(page)
    look.here("about")
    go_on(page)
    for name, value in FIRMA.items():
        answer(page, name, value)
    look.here("firm")
    go_on(page)
    look.here("employees")


def give_file(look: Look, *rows: str) -> None:
    content = "\n".join([HEADING, *rows]).encode()
    look.page.locator("#datei").set_input_files(FilePayload(name="a.csv", mimeType="text/csv", buffer=content))
    look.page.locator("[name=lesen]").click()


@pytest.mark.nightly
@pytest.mark.parametrize(("language", "scheme"), [("de", "light"), ("en", "dark")])
def test_the_pages_of_an_employer_and_of_the_exclusions_are_accessible(
    open_page: Callable[..., Page], language: str, scheme: str
) -> None:
    locale = {"de": "de-DE", "en": "en-GB"}[language]
    page = open_page(SERVICE, width=360, height=740, language=locale, dark=scheme == "dark")
    look = Look(page, language, "dark" if scheme == "light" else None)
    to_the_employees(look)

    page.locator("main a[href*='/tabelle/']").click()
    look.here("choose a file")
    look.after("[name=lesen]", "no file")
    give_file(look, row("Ćosić"), row("Ğ", pay="viel"))
    look.here("one is doubtful")
    page.locator("main details summary").first.click()
    look.here("columns")
    page.locator("[name=uebernehmen]").click()
    look.here("one taken, one left")
    page.locator(
        "main a.kern-btn, main a", has_text=re.compile("Zurück zum Antrag|Back to the application")
    ).first.click()
    look.here("with an entry")
    for answers in ({"antrag.anlass": "betreuung"}, {"antrag.hier": "nein"}):
        page.goto(f"{SERVICE}antrag/seite/seite_wer/")
        about(page, **answers)
        page.locator("[name=weiter]").click()
        look.here(f"exclusion {answers}")
        assert page.locator("[name=verwerfen]").count() == 1

    assert look.found == {}


@pytest.mark.nightly
def test_an_employer_applies_is_heard_and_gets_a_notice_for_each_person(
    open_page: Callable[..., Page], picture: Callable[[Page, str], None]
) -> None:
    page = open_page(SERVICE, width=360, height=740)
    look = Look(page, "de")
    to_the_employees(look)
    page.locator("main a[href*='/tabelle/']").click()
    give_file(look, row("Ćosić"), row("Nguyễn", ill="ja"), row("Łukasz", days=45))
    picture(page, "ifsg-csv-360")
    page.locator("[name=uebernehmen]").click()
    picture(page, "ifsg-beschaeftigte-360")
    go_on(page)
    for field in ("nachweise.anordnung", "nachweise.lohn"):
        sheet = FilePayload(name="Anordnung.pdf", mimeType="application/pdf", buffer=PDF)
        page.locator(f'[name="lz-datei.{field}"]').set_input_files(sheet)
        expect(page.locator(f'input[type=hidden][name="{field}"]')).to_have_count(1)
    look.here("proofs")
    go_on(page)
    answer(page, "konto.iban", "DE02 1203 0000 0000 2020 51")
    answer(page, "konto.inhaber", "Bäckerei Großmann GmbH")
    page.locator('[name="erklaerung.ausgezahlt"][type=checkbox]').check()
    page.locator('[name="erklaerung.urlaub"][type=checkbox]').check()
    look.here("account")
    go_on(page)
    look.here("check")
    page.locator("main [type=checkbox]").check()
    page.get_by_role("button", name="Verbindlich absenden").click()
    number, code = the_number(page), the_code(page)

    clerk = open_page(f"{HERE}amt/")
    sign_in(clerk, "brandt@lahn-dill.example")
    clerk.goto(f"{HERE}amt/vorgaenge/?q={number}")
    row_of(clerk, number).get_by_role("link").first.click()
    case = clerk.url
    wait_for(clerk, clerk.locator('[name="pruefung.frist"]'))
    picture(clerk, "ifsg-pruefen")
    clerk.locator("[name=erledigen]").click()
    issue(clerk, case, picture, "ifsg-anhoerung")
    post(clerk, number)

    status = open_page(f"{HERE}status/", width=360, height=740)
    status.get_by_label("Nummer").fill(number)
    status.get_by_label("Code").fill(code)
    status.get_by_role("button", name="Stand ansehen").click()
    wait_for(status, status.get_by_text("Sie können sich äußern, bevor wir entscheiden"))
    seen = Look(status, "de")
    seen.here("hearing")
    picture(status, "ifsg-status-anhoerung-360")
    seen.after(".lz-todo button", "nothing said")
    status.locator(".lz-todo textarea").fill("Frau Nguyễn war nur zwei Tage krank.")
    status.get_by_role("button", name="Äußerung senden").click()
    seen.here("said")
    assert seen.found == {}

    clerk.goto(case)
    wait_for(clerk, clerk.locator('[name="abwaegung.ergebnis"]'))
    expect(clerk.locator("#anhoerung")).to_contain_text("Frau Nguyễn war nur zwei Tage krank.")
    clerk.goto(case)
    office = Look(clerk, "de")
    office.here("heard")
    picture(clerk, "ifsg-abwaegen")
    clerk.locator('[name="abwaegung.ergebnis"][value=bleibt]').check()
    expect(clerk.locator('[name="abwaegung.text"]')).to_be_visible()
    clerk.locator("[name=erledigen]").click()
    expect(clerk.locator("main")).to_contain_text("Schreiben Sie, warum die Äußerung nichts ändert.")
    office.here("nothing said to the answer")
    clerk.locator('[name="abwaegung.text"]').fill("Das Attest gilt für die ganze Woche.")
    picture(clerk, "ifsg-abwaegen-antwort")
    clerk.locator("[name=erledigen]").click()
    for _ in range(3):
        issue(clerk, case, picture, "ifsg-bescheid")
    clerk.goto(case)
    wait_for(clerk, clerk.locator('[name="auszahlung.beleg"]'))
    clerk.locator('[name="auszahlung.beleg"]').fill("AO 4711")
    clerk.locator('[name="auszahlung.am"]').fill(f"{today():%d.%m.%Y}")
    clerk.locator("[name=erledigen]").click()
    clerk.goto(case)
    expect(clerk.locator("main")).to_contain_text("abgeschlossen")
    clerk.locator("main dd a[href*='/akten/']").first.click()
    wait_for(clerk, clerk.get_by_text("Verlauf", exact=True))
    for title in ("Antrag", "Anordnung.pdf", "Anhörung: Wir wollen", "Bescheid über eine Entschädigung für Ana Ćosić",
                  "Ablehnung einer Entschädigung für Ana Nguyễn"):  # fmt: skip
        expect(clerk.locator("main")).to_contain_text(title)
    assert look.found == {}
    assert office.found == {}


def issue(page: Page, case: str, picture: Callable[[Page, str], None], name: str) -> None:
    """Issue the letter that waits first."""
    page.goto(case)
    wait_for(page, page.locator("main .lz-todo a[href*='/schreiben/']"))
    page.locator("main .lz-todo a[href*='/schreiben/']").first.click()
    picture(page, name)
    page.locator("main form[action$='/erlassen/'] button").first.click()


def post(page: Page, number: str) -> None:
    page.goto(f"{HERE}amt/druckkorb/")
    page.locator("tr, li", has_text=number).locator('[name="letter"]').first.check()
    page.get_by_role("button", name="Für die markierten eintragen").click()
    expect(page.locator("main")).to_contain_text("vermerkt")


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
