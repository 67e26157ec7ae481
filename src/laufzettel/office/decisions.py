"""Decisions as a clerk reads them: the result, and the rules that led to it, in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from laufzettel.cases import queries as cases
from laufzettel.cases.models import Case
from laufzettel.kernel import feel


def decision_rows(case: Case, language: str) -> list[dict[str, Any]]:
    """The decisions of a case, the newest first; of one that was made again only the newest."""
    rows: dict[str, dict[str, Any]] = {}
    for event in cases.decisions_of(case):
        name = event.data["decision"]
        if name in rows:
            continue
        why = event.data["why_en" if language == "en" else "why"]
        rows[name] = {
            "title": event.name or name,
            "result": result_rows(feel.from_json(event.data["value"])),
            "reasons": [line for line in why.splitlines() if line.strip()],
        }
    return list(rows.values())


def result_rows(value: Any) -> list[dict[str, str]]:
    """A decision's result as label and value."""
    if isinstance(value, Mapping):
        return [{"label": _label(key), "value": in_words(part)} for key, part in value.items() if part is not None]
    return [{"label": gettext("Ergebnis"), "value": in_words(value)}]


def in_words(value: Any) -> str:
    """A FEEL value for people: decimal comma, German dates, ja and nein."""
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nein")
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, feel.Date):
        return f"{value.to_python():%d.%m.%Y}"
    if isinstance(value, Mapping):
        return ", ".join(in_words(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        return "; ".join(in_words(part) for part in value) or "–"
    return "–" if value is None else feel.to_text(value)


def _label(key: str) -> str:
    return key.replace("_", " ").capitalize()
