"""Every component that an answer makes appear and vanish by scripts, against the page that the server draws whole."""

import urllib.parse
from typing import Any

import lxml.html
import pytest
from playwright.sync_api import Route
from tests.ui import browser
from tests.ui.forms.every_component import ADDRESS, FILE, PERSON, ROWS, SHOWN
from tests.ui.forms.form_gallery import NOW, page_html, render
from tests.ui.forms.test_forms_in_chromium import opened

from laufzettel.kernel import forms
from laufzettel.ui.forms import Uploads, render_changes

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]


def form_that_hides() -> forms.Form:
    """One page: a box to tick, and behind it every component, person, address, a file, and a list of them all."""
    hidden = {"conditional": {"hide": "= not(zeigen)"}}
    rows = [row.component("f", **hidden) for row in ROWS]
    shown = [component | hidden for component in [*SHOWN.values(), FILE, ADDRESS, PERSON]]
    asked = [row.component("e") for row in ROWS]
    entries = {"type": "dynamiclist", "id": "liste", "path": "liste", "label": "Liste", "components": asked} | hidden
    box = {"type": "checkbox", "id": "zeigen", "key": "zeigen", "label": "Zeigen"}
    page = {"type": "group", "id": "probe", "label": "Alles", "components": [box, *rows, *shown, entries]}
    return forms.read({"type": "default", "id": "form", "components": [page]})


def controls(html: str) -> list[tuple[str, str, str, str, bool]]:
    """What can be answered or pressed, in the order of the page, and what is preselected."""
    found: Any = lxml.html.document_fromstring(html).xpath(
        "//main//input[not(@type='hidden')] | //main//select | //main//textarea | //main//button"
    )
    return [
        (
            control.tag,
            control.get("name", ""),
            control.get("type", ""),
            control.get("value", "") if control.get("type") in ("radio", "checkbox") else "",
            control.get("name") != "zeigen" and control.get("checked") is not None,
        )
        for control in found
    ]


def test_what_appears_by_scripts_is_what_the_server_draws_whole() -> None:
    form = form_that_hides()
    more: dict[str, Any] = {"update_url": "/aendern/", "uploads": Uploads()}
    before, whole = (page_html(render(form, "probe", values=values, **more)) for values in ({}, {"zeigen": True}))

    def answer(route: Route) -> None:
        raw = urllib.parse.parse_qs(route.request.post_data or "", keep_blank_values=True)
        route.fulfill(body=str(render_changes(form, "probe", {}, raw, now=NOW, **more)))

    with browser.chromium() as chromium:
        page = opened(chromium, before)
        page.route("**/aendern/", answer)
        page.check("#f-zeigen")
        page.wait_for_selector(f"#f-f{ROWS[0].number}", state="visible")

        assert len(controls(whole)) > 140
        assert controls(page.content()) == controls(whole)
        assert browser.violations(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")

        page.uncheck("#f-zeigen")
        page.wait_for_selector(f"#f-f{ROWS[0].number}", state="detached")

        assert controls(page.content()) == controls(before)
