"""What form-js documents: each of its features as a schema of our own opens and works, or is refused with its reason."""

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from laufzettel.kernel import forms
from laufzettel.kernel.feel import Date, DateTime, Time
from laufzettel.kernel.problems import ProgramError

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
type Raw = dict[str, list[str]]


def schema(*components: dict[str, Any], **head: Any) -> dict[str, Any]:
    return {"type": "default", "id": "form", "schemaVersion": 19, "components": list(components)} | head


def ask(kind: str, key: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "key": key, "label": key.title()} | more


def options(*values: str) -> list[dict[str, str]]:
    return [{"label": value.title(), "value": value} for value in values]


def check(form: forms.Form, raw: Raw, expected: dict[str, Any], context: dict[str, Any] | None = None) -> None:
    answers = form.validate("*", raw, context=context or {}, now=NOW)
    assert answers.errors == ()
    assert answers.values == expected


# The oldest form: no id anywhere, buttons of its own, text with a link that must not work.
FIRST = {
    "type": "default",
    "components": [
        {"type": "text", "text": "# Rechnung\n\n_Neu_ [nicht klicken](javascript:alert(1))"},
        {"type": "textfield", "key": "creditor", "label": "Gläubiger", "validate": {"required": True}},
        {"type": "textfield", "key": "number", "label": "Nummer", "validate": {"pattern": "^C-[0-9]+$"}},
        {"type": "number", "key": "amount", "label": "Betrag", "validate": {"min": 0, "max": 1000}},
        {"type": "checkbox", "key": "approved", "label": "Genehmigt"},
        {"type": "radio", "key": "product", "label": "Produkt", "values": options("cloud", "platform")},
        {"type": "checklist", "key": "mailto", "label": "An", "values": options("approver", "manager")},
        {"type": "select", "key": "language", "label": "Sprache", "values": options("german", "english")},
        {"type": "button", "key": "submit", "label": "Absenden"},
        {"type": "button", "key": "reset", "label": "Leeren", "action": "reset"},
    ],
}
RIGHT = {"creditor": ["Zoë"], "number": ["C-1"], "amount": ["5,5"], "product": ["cloud"], "mailto": ["manager"]}
VALUES = {
    "creditor": "Zoë",
    "number": "C-1",
    "amount": Decimal("5.5"),
    "approved": False,
    "product": "cloud",
    "mailto": ["manager"],
    "language": None,
}


@pytest.mark.parametrize("version", [None, *range(1, 21)])
def test_the_first_form_opens_in_every_version_of_the_schema(version: int | None) -> None:
    form = forms.read(FIRST | ({} if version is None else {"schemaVersion": version}))

    check(form, RIGHT, VALUES)
    assert [error.path for error in form.validate("*", RIGHT | {"number": ["D-1"]}, now=NOW).errors] == ["number"]
    assert {finding.code for finding in form.warnings} == {"form-no-id"}


def test_the_head_that_editors_write() -> None:
    head = {
        "$schema": "https://unpkg.com/@bpmn-io/form-json-schema/resources/schema.json",
        "executionPlatform": "Camunda Cloud",
        "executionPlatformVersion": "8.8.0",
        "versionTag": "1",
        "exporter": {"name": "Camunda Modeler", "version": "5.40.0"},
        "generated": True,
    }
    layout = {"layout": {"row": "Row_1", "columns": None}}

    assert forms.read(schema(ask("textfield", "a", **layout), **head)).id == "form"


def test_groups_with_and_without_a_path() -> None:
    inner = {"type": "group", "id": "i", "label": "Innen", "path": "address", "showOutline": True}
    outer = {"type": "group", "id": "o", "label": "Außen", "path": "applicant", "verticalAlignment": "center"}
    plain = {"type": "group", "id": "p", "label": "Ohne", "components": [ask("textfield", "remark")]}
    form = forms.read(
        schema(
            outer | {"components": [ask("textfield", "name"), inner | {"components": [ask("textfield", "town")]}]},
            plain,
        )
    )

    raw = {"applicant.name": ["Zoë"], "applicant.address.town": ["Herborn"], "remark": ["keine"]}
    check(form, raw, {"applicant": {"name": "Zoë", "address": {"town": "Herborn"}}, "remark": "keine"})


