"""What a screen reader is told of every component, read from Chromium's own accessibility tree."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.kernel.forms.component_cases import Case
from tests.ui import browser
from tests.ui.forms import every_component as every
from tests.ui.forms.every_component import FILE, ROWS, SHOWN
from tests.ui.forms.form_gallery import page_html, render
from tests.ui.forms.test_forms_in_chromium import accessibility, opened

from laufzettel.kernel import forms
from laufzettel.ui.forms import Uploads

pytestmark = pytest.mark.e2e
HINT = "Steht auf dem Brief."
ROLES = {
    "text": "textbox",
    "textarea": "textbox",
    "select": "combobox",
    "radios": "radiogroup",
    "checks": "group",
    "date_parts": "group",
    "checkbox": "checkbox",
}
PARTS = {"tag": "Tag", "monat": "Monat", "jahr": "Jahr"}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.chromium() as found:
        yield found


def form(*, required: bool) -> forms.Form:
    """All questions, with hints; what is shown and not asked; a file; an entry."""
    questions = []
    for row in ROWS:
        validate = row.case.component.get("validate", {}) | {"required": required}
        questions.append(row.component("f", description=HINT, validate=validate))
    entry = {"type": "textfield", "id": "kind", "key": "name", "label": "Name des Kindes"}
    repeat = {"type": "dynamiclist", "id": "kinder", "path": "kinder", "label": "Kinder", "components": [entry]}
    file = FILE | {"description": HINT, "validate": {"required": required}}
    inner = [*SHOWN.values(), every.ADDRESS, {**entry, "id": "fest", "key": "fest", "label": "Festes"} | FIXED]
    group = {"type": "group", "id": "gruppe", "label": "Zusammen", "components": inner}
    page = {"type": "group", "id": "probe", "label": "Alles", "components": [*questions, file, repeat, group]}
    return forms.read({"type": "default", "id": "form", "components": [page]})


FIXED = {"readonly": True, "defaultValue": "steht fest"}


def told(tree: dict[str, dict[str, Any]], name: str) -> tuple[str, str, str]:
    """Role, name and description of the element with this id."""
    one = tree[name]
    return one["role"], one["name"], " ".join(one["description"].split())


def extras(case: Case) -> str:
    """What stands behind the hint: an example, and the unit after the field."""
    example = {"date": "3.5.2021", "time": "14:30", "datetime": "3.5.2021 14:30"}.get(case.component.get("subtype", ""))
    return f" Zum Beispiel {example}" if example and case.template == "text" else ""


def around(case: Case) -> str:
    """What stands before and behind the field."""
    appearance = case.component.get("appearance", {})
    unit = "€" if case.properties.get("kind") == "money" else appearance.get("suffixAdorner", "")
    return "".join(f" {text}" for text in (appearance.get("prefixAdorner", ""), unit) if text)


def test_what_may_stay_empty_is_told_as_such(chromium: Any) -> None:
    tree = accessibility(opened(chromium, page_html(render(form(required=False), "probe", uploads=Uploads()))))

    for row in ROWS:
        base, template = f"f-f{row.number}", row.case.template
        name = row.label if template == "checkbox" else f"{row.label} - freiwillig"
        assert told(tree, base) == (ROLES[template], name, f"{HINT}{extras(row.case)}{around(row.case)}"), row.case.name
        for inner, spoken in controls(row.case, base):
            assert tree[inner].get("required", False) is False, row.case.name
            assert tree[inner].get("invalid") in ("false", None), row.case.name
            assert spoken is None or tree[inner]["name"] == spoken, row.case.name


@pytest.fixture(scope="module")
def missing(chromium: Any) -> tuple[Any, dict[str, dict[str, Any]], dict[str, str]]:
    """A page on which nothing was answered, what is told of it, and its errors."""
    rendered = render(form(required=True), "probe", {"kinder#": ["1"]}, uploads=Uploads())
    page = opened(chromium, page_html(rendered))
    return page, accessibility(page), {error["id"]: error["message"] for error in rendered.errors}


def test_what_is_missing_is_told_with_its_sentence(missing: Any) -> None:
    page, tree, sentences = missing

    for row in ROWS:
        base, template = f"f-f{row.number}", row.case.template
        target, _ = controls(row.case, base)[0]
        description = f"{HINT}{extras(row.case)} Fehler: {sentences[target]}{around(row.case)}"
        assert told(tree, base) == (ROLES[template], row.label, description), row.case.name
        if template == "radios":
            assert (tree[base]["required"], tree[base]["invalid"]) == (True, "true"), row.case.name
        for inner, _ in controls(row.case, base):
            if template != "radios":
                assert tree[inner]["invalid"] == "true", row.case.name
            if template not in ("radios", "checks"):
                assert tree[inner].get("required") is True or says_required(page, inner), row.case.name


def says_required(page: Any, name: str) -> bool:
    """Chromium's protocol tells "required" of no box and no select, whatever the page says."""
    return bool(page.locator(f"#{name}:is(select, [type=checkbox])[aria-required=true]").count())


def controls(case: Case, base: str) -> list[tuple[str, str | None]]:
    """The elements of a question that take the focus, and what each of several is called."""
    if case.template == "date_parts":
        return [(f"{base}-{part}", spoken) for part, spoken in PARTS.items()]
    if case.template in ("radios", "checks"):
        shown = case.valid[0][2].split(", ")[0]
        names = [option["label"] for option in case.component.get("values", [])] or [shown]
        return [(f"{base}-{number}", name if len(names) > 1 else None) for number, name in enumerate(names)]
    return [(base, None)]


def test_what_is_uploaded_shown_repeated_or_fixed_is_told_too(missing: Any) -> None:
    page, tree, _ = missing

    limits = "PDF, JPEG, PNG, WebP oder TIFF, höchstens 10\N{NO-BREAK SPACE}MB je Datei."
    file = tree["f-datei"]
    assert (file["role"], file["name"], file["invalid"]) == ("button", "Ihre Datei", "true")
    assert file["description"] == f"{HINT} {limits} Fehler: Laden Sie bei „Ihre Datei“ eine Datei hoch."
    assert told(tree, "f-kinder")[:2] == ("group", "Kinder")
    assert told(tree, "f-kinder-0")[:2] == ("group", "Kinder 1")
    assert told(tree, "f-kinder-0-name")[:2] == ("textbox", "Name des Kindes - freiwillig")
    assert told(tree, "g-gruppe")[:2] == ("group", "Zusammen")
    assert told(tree, "g-anschrift")[:2] == ("group", "Ihre Anschrift")
    assert told(tree, "f-anschrift-plz")[:2] == ("textbox", "Postleitzahl - freiwillig")
    assert told(tree, "f-summe")[:2] == ("status", "Ihre Summe")
    spoken = page.locator("main").aria_snapshot()
    assert '- img "Ein Punkt"' in spoken
    assert '- table "Unsere Sätze"' in spoken
    assert '- columnheader "Hund"' in spoken
    assert "- separator" not in spoken
    assert "- paragraph: steht fest" in spoken
    assert '- button "Kinder hinzufügen"' in spoken
