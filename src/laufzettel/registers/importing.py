"""Files of entries: read, mapped, looked through and written, in small transactions that may be killed."""

import uuid
from collections.abc import Mapping
from typing import Any

from laufzettel.core import audit, jobs
from laufzettel.core.actors import Actor
from laufzettel.core.clock import now
from laufzettel.files.actions import clean_name
from laufzettel.kernel import feel, forms
from laufzettel.kernel.package import registers as rules
from laufzettel.registers import actions, columns, csv_text, queries
from laufzettel.registers.models import Entry, EntryKey, Import, ImportRow
from laufzettel.registers.shelf import Shelf

BATCH = 100
"""Rows in one transaction: what is lost of the work, never of the rows, when it is killed."""

type Problem = dict[str, str]
"""Why a row is doubtful: `code`, `field` (a path, or empty), `de`, `en`."""


class ImportRefused(Exception):
    """The import is not in the state that this needs; nothing was changed."""


def begin(actor: Actor, shelf: Shelf, name: str, content: bytes) -> Import:
    """Keep every row of a file, and propose which column is which field. Raises `csv_text.Unreadable`."""
    table = csv_text.read(content)
    made = Import(
        **shelf.key,
        name=clean_name(name),
        encoding=table.encoding,
        separator=table.separator,
        heading=list(table.heading),
        mapped=columns.proposed(shelf.form, table.heading),
        created_at=now(),
        created_by=actor.to_json(),
    )
    made.save(force_insert=True)
    ImportRow.objects.bulk_create(
        (ImportRow(source=made, line=line, cells=list(cells)) for line, cells in table.rows), batch_size=1000
    )
    audit.record(actor, "register-file-read", kind="register-import", object_id=made.id)
    return made


def check(actor: Actor, import_id: uuid.UUID, mapped: Mapping[str, int]) -> None:
    """Look every row through with these columns; nothing is written to the register yet."""
    found = _locked(import_id, Import.State.MAPPING, Import.State.CHECKED)
    found.mapped, found.state = dict(mapped), Import.State.CHECKING
    found.save(update_fields=["mapped", "state"])
    ImportRow.objects.filter(source=found).update(state=ImportRow.State.NEW, problems=[], marks=[])
    audit.record(actor, "register-import-checked", kind="register-import", object_id=found.id)
    jobs.enqueue("registers.check_import", found.id)


def start(actor: Actor, import_id: uuid.UUID) -> None:
    """Write the rows without doubts to the register, in the background; asked twice it happens once."""
    found = _locked(import_id, Import.State.CHECKED)
    found.state = Import.State.IMPORTING
    # Whoever starts it has written the entries.
    found.created_by = actor.to_json()
    found.save(update_fields=["state", "created_by"])
    audit.record(actor, "register-import-started", kind="register-import", object_id=found.id)
    jobs.enqueue("registers.write_import", found.id)


def discard(actor: Actor, import_id: uuid.UUID) -> None:
    """Forget the rows of a file that are no entries, because somebody says so."""
    found = _locked(import_id, Import.State.MAPPING, Import.State.CHECKED, Import.State.DONE, Import.State.DISCARDED)
    rest = ImportRow.objects.filter(source=found).exclude(state=ImportRow.State.IMPORTED)
    payload = {"rows": rest.count()}
    rest.delete()
    found.state, found.ended_at = Import.State.DISCARDED, now()
    found.save(update_fields=["state", "ended_at"])
    audit.record(actor, "register-import-discarded", kind="register-import", object_id=found.id, payload=payload)


def check_batch(import_id: uuid.UUID, seen: dict[str, int]) -> bool:
    """Look the next rows through; whether there are more. `seen` are the marks of rows before, with their line."""
    found = Import.objects.filter(id=import_id).select_for_update().first()
    if found is None or found.state != Import.State.CHECKING:
        return False
    shelf = _shelf(found)
    batch = list(ImportRow.objects.filter(source=found, state=ImportRow.State.NEW).order_by("line")[:BATCH])
    if not batch:
        found.state = Import.State.CHECKED
        found.save(update_fields=["state"])
        return False
    if not seen:
        _remember(found, seen)
    for row in batch:
        row.problems, row.marks = _judged(shelf, found, row, seen)
        row.state = ImportRow.State.DOUBTFUL if row.problems else ImportRow.State.READY
        for mark in row.marks:
            seen.setdefault(mark, row.line)
    ImportRow.objects.bulk_update(batch, ["problems", "marks", "state"])
    return True