def test_lists_within_lists_know_this_parent_and_their_number() -> None:
    phones = {
        "type": "dynamiclist",
        "id": "phones",
        "path": "phones",
        "label": "Telefone",
        "isRepeating": True,
        "allowAddRemove": True,
        "defaultRepetitions": 1,
        "components": [
            ask("textfield", "number", conditional={"hide": '= parent.name = "niemand"'}),
            {"type": "expression", "id": "said", "key": "said", "expression": "= this.number"},
        ],
    }
    people = {
        "type": "dynamiclist",
        "id": "people",
        "path": "people",
        "label": "Personen",
        "disableCollapse": False,
        "nonCollapsedItems": 3,
        "components": [ask("textfield", "name"), phones],
    }
    form = forms.read(schema(people))

    raw = {"people#": ["2"], "people.0.phones#": ["2"], "people.1.phones#": ["1"]}
    raw |= {"people.0.name": ["Ada"], "people.0.phones.0.number": ["1"], "people.0.phones.1.number": ["2"]}
    raw |= {"people.1.name": ["niemand"], "people.1.phones.0.number": ["3"]}
    ada = {"name": "Ada", "phones": [{"number": "1", "said": "1"}, {"number": "2", "said": "2"}]}
    check(form, raw, {"people": [ada, {"name": "niemand", "phones": [{"said": None}]}]})


def test_tables_with_columns_of_their_own_and_computed_ones() -> None:
    fixed = {"type": "table", "id": "t", "label": "Hunde", "dataSource": "= dogs", "rowCount": 10}
    fixed |= {"columns": [{"label": "Name", "key": "name"}]}
    computed = {
        "type": "table",
        "id": "u",
        "dataSource": "= dogs",
        "columnsExpression": '= [{label: "N", key: "name"}]',
    }
    form = forms.read(schema(fixed, computed))

    page = form.whole({}, {"dogs": [{"name": "Rex"}]}, now=NOW)

    assert [item.value for item in page.items] == [[{"name": "Rex"}]] * 2


def test_expressions_build_on_each_other_in_whatever_order_they_stand() -> None:
    total = {"type": "expression", "id": "t", "key": "total", "expression": "= net * 1.19", "computeOn": "presubmit"}
    net = {"type": "expression", "id": "n", "key": "net", "expression": "= price * count", "computeOn": "change"}
    form = forms.read(schema(total, net, ask("number", "price"), ask("number", "count")))

    raw = {"price": ["10"], "count": ["2"]}
    check(form, raw, {"price": 10, "count": 2, "net": 20, "total": Decimal("23.8")})


def test_conditions_in_a_chain() -> None:
    chain = [ask("checkbox", "a")]
    chain += [ask("checkbox", key, conditional={"hide": f"= not({before})"}) for before, key in ("ab", "bc", "cd")]
    form = forms.read(schema(*chain))

    check(form, {"a": ["true"], "b": ["true"], "c": [], "d": ["true"]}, {"a": True, "b": True, "c": False})
    check(form, {"b": ["true"], "c": ["true"], "d": ["true"]}, {"a": False, "c": True, "d": True})


def test_templates_in_text_labels_and_descriptions() -> None:
    text = "{{#if name != null}}Guten Tag {{name}}{{/if}} {{#loop dogs}}{{this}}; {{/loop}}"
    form = forms.read(
        schema(
            ask("textfield", "name"),
            {"type": "text", "id": "t", "text": text},
            {"type": "text", "id": "u", "text": '= "Hallo " + name'},
            ask("textfield", "b", label="Zu {{name}}", description="= name"),
        )
    )

    page = form.whole({"name": "Zoë"}, {"dogs": ["Rex", "Bo"]}, now=NOW)

    shown = {item.node.id: item for item in page.items}
    assert str(shown["t"].text) == "Guten Tag Zoë Rex; Bo; "
    assert str(shown["u"].text) == "Hallo Zoë"
    assert (str(shown["b"].label), str(shown["b"].hint)) == ("Zu Zoë", "Zoë")


