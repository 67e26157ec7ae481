"""Registers in words: their entries as lines and as a whole, and what has changed between versions."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from laufzettel.core.clock import now
from laufzettel.kernel.forms import Row
from laufzettel.kernel.package.registers import fields_of
from laufzettel.office import words
from laufzettel.registers import actions, queries
from laufzettel.registers.models import Entry, EntryVersion
from laufzettel.registers.shelf import Shelf
from laufzettel.ui.results import answer_groups


def shelf_url(shelf: Shelf) -> str:
    """The address of a register."""
    return reverse("office:register", args=[shelf.offering.key, shelf.register.key])


def shelf_row(shelf: Shelf, language: str) -> dict[str, str]:
    """A register in the list of registers."""
    service = shelf.package.texts(language)["title"]
    return {
        "title": shelf.title(language),
        "url": shelf_url(shelf),
        "service": service,
        "unit": shelf.offering.unit.name,
    }


def tabs(url: str, state: str, text: str) -> list[dict[str, Any]]:
    """Which entries: the open ones, those that have ended, those whose retention is over."""
    labels = (
        ("open", gettext("Laufende")),
        ("ended", gettext("Beendete")),
        ("expired", gettext("Aufbewahrung abgelaufen")),
        ("all", gettext("Alle")),
    )
    return [
        {"label": label, "href": f"{url}?{query_of(value, text).rstrip('&')}", "is_current": value == state}
        for value, label in labels
    ]


def query_of(state: str, text: str) -> str:
    """The query string of a list, to which a page number is added."""
    return urlencode({"zustand": state, **({"suche": text} if text else {})}) + "&"


def column_labels(shelf: Shelf, language: str) -> list[str]:
    """The headings of the list."""
    fields = fields_of(shelf.form)
    scope: dict[str, Any] = {}
    return [fields[path].label.render(scope, None).in_language(language) for path in columns(shelf)]


def columns(shelf: Shelf) -> list[str]:
    """The fields that the list shows; the first four where the package names none."""
    return list(shelf.register.columns) or list(fields_of(shelf.form))[:4]


def entry_row(shelf: Shelf, entry: Entry, language: str) -> dict[str, Any]:
    """An entry as a line."""
    by_path = _words(shelf, entry, language)
    return {
        "label": entry.label,
        "url": reverse("office:register-entry", args=[entry.id]),
        "cells": [
            {"label": label, "value": by_path.get(path, "")}
            for path, label in zip(columns(shelf), column_labels(shelf, language), strict=True)
        ],
        "ended": words.day(entry.ended_on) if entry.ended_on else "",
    }


def whole_entry(shelf: Shelf, entry: Entry, shown: EntryVersion, language: str) -> dict[str, Any]:
    """An entry with all its answers, as it is in one version."""
    sections = shelf.form.summary(queries.values_of(shown), now=now())
    groups = [group for section in sections for group in answer_groups(section, language)]
    ended = ""
    if entry.ended_on is not None:
        ended = f"{shelf.event(entry.end_event, language)}, {words.day(entry.ended_on)}"
    return {
        "label": entry.label,
        "groups": groups,
        "ended": ended,
        "keep_until": words.day(entry.keep_until) if entry.keep_until else "",
        "version": entry.version,
        "shown": shown.number,
    }


def history(shelf: Shelf, versions: list[EntryVersion], shown: EntryVersion, language: str) -> list[dict[str, Any]]:
    """Every version: when, who, why, and which answers are others than before. The newest first."""
    lines = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        lines.append(
            {
                "when": words.moment(version.at),
                "what": _kind_words(shelf, version, language),
                "who": version.actor.get("name", ""),
                "reason": version.reason,
                "changes": _changes(shelf, before, version, language) if before else [],
                "url": f"{reverse('office:register-entry', args=[version.entry_id])}?fassung={version.number}",
                "number": version.number,
                "is_shown": version is shown,
            }
        )
    return lines


def ends(shelf: Shelf, language: str) -> list[dict[str, str]]:
    """The events that end an entry."""
    return [{"value": key, "label": shelf.event(key, language)} for key in shelf.register.ends]


def taken_words(shelf: Shelf, taken: actions.KeyTaken, language: str) -> str:
    """That a value is there already, and at which entry."""
    node = fields_of(shelf.form).get(taken.field)
    label = node.label.render({}, None).in_language(language) if node else taken.field
    holder = Entry.objects.filter(id=taken.holder).first() if taken.holder else None
    text = gettext("„%(field)s“ kommt in diesem Register nur einmal vor und gehört schon zu: %(entry)s.")
    return text % {"field": label, "entry": holder.label if holder else "–"}


def _kind_words(shelf: Shelf, version: EntryVersion, language: str) -> str:
    if version.kind == EntryVersion.Kind.ENDED:
        event = f"{shelf.event(version.end_event, language)}, {words.day(version.ended_on)}"
        return gettext("Beendet: %(event)s") % {"event": event}
    return {
        EntryVersion.Kind.ADDED: gettext("Eingetragen"),
        EntryVersion.Kind.CHANGED: gettext("Geändert"),
        EntryVersion.Kind.RESUMED: gettext("Gilt wieder"),
    }[EntryVersion.Kind(version.kind)]


def _changes(shelf: Shelf, before: EntryVersion, after: EntryVersion, language: str) -> list[dict[str, str]]:
    old, new = _rows(shelf, before), _rows(shelf, after)
    return [
        {
            "label": row.label.in_language(language),
            "old": old[path].value.in_language(language) if path in old and not old[path].blank else "–",
            "new": row.value.in_language(language) if not row.blank else "–",
        }
        for path, row in new.items()
        if path not in old or old[path].value != row.value
    ]


def _words(shelf: Shelf, kept: Entry | EntryVersion, language: str) -> Mapping[str, str]:
    return {path: row.value.in_language(language) for path, row in _rows(shelf, kept).items() if not row.blank}


def _rows(shelf: Shelf, kept: Entry | EntryVersion) -> dict[str, Row]:
    sections = shelf.form.summary(queries.values_of(kept), now=now())
    return {row.path: row for section in sections for row in section.all_rows}
