"""Every component filled in by keyboard alone in a real Chromium, with scripts and without; kept over back and forward."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.durability.machine import Machine
from tests.ui.browser import chromium, violations
from tests.ui.forms import every_component as every
from tests.ui.forms.every_component import COMPOSITE, KEY, ROWS, Row
from tests.ui.forms.test_every_component import assert_asked, rows_of

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]
TABS = 400
LATER = next(row.number for row in ROWS if row.case.name == "a day to come")  # its answer is right on one day only


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo whose only service asks for everything."""
    folder = tmp_path_factory.mktemp("services")
    example = b'tenant = "herborn"\ntitle = "Herborn"\n'
    for name, content in {**every.files_of_the_service(), "examples/herborn.toml": example}.items():
        path = folder / KEY / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAUFZETTEL_SERVICES", str(folder))
        machine = Machine(tmp_path_factory.mktemp("demo"))
        machine.start()
    yield machine.url
    machine.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_everything_is_answered_by_keyboard(browser: Browser, address: str, scripts: bool, tmp_path: Path) -> None:
    context = browser.new_context(
        base_url=address, locale="de-DE", java_script_enabled=scripts, viewport={"width": 360, "height": 800}
    )
    page = context.new_page()
    page.goto(f"/herborn/{KEY}/beginnen/")
    page.locator("main form button").first.click()

    # when everything on the first page is answered, from the first field to the button
    keyboard = Keyboard(page)
    keyboard.answer_all()
    page.keyboard.press("Enter")
    page.wait_for_url("**/seite_versteckt/")

    # then each question was reached once, in the order of the page
    assert keyboard.reached == [row.number for row in ROWS]

    # and all of it is there after going back, by the page's own way and by the browser's
    page.get_by_role("link", name="Zurück").click()
    assert_asked(lxml.html.document_fromstring(page.content()), "f", right())
    page.screenshot(path=tmp_path / "back.png", full_page=True)
    assert not scripts or violations(page) == []
    page.go_back()
    page.go_back()
    page.reload()
    assert_asked(lxml.html.document_fromstring(page.content()), "f", right())
    page.get_by_role("button", name="Weiter", exact=True).last.click()
    for name in ("versteckt", "gewaehlt", "mehrfach"):
        page.wait_for_url(f"**/seite_{name}/")
        if name == "gewaehlt":
            page.locator(f"#f-v{LATER}").fill("")
        page.get_by_role("button", name="Weiter", exact=True).last.click()

    # and the check page says it in words
    page.wait_for_url("**/pruefen/")
    said = rows_of(lxml.html.document_fromstring(page.content()))
    for name, label, words in every.words("f"):
        assert (label, "keine Angabe" if name == f"f{LATER}" else words) in said, label
    for _, words in COMPOSITE.values():
        assert words in [value for _, value in said]
    expect(page.locator("h1")).to_have_text("Prüfen Sie Ihre Angaben")
    page.screenshot(path=tmp_path / "check.png", full_page=True)
    context.close()


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)], ids=["320 px", "dark"])
def test_the_office_sees_the_same_components(
    browser: Browser, address: str, width: int, dark: bool, tmp_path: Path
) -> None:
    """Paper entry and a task, empty and wrong: axe finds nothing, and nothing sticks out."""
    context = browser.new_context(
        base_url=address,
        locale="de-DE",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.goto("/herborn/amt/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("jung@herborn.example")
    page.get_by_label("Passwort").fill("rathaus-demo-2026")
    page.get_by_role("button", name="Anmelden").click()
    page.goto("/herborn/amt/erfassen/")
    page.locator(f"main form:has([value='{KEY}']) button, main button").first.click()
    page.wait_for_url("**/erfassen/*-*/")
    look(page, tmp_path / "paper.png")

    # when it is entered with answers that are wrong, then without
    for name in ("f4", "f6", "f21"):
        page.locator(f"#f-{name}").fill("~~~")
    page.locator("#weg-post").check()
    page.get_by_role("button", name="Vorgang anlegen").click()
    expect(page.locator(".lz-errors a")).to_have_count(3 + 1)  # and the preselected day that is over
    look(page, tmp_path / "wrong.png")
    for name in ("f4", "f6", "f21", f"v{LATER}"):
        page.locator(f"#f-{name}").fill("")
    page.get_by_role("button", name="Vorgang anlegen").click()

    # then the case has a task with the same questions
    page.get_by_role("link", name="Zum Vorgang").click()
    expect(page.get_by_role("button", name="Aufgabe erledigen")).to_be_visible()
    look(page, tmp_path / "task.png")
    page.locator("[id$='f-a4']").fill("~~~")
    page.get_by_role("button", name="Aufgabe erledigen").click()
    expect(page.locator(".lz-errors a")).to_have_count(1)
    look(page, tmp_path / "task wrong.png")
    context.close()


def look(page: Page, picture: Path) -> None:
    """Axe, width, and a picture for the eye."""
    page.screenshot(path=picture, full_page=True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def right() -> dict[str, Any]:
    """What was typed has become these values."""
    return every.values("f") | {f"f{LATER}": None}


class Keyboard:
    """Somebody without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.reached: list[int] = []
        self.at: dict[str, str] = {}

    def answer_all(self) -> None:
        """Go through the page with Tab and answer what is asked, until the button that leads on has the focus."""
        for _ in range(TABS):
            self.page.keyboard.press("Tab")
            self.at = self.focus()
            if self.at["name"] == "weiter":
                return
            self._answer(self.at["name"], self.at["type"])
        raise AssertionError(f"after {TABS} tabs no button: {self.at}")

    def focus(self) -> dict[str, str]:
        """What has the focus. Chromium evaluates for us also on a page that has no scripts."""
        found: dict[str, str] = self.page.evaluate(
            "() => { const e = document.activeElement;"
            " return {name: e.name ?? '', type: e.type ?? '', value: e.value ?? '', id: e.id}; }"
        )
        return found

    def _answer(self, name: str, kind: str) -> None:
        if name in COMPOSITE:
            self._give(kind, COMPOSITE[name][0])
            return
        row = next((row for row in ROWS if name.partition(".")[0] == f"f{row.number}"), None)
        if row is None or kind in ("submit", "file"):
            return
        if row.number not in self.reached:
            self.reached.append(row.number)
        typed = row.typed(f"f{row.number}", row.right[0])
        if row.number != LATER:
            self._answer_row(row, kind, typed.get(name, [""]))

    def _answer_row(self, row: Row, kind: str, wanted: list[str]) -> None:
        if kind == "checkbox" and row.case.template == "checks":
            if self.at["value"] in wanted:
                self.page.keyboard.press("Space")
            return
        self._give(kind, wanted[0])

    def _give(self, kind: str, wanted: str) -> None:
        if kind == "radio":
            self._choose_radio(wanted)
        elif kind == "checkbox":
            self.page.keyboard.press("Space")
        elif kind == "select-one":
            option = self.page.locator(f"#{self.at['id']} option[value='{wanted}']").inner_text()
            self.page.keyboard.type(option)
        else:
            self.page.keyboard.press("Control+a")
            for number, line in enumerate(wanted.replace("\r\n", "\n").split("\n")):
                if number:
                    self.page.keyboard.press("Enter")
                self.page.keyboard.type(line)

    def _choose_radio(self, wanted: str) -> None:
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.focus()["value"] == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no answer {wanted!r} at {self.at}")