def test_what_is_read_only_or_disabled_keeps_what_it_has() -> None:
    form = forms.read(
        schema(
            ask("textfield", "a", disabled=True, defaultValue="fest"),
            ask("number", "b", readonly=True, defaultValue=1),
            ask("textfield", "c", readonly="= closed"),
        )
    )

    check(form, {"a": ["x"], "b": ["2"], "c": ["y"]}, {"a": "fest", "b": 1}, {"closed": True})
    check(form, {"a": ["x"], "b": ["2"], "c": ["y"]}, {"a": "fest", "b": 1, "c": "y"}, {"closed": False})


@pytest.mark.parametrize(
    ("source", "context", "posted", "value"),
    [
        ({"valuesKey": "towns"}, {"towns": ["Herborn", "Haiger"]}, "Haiger", "Haiger"),
        ({"valuesKey": "towns"}, {"towns": [{"label": "Herborn", "value": "h"}]}, "h", "h"),
        (
            {"valuesExpression": "= for t in towns return {label: t.n, value: t.k}"},
            {"towns": [{"n": "H", "k": 1}]},
            "1",
            1,
        ),
        ({"valuesExpression": "= [1, 2]"}, {}, "2", 2),
    ],
)
def test_options_that_come_from_elsewhere(source: Any, context: Any, posted: str, value: Any) -> None:
    for kind in ("select", "radio"):
        check(forms.read(schema(ask(kind, "a", **source))), {"a": [posted]}, {"a": value}, context)
    for kind in ("checklist", "taglist"):
        check(forms.read(schema(ask(kind, "a", **source))), {"a": [posted]}, {"a": [value]}, context)


def test_dates_and_times() -> None:
    def clock(key: str, subtype: str, **more: Any) -> dict[str, Any]:
        return {
            "type": "datetime",
            "id": key,
            "key": key,
            "subtype": subtype,
            "dateLabel": "D",
            "timeLabel": "T",
        } | more

    form = forms.read(
        schema(
            clock("d", "date", disallowPassedDates=True),
            clock("t", "time", timeInterval=15, use24h=True, timeSerializingFormat="no_timezone"),
            clock("b", "datetime", timeSerializingFormat="utc_offset"),
            clock("v", "date", defaultValue="2023-04-05T16:06:09.526+0000"),
            clock("w", "datetime", defaultValue="2023-04-05T16:06"),
        )
    )

    raw = {"d": ["2.3.2026"], "t": ["9:45"], "b": ["3.5.2021 14:30"], "v": ["5.4.2023"], "w": ["5.4.2023 16:06"]}
    both = DateTime(Date(2021, 5, 3), Time.of(14, 30, 0))
    preselected = DateTime(Date(2023, 4, 5), Time.of(16, 6, 0))
    expected = {"d": Date(2026, 3, 2), "t": Time.of(9, 45, 0), "b": both, "v": Date(2023, 4, 5), "w": preselected}
    check(form, raw, expected)
    assert [error.code for error in form.validate("*", raw | {"d": ["1.3.2026"], "t": ["9:50"]}, now=NOW).errors] == [
        "too-early",
        "step",
    ]


@pytest.mark.parametrize(
    ("validate", "right", "wrong"),
    [
        ({"validationType": "email"}, "a@b.de", "a"),
        ({"validationType": "phone"}, "06451 5050", "a"),
        ({"validationType": "custom", "pattern": "^A"}, "A", "B"),
        ({"minLength": 2, "maxLength": 3}, "ab", "abcd"),
        ({"minLength": "= shortest", "maxLength": "= shortest + 1"}, "ab", "abcd"),
    ],
)
def test_validation_of_texts(validate: Any, right: str, wrong: str) -> None:
    form = forms.read(schema(ask("textfield", "a", validate=validate)))

    context = {"shortest": Decimal(2)}
    check(form, {"a": [right]}, {"a": right}, context)
    assert not form.validate("*", {"a": [wrong]}, context=context, now=NOW).ok


def test_numbers_with_digits_steps_and_computed_bounds() -> None:
    number = ask("number", "a", decimalDigits=1, increment=0.5, serializeToString=True)
    form = forms.read(schema(number | {"validate": {"min": "= least", "max": 10}}))

    check(form, {"a": ["2,5"]}, {"a": Decimal("2.5")}, {"least": 1})
    for wrong in ("0,5", "10,5", "2,3", "2,55"):
        assert not form.validate("*", {"a": [wrong]}, context={"least": 1}, now=NOW).ok


