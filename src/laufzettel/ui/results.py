"""Results and answers as people read them, whoever looks: label and value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from laufzettel.kernel import feel
from laufzettel.kernel.forms import Section
from laufzettel.kernel.forms.model import Field, walk_all
from laufzettel.kernel.package import Package

NOTHING: Mapping[str, str] = {}


def answer_groups(section: Section, language: str) -> list[dict[str, Any]]:
    """A section of a form's summary, and those inside it: `{"title", "answers": [{"label", "value"}]}` each."""
    rows = [
        {"label": row.label.in_language(language), "value": row.value.in_language(language)} for row in section.rows
    ]
    own = [{"title": section.title.in_language(language), "answers": rows}] if rows else []
    return own + [group for part in section.parts for group in answer_groups(part, language)]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A part of a result: a value in words, a list of them, or a table with a row for each entry of a list."""

    label: str
    value: str = ""
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def words_of(package: Package, language: str) -> dict[str, str]:
    """What the package calls the values that its forms and settings let people choose, where it is one and the same."""
    found: dict[str, set[str]] = {}
    for name, form in package.forms.items():
        for node in walk_all(form.level.nodes):
            for option in node.options if isinstance(node, Field) else ():
                key = f"{node.id}.values", str(option.value)
                label = package.translated(language, f"{name}.form", *key, str(option.label.text))
                found.setdefault(str(option.value), set()).add(label)
    for setting in package.settings.values():
        for value, label in setting.choices.items():
            found.setdefault(value, set()).add(label)
    return {value: labels.pop() for value, labels in found.items() if len(labels) == 1}


def result_rows(value: Any, labels: Mapping[str, str], words: Mapping[str, str] = NOTHING) -> list[ResultRow]:
    """A decision's result part by part: what the package has labelled, else all of it by its names.

    `words` says what values are called that are names of the package's.
    """
    if not isinstance(value, Mapping):
        return [_row(gettext("Ergebnis"), value, {}, words)]
    labelled = {key: label for key, label in labels.items() if label and key in value}
    shown = labelled or {key: _label(key) for key in value}
    parts = [(key, label, value[key]) for key, label in shown.items()]
    return [
        _row(label, part, _inside(labels, key), words) for key, label, part in parts if part is not None and part != []
    ]


def _inside(labels: Mapping[str, str], key: str) -> dict[str, str]:
    return {path.removeprefix(f"{key}."): label for path, label in labels.items() if path.startswith(f"{key}.")}


def _row(label: str, value: Any, labels: Mapping[str, str], words: Mapping[str, str]) -> ResultRow:
    if isinstance(value, Mapping):
        items = [f"{name}: {in_words(value[key], words)}" for key, name in _columns([value], labels).items()]
        return ResultRow(label, items=tuple(items))
    if isinstance(value, list) and value and all(isinstance(entry, Mapping) for entry in value):
        columns = _columns(value, labels)
        rows = tuple(tuple(in_words(entry.get(key), words) for key in columns) for entry in value)
        return ResultRow(label, head=tuple(columns.values()), rows=rows)
    if isinstance(value, list) and len(value) > 1:
        return ResultRow(label, items=tuple(in_words(entry, words) for entry in value))
    return ResultRow(label, in_words(value, words))


def _columns(entries: list[Mapping[str, Any]], labels: Mapping[str, str]) -> dict[str, str]:
    """What is told of each entry: what is labelled, else what is neither empty everywhere nor itself a list."""
    keys = dict.fromkeys(key for entry in entries for key in entry)
    if labelled := {key: labels[key] for key in keys if labels.get(key)}:
        return labelled
    return {
        key: _label(key)
        for key in keys
        if any(entry.get(key) is not None and not isinstance(entry[key], list | Mapping) for entry in entries)
    }


def in_words(value: Any, words: Mapping[str, str] = NOTHING) -> str:
    """A FEEL value for people: decimal comma, German dates, ja and nein, `words` for values that are names."""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, feel.Date):
        return f"{value.to_python():%d.%m.%Y}"
    if isinstance(value, Mapping):
        return ", ".join(in_words(part, words) for part in value.values() if part is not None)
    if isinstance(value, list):
        return "; ".join(in_words(part, words) for part in value) or "–"
    return "–" if value is None else words.get(str(value), feel.to_text(value))


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
