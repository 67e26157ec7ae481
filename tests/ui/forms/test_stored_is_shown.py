"""Whatever a form accepts comes again from its page as it was stored, and stands in the PDF as in the summary."""

from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from tests.kernel.forms.test_form_round_trip import FORM, posts
from tests.ui.forms.form_gallery import NOW
from tests.ui.forms.test_form_rendering import posted_by

from laufzettel.cases.filing import report_sections
from laufzettel.letters.pdf import render_report
from laufzettel.ui.forms import render_page

type Raw = dict[str, list[str]]


def accepted(raw: Raw) -> dict[str, Any]:
    """The values of what the form takes of a post."""
    return dict(FORM.validate("*", raw, now=NOW).values)


def check_page(raw: Raw) -> None:
    values = accepted(raw)
    page = render_page(FORM, "*", values, now=NOW)

    again = FORM.validate("*", posted_by(page), now=NOW)

    # What was refused is asked again, and blank until then.
    assert again.errors == ()
    assert FORM.prune(again.values, now=NOW) == again.values
    assert without_blanks(again.values) == without_blanks(values)


def without_blanks(value: Any) -> Any:
    """The answers alone: what was refused is missing in one, and null in the other."""
    if isinstance(value, dict):
        return {name: kept for name, inner in value.items() if (kept := without_blanks(inner)) not in (None, [], {})}
    return [without_blanks(inner) for inner in value] if isinstance(value, list) else value


def check_pdf(raw: Raw) -> None:
    sections = FORM.summary(accepted(raw), now=NOW)
    parts = [part for section in sections for part in report_sections(section, "de")]

    pdf = render_report("Antrag", parts, sender="Herborn", date=NOW.date(), info=[("Vorgang", "1")])

    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    flat = flattened(text)
    for row in (row for section in sections for row in section.all_rows):
        assert flattened(str(row.label)) in flat
        assert flattened(str(row.value)) in flat, row


def flattened(text: str) -> str:
    """The characters alone: where a line ends within a word PDFium says so by a character of its own."""
    return "".join(text.replace("\x02", "").replace("\N{SOFT HYPHEN}", "").split())


@given(posts())
@settings(max_examples=8, deadline=None)
def test_what_is_stored_comes_again_from_its_page(raw: Raw) -> None:
    check_page(raw)


@pytest.mark.nightly
@given(posts())
@settings(max_examples=600, deadline=None)
def test_what_is_stored_comes_again_from_its_page_at_length(raw: Raw) -> None:
    check_page(raw)


@given(posts())
@settings(max_examples=2, deadline=None)
def test_what_is_stored_stands_in_the_pdf(raw: Raw) -> None:
    check_pdf(raw)


@pytest.mark.nightly
@given(posts())
@settings(max_examples=60, deadline=None)
def test_what_is_stored_stands_in_the_pdf_at_length(raw: Raw) -> None:
    check_pdf(raw)