def test_pages_with_buttons_of_their_own() -> None:
    pages: list[dict[str, Any]] = [
        {"type": "page", "id": "p1", "label": "Eins", "nextLabel": "Weiter", "components": [ask("checkbox", "more")]},
        {"type": "page", "id": "p2", "label": "Zwei", "backLabel": "Zurück", "components": [ask("textfield", "what")]},
    ]
    pages[1]["conditional"] = {"hide": "= not(more)"}
    form = forms.read(schema({"type": "multipage", "id": "m", "components": pages}))

    assert [page.id for page in form.pages({"more": True}, now=NOW)] == ["p1", "p2"]
    assert [page.id for page in form.pages({"more": False}, now=NOW)] == ["p1"]


def test_files() -> None:
    form = forms.read(schema(ask("filepicker", "proof", multiple=True, accept=".pdf,image/*")))
    file = {"id": "7", "name": "a.pdf", "type": "application/pdf", "size": Decimal(5)}

    answers = form.validate("*", {"proof": ["7", "8"]}, now=NOW, files={"7": file})

    assert (answers.errors, answers.values) == ((), {"proof": [file]})


def test_what_is_only_there_to_look_at() -> None:
    picture = {"type": "image", "id": "i", "alt": "Wappen", "source": "data:image/png;base64,AA=="}
    other = {"type": "image", "id": "j", "alt": "Wappen", "source": "= picture"}
    form = forms.read(
        schema(picture, other, {"type": "spacer", "id": "s", "height": 60}, {"type": "separator", "id": "l"})
    )

    assert [item.node.type for item in form.whole({}, {"picture": "data:image/png;base64,AA=="}, now=NOW).items] == [
        "image",
        "image",
        "spacer",
        "separator",
    ]


REFUSED = {
    "HTML": ({"type": "html", "id": "x", "content": "<b>fett</b>"}, "form-refused-type"),
    "another site": ({"type": "iframe", "id": "x", "url": "https://example.org"}, "form-refused-type"),
    "a document": ({"type": "documentPreview", "id": "x", "dataSource": "= d"}, "form-refused-type"),
    "a component of somebody's own": ({"type": "range", "id": "x", "key": "x"}, "form-unknown-type"),
    "a picture from a server": ({"type": "image", "id": "x", "alt": "A", "source": "https://a.de/a.png"}, "form-image"),
    "a picture without words": ({"type": "image", "id": "x", "source": "data:image/png;base64,AA=="}, "form-image"),
    "files that nobody can check": (ask("filepicker", "x", accept=".docx"), "form-file-type"),
    "a number of files that is computed": (ask("filepicker", "x", multiple="= many"), "form-wrong-type"),
    "options from nowhere": (ask("select", "x"), "form-option"),
    "options from two places": (ask("radio", "x", values=options("a"), valuesKey="b"), "form-option"),
    "a value from itself": ({"type": "expression", "id": "x", "key": "x", "expression": "= x + 1"}, "form-cycle"),
    "a list without a path": ({"type": "dynamiclist", "id": "x", "label": "L", "components": []}, "form-missing"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why_and_where(name: str) -> None:
    component, code = REFUSED[name]

    with pytest.raises(ProgramError) as refused:
        forms.read(schema(component), file="probe.form")

    found = [finding for finding in refused.value.findings if finding.severity == "error"]
    assert [(finding.code, finding.place.element) for finding in found] == [(code, "x")]
    assert found[0].message.en != str(found[0].message)


def test_keys_may_be_called_like_functions_of_feel() -> None:
    later = {"type": "expression", "id": "l", "key": "sum", "expression": "= count + number"}
    hidden = ask("textfield", "time", conditional={"hide": "= date > 5"})
    form = forms.read(schema(hidden, later, ask("number", "count"), ask("number", "number"), ask("number", "date")))

    check(form, {"count": ["1"], "number": ["2"], "date": ["6"]}, {"count": 1, "number": 2, "date": 6, "sum": 3})
    assert form.reads == {"count", "number", "date"}
