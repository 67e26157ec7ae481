"""Rule 7: values as tagged JSON, and what is refused."""

import json
from decimal import Decimal
from typing import Any

import pytest
from tests.kernel.feel.feel_support import value

from laufzettel.kernel import feel


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("null", "null"),
        ('"ä"', '"ä"'),
        ("true", "true"),
        ("5", "5"),
        ("1.50", '{"@": "number", "v": "1.50"}'),
        ("1E3", '{"@": "number", "v": "1E+3"}'),
        ("99999999999999999999", '{"@": "number", "v": "99999999999999999999"}'),
        ('[1, {a: "b"}]', '[1, {"a": "b"}]'),
        ('@"2026-01-01"', '{"@": "date", "v": "2026-01-01"}'),
        ('@"10:00:00.5@Europe/Berlin"', '{"@": "time", "v": "10:00:00.5@Europe/Berlin"}'),
        ('@"2026-01-01T10:00:00Z"', '{"@": "date and time", "v": "2026-01-01T10:00:00Z"}'),
        ('@"P1DT2H"', '{"@": "duration", "v": "P1DT2H"}'),
        ('@"P1Y2M"', '{"@": "duration", "v": "P1Y2M"}'),
        ('{"@": 1}', '{"@": "context", "v": {"@": 1}}'),
        ("[1..3)", '{"@": "range", "v": {"start": 1, "end": 3, "operator": "", "from": true, "to": false}}'),
        ("(> 3)", '{"@": "range", "v": {"start": 3, "end": null, "operator": ">", "from": false, "to": false}}'),
    ],
)
def test_rule_7_every_value_keeps_its_type(text: str, stored: str) -> None:
    original = value(text)

    assert json.dumps(feel.to_json(original), ensure_ascii=False) == stored
    back = feel.from_json(json.loads(stored))
    assert type(back) is type(original)
    assert back == original


def test_rule_7_plain_json_is_read_without_floats() -> None:
    data = json.loads('{"a": 0.1, "b": [1e2]}', parse_float=Decimal)

    assert feel.from_json(data) == {"a": Decimal("0.1"), "b": [Decimal("1e2")]}


def test_rule_7_functions_are_not_stored() -> None:
    with pytest.raises(TypeError):
        feel.to_json(value("[abs]"))


@pytest.mark.parametrize(
    "data",
    [
        0.1,
        {"@": "date", "v": "2026-02-30"},
        {"@": "number", "v": "x"},
        {"@": "number", "v": "NaN"},
        {"@": "number", "v": 1},
        {"@": "python", "v": "x"},
        {"@": ["date"], "v": "x"},
        {"@": "date"},
        object(),
    ],
)
def test_rule_7_what_is_no_stored_value_is_refused(data: Any) -> None:
    with pytest.raises(ValueError, match=r"stored value|stored number|number that FEEL knows"):
        feel.from_json(data)
