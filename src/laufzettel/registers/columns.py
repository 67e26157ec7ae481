"""Columns of a file and fields of a form: which belong together, and a row as the form takes it.

The form is that of an entry of a register, or the fields of one entry of a repeatable group, by their dotted path.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from laufzettel.kernel.forms import Form
from laufzettel.kernel.forms.model import SEVERAL, Field, Group, walk
from laufzettel.kernel.package.registers import fields_of
from laufzettel.registers.csv_text import as_meant

type Mapped = Mapping[str, int]
"""Fields by their dotted path, with the number of their column, from 0."""

type Fields = Form | Mapping[str, Field]

LIKE_ENOUGH = 0.82
_YES = frozenset({"ja", "j", "x", "1", "wahr", "true", "yes", "y"})
_NO = frozenset({"nein", "n", "0", "falsch", "false", "no", "-"})
_MIDNIGHT = re.compile(r"[ T]+00:00(:00(\.0+)?)?$")


def headings(form: Fields, language: str = "de") -> dict[str, str]:
    """What each field is called in a file: its label, with its group's title, or its path, where two have the same."""
    labels, groups = _labels(form, language), _groups(form, language)
    counted = Counter(labels.values())
    told = {path: f"{label} ({groups[path]})" if path in groups else label for path, label in labels.items()}
    alike = Counter(told.values())
    return {
        path: label if counted[label] == 1 else told[path] if alike[told[path]] == 1 else f"{label} ({path})"
        for path, label in labels.items()
    }


def proposed(form: Fields, heading: Sequence[str]) -> dict[str, int]:
    """The columns whose names are like a field's, the likeliest pairs first; each column and field once."""
    labels = _labels(form, "de")
    names = {
        path: [_plain(one) for one in (*_names(path, label), labels[path])] for path, label in headings(form).items()
    }
    pairs = [
        (max(_likeness(_plain(column), name) for name in own), path, number)
        for path, own in names.items()
        for number, column in enumerate(heading)
        if _plain(column)
    ]
    found: dict[str, int] = {}
    for score, path, number in sorted(pairs, key=lambda pair: (-pair[0], pair[2])):
        if score >= LIKE_ENOUGH and path not in found and number not in found.values():
            found[path] = number
    return found


def posted(form: Fields, mapped: Mapped, cells: Sequence[str]) -> dict[str, list[str]]:
    """A row as a browser would post the form of an entry; a column that the row does not have is blank."""
    fields = _by_path(form)
    return {
        path: _as_posted(fields[path], as_meant(cells[number]).strip() if number < len(cells) else "")
        for path, number in mapped.items()
        if path in fields
    }


def _by_path(form: Fields) -> Mapping[str, Field]:
    return form if isinstance(form, Mapping) else fields_of(form)


def _labels(form: Fields, language: str) -> dict[str, str]:
    return {path: node.label.render({}, None).in_language(language) for path, node in _by_path(form).items()}


def _groups(form: Fields, language: str) -> dict[str, str]:
    """The titles of the groups in which the fields of an entry lie, by the fields' paths."""
    if isinstance(form, Mapping):
        return {}
    steps = list(walk(form.level.nodes))
    titles = {
        step.node.id: step.node.label.render({}, None).in_language(language)
        for step in steps
        if isinstance(step.node, Group)
    }
    return {
        ".".join(step.node.key): titles[step.parent]
        for step in steps
        if isinstance(step.node, Field) and titles.get(step.parent)
    }


def _as_posted(node: Field, cell: str) -> list[str]:
    if node.type == "checkbox":
        word = cell.casefold()
        return ["true" if word in _YES else "false" if word in _NO else cell]
    if node.type == "date":
        return [_MIDNIGHT.sub("", cell)]
    if node.options and node.type in SEVERAL:
        return [_option(node, part.strip()) for part in re.split(r"[,;/]", cell) if part.strip()]
    return [_option(node, cell)] if node.options else [cell]


def _option(node: Field, cell: str) -> str:
    """The option that a cell names, by its value or its words; the cell itself where there is none."""
    wanted = _plain(cell)
    for option in node.options:
        if wanted in (_plain(option.posted), _plain(str(option.label.render({}, None)))):
            return option.posted
    return cell


def unticked(form: Fields, raw: Mapping[str, Sequence[str]]) -> list[str]:
    """Fields to tick whose cell says neither yes nor no: a form would take any text for yes."""
    return [
        path
        for path, node in _by_path(form).items()
        if node.type == "checkbox" and raw.get(path, [""])[0] not in ("", "true", "false")
    ]


def _names(path: str, label: str) -> list[str]:
    parts = path.split(".")
    return [label, " ".join(parts), " ".join(reversed(parts)), parts[-1], f"{label} {parts[0]}", f"{parts[0]} {label}"]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    return "".join(one for one in text if one.isalnum())


def _likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0 + min(len(one), 50) / 100
    return SequenceMatcher(None, one, other).ratio()
