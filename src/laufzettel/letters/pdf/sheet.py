"""From JSON to a PDF: the one place that calls typst."""

import json
import tempfile
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from .coverage import printable
from .font_tables import FOLDER

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: list[Any] = ["a-3a", "ua-1"]

# What a mark says in short (across the page) and in full (in a frame on the first page), by language.
MARKS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "demo": {
        "de": ("Demo, kein Bescheid", "Dieses Schreiben dient der Vorführung. Es hat keine Rechtswirkung."),
        "en": ("Demo, not a notice", "This letter is for demonstration. It has no legal effect."),
    },
    "practice": {
        "de": ("Übung", "Dieses Schreiben entstand beim Üben. Es hat keine Rechtswirkung."),
        "en": ("Practice", "This letter was made for practice. It has no legal effect."),
    },
    "draft": {
        "de": ("Entwurf", "Dieses Schreiben ist noch nicht erlassen."),
        "en": ("Draft", "This letter has not been issued yet."),
    },
    "copy": {
        "de": (
            "Kopie zur Information",
            "Maßgeblich ist das Schreiben, das Ihnen zugeht. Fristen laufen ab dessen Bekanntgabe.",
        ),
        "en": (
            "Copy for information",
            "What counts is the letter that reaches you. Time limits run from its notification.",
        ),
    },
}
Mark = Literal["demo", "practice", "draft", "copy"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. `relationship` is that of PDF/A-3: what the file is to the page."""

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: Literal["source", "data", "alternative", "supplement"] = "data"


def marks_in(language: str, marks: Iterable[Mark]) -> list[dict[str, str]]:
    """The marks as the templates want them."""
    key = "en" if language.startswith("en") else "de"
    return [dict(zip(("short", "long"), MARKS[mark][key], strict=True)) for mark in marks]


@cache
def _source(name: str) -> bytes:
    return b"\n".join((TEMPLATES / part).read_bytes() for part in ("common.typ", name))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


def compiled(
    template: str,
    data: Mapping[str, Any],
    *,
    day: date,
    attachments: Iterable[Attachment] = (),
    logo: bytes | None = None,
) -> bytes:
    """The PDF of `template` with `data`; `day` is its date, so that the same data give the same bytes."""
    files = list(attachments)
    texts = _shown(data)
    if logo is None and all(_is_text(file.data) for file in files):
        texts["attachments"] = [{**_described(file), "text": file.data.decode()} for file in files]
        return _run(template, texts, day, None)
    with tempfile.TemporaryDirectory(prefix="laufzettel-pdf-") as folder:
        for number, file in enumerate(files):
            (Path(folder) / f"attachment-{number}").write_bytes(file.data)
        texts["attachments"] = [{**_described(file), "path": f"attachment-{n}"} for n, file in enumerate(files)]
        if logo is not None:
            (Path(folder) / "logo").write_bytes(logo)
        return _run(template, texts, day, folder)


def pictures(
    template: str, data: Mapping[str, Any], *, day: date, logo: bytes | None = None, ppi: float = 96
) -> list[bytes]:
    """The pages of `template` with `data` as PNG, without attachments."""
    texts = _shown(data) | {"attachments": []}
    with tempfile.TemporaryDirectory(prefix="laufzettel-pdf-") as folder:
        if logo is not None:
            (Path(folder) / "logo").write_bytes(logo)
        return _run_pictures(template, texts, day, folder if logo is not None else None, ppi)


class _Compilers(threading.local):
    """One compiler a thread: making it costs as much as a tenth of a letter."""

    plain: typst.Compiler | None = None


_COMPILERS = _Compilers()


def _compiler(root: str | None) -> typst.Compiler:
    if root is not None:
        return typst.Compiler(root=root, font_paths=_fonts(), ignore_system_fonts=True)
    if _COMPILERS.plain is None:
        _COMPILERS.plain = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    return _COMPILERS.plain


def _run(template: str, texts: Mapping[str, Any], day: date, root: str | None) -> bytes:
    result = _compiler(root).compile(
        input=_source(template),
        format="pdf",
        sys_inputs={"data": json.dumps(texts, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.combine(day, time(12), UTC),
    )
    assert isinstance(result, bytes)  # noqa: S101 - one PDF without an output path is always bytes
    return result


def _run_pictures(template: str, texts: Mapping[str, Any], day: date, root: str | None, ppi: float) -> list[bytes]:
    result = _compiler(root).compile(
        input=_source(template),
        format="png",
        ppi=ppi,
        sys_inputs={"data": json.dumps(texts, ensure_ascii=False)},
        timestamp=datetime.combine(day, time(12), UTC),
    )
    return [result] if isinstance(result, bytes) else [bytes(page) for page in result or ()]


def _shown(value: Any) -> Any:
    """`value` with every text made printable; keys and the words of the tree's own language stay as they are."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shown(item) for item in value]
    return value


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _described(file: Attachment) -> dict[str, str]:
    return {
        "name": printable(file.name).replace("/", "_").replace("\\", "_"),
        "type": file.media_type,
        "description": printable(file.description),
        "relationship": file.relationship,
    }
