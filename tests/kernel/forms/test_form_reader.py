"""The reader refuses what it does not know, with its place, and opens what form-js and Camunda 8 write."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laufzettel.kernel import forms
from laufzettel.kernel.problems import Finding, ProgramError

TEXT = {"type": "textfield", "id": "a", "key": "a", "label": "A"}


def form(*components: dict[str, Any], **head: Any) -> dict[str, Any]:
    return {"type": "default", "id": "f", "components": list(components)} | head


REFUSED = [
    ("html", form({"type": "html", "id": "x", "content": "<b>"}), [("form-refused-type", "x")]),
    ("iframe", form({"type": "iframe", "id": "x", "url": "https://example.org"}), [("form-refused-type", "x")]),
    ("unknown type", form({"type": "slider", "id": "x"}), [("form-unknown-type", "x")]),
    ("unknown key", form(TEXT | {"colour": "red"}), [("form-unknown-key", "a")]),
    ("unknown key of the form", form(TEXT, theme="x"), [("form-unknown-key", "")]),
    ("unknown property", form(TEXT | {"properties": {"knd": "email"}}), [("form-unknown-key", "a")]),
    ("unknown kind", form(TEXT | {"properties": {"kind": "shoe-size"}}), [("form-kind", "a")]),
    ("kind of uploads", form(TEXT | {"properties": {"kind": "file"}}), [("form-kind", "a")]),
    ("kind on the wrong type", form(TEXT | {"type": "number", "properties": {"kind": "iban"}}), [("form-kind", "a")]),
    ("unknown part", form(TEXT | {"properties": {"kind": "person", "parts": "vornam"}}), [("form-unknown-key", "a")]),
    ("wrong JSON type", form(TEXT | {"label": 5}), [("form-wrong-type", "a")]),
    (
        "true is no number",
        form({"type": "number", "id": "a", "key": "a", "decimalDigits": True}),
        [("form-wrong-type", "a")],
    ),
    ("min on a text", form(TEXT | {"validate": {"min": 1}}), [("form-unknown-key", "a")]),
    ("no key", form({"type": "textfield", "id": "a", "label": "A"}), [("form-key", "a")]),
    ("bad key", form(TEXT | {"key": "a..b"}), [("form-key", "a")]),
    ("same id", form(TEXT, TEXT | {"key": "b"}), [("form-duplicate-id", "a")]),
    ("same key", form(TEXT, TEXT | {"id": "b"}), [("form-duplicate-key", "b")]),
    ("key inside a key", form(TEXT, TEXT | {"id": "b", "key": "a.b"}), [("form-duplicate-key", "b")]),
    ("key around a key", form(TEXT | {"key": "a.b"}, TEXT | {"id": "b"}), [("form-duplicate-key", "b")]),
    ("broken FEEL", form(TEXT | {"conditional": {"hide": "= b +"}}), [("feel-syntax", "a.conditional")]),
    ("broken placeholder", form({"type": "text", "id": "t", "text": "Hallo {{name"}), [("feel-syntax", "t.text")]),
    ("broken pattern", form(TEXT | {"validate": {"pattern": "("}}), [("form-pattern", "a")]),
    ("no options", form({"type": "radio", "id": "r", "key": "r", "label": "R"}), [("form-option", "r")]),
    (
        "same option twice",
        form(
            {
                "type": "radio",
                "id": "r",
                "key": "r",
                "label": "R",
                "values": [{"label": "A", "value": "1"}, {"label": "B", "value": "1"}],
            }
        ),
        [("form-option", "r")],
    ),
    (
        "a default that is none",
        form({"type": "number", "id": "n", "key": "n", "label": "N", "defaultValue": "x"}),
        [("form-default", "n")],
    ),
    (
        "a picture from elsewhere",
        form({"type": "image", "id": "i", "alt": "A", "source": "https://example.org/a.png"}),
        [("form-image", "i")],
    ),
    (
        "a picture without words",
        form({"type": "image", "id": "i", "source": "data:image/png;base64,AA=="}),
        [("form-image", "i")],
    ),
    (
        "entries without a path",
        form({"type": "dynamiclist", "id": "d", "label": "D", "components": []}),
        [("form-missing", "d")],
    ),
    (
        "bounds of entries",
        form(
            {
                "type": "dynamiclist",
                "id": "d",
                "path": "d",
                "label": "D",
                "properties": {"minItems": "3", "maxItems": "2"},
            }
        ),
        [("form-bounds", "d")],
    ),
    ("a later version", form(TEXT, schemaVersion=99), [("form-version", "")]),
    ("no components", {"type": "default"}, [("form-missing", "")]),
    (
        "conditions in a circle",
        form(TEXT | {"conditional": {"hide": "= b"}}, TEXT | {"id": "b", "key": "b", "conditional": {"hide": "= a"}}),
        [("form-cycle", "a")],
    ),
    (
        "a value from itself",
        form({"type": "expression", "id": "e", "key": "e", "label": "E", "expression": "= e + 1"}),
        [("form-cycle", "e")],
    ),
]


@pytest.mark.parametrize(("schema", "expected"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_refused(schema: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(ProgramError) as error:
        forms.read(json.dumps(schema), file="x.form")

    found = [finding for finding in error.value.findings if finding.severity == "error"]
    assert [(finding.code, finding.place.element) for finding in found] == expected
    assert {finding.place.file for finding in found} == {"x.form"}
    assert all(finding.message and finding.message.en for finding in found)


def test_a_finding_names_line_and_the_likely_word() -> None:
    source = '{"type": "default", "components": [\n {"type": "textfield",\n  "id": "a", "key": "a", "lable": "A"}]}'

    with pytest.raises(ProgramError) as error:
        forms.read(source, file="antrag.form")

    assert str(error.value.findings[0]) == "antrag.form:3 (a): „lable“ ist hier nicht bekannt. (Meinten Sie „label“?)"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("", 1),
        ("{", 1),
        ("[]", 0),
        ('{"type": "default",\n"type": "default"}', 0),
        ("\ud800", 1),
        ("[" * 100_000, 0),
        (b"\xff\xfe", 0),
    ],
)
def test_what_is_no_form_at_all(source: str | bytes, line: int) -> None:
    with pytest.raises(ProgramError) as error:
        forms.read(source)

    assert [finding.code for finding in error.value.findings] == ["form-syntax"]
    assert error.value.findings[0].place.line == line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "type",
        "id",
        "key",
        "label",
        "values",
        "validate",
        "conditional",
        "properties",
        "components",
        "path",
        "defaultValue",
        "text",
        "expression",
        "columns",
        "layout",
        "appearance",
        "subtype",
        "increment",
        "valuesExpression",
        "readonly",
        "source",
    ]
)
TYPES = st.sampled_from(
    [
        "textfield",
        "number",
        "radio",
        "select",
        "checklist",
        "group",
        "dynamiclist",
        "table",
        "text",
        "image",
        "datetime",
        "page",
        "multipage",
        "expression",
        "checkbox",
        "taglist",
        "button",
        "spacer",
    ]
)
ODD = st.builds(lambda kind, rest: {**rest, "type": kind}, TYPES, st.dictionaries(KEYS, JSON, max_size=5))


def read_or_find(source: str) -> tuple[forms.Form | None, tuple[Finding, ...]]:
    try:
        return forms.read(source), ()
    except ProgramError as error:
        return None, error.findings


@given(st.lists(ODD, max_size=4))
@settings(max_examples=60)
def test_whatever_stands_in_a_schema_the_answer_is_a_form_or_findings(components: list[dict[str, Any]]) -> None:
    schema = {"type": "default", "id": "f", "components": components}

    form, found = read_or_find(json.dumps(schema))

    assert (form is None) == bool(found)
    if form is not None:
        assert form.prune(form.prune({})) == form.prune({})


EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.form"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_examples_open_and_can_be_filled_in(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))
    form = forms.read(schema, file=path.name)

    pages = form.whole({}, {}).fields if not form.reads_clock else ()

    assert form.id
    assert all(field.name for field in pages)
    assert form.json_schema()["type"] == "object"


def test_loose_components_make_a_page_of_their_own_and_groups_are_pages() -> None:
    schema = form(
        TEXT,
        {"type": "group", "id": "g", "label": "Seite", "components": [TEXT | {"id": "b", "key": "b"}]},
        TEXT | {"id": "c", "key": "c"},
        {"type": "button", "id": "knopf", "label": "Weiter", "action": "submit"},
        title="Antrag",
    )

    pages = forms.read(schema).pages({}, {})

    assert [(page.id, page.title, [field.name for field in page.fields]) for page in pages] == [
        ("f", "Antrag", ["a"]),
        ("g", "Seite", ["b"]),
        ("c", "Antrag", ["c"]),
    ]


def test_the_pages_of_a_multipage_form_are_pages() -> None:
    pages = [
        {"type": "page", "id": "p1", "label": "Eins", "nextLabel": "Los", "components": [TEXT]},
        {
            "type": "page",
            "id": "p2",
            "label": "Zwei",
            "conditional": {"hide": '= a = "x"'},
            "components": [TEXT | {"id": "b", "key": "b"}],
        },
    ]
    read = forms.read(form({"type": "multipage", "id": "m", "components": pages}))

    assert [page.id for page in read.pages({}, {})] == ["p1", "p2"]
    assert [page.id for page in read.pages({"a": "x"}, {})] == ["p1"]


@pytest.mark.parametrize(
    ("token", "advised"),
    [("given-name", '"vorname"'), ("family-name", '"nachname"'), ("address-line1", '"strasse"'), ("email", "")],
)
def test_a_name_whose_letters_nobody_checks_gets_a_hint(token: str, advised: str) -> None:
    plain = forms.read(json.dumps(form(TEXT | {"properties": {"autocomplete": token}})))
    kind = {"kind": "address" if token == "address-line1" else "person", "parts": advised.strip('"') or "vorname"}
    checked = forms.read(json.dumps(form(TEXT | {"properties": {"autocomplete": token, **kind}})))

    assert [finding.code for finding in plain.warnings] == (["form-unchecked-name"] if advised else [])
    assert all(advised in finding.hint for finding in plain.warnings)
    assert checked.warnings == ()
