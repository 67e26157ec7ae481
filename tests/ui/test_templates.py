"""Every page as HTML: what a strict policy, a screen reader and a printer need of it."""

from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree, html
from tests.ui import gallery

NAMES = tuple(gallery.PAGES)


@cache
def document(name: str, language: str = "de") -> Any:
    return html.document_fromstring(gallery.html(name, language))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_holds_no_inline_style_or_script(name: str) -> None:
    page = document(name)

    assert page.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//@href[starts-with(., 'javascript:')]") == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_of_the_first_level_and_skips_none(name: str) -> None:
    levels = [int(heading.tag[1]) for heading in document(name).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]

    main = [int(heading.tag[1]) for heading in document(name).xpath("//main//*[self::h1 or self::h2 or self::h3]")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(main[main.index(1) :]))


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_references_lead_somewhere(name: str) -> None:
    page = document(name)
    ids = page.xpath("//@id")
    references = {
        word for text in page.xpath("//@aria-describedby|//@aria-labelledby|//label/@for") for word in text.split()
    }

    assert len(ids) == len(set(ids))
    assert references <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_each_form_that_writes_carries_its_token_and_each_field_a_name(name: str) -> None:
    page = document(name)

    writing = page.xpath("//form[@method='post'][not(contains(@action, '/sprache/'))]")
    without = [form for form in writing if not form.xpath(".//input[@name='csrfmiddlewaretoken']")]
    assert without == []
    for field in page.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), etree.tostring(field)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_its_language_and_has_a_title_of_its_own(name: str) -> None:
    german, english = document(name), document(name, "en")

    assert (german.get("lang"), english.get("lang")) == ("de", "en")
    titles = [gallery.html(other).split("<title>")[1].split("</title>")[0] for other in ("home", "status")]
    assert len(set(titles)) == 2
    assert german.xpath("string(//title)").strip()


def test_the_practice_tenant_says_so_on_every_page() -> None:
    assert "Übung: Hier wird geprobt." in gallery.html("practice")
    assert "Übung: Hier wird geprobt." not in gallery.html("home")


def test_values_of_people_are_only_text() -> None:
    evil = "<script>alert(1)</script>"

    text = gallery.html("status", values={"title": evil, "sentences": [evil], "number": evil})

    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)") >= 4
