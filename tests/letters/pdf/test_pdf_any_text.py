"""Whatever stands in the values: a PDF comes out, and it says what its tree says."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laufzettel.kernel import letters
from laufzettel.letters.pdf import Attachment, Letterhead, Section, render_letter, render_report
from laufzettel.letters.pdf.coverage import printable

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
DAY = date(2026, 5, 4)
HEAD = Letterhead("Stadt", "Stadt, 1")
LETTER = letters.read("# {{v}}\n\nx{{v}}y\n\n## {{v}}\n\n- {{v}}\n\n| {{v}} | b |\n|---|---:|\n| c | **{{v}}** |")
SYNTAX = st.sampled_from(
    ["#", "$", "*", "_", "`", "<", ">", "@", "\\", "[", "]", "(", ")", '"', "'", "/", "~", "=", "-", "\n"]
)
LATIN = st.characters(codec="utf-8", max_codepoint=0x24F, exclude_categories=("Cc", "Cf", "Cs"))
WRITTEN = st.lists(SYNTAX | LATIN, min_size=1, max_size=60).map("".join)


def squeezed(text: str) -> str:
    """Without white space, hyphens and what stands for them, which setting may change."""
    return re.sub(r"[\s\u200b\u00ad\u2010\ufffe\u0002-]+", "", text)


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    finally:
        document.close()


def any_text_makes_a_pdf(value: str) -> None:
    tree = LETTER.render({"v": value}, now=NOW)
    files = [Attachment(value[:40], value.encode("utf-8", "replace"), "text/plain", value)]
    assert render_letter(tree, HEAD, ("x",), [("a", "b")], date=DAY, attachments=files).startswith(b"%PDF-1.7")
    report = render_report(
        value, [Section(value, [value], [(value, value)], [(value,), (value,)])], sender=value, date=DAY
    )
    assert report.startswith(b"%PDF-1.7")


@given(st.text(max_size=80))
@settings(max_examples=8)
def test_any_text_makes_a_pdf(value: str) -> None:
    any_text_makes_a_pdf(value)


@pytest.mark.nightly
@given(st.text(max_size=400))
@settings(max_examples=800)
def test_any_text_makes_a_pdf_at_length(value: str) -> None:
    any_text_makes_a_pdf(value)


def written_is_what_is_read(value: str, notice: Callable[..., bytes]) -> None:
    tree = LETTER.render({"v": value}, now=NOW)
    found = squeezed(text_of(notice(tree=tree, salutation=value, enclosures=(value,))))
    assert found.count(squeezed(printable(value))) >= 7


@given(WRITTEN)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_what_is_read(notice: Callable[..., bytes], value: str) -> None:
    written_is_what_is_read(value, notice)


@pytest.mark.nightly
@given(WRITTEN)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_what_is_read_at_length(notice: Callable[..., bytes], value: str) -> None:
    written_is_what_is_read(value, notice)
