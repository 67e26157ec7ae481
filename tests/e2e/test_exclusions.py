"""Every page that ends an application, of every service, reached in Chromium by the answers of its scenario."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.driving import go_on
from tests.e2e.looking import Look
from tests.e2e.ways import Way, exclusions, fill, package_of

SAMPLE = {("ifsg-entschaedigung", "seite_betreuung")}
"""What the normal run walks; the nightly one walks all."""
WALKS = [
    pytest.param(*key, scenario, id=f"{key[0]}-{key[1]}", marks=[] if key in SAMPLE else [pytest.mark.nightly])
    for key, scenario in exclusions().items()
]


def test_every_page_that_ends_an_application_is_walked() -> None:
    assert [key for key, scenario in exclusions().items() if not scenario] == []
    assert len(exclusions()) >= 11
    assert set(exclusions()) >= SAMPLE


@pytest.mark.e2e
@pytest.mark.parametrize(("service", "last", "scenario"), WALKS)
def test_it_says_why_and_lets_nobody_send(
    open_page: Callable[..., Page], service: str, last: str, scenario: str
) -> None:
    way = Way(service, scenario)
    slug = str(way.data["example"])
    page = open_page(f"/{slug}/{service}/beginnen/", width=360, height=740)
    with page.expect_navigation():
        page.locator("main form button").first.click()
    look = Look(page, "de")

    source = next(one for one in package_of(service).application.sources if one.id == last)
    assert source.group is not None
    title = str(source.group.label.text)
    for _ in range(20):
        if page.locator("h1").inner_text() == title:
            break
        asked = way.page(page.url.rstrip("/").rpartition("/")[2])
        assert asked is not None, f"{scenario} does not come to {page.url}"
        fill(look, asked)
        go_on(page)

    expect(page.locator("h1")).to_have_text(title)
    look.here(last)
    assert look.found == {}
    assert page.locator("[name=weiter], [name=absenden]").count() == 0
    page.goto(f"/{slug}/{service}/antrag/pruefen/")
    assert page.locator("[name=absenden]").count() == 0