def write_batch(import_id: uuid.UUID) -> bool:
    """Write the next rows to the register; whether there are more. A row that fits no more becomes doubtful."""
    found = Import.objects.filter(id=import_id).select_for_update().first()
    if found is None or found.state != Import.State.IMPORTING:
        return False
    shelf, actor = _shelf(found), Actor.from_json(found.created_by)
    batch = list(ImportRow.objects.filter(source=found, state=ImportRow.State.READY).order_by("line")[:BATCH])
    if not batch:
        found.state, found.ended_at = Import.State.DONE, now()
        found.save(update_fields=["state", "ended_at"])
        return False
    for row in batch:
        values, errors = _values(shelf, found, row)
        reason = f"{found.name}, Zeile {row.line}"
        try:
            if errors:
                raise actions.Invalid([])
            row.entry = actions.add(shelf, values, actions.Writing(actor, reason, row.id))
            row.state, row.cells, row.marks = ImportRow.State.IMPORTED, [], []
        except actions.KeyTaken as taken:
            row.state, row.problems = ImportRow.State.DOUBTFUL, [_taken(taken.field)]
        except actions.EntryRefused:
            row.state, row.problems = ImportRow.State.DOUBTFUL, errors or [_odd()]
    ImportRow.objects.bulk_update(batch, ["state", "problems", "entry", "cells", "marks"])
    return True


def _locked(import_id: uuid.UUID, *states: Import.State) -> Import:
    found = Import.objects.filter(id=import_id, state__in=states).select_for_update().first()
    if found is None:
        raise ImportRefused("Der Import ist nicht mehr so weit.")
    return found


def _shelf(found: Import) -> Shelf:
    shelf = queries.shelf_of(found.offering, found.register)
    if shelf is None:
        raise ImportRefused(f"Das Register „{found.register}“ gibt es nicht mehr.")
    return shelf


def _remember(found: Import, seen: dict[str, int]) -> None:
    """The marks of rows that were looked through before this task was killed."""
    done = ImportRow.objects.filter(source=found).exclude(state=ImportRow.State.NEW).order_by("line")
    for line, marks in done.values_list("line", "marks"):
        for mark in marks:
            seen.setdefault(mark, line)


def _values(shelf: Shelf, found: Import, row: ImportRow) -> tuple[dict[str, Any], list[Problem]]:
    """The row as values of an entry, and why the form of an entry would not take it."""
    raw = columns.posted(shelf.form, found.mapped, row.cells)
    problems = [_problem("option", path, _NOT_YES) for path in columns.unticked(shelf.form, raw)]
    answers = shelf.form.validate(forms.WHOLE, raw, now=now())
    problems += [_problem(error.code, error.path, (str(error.text), error.text.en)) for error in answers.errors]
    if len(row.cells) > len(found.heading) and any(cell.strip() for cell in row.cells[len(found.heading) :]):
        problems.append(_problem("cells", "", _TOO_WIDE))
    return answers.values, problems


def _judged(shelf: Shelf, found: Import, row: ImportRow, seen: Mapping[str, int]) -> tuple[list[Problem], list[str]]:
    values, problems = _values(shelf, found, row)
    keys = rules.keys_of(shelf.register, values)
    likeness = rules.likeness(shelf.register, values)
    marks = [f"{path}\t{text}" for path, text in keys.items()] + ([f"\t{likeness}"] if likeness else [])
    for path, text in keys.items():
        if (line := seen.get(f"{path}\t{text}")) is not None:
            problems.append(_problem("double-key", path, _in_line(line, "Diese Nummer", "This number")))
        elif EntryKey.objects.filter(**shelf.key, field=path, value=text[:500], is_open=True).exists():
            problems.append(_taken(path))
    if likeness and not problems:
        if (line := seen.get(f"\t{likeness}")) is not None:
            problems.append(
                _problem("double", "", _in_line(line, "Vielleicht doppelt: Dasselbe", "Perhaps double: the same"))
            )
        elif (other := Entry.objects.filter(**shelf.key, likeness=likeness, ended_on=None).first()) is not None:
            de = f"Vielleicht doppelt: „{other.label}“ steht schon im Register."
            problems.append(
                _problem("double", "", (de, f"Perhaps double: “{other.label}” is in the register already."))
            )
    return problems, marks


