"""Whatever a form accepts, its summary, JSON, JSON Schema and types agree with it; stored is shown."""

import datetime
import json
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.forms.component_cases import CASES

from laufzettel.kernel import feel, forms
from laufzettel.kernel.feel import Date
from laufzettel.kernel.forms.dates import parse_date, parse_number

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def everything() -> forms.Form:
    """All components, each with a switch before it that hides it, and once more in a repeatable group."""
    components: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for number, case in enumerate(CASES):
        component = case.schema()["components"][1]
        switch = {"type": "checkbox", "id": f"s{number}", "key": f"s{number}", "label": f"Weg {number}"}
        hide = {"conditional": {"hide": f"= s{number}"}}
        components += [switch, component | {"id": f"f{number}", "key": f"f{number}"} | hide]
        entries.append(component | {"id": f"e{number}", "key": f"e{number}"})
    group = {"type": "dynamiclist", "id": "liste", "path": "liste", "label": "Liste", "components": entries}
    page = {"type": "group", "id": "seite", "label": "Seite", "path": "tief.unten", "components": components}
    return forms.read({"type": "default", "id": "alles", "components": [page, group]})


FORM = everything()
SCHEMA = jsonschema.Draft202012Validator(FORM.json_schema())
TYPED = [text for case in CASES for raw, _, _ in case.valid for texts in raw.values() for text in texts]
TYPED += [
    "",
    " ",
    "~~~",
    "{{1+1}}",
    "<script>alert(1)</script>",
    "= 1 + 1",
    "#set text(red)",
    "3.5.21",
    "0",
    "-1,5",
    "true",
]
ANSWER = st.sampled_from(TYPED) | st.text(max_size=12)


@st.composite
def posts(draw: st.DrawFn) -> dict[str, list[str]]:
    """Answers, sensible and not, to some of the questions."""
    raw: dict[str, list[str]] = {"liste#": [str(draw(st.integers(0, 2)))]}
    for number, case in enumerate(CASES):
        for name in (f"tief.unten.f{number}", f"liste.0.e{number}"):
            chosen = draw(st.sampled_from([*case.valid, None]))
            if chosen:
                raw |= {key.replace("feld", name): texts for key, texts in chosen[0].items()}
            elif draw(st.booleans()):
                raw[name] = [draw(ANSWER)]
        if draw(st.integers(0, 5)) == 0:
            raw[f"tief.unten.s{number}"] = ["true"]
    return raw


def check(raw: dict[str, list[str]]) -> None:
    first = FORM.validate("*", raw, now=NOW)
    wrong = {error.path for error in first.errors}
    answers = FORM.validate("*", {name: texts for name, texts in raw.items() if not _belongs(name, wrong)}, now=NOW)
    values = answers.values

    assert answers.errors == ()
    assert FORM.complete(values, now=NOW) == []
    assert FORM.prune(values, now=NOW) == values
    stored = json.dumps(feel.to_json(values))
    assert feel.from_json(json.loads(stored)) == values
    SCHEMA.validate(json.loads(stored))
    assert feel.conforms(values, FORM.types())
    shown = {item.name: item.value for item in FORM.whole(values, now=NOW).fields}
    rows = {row.path: row for section in FORM.summary(values, now=NOW) for row in section.all_rows}
    assert rows.keys() == shown.keys()
    assert all(row.blank == (shown[path] is None or shown[path] == []) for path, row in rows.items())


def _belongs(name: str, wrong: set[str]) -> bool:
    return name in wrong or name.rpartition(".")[0] in wrong


@given(posts())
@settings(max_examples=25)
def test_what_a_form_accepts_is_told_alike_everywhere(raw: dict[str, list[str]]) -> None:
    check(raw)


@pytest.mark.nightly
@given(posts())
@settings(max_examples=2_000)
def test_what_a_form_accepts_is_told_alike_everywhere_at_length(raw: dict[str, list[str]]) -> None:
    check(raw)


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_any_text_is_stored_as_typed_or_refused(typed: str) -> None:
    form = forms.read({"type": "default", "components": [{"type": "textarea", "id": "a", "key": "a", "label": "A"}]})

    answers = form.validate("form", {"a": [typed]})

    again = form.validate("form", {"a": [answers.values.get("a") or ""]})
    assert answers.errors or again.values == answers.values
    assert not any(
        ord(character) in (0, 0x7F) or 0xD800 <= ord(character) < 0xE000 for character in str(answers.values)
    )


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2035, 12, 31)), st.sampled_from("./- ,"))
@settings(max_examples=100)
def test_a_date_is_read_as_it_was_meant(day: datetime.date, separator: str) -> None:
    today = Date(2026, 3, 2)
    expected = Date.from_python(day)

    assert parse_date(separator.join((str(day.day), str(day.month), str(day.year))), today) == expected
    assert parse_date(f"{day:%d%m%Y}", today) == expected
    assert parse_date(day.isoformat(), today) == expected
    if day.year > 1936:
        assert parse_date(f"{day.day}.{day.month}.{day:%y}", today) == expected


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
@settings(max_examples=100)
def test_a_number_is_read_in_german_and_english_writing(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert parse_number(german) == number
    assert parse_number(english) == number
    assert parse_number(german + " €") == number
    assert parse_number(german.replace(".", " ")) == number


@pytest.mark.parametrize("typed", ["1,2,3", "1.2.3", "--1", "1e5", "½", "1_000", "NaN", "Infinity", "0x10", "1.23,4"])
def test_what_is_no_number(typed: str) -> None:
    assert parse_number(typed) is None
