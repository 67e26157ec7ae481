"""What people type or call their files arrives as text everywhere: check page, PDF, JSON, the office's page."""

import json
from decimal import Decimal
from typing import Any

import lxml.html
import pypdfium2
import pytest
from tests.ui.forms.form_gallery import NOW

from laufzettel.cases.filing import report_sections
from laufzettel.kernel import feel, forms
from laufzettel.letters.pdf import render_report
from laufzettel.ui.forms import render_page
from laufzettel.ui.results import answer_groups

HOSTILE = (
    '#panic("typst")', "#set page(width: 1cm)", "$ x^2 $", "@ref <label>", "*fett* _schief_ `code`", "# Titel", "| a | b |",
    "[Link](javascript:alert(1))", "<script>alert(1)</script>", "{{7*7}}", "{{#if true}}x{{/if}}", "= 1 + 1", '"] #read("/etc/passwd")',
    "\\u{202e}", "a // b /* c */", "{#begruendung}", "&amp; &#60;",
)  # fmt: skip
FORM: dict[str, Any] = {
    "type": "default",
    "id": "probe",
    "components": [
        {"type": "textfield", "id": "text", "key": "text", "label": "Text"},
        {"type": "textarea", "id": "lang", "key": "lang", "label": "Langer Text"},
        {"type": "filepicker", "id": "datei", "key": "datei", "label": "Datei"},
        {"type": "expression", "id": "folge", "key": "folge", "label": "Folge", "expression": '= text + ""'},
        {"type": "text", "id": "satz", "text": "Sie schrieben: {{text}}"},
    ],
}


def values(hostile: str) -> dict[str, Any]:
    file = {"id": "1", "name": f"{hostile}.pdf", "type": "application/pdf", "size": Decimal(12)}
    return {"text": hostile, "lang": hostile, "datei": [file], "folge": hostile}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_it_is_text_on_the_page_in_the_summary_and_in_the_json(hostile: str) -> None:
    form = forms.read(FORM)

    page: Any = lxml.html.fragment_fromstring(str(render_page(form, "probe", values(hostile), now=NOW)), "main")
    rows = answer_groups(form.summary(values(hostile), now=NOW)[0], "de")[0]["answers"]

    assert page.xpath("//input[@name='text']")[0].get("value") == hostile
    assert page.xpath("//textarea")[0].text.removeprefix("\n") == hostile
    assert page.xpath("//*[@class='lz-upload__name']")[0].text.startswith(f"{hostile}.pdf")
    assert hostile in page.text_content().replace("\xa0", " ")
    assert page.xpath("//script|//b|//strong|//em|//code|//a[starts-with(@href, 'javascript')]") == []
    assert [row["value"] for row in rows] == [hostile, hostile, f"{hostile}.pdf (12\xa0Bytes)", hostile]
    assert feel.context_from_json(json.loads(json.dumps(feel.to_json(values(hostile))))) == values(hostile)


def test_it_is_text_in_the_pdf() -> None:
    form = forms.read(FORM)
    sections = [
        part
        for hostile in HOSTILE
        for section in form.summary(values(hostile), now=NOW)
        for part in report_sections(section, "de")
    ]

    pdf = render_report("Antrag", sections, sender="Herborn", date=NOW.date(), info=[("Vorgang", "1")])

    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    flat = "".join(text.split())
    for hostile in HOSTILE:
        assert flat.count("".join(hostile.split())) >= 3, hostile