_NOT_YES = ("Hier steht weder ja noch nein.", "This says neither yes nor no.")
_TOO_WIDE = (
    "Die Zeile hat mehr Zellen als die Überschrift. Vielleicht fehlt ein Anführungszeichen.",
    "The row has more cells than the heading. Perhaps a quotation mark is missing.",
)


def _problem(code: str, path: str, words: tuple[str, str]) -> Problem:
    return {"code": code, "field": path, "de": words[0], "en": words[1]}


def _in_line(line: int, de: str, en: str) -> tuple[str, str]:
    return f"{de} steht schon in Zeile {line}.", f"{en} is in line {line} already."


def _taken(path: str) -> Problem:
    return _problem("taken", path, ("Diese Nummer steht schon im Register.", "This number is in the register already."))


def _odd() -> Problem:
    return _problem("changed", "", ("Die Zeile passt nicht mehr ins Register.", "The row does not fit any more."))


def report(actor: Actor, found: Import, language: str) -> bytes:
    """The doubtful rows, as they were in the file, with line and reasons: to be mended and read again."""
    audit.record(actor, "register-report-read", kind="register-import", object_id=found.id)
    headings = columns.headings(_shelf(found).form, language)
    last = ("Line", "Reason") if language.startswith("en") else ("Zeile", "Grund")
    rows: list[list[str]] = [[*found.heading, *last]]
    width = len(found.heading)
    for row in ImportRow.objects.filter(source=found, state=ImportRow.State.DOUBTFUL).order_by("line"):
        padded = [*row.cells, *[""] * (width - len(row.cells))]
        rows.append([*padded[:width], str(row.line), words(row.problems, headings, language), *padded[width:]])
    return csv_text.written(rows, separator=found.separator)


def words(problems: list[Problem], headings: Mapping[str, str], language: str) -> str:
    """Why a row is doubtful, in one text."""
    key = "en" if language.startswith("en") else "de"
    return " ".join(
        f"{headings[one['field']]}: {one[key]}" if one["field"] in headings else one[key] for one in problems
    )


def export(actor: Actor, shelf: Shelf, *, state: str, mark: bool) -> bytes:
    """Entries of a register as CSV: with the headings that reading a file proposes; who took them out is logged."""
    headings = columns.headings(shelf.form)
    rows: list[list[str]] = [[*headings.values(), "Beendet am", "Ereignis"]]
    found = Entry.objects.filter(**shelf.key).order_by("sort_key", "id")
    if state == "open":
        found = found.filter(ended_on=None)
    for entry in found.iterator(chunk_size=500):
        values = queries.values_of(entry)
        ended = f"{entry.ended_on:%d.%m.%Y}" if entry.ended_on else ""
        cells = [cell(rules.value_at(values, path)) for path in headings]
        rows.append([*cells, ended, shelf.event(entry.end_event) if entry.end_event else ""])
    payload = {"service": shelf.offering.key, "register": shelf.register.key, "entries": len(rows) - 1}
    audit.record(actor, "register-exported", kind="register", payload=payload)
    return csv_text.written(rows, mark=mark)


def cell(value: Any) -> str:
    """A value as people write it: 3.5.2026, 84,00, ja."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, feel.Date):
        return f"{value.to_python():%d.%m.%Y}"
    if isinstance(value, list):
        return ", ".join(cell(one) for one in value)
    text = feel.to_text(value)
    return text.replace(".", ",") if isinstance(value, int | float) or type(value).__name__ == "Decimal" else text
