"""Entries of a repeatable group from a CSV file: which column is which question, and what is doubtful in which line.

Nothing is kept between the steps but what the page itself carries: the rows that are not entries yet, with their lines.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from laufzettel.kernel.forms import Page
from laufzettel.kernel.forms.model import Field, Repeat, walk_all
from laufzettel.kernel.forms.paths import look_up
from laufzettel.kernel.forms.view import flat
from laufzettel.portal.drafts import Sitting
from laufzettel.registers import columns, csv_text

MAX_BYTES = 1_000_000
MAX_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file: the line on which it begins, its cells, and what is wrong in which column."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What of a file is not an entry yet."""

    heading: tuple[str, ...]
    rows: tuple[Row, ...]

    def to_json(self) -> str:
        """As the page carries it."""
        return json.dumps([self.heading, *([row.line, *row.cells] for row in self.rows)], ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """A table looked through: entries that the form takes, by line, and the rows that it does not."""

    entries: tuple[tuple[int, dict[str, Any]], ...] = ()
    doubtful: tuple[Row, ...] = field(default_factory=tuple)


def lists_of(page: Page) -> list[Repeat]:
    """The groups of a page whose entries may come from a file."""
    nodes = (item.node for item in flat(page.items) if item.role == "repeat")
    return [node for node in nodes if isinstance(node, Repeat) and node.from_table]


def fields_of(node: Repeat) -> dict[str, Field]:
    """The questions of one entry, by dotted path, in the order of the form."""
    return {".".join(one.key): one for one in walk_all(node.level.nodes) if isinstance(one, Field)}


def read(content: bytes) -> Table:
    """A CSV file; raises `csv_text.Unreadable`."""
    if len(content) > MAX_BYTES:
        raise csv_text.Unreadable("too-large")
    table = csv_text.read(content)
    if len(table.rows) > MAX_ROWS:
        raise csv_text.Unreadable("too-many-rows")
    return Table(table.heading, tuple(Row(line, cells) for line, cells in table.rows))


def carried(text: str) -> Table | None:
    """What a page carried; None where it is no table of ours (a browser may send anything)."""
    try:
        heading, *rows = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None
    is_sound = isinstance(heading, list) and len(heading) <= csv_text.MAX_COLUMNS and len(rows) <= MAX_ROWS
    if not is_sound or not all(_is_row(row) for row in rows) or not _are_cells(heading):
        return None
    return Table(tuple(heading), tuple(Row(row[0], tuple(row[1:])) for row in rows))


def _is_row(row: object) -> bool:
    return isinstance(row, list) and bool(row) and type(row[0]) is int and _are_cells(row[1:])


def _are_cells(cells: Sequence[object]) -> bool:
    return all(isinstance(cell, str) and "\0" not in cell and len(cell) <= 5000 for cell in cells)


def chosen(node: Repeat, table: Table, posted: Mapping[str, str]) -> dict[str, int]:
    """Which column somebody has chosen for each question."""
    found = {}
    for path in fields_of(node):
        text = posted.get(f"spalte-{path}", "")
        if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < len(table.heading):
            found[path] = int(text)
    return found


def looked_through(sitting: Sitting, page: Page, node: Repeat, table: Table, mapped: Mapping[str, int]) -> Looked:
    """Check every row as the page would check an entry that was typed in."""
    entries: list[tuple[int, dict[str, Any]]] = []
    doubtful: list[Row] = []
    seen: dict[tuple[str, ...], int] = {}
    room = node.maximum - len(present(sitting, node))
    for start in range(0, len(table.rows), node.maximum):
        part = table.rows[start : start + node.maximum]
        for row, (values, problems) in zip(part, _checked(sitting, page, node, part, mapped), strict=True):
            problems += _odd(table, row, seen)
            if not problems and len(entries) >= room:
                problems.append(("", gettext("Mehr als %(number)s passen nicht.") % {"number": node.maximum}))
            if problems:
                doubtful.append(Row(row.line, row.cells, tuple(problems)))
            else:
                entries.append((row.line, values))
    return Looked(tuple(entries), tuple(doubtful))


def _checked(
    sitting: Sitting, page: Page, node: Repeat, rows: Sequence[Row], mapped: Mapping[str, int]
) -> list[tuple[dict[str, Any], list[tuple[str, str]]]]:
    fields, name = fields_of(node), ".".join(node.key)
    labels = columns.headings(fields, _language())
    raw: dict[str, list[str]] = {f"{name}#": [str(len(rows))]}
    problems: list[list[tuple[str, str]]] = [[] for _ in rows]
    for number, row in enumerate(rows):
        cells = columns.posted(fields, mapped, row.cells)
        raw |= {f"{name}.{number}.{path}": value for path, value in cells.items()}
        problems[number] += [(labels[path], gettext("Hier steht weder ja noch nein.")) for path in
                             columns.unticked(fields, cells)]  # fmt: skip
    answers = sitting.form.validate(page.id, raw, values=sitting.values, context=sitting.context, now=sitting.moment)
    for error in answers.errors:
        at, _, path = error.path.removeprefix(f"{name}.").partition(".")
        if error.path.startswith(f"{name}.") and at.isdecimal() and int(at) < len(rows):
            problems[int(at)].append((labels.get(path, path), error.text.in_language(_language())))
    kept = look_up(answers.values, node.key)
    values = kept if isinstance(kept, list) else []
    return [(dict(value), found) for value, found in zip(values, problems, strict=True)]


def _odd(table: Table, row: Row, seen: dict[tuple[str, ...], int]) -> list[tuple[str, str]]:
    """What no form sees: cells beyond the heading, and a row that was there before."""
    found = []
    if any(cell.strip() for cell in row.cells[len(table.heading) :]):
        found.append(("", gettext("Die Zeile hat mehr Zellen als die Überschrift.")))
    first = seen.setdefault(tuple(cell.strip() for cell in row.cells), row.line)
    if first != row.line:
        found.append(("", gettext("Dieselbe Zeile steht schon in Zeile %(line)s.") % {"line": first}))
    return found


def present(sitting: Sitting, node: Repeat) -> list[dict[str, Any]]:
    """The entries that are there already, without those in which nothing was answered."""
    kept = look_up(sitting.values, node.key)
    return [entry for entry in kept if any(_is_answer(one) for one in entry.values())] if isinstance(kept, list) else []


def _is_answer(value: object) -> bool:
    return value not in (None, False, []) and value != {}


def with_entries(sitting: Sitting, node: Repeat, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The answers of the draft with further entries."""
    values = _copied(sitting.values, node.key[:-1])
    place = values
    for part in node.key[:-1]:
        place = place[part]
    place[node.key[-1]] = [*present(sitting, node), *entries]
    return sitting.form.prune(values, sitting.context, now=sitting.moment)


def _copied(values: Mapping[str, Any], way: Sequence[str]) -> dict[str, Any]:
    copy = dict(values)
    if way:
        inner = copy.get(way[0])
        copy[way[0]] = _copied(inner if isinstance(inner, Mapping) else {}, way[1:])
    return copy


def report(table: Table, doubtful: Sequence[Row]) -> bytes:
    """The doubtful rows as CSV, with line and reasons: to be mended and read again."""
    width = len(table.heading)
    last = (gettext("Zeile"), gettext("Was zu ändern ist"))
    rows = [(*table.heading, *last)]
    for row in doubtful:
        cells = (*row.cells, *[""] * width)[:width]
        rows.append((*cells, str(row.line), " ".join(in_words(row)), *row.cells[width:]))
    return csv_text.written(rows)


def in_words(row: Row) -> list[str]:
    """What is wrong in a row, by column."""
    return [f"{column}: {text}" if column else text for column, text in row.problems]


def pattern(node: Repeat) -> bytes:
    """A file with nothing but the heading, to be filled in."""
    return csv_text.written([list(columns.headings(fields_of(node), _language()).values())])


def _language() -> str:
    from django.utils.translation import get_language

    return get_language() or "de"
