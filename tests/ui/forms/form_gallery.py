"""Pages of forms as a citizen gets them, for tests that look at them in a browser."""

import datetime
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import get_template
from django.utils import translation
from tests.kernel.forms.component_cases import CASES

from laufzettel.kernel import forms
from laufzettel.ui.forms import Rendered, render_page

KERNEL_TESTS = Path(__file__).parents[2] / "kernel" / "forms"

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
HUND = (KERNEL_TESTS / "examples" / "hund.form").read_bytes()


def all_components(**changes: Any) -> forms.Form:
    """One page with every component, a text, a table, a group and a repeatable group."""
    components: list[dict[str, Any]] = [
        {
            "type": "text",
            "id": "text",
            "text": "## Alles auf einer Seite\n\nMit **Betonung** und einer [Adresse](https://example.org).",
        }
    ]
    for number, case in enumerate(CASES):
        component = case.schema()["components"][1]
        label = {name: f"{case.name.capitalize()}" for name in ("label", "dateLabel", "timeLabel") if name in component}
        components.append(component | {"id": f"feld{number}", "key": f"feld{number}"} | label | changes)
    entry = {
        "type": "textfield",
        "id": "kindname",
        "key": "name",
        "label": "Name des Kindes",
        "validate": {"required": True},
    }
    components += [
        {
            "type": "textfield",
            "id": "adresse",
            "key": "adresse",
            "label": "Anschrift",
            "properties": {"kind": "address"},
        },
        {"type": "separator", "id": "strich"},
        {
            "type": "dynamiclist",
            "id": "kinder",
            "path": "kinder",
            "label": "Kinder",
            "components": [entry],
            "properties": {"entryLabel": "Kind", "help": "Nur Kinder, die bei Ihnen wohnen."},
        },
        {
            "type": "table",
            "id": "tabelle",
            "label": "Sätze",
            "dataSource": "= [{satz: 1, betrag: 90}, {satz: 2, betrag: 140}]",
            "columns": [{"label": "Hund", "key": "satz"}, {"label": "Betrag", "key": "betrag"}],
        },
        {"type": "expression", "id": "summe", "key": "summe", "label": "Summe", "expression": "= 90 + 140"},
        {"type": "filepicker", "id": "datei", "key": "datei", "label": "Datei", "multiple": True},
        {"type": "number", "id": "fest", "key": "fest", "label": "Festes", "readonly": True, "defaultValue": 5},
    ]
    return forms.read(json.dumps({"type": "default", "id": "alles", "components": components}))


def page_html(rendered: Rendered, language: str = "de") -> str:
    """The page of the wizard around the questions."""
    context = {
        "language": language,
        "root": "/",
        "service": {"title": "Hund anmelden", "url": "/hund/"},
        "page_title": "Ihr Hund",
        "step": 1,
        "total": 3,
        "steps": [],
        "errors": rendered.errors,
        "has_errors": bool(rendered.errors),
        "fields": rendered,
    }
    with translation.override(language):
        return str(get_template("portal/page.html").render(context))


def render(form: forms.Form, page: str, raw: dict[str, list[str]] | None = None, **more: Any) -> Rendered:
    """A page, drawn anew or after a post."""
    if raw is None:
        return render_page(form, page, more.pop("values", {}), now=NOW, **more)
    answers = form.validate(page, raw, now=NOW)
    return render_page(form, page, answers.values, answers.errors, raw=raw, now=NOW, **more)
