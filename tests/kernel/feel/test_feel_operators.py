"""Each operator for each pair of types, from the tables of the standard (DMN 1.5, 10.3.2.13 and 10.3.2.14)."""

import pytest
from tests.kernel.feel.feel_support import reasons, shown, value

SAMPLES = {
    "null": "null",
    "boolean": "true",
    "number": "6",
    "string": '"ab"',
    "date": '@"2026-03-31"',
    "time": '@"10:00:00"',
    "date and time": '@"2026-03-31T10:00:00"',
    "days": '@"P2D"',
    "months": '@"P3M"',
    "list": "[6, 7]",
    "context": "{a: 6}",
    "range": "[1..6]",
    "function": "abs",
}

ARITHMETIC = {
    ("number", "+", "number"): "12",
    ("number", "-", "number"): "0",
    ("number", "*", "number"): "36",
    ("number", "/", "number"): "1",
    ("number", "**", "number"): "46656",
    ("string", "+", "string"): '"abab"',
    ("date", "-", "date"): "PT0S",
    ("date and time", "-", "date and time"): "PT0S",
    ("time", "-", "time"): "PT0S",
    ("date", "+", "days"): "2026-04-02",
    ("date", "-", "days"): "2026-03-29",
    ("date", "+", "months"): "2026-06-30",
    ("date", "-", "months"): "2025-12-31",
    ("days", "+", "date"): "2026-04-02",
    ("months", "+", "date"): "2026-06-30",
    ("date and time", "+", "days"): "2026-04-02T10:00:00",
    ("date and time", "-", "days"): "2026-03-29T10:00:00",
    ("date and time", "+", "months"): "2026-06-30T10:00:00",
    ("date and time", "-", "months"): "2025-12-31T10:00:00",
    ("days", "+", "date and time"): "2026-04-02T10:00:00",
    ("months", "+", "date and time"): "2026-06-30T10:00:00",
    ("time", "+", "days"): "10:00:00",
    ("time", "-", "days"): "10:00:00",
    ("days", "+", "time"): "10:00:00",
    ("days", "+", "days"): "P4D",
    ("days", "-", "days"): "PT0S",
    ("days", "*", "number"): "P12D",
    ("number", "*", "days"): "P12D",
    ("days", "/", "number"): "PT8H",
    ("days", "/", "days"): "1",
    ("months", "+", "months"): "P6M",
    ("months", "-", "months"): "P0M",
    ("months", "*", "number"): "P1Y6M",
    ("number", "*", "months"): "P1Y6M",
    ("months", "/", "number"): "P0M",
    ("months", "/", "months"): "1",
}
ORDERED = {"number", "string", "date", "time", "date and time", "days", "months"}
PAIRS = [(one, two) for one in SAMPLES for two in SAMPLES]


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "**"])
def test_arithmetic_has_a_result_for_the_pairs_of_the_standard_and_null_for_all_others(operator: str) -> None:
    for one, two in PAIRS:
        text = f"{SAMPLES[one]} {operator} {SAMPLES[two]}"
        # two dates of which one has a zone (a date counts as midnight UTC) and one has none give null
        assert shown(text) == ARITHMETIC.get((one, operator, two), "null"), text


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_order_exists_within_the_ordered_types_only(operator: str) -> None:
    for one, two in PAIRS:
        expected = str(operator in {"<=", ">="}).lower() if one == two and one in ORDERED else "null"
        assert shown(f"{SAMPLES[one]} {operator} {SAMPLES[two]}") == expected, (one, two)


def test_equality_is_null_between_types_and_false_against_null() -> None:
    for one, two in PAIRS:
        expected = "true" if one == two else "false" if "null" in {one, two} else "null"
        assert shown(f"{SAMPLES[one]} = {SAMPLES[two]}") == expected, (one, two)


def test_between_is_the_conjunction_of_two_comparisons() -> None:
    for kind, sample in SAMPLES.items():
        expected = "true" if kind in ORDERED else "null"
        assert shown(f"{sample} between {sample} and {sample}") == expected, kind


