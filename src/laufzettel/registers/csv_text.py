"""CSV as offices have it: read in several encodings and with any separator, written so that nothing is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
SEPARATORS = (";", ",", "\t", "|")
BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Unreadable(Exception):
    """The file is no table that can be read; `code` says why, `line` where, as far as known."""

    def __init__(self, code: str, line: int = 0) -> None:
        self.code, self.line = code, line
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its heading, its rows with the line on which each begins, and how it was written."""

    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    separator: str


def read(content: bytes) -> Table:
    """Read a CSV file (RFC 4180, and what people make of it). Empty lines are none. Raises `Unreadable`."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too-large")
    text, encoding = _decoded(content)
    separator, text, skipped = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line + skipped, tuple(cells)))
            if len(rows) > MAX_ROWS + 1:
                raise Unreadable("too-many-rows")
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("quotes", line + skipped) from error
    if len(rows) < 2:
        raise Unreadable("no-rows")
    heading = tuple(cell.strip() for cell in rows[0][1])
    if len(heading) > MAX_COLUMNS:
        raise Unreadable("too-many-columns")
    return Table(heading, tuple(rows[1:]), encoding, separator)


def written(rows: Iterable[Sequence[str]], *, separator: str = ";", mark: bool = True) -> bytes:
    """Rows as CSV (RFC 4180) in UTF-8, with a byte order mark if a spreadsheet is to see that it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return ((BYTE_ORDER_MARK if mark else "") + out.getvalue()).encode()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet will not take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def as_meant(cell: str) -> str:
    """A cell without what `harmless` put before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decode(content, encoding), "utf-8" if encoding == "utf-8-sig" else encoding
    if b"\0" in content:
        raise Unreadable("no-text")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode(content, "cp1252"), "windows-1252"


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("characters", content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise Unreadable("no-text")
    return text


def _separator(text: str) -> tuple[str, str, int]:
    """The separator, the text without a line `sep=;` that spreadsheets write, and how many lines that took."""
    first, _, rest = text.partition("\n")
    told = first.strip().casefold()
    if told.startswith("sep=") and len(told) == 5 and told[4] in SEPARATORS:
        return told[4], rest, 1
    return max(SEPARATORS, key=lambda one: _fitness(text, one)), text, 0


def _fitness(text: str, separator: str) -> tuple[int, int]:
    """How well a separator fits the beginning: rows as wide as the first, and how wide that is."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator):
            widths.append(len(cells))
            if len(widths) == 20:
                break
    except csv.Error:
        pass
    if not widths or widths[0] < 2:
        return (0, 0)
    return sum(width == widths[0] for width in widths), widths[0]
