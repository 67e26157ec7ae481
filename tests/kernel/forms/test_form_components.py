"""Every component × valid, invalid, empty, required, hidden, repeated, stored and read again."""

import datetime
import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from tests.kernel.forms.component_cases import CASES, Case

from laufzettel.kernel import feel, forms
from laufzettel.kernel.forms import Form

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def form_of(case: Case, **changes: Any) -> Form:
    return forms.read(case.schema(**changes))


@by_name
def test_what_is_valid_becomes_its_value(case: Case) -> None:
    form = form_of(case)

    for raw, value, _ in case.valid:
        answers = form.validate("probe", raw, now=NOW)

        assert answers.errors == ()
        assert answers.values["feld"] == value
        assert type(answers.values["feld"]) is type(value)


@by_name
def test_what_is_invalid_is_refused_with_its_code_and_not_kept(case: Case) -> None:
    form = form_of(case)

    for raw, code in case.invalid:
        answers = form.validate("probe", raw, now=NOW)

        assert [(error.path, error.code) for error in answers.errors] == [("feld", code)]
        assert "feld" not in answers.values
        assert "Ihre Angabe" in answers.errors[0].text
        assert "Ihre Angabe" in answers.errors[0].text.en


@by_name
def test_blank_is_null(case: Case) -> None:
    answers = form_of(case).validate("probe", {}, now=NOW)

    assert answers.errors == ()
    assert answers.values["feld"] == case.empty
    assert answers.values["feld"] is case.empty or case.empty == []


@by_name
def test_required_and_blank_is_missing(case: Case) -> None:
    validate = case.component.get("validate", {}) | {"required": True}

    answers = form_of(case, validate=validate).validate("probe", {}, now=NOW)

    assert [(error.path, error.code) for error in answers.errors] == [("feld", "missing")]
    assert form_of(case, validate=validate).complete(answers.values, now=NOW)[0].code == "missing"


@by_name
def test_hidden_is_absent(case: Case) -> None:
    form = form_of(case, conditional={"hide": '= da = "nein"'})
    raw, value, _ = case.valid[0]

    hidden = form.validate("probe", raw | {"da": ["nein"]}, values={"feld": value}, now=NOW)

    assert hidden.values == {"da": "nein"}
    assert form.prune({"da": "nein", "feld": value}, now=NOW) == {"da": "nein"}
    assert form.validate("probe", raw | {"da": ["ja"]}, now=NOW).values["feld"] == value


@by_name
def test_an_entry_of_a_repeatable_group_takes_the_same(case: Case) -> None:
    schema = case.schema()
    component = schema["components"][1]
    group = {"type": "dynamiclist", "id": "liste", "path": "liste", "label": "Liste", "components": [component]}
    form = forms.read({"type": "default", "id": "probe", "components": [group]})
    first, value, _ = case.valid[0]
    raw = {name.replace("feld", "liste.1.feld"): texts for name, texts in first.items()}

    answers = form.validate("probe", raw | {"liste#": ["2"]}, now=NOW)

    assert answers.errors == ()
    assert answers.values == {"liste": [{"feld": case.empty}, {"feld": value}]}


@by_name
def test_summary_json_and_schema_agree(case: Case) -> None:
    form = form_of(case)
    schema = form.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)

    for raw, value, words in case.valid:
        values = form.validate("probe", raw, now=NOW).values
        stored = json.dumps(feel.to_json(values))
        rows = {row.path: row for row in form.summary(values, now=NOW)[0].rows}

        assert feel.from_json(json.loads(stored, parse_float=Decimal)) == values
        jsonschema.validate(json.loads(stored), schema)
        assert rows["feld"].value == words
        assert form.complete(values, now=NOW) == []
        assert feel.conforms(value, form.types().fields["feld"].type)


@by_name
def test_it_is_kept_over_back_and_forward(case: Case) -> None:
    form = form_of(case)
    raw, value, _ = case.valid[0]
    values = form.validate("probe", raw, now=NOW).values

    page = form.page("probe", values, now=NOW)

    assert page is not None
    assert {item.name: item.value for item in page.fields}["feld"] == value


@by_name
def test_prefilled_with_what_is_known(case: Case) -> None:
    properties = case.properties | {"prefill": "person.angabe"}
    form = forms.read(Case(case.name, case.component, case.valid, properties=properties).schema())
    _, value, _ = case.valid[0]

    assert form.prefilled({}, {"person": {"angabe": value}}) == {"feld": value}
    assert form.prefilled({"feld": None}, {"person": {"angabe": value}}) == {"feld": None}
    assert form.prefilled({}, {"person": {"angabe": {"kein": "Wert"}}}) in ({}, {"feld": {"kein": "Wert"}})
