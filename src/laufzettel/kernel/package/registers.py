"""Registers that a package declares: what an entry is, its keys and its name. Pure; rooms and scenarios share it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.forms import FieldError, Form
from laufzettel.kernel.forms.model import Field, Repeat, walk_all
from laufzettel.kernel.forms.paths import ABSENT, look_up, put
from laufzettel.kernel.package.model import Package, RecordEvent, Register
from laufzettel.kernel.package.values import merged
from laufzettel.kernel.problems import Text

type Values = Mapping[str, Any]

MAX_LABEL = 200


def form_of(package: Package, register: Register) -> Form:
    """The form of an entry."""
    return package.form(register.entry)


def fields_of(form: Form) -> dict[str, Field]:
    """The fields of an entry by their dotted path, in the order of the form."""
    return {".".join(node.key): node for node in form.fields}


def strangers(form: Form) -> Iterator[tuple[str, Text]]:
    """What an entry cannot hold, by the id of its component: lists and files have no place in a line of a register."""
    for node in walk_all(form.level.nodes):
        if isinstance(node, Repeat):
            yield node.id, Text("Ein Eintrag hat keine wiederholten Gruppen.", "An entry has no repeated groups.")
        elif node.type == "filepicker":
            yield node.id, Text("Ein Eintrag hat keine Dateien.", "An entry has no files.")


def value_at(values: Values, path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    found = look_up(values, tuple(path.split(".")))
    return None if found is ABSENT else found


def key_text(value: Any) -> str:
    """A value as it is compared: case and blanks do not matter; empty for no value."""
    return "" if value is None else " ".join(feel.to_text(value).split()).casefold()


def keys_of(register: Register, values: Values) -> dict[str, str]:
    """The unique keys of an entry that have a value, by their field."""
    found = {path: key_text(value_at(values, path)) for path in register.unique}
    return {path: text for path, text in found.items() if text}


def likeness(register: Register, values: Values) -> str:
    """What two entries share that are perhaps the same; empty when the register names nothing, or something is blank.

    Parts are told apart by a tab, which no value holds.
    """
    parts = [key_text(value_at(values, path)) for path in register.doubles]
    return "\t".join(parts) if parts and all(parts) else ""


def label_of(register: Register, values: Values, now: datetime) -> str:
    """What an entry is called in lists: the declared FEEL, or its first columns."""
    if register.label is not None:
        found = register.label.evaluate({**values}, now=now)
        if isinstance(found, str) and found.strip():
            return found.strip()[:MAX_LABEL]
    words = [value_at(values, path) for path in register.columns[:3]]
    return ", ".join(feel.to_text(word) for word in words if word is not None)[:MAX_LABEL] or "–"


def judged(form: Form, values: Values, now: datetime) -> tuple[dict[str, Any], list[FieldError]]:
    """The values that an entry keeps, and why it would not take them."""
    kept = form.prune(values, now=now)
    return kept, form.complete(kept, now=now)


def fits(values: Values, where: Values) -> bool:
    """Whether an entry has all the values that are asked for; texts are compared as keys are."""
    for name, wanted in where.items():
        found = values.get(name)
        if isinstance(wanted, Mapping):
            if not isinstance(found, Mapping) or not fits(found, wanted):
                return False
        elif isinstance(wanted, str) and isinstance(found, str):
            if key_text(found) != key_text(wanted):
                return False
        elif found != wanted:
            return False
    return True


def numbered(register: Register, form: Form, values: Values, number: int) -> dict[str, Any]:
    """The values with the running number in its field."""
    node = fields_of(form)[register.number]
    filled: dict[str, Any] = merged(values, {})
    put(filled, node.key, Decimal(number) if node.type == "number" else str(number))
    return filled


def first_number(register: Register, settings: Values) -> int:
    """The lowest number that the register gives by itself, as the settings of the day have it."""
    wanted = settings.get(register.number_from) if register.number_from else None
    return int(wanted) if isinstance(wanted, Decimal) and wanted >= 1 else 1


def needs_number(register: Register, values: Values) -> bool:
    """Whether the register gives the entry its number: it has such a field, and it is blank."""
    return bool(register.number) and not key_text(value_at(values, register.number))


def keep_until(register: Register, event: RecordEvent, ended_on: date) -> date | None:
    """The last day on which an ended entry is kept; None when the register names no years."""
    if register.retention_years is None:
        return None
    year = ended_on.year + register.retention_years
    if event.counts_from == "end_of_year":
        return date(year, 12, 31)
    is_leap_day = (ended_on.month, ended_on.day) == (2, 29)
    return date(year, 2, 28) if is_leap_day and not _is_leap(year) else ended_on.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
