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
            "result": result_rows(feel.from_json(event.data["value"]), labels_of(case, name)),
            "reasons": [line for line in why.splitlines() if line.strip()],
        }
    return list(rows.values())


def labels_of(case: Case, decision: str) -> Mapping[str, str]:
    """What the package calls the parts of a decision's result."""
    found = cases.package_of(case).decisions.get(decision)
    return found.labels(decision) if found else {}


def result_rows(value: Any, labels: Mapping[str, str]) -> list[dict[str, str]]:
    """A decision's result as label and value: what the package has labelled, else all of it by its names."""
    if isinstance(value, Mapping):
        labelled = {key: label for key, label in labels.items() if label and key in value}
        shown = labelled or {key: _label(key) for key in value}
        parts = [(label, value[key]) for key, label in shown.items()]
        return [{"label": label, "value": in_words(part)} for label, part in parts if part is not None and part != []]
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
