"""Results and answers as people read them, whoever looks: label and value."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from laufzettel.kernel import feel
from laufzettel.kernel.forms import Section


def answer_groups(section: Section, language: str) -> list[dict[str, Any]]:
    """A section of a form's summary, and those inside it: `{"title", "answers": [{"label", "value"}]}` each."""
    rows = [
        {"label": row.label.in_language(language), "value": row.value.in_language(language)} for row in section.rows
    ]
    own = [{"title": section.title.in_language(language), "answers": rows}] if rows else []
    return own + [group for part in section.parts for group in answer_groups(part, language)]


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
