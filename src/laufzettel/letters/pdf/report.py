"""Reports in the look of the letters: the application, its receipt, the history of a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .letter import column_shares, titled, words_in
from .sheet import Attachment, Mark, compiled, marks_in


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under a heading of `level` 2 to 6: paragraphs, then label and value, then a table.

    `table` has the head as its first row.
    """

    heading: str
    paragraphs: Sequence[str] = ()
    pairs: Sequence[tuple[str, str]] = ()
    table: Sequence[Sequence[str]] = ()
    level: int = 2


def render_report(
    title: str,
    sections: Iterable[Section],
    *,
    sender: str,
    date: date,
    language: str = "de",
    subtitle: str = "",
    info: Sequence[tuple[str, str]] = (),
    marks: Sequence[Mark] = (),
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """A report as PDF/A-3a and PDF/UA-1: `title`, what `info` says about it, then the sections.

    `sender` stands above the title (the tenant's name). The same arguments give the same bytes.
    """
    words = words_in(language)
    data: Mapping[str, Any] = {
        "language": language,
        "title": titled(title),
        "subtitle": subtitle,
        "author": sender,
        "info": [list(pair) for pair in info],
        "marks": marks_in(language, marks),
        "sections": _normalised(sections),
        "words": {
            "page": words["page"],
            "of": words["of"],
            "label": "Item" if words is words_in("en") else "Angabe",
            "value": "Value" if words is words_in("en") else "Wert",
        },
    }
    return compiled("report.typ", data, day=date, attachments=attachments)


def _normalised(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """The sections with heading levels that skip none, as PDF/UA wants them."""
    level, parts = 1, []
    for section in sections:
        level = min(max(section.level, 2), level + 1, 6)
        parts.append(
            {
                "heading": titled(section.heading),
                "level": level,
                "paragraphs": list(section.paragraphs),
                "pairs": [list(pair) for pair in section.pairs],
                "table": [list(row) for row in section.table],
                "columns": column_shares(section.table),
            }
        )
    return parts