@pytest.mark.parametrize(
    ("one", "two", "conjunction", "disjunction"),
    [
        ("true", "true", "true", "true"),
        ("true", "false", "false", "true"),
        ("true", "null", "null", "true"),
        ("false", "null", "false", "null"),
        ("false", "false", "false", "false"),
        ("null", "null", "null", "null"),
        ("true", "1", "null", "true"),
        ('"x"', "false", "false", "null"),
    ],
)
def test_logic_has_three_values(one: str, two: str, conjunction: str, disjunction: str) -> None:
    for left, right in ((one, two), (two, one)):
        assert shown(f"{left} and {right}") == conjunction
        assert shown(f"{left} or {right}") == disjunction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-5 ** 2", "25"),
        ("3 ** 4 ** 5", "3486784401"),
        ("2 ** -1", "0.5"),
        ("1 - 2 - 3", "-4"),
        ("8 / 4 / 2", "1"),
        ("1 + 2 * 3 ** 2", "19"),
        ("not(true) or true and false", "false"),
        ("1 < 2 and 2 < 3", "true"),
        ("-{a: 3}.a", "-3"),
        ("- - 3", "3"),
        ("1 + 2 instance of number", "null"),
        ("(1 + 2) instance of number", "true"),
        ("if true then 1 else 2 + 3", "1"),
        ("for x in [1, 2] return x + 1", "[2, 3]"),
        ("[1, 2, 3][item > 1][1]", "2"),
        ("{f: function(x) {y: x}}.f(3).y", "3"),
    ],
)
def test_operators_bind_as_the_grammar_says(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 / 0", "null"),
        ("0 ** 0", "null"),
        ("-1 ** 0.5", "null"),
        ("9.999999999999999999999999999999999E6144 * 10", "null"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("1.0 = 1.00", "true"),
        ("12345678901234567890123456789012345 + 0", "12345678901234567890123456789012340"),
        ('@"P1D" * 0.5', "PT12H"),
        ('@"P1Y" / 5', "P2M"),
        ('-@"P1M"', "-P1M"),
        ('-"a"', "null"),
        ('@"999999999-12-31" + @"P1D"', "null"),
        ('@"2026-01-31" + @"P1M"', "2026-02-28"),
        ('@"2024-02-29" - @"P1Y"', "2023-02-28"),
        ('@"2026-03-29T01:30:00@Europe/Berlin" + @"PT1H"', "2026-03-29T03:30:00@Europe/Berlin"),
        ('@"2026-01-02T00:00:00Z" - @"2026-01-01"', "P1D"),
        ('@"2026-01-02T00:00:00" - @"2026-01-01T00:00:00Z"', "null"),
        ('@"23:00:00" + @"PT2H"', "01:00:00"),
        ('@"10:00:00+02:00" - @"10:00:00Z"', "-PT2H"),
    ],
)
def test_arithmetic_at_its_edges(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"10:00:00Z" = @"11:00:00+01:00"', "true"),
        ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
        ('@"2026-07-01T12:00:00@Europe/Berlin" = @"2026-07-01T10:00:00Z"', "true"),
        ('@"2026-07-01T12:00:00" = @"2026-07-01T12:00:00Z"', "false"),
        ("[1, [2, 3]] = [1, [2, 3]]", "true"),
        ("[1, 2] = [2, 1]", "false"),
        ('[1, "a"] = [1, 2]', "null"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ("{a: 1} = {a: 1, b: null}", "false"),
        ("[1..3] = [1..3)", "false"),
        ("(< 10) = (null..10)", "false"),
        ('@"P1Y" = @"P12M"', "true"),
        ('@"P1D" = @"PT24H"', "true"),
        ('@"P1M" = @"P30D"', "null"),
        ('"ä" = "Ä"', "false"),
        ('100 = "100"', "null"),
        ("100 = null", "false"),
        ("null = null", "true"),
        ("1 != 2", "true"),
        ("null != 1", "true"),
        ('1 != "1"', "null"),
    ],
)
def test_equality_at_its_edges(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 in [1..5]", "true"),
        ("5 in [1..5)", "false"),
        ("1 in ]1..5]", "false"),
        ("5 in (< 3, > 4)", "true"),
        ("5 in > 4", "true"),
        ("5 in (= 5)", "true"),
        ("5 in (!= 5)", "false"),
        ("5 in [1, 5]", "true"),
        ("5 in (1, 5)", "true"),
        ("5 in ([1..2], [4..6])", "true"),
        ("[1] in [[1], [2]]", "true"),
        ('"b" in ["a".."c"]', "true"),
        ('@"2026-01-02" in [@"2026-01-01"..@"2026-01-03"]', "true"),
        ('5 in ["a".."c"]', "null"),
        ("null in [1..5]", "null"),
        ("5 in [1..null]", "null"),
        ("5 in [5..1]", "false"),
        ("null in (null, 1)", "true"),
        ("5 in (? > 3)", "true"),
    ],
)
def test_membership(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_null_says_why_and_where() -> None:
    assert reasons('1 + (2 * "a")') == ["feel-operands", "feel-operands"]
    assert value("1") is not None
