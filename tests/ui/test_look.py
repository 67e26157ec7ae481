"""The pages in a real Chromium under the site's strict policy. A sample here; every page, width and scheme at night."""

import gzip
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.ui import browser, gallery

BUILT = Path(__file__).parents[2] / "src/laufzettel/ui/static/built"
FIRST_VISIT, NEXT_VISIT = 150 * 1024, 30 * 1024
SAMPLE = [
    ("page-errors", 360, "light", "en"),
    ("service", 320, "light", "de"),
    ("status", 1280, "dark", "de"),
    ("practice", 360, "dark", "en"),
    ("mailbox", 360, "light", "en"),
    ("office-case", 1280, "light", "en"),
    ("office-letter", 360, "dark", "en"),
]
ALL = list(product(gallery.PAGES, (320, 1280), ("light", "dark")))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.chromium() as found:
        yield found


def problems(chromium: Browser, name: str, width: int, scheme: str, language: str = "de") -> list[str]:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = browser.serve(page, gallery.html(name, language), gallery.accent(name))
    found += browser.violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    context.close()
    return found


@pytest.mark.parametrize(("name", "width", "scheme", "language"), SAMPLE)
def test_axe_and_the_console_find_nothing(chromium: Browser, name: str, width: int, scheme: str, language: str) -> None:
    assert problems(chromium, name, width, scheme, language) == []


@pytest.mark.nightly
@pytest.mark.parametrize(("name", "width", "scheme"), ALL)
def test_axe_and_the_console_find_nothing_anywhere(chromium: Browser, name: str, width: int, scheme: str) -> None:
    assert problems(chromium, name, width, scheme) == []
    assert problems(chromium, name, width, scheme, "en") == []


def test_nothing_moves_while_a_page_loads(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) window.shift += e.value })"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    browser.serve(page, gallery.html("page"), "#b5121b")
    page.wait_for_timeout(300)

    assert page.evaluate("window.shift") == 0
    page.close()


def test_a_citizens_page_is_light() -> None:
    def sent(path: Path) -> int:
        return len(path.read_bytes()) if path.suffix == ".woff2" else len(gzip.compress(path.read_bytes()))

    page = len(gzip.compress(gallery.html("page").encode()))
    first = sum(
        sent(BUILT / name)
        for name in ("laufzettel.css", "laufzettel.js", "htmx.js", "fonts/fira-400.woff2", "fonts/fira-600.woff2")
    )

    assert page + first <= FIRST_VISIT
    assert page <= NEXT_VISIT


def test_the_error_summary_is_focused_and_its_links_lead_into_the_fields(chromium: Browser) -> None:
    page = chromium.new_page()
    browser.serve(page, gallery.html("page-errors"), "#b5121b")

    assert page.evaluate("document.activeElement.className") == "lz-errors"
    page.click(".lz-errors a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "hund.name"
    page.close()


def test_the_keys_of_the_office_work_outside_of_fields_and_can_be_switched_off(chromium: Browser) -> None:
    page = chromium.new_page()
    browser.serve(page, gallery.html("office-worklist"), "#b5121b")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "vorgang-suche"
    page.keyboard.type("a/?")
    assert page.input_value("#vorgang-suche") == "a/?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.uncheck("#tasten-an")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "vorgang-suche"
    page.close()
