"""Typst, Markdown, HTML and FEEL in what people write arrive as text: in the letter, on its page, in the copy."""

import html
from typing import Any

import lxml.html
import pypdfium2
import pytest
from tests.cases.test_questions import applicant
from tests.scenes import decided
from tests.test_permissions import browser

from laufzettel.core.tenancy import in_tenant
from laufzettel.files import queries as files
from laufzettel.letters import actions as letters
from laufzettel.tenants import queries as tenants

pytestmark = pytest.mark.django_db

HERE = "frankenberg-eder"
DOG = "#str(1)[x] $x^2$ *k* _u_ {{1+1}} <b>B</b> {#id .frei}"
WORDS = '= 1 + 1\n\n# Titel\n\n{{#if true}}ja{{/if}} <script>alert(1)</script>\n\n#panic("x") \\u{41} [a](https://b.example)'
LINES = ['#read("/etc/passwd")', "<img src=x onerror=alert(1)>", "{{settings}} 35066 *Ort*"]


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "").replace("-", "").split())


def test_what_people_write_is_text_everywhere() -> None:
    scene = decided(HERE, hund__name=DOG)
    with in_tenant(scene.tenant.id):
        letter, profile = scene.letter, tenants.profile()
        assert profile is not None
        letter.address = letter.address | {"lines": LINES, "salutation": DOG}
        letter.info = letter.info | {"pairs": [[DOG[:20], DOG]], "reference": DOG}
        letter.save(update_fields=["address", "info"])
        letters.edit(scene.clerk, letter.id, {"begruendung": WORDS}, letter.version)
    page: Any = lxml.html.fromstring(browser("clerk").get(f"/{HERE}/amt/schreiben/{letter.id}/").content)
    with in_tenant(scene.tenant.id):
        letters.issue(scene.clerk, scene.letter, scene.tenant, profile)
        assert scene.letter.file is not None
        pdf = files.content(scene.letter.file)
    copy = applicant(scene).get(f"/{HERE}/status/antrag/schreiben/{letter.id}/").content

    shown = squeezed(page.xpath("//main")[0].text_content())
    assert not page.xpath(
        "//main//script | //main//b | //main//img[@onerror] | //main//a[contains(@href, 'b.example')]"
    )
    assert squeezed(html.unescape(DOG)) in shown
    for content in (pdf, copy):
        text = squeezed("".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(content)))
        assert text.count(squeezed(DOG)) >= 4
        for line in [*LINES, *WORDS.split("\n\n")]:
            assert squeezed(line) in text, line
