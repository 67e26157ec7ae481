"""The preview asks every component as the portal does."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from playwright.sync_api import Browser, Page
from tests.studio.conftest import previewing
from tests.ui.browser import violations
from tests.ui.forms import every_component as every
from tests.ui.forms.test_every_component import assert_asked, assert_static, assert_told, posted_by, rows_of, wrongs

pytestmark = [pytest.mark.e2e, pytest.mark.nightly]
LATER = f"f{next(row.number for row in every.ROWS if row.case.name == 'a day to come')}"  # right on one day only


def test_the_preview_asks_every_component_as_the_portal_does(browser: Browser, tmp_path: Path) -> None:
    # given a package that asks for everything
    folder = tmp_path / every.KEY
    for name, content in every.files_of_the_service().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with previewing(folder) as url:
        context = browser.new_context(base_url=url, locale="de-DE", viewport={"width": 360, "height": 800})
        page = context.new_page()
        page.goto("/antrag/seite/seite_alles/")
        empty = lxml.html.document_fromstring(page.content())
        assert_asked(empty, "f", {f"f{row.number}": row.case.empty for row in every.ROWS})
        assert_static(empty)

        # when it is answered wrong, then right
        wrong = send(page, posted_by(empty) | wrongs("f"))
        assert_told(wrong, "f", but="adult")
        right = {name: texts for name, texts in every.rights("f").items() if name != LATER}
        send(page, posted_by(empty) | right)

        # then it is there again, and in words
        page.goto("/antrag/seite/seite_alles/")
        assert_asked(lxml.html.document_fromstring(page.content()), "f", every.values("f") | {LATER: None})
        assert violations(page) == []
        page.goto("/antrag/pruefen/")
        said = rows_of(lxml.html.document_fromstring(page.content()))
        assert [label for name, label, words in every.words("f") if name != LATER and (label, words) not in said] == []
        context.close()


def send(page: Page, raw: dict[str, list[str]]) -> Any:
    """Post the open page's form, and read the answer."""
    answer = page.request.post(
        page.url,
        data=urlencode({name: texts for name, texts in raw.items() if name} | {"weiter": "1"}, doseq=True),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": page.url.partition("/antrag")[0]},
    )
    return lxml.html.document_fromstring(answer.text())
