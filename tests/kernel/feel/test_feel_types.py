"""Static types: what is inferred, what is found, and that values are of the inferred type (semantics, Types)."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.feel.feel_samples import KINDS, Expressions
from tests.kernel.feel.feel_support import NOW, value

from laufzettel.kernel import feel
from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    NULL,
    NUMBER,
    STRING,
    ContextType,
    EnumType,
    FeelType,
    Field,
    IntervalType,
    ListType,
    RangeType,
)

DOG = ContextType({"name": Field(STRING), "chip": Field(STRING, required=False), "size": Field(NUMBER)})
TYPES: dict[str, FeelType] = {
    "n": NUMBER,
    "m": NUMBER,
    "s": STRING,
    "b": BOOLEAN,
    "d": DATE,
    "l": ListType(NUMBER),
    "k": ContextType.of({"w": NUMBER, "t": STRING}),
    "ks": ListType(ContextType.of({"w": NUMBER, "t": STRING})),
    "maybe": feel.union(NUMBER, NULL),
    "dog": DOG,
    "kind": EnumType(frozenset(("small", "large"))),
    "open": ContextType({"a": Field(NUMBER)}, closed=False),
    "first name": STRING,
    "share": IntervalType(Decimal(0), Decimal(100)),
}
CONTEXT: dict[str, feel.Value] = {
    "n": value("4"),
    "m": value("-1.5"),
    "s": "hallo",
    "b": True,
    "d": value('@"2026-01-31"'),
    "l": value("[3, 7]"),
    "k": value('{w: 2, t: "q"}'),
    "ks": value('[{w: 1, t: "a"}, {w: 9, t: "b"}]'),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n + 1", "number"),
        ("n / 2", "number"),
        ("n / m", "Null | number"),
        ("s + first name", "string"),
        ("dog.name", "string"),
        ("dog.chip", "Null | string"),
        ("ks.w", "list<number>"),
        ("ks[w > 3]", "list<context<w: number, t: string>>"),
        ("ks[1]", "Null | context<w: number, t: string>"),
        ('if b then 1 else "a"', '"a" | number'),
        ("if maybe != null then maybe + 1 else 0", "number"),
        ("if maybe = null then 0 else maybe + 1", "number"),
        ("if is defined(maybe) then maybe else 0", "number"),
        ("maybe = null or maybe > 3", "boolean"),
        ("not(maybe = null) and maybe > 3", "boolean"),
        ('if open.z instance of string then open.z else ""', "string"),
        ("for x in ks return x.w * 2", "list<number>"),
        ("for x in 1..n return x", "Null | list<number>"),
        ("some x in l satisfies x > 3", "boolean"),
        ("{a: n, b: a + 1}.b", "number"),
        ("[1..5]", "range<number>"),
        ("function(x: number) x + 1", "function<number> -> Null | number"),
        ('date("2026-01-31")', "date"),
        ('d + duration("P1M")', "date"),
        ("d - d", "days and time duration"),
        ("d.year", "number"),
        ("get or else(maybe, 0)", "number"),
        ("append(l, s)", "Null | list<number | string>"),
        ("reverse(l)", "list<number>"),
        ("sum(l)", "Null | number"),
        ("count(l)", "number"),
        ("n in [1..3]", "boolean"),
        ("open.unknown", "Any"),
        ("n instance of number", "boolean"),
        ("-maybe", "Null | number"),
    ],
)
def test_types_are_inferred(text: str, expected: str) -> None:
    expression = feel.compile(text, types=TYPES)

    assert str(expression.type) == expected
    assert [finding for finding in expression.findings if finding.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "code", "severity", "hint"),
    [
        ("nn + 1", "feel-unknown-name", "error", "Meinen Sie „n“?"),
        ("dog.nam", "feel-unknown-field", "error", "Meinen Sie „name“?"),
        ("d.hour", "feel-unknown-field", "error", ""),
        ("nobody(1)", "feel-unknown-name", "error", ""),
        ("string length(n)", "feel-arguments", "error", "string length(string)"),
        ("substring(s)", "feel-arguments", "error", "substring(string, start position, length)"),
        (
            "substring(text: s, start position: 1)",
            "feel-arguments",
            "error",
            "substring(string, start position, length)",
        ),
        ("n(1)", "feel-no-function", "error", ""),
        ("n + s", "feel-always-null", "error", ""),
        ("n = s", "feel-always-null", "error", ""),
        ("d < n", "feel-always-null", "error", ""),
        ("-s", "feel-always-null", "error", ""),
        ("n between s and s", "feel-always-null", "error", ""),
        ('date("2026-02-30") = d', "feel-always-null", "error", ""),
        ("s in [1..3]", "feel-never-matches", "error", ""),
        ("if n then 1 else 2", "feel-no-condition", "error", ""),
        ("n and b", "feel-no-condition", "error", ""),
        ('ks["a"]', "feel-no-condition", "error", ""),
        ("n instance of dragon", "feel-unknown-type", "error", ""),
        ("maybe + 1", "feel-maybe-null", "warning", ""),
        ("ks[1].w", "feel-maybe-null", "warning", "Fragen Sie vorher mit „!= null“"),
        ("for n in ks return n.w", "feel-shadowed-name", "warning", "Nennen Sie den inneren anders"),
        ("(function(s: number) s + 1)(2)", "feel-shadowed-name", "warning", "Nennen Sie den inneren anders"),
    ],
)
def test_each_kind_of_finding_has_its_case(text: str, code: str, severity: str, hint: str) -> None:
    findings = feel.compile(text, types=TYPES).findings

    assert (code, severity, hint) in [(each.code, each.severity, str(each.hint)) for each in findings]
    assert all(finding.place.line == 1 for finding in findings)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('kind = "medium"', '„kind = "medium"“ trifft nie zu', '"large" | "small", rechts "medium"'),
        ('kind != "medium"', '„kind != "medium"“ trifft immer zu', '"large" | "small", rechts "medium"'),
        ("n = null", "„n = null“ trifft nie zu", "number, rechts Null"),
        ("n != null", "„n != null“ trifft immer zu", "number, rechts Null"),
        ("share > 100", "„share > 100“ trifft nie zu", "number [0..100], rechts 100"),
        ("0 <= share", "„0 <= share“ trifft immer zu", "0, rechts number [0..100]"),
        ("share = 101", "„share = 101“ trifft nie zu", "number [0..100], rechts 101"),
        ("share between -2 and -1", "„share between (-2) and (-1)“ trifft nie zu", "number [0..100], rechts -2 .. -1"),
        ("share between 0 and 100", "„share between 0 and 100“ trifft immer zu", "number [0..100], rechts 0 .. 100"),
        ("share in [101..200]", "„[101..200]“ trifft nie zu", "number [0..100], rechts [101..200]"),
        ("share in (5, > 100)", "„(> 100)“ trifft nie zu", "number [0..100], rechts (> 100)"),
        ("1 < 2", "„1 < 2“ trifft immer zu", "1, rechts 2"),
        (
            '@"2026-01-31" >= @"2026-02-01"',
            '„@"2026-01-31" >= @"2026-02-01"“ trifft nie zu',
            "2026-01-31, rechts 2026-02-01",
        ),
        ("n > 5 and n < 3", "„n < 3“ trifft nie zu", "number > 5, rechts 3"),
        ("n < 5 or n >= 5", "„n >= 5“ trifft immer zu", "number >= 5, rechts 5"),
        ("if n <= 5 then 1 else if n < 4 then 2 else 3", "„n < 4“ trifft nie zu", "number > 5, rechts 4"),
        ("not(n > 5) and n > 7", "„n > 7“ trifft nie zu", "number <= 5, rechts 7"),
        ("if true then n else 0", "„true“ trifft immer zu", ""),
        ("b and false", "„false“ trifft nie zu", ""),
    ],
)
def test_a_condition_that_is_always_true_or_never_is_a_warning(text: str, message: str, hint: str) -> None:
    findings = feel.compile(text, types=TYPES).findings

    assert [(each.code, each.severity, str.__str__(each.message)) for each in findings] == [
        ("feel-constant-condition", "warning", message)
    ]
    assert str.__str__(findings[0].hint) == (f"links {hint}" if hint else "")


@pytest.mark.parametrize(
    "text",
    [
        "share > 99",
        "share >= 1",
        "n > 7 or n > 5",
        "n > 5 and n < 7",
        "maybe = null or maybe > 3",
        "share in [50..200]",
    ],
)
def test_a_condition_that_depends_is_no_warning(text: str) -> None:
    assert feel.compile(text, types=TYPES).findings == ()


def test_what_may_be_null_is_never_always_true() -> None:
    codes = {each.code for each in feel.compile("maybe > 3 or maybe <= 3", types=TYPES).findings}

    assert codes == {"feel-maybe-null"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ks[t = s]", 0),
        ("ks[w = n]", 0),
        ("rs[n > 3]", 1),
        ("rs[item.n > 3]", 0),
        ("{n: 1, twice: n * 2}", 1),
        ("{n: 1, twice: s}", 0),
        ("{x: 1, twice: x * 2}", 0),
        ("l[item > 3][item > 4]", 0),
        ("for x in l return for x in l return x", 1),
    ],
)
def test_a_name_that_hides_another_is_a_warning_where_it_is_read(text: str, names: int) -> None:
    findings = feel.compile(text, types={**TYPES, "rs": ListType(ContextType.of({"n": NUMBER}))}).findings

    assert [finding.code for finding in findings] == ["feel-shadowed-name"] * names


def test_a_cell_that_cannot_match_its_column_is_an_error() -> None:
    types = {"?": EnumType(frozenset(("small", "large")))}

    assert feel.compile_unary('"small", "large"', types=types).findings == ()
    assert [each.code for each in feel.compile_unary("< 5", types=types).findings] == [
        "feel-never-matches",
        "feel-always-null",
    ]
    assert [each.code for each in feel.compile_unary('"medium"', types=types).findings] == ["feel-constant-condition"]


def test_without_types_nothing_is_found() -> None:
    assert feel.compile('unknown + ("a" < 1)').findings == ()


def test_a_condition_narrows_types_for_what_stands_behind_it() -> None:
    condition = feel.compile("dog.chip != null and maybe > 3 and maybe != null")

    narrowed = condition.narrowed(TYPES)

    assert narrowed["maybe"] == NUMBER
    assert isinstance(narrowed["dog"], ContextType)
    assert narrowed["dog"].fields["chip"] == Field(STRING)
    assert condition.narrowed(TYPES, holds=False)["maybe"] == feel.union(NUMBER, NULL)


@pytest.mark.parametrize("confusion", [0, 0.15])
def test_values_are_of_the_inferred_type(confusion: float) -> None:
    samples = Expressions(random.Random(11), confusion=confusion)
    for _ in range(500):
        text = samples.of(samples.random.choice(KINDS))
        expression = feel.compile(text, types=TYPES)
        result = expression.evaluate(CONTEXT, now=NOW)
        assert feel.has_type(result, expression.type), (text, expression.type, feel.quoted_text(result))


SIMPLE = st.sampled_from(
    [NUMBER, STRING, BOOLEAN, DATE, NULL, EnumType(frozenset("ab")), IntervalType(None, Decimal("3"))]
)
KIND = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(
        inner.map(ListType),
        inner.map(RangeType),
        st.dictionaries(st.sampled_from("xyz"), inner).map(ContextType.of),
        st.lists(inner, min_size=1, max_size=3).map(lambda kinds: feel.union(*kinds)),
    ),
    max_leaves=5,
)


@given(KIND, KIND, KIND)
def test_types_are_a_lattice(one: FeelType, two: FeelType, three: FeelType) -> None:
    assert feel.is_assignable(one, one)
    assert feel.is_assignable(one, ANY)
    assert feel.union(one, one) == one
    assert feel.is_assignable(one, feel.union(one, two))
    assert feel.is_assignable(two, feel.union(one, two))
    assert feel.union(one, two) == feel.union(two, one)
    if feel.is_assignable(one, two) and feel.is_assignable(two, three):
        assert feel.is_assignable(one, three)


def test_a_union_of_more_than_eight_types_is_any() -> None:
    nine = [NUMBER, STRING, BOOLEAN, DATE, ListType(NUMBER), RangeType(NUMBER), DOG, NULL, feel.type_of(value("abs"))]

    assert feel.union(*nine[:8]) != ANY
    assert feel.union(*nine) == ANY


@pytest.mark.parametrize(
    ("kind", "target", "fits"),
    [
        (EnumType(frozenset("a")), STRING, True),
        (STRING, EnumType(frozenset("a")), False),
        (IntervalType(Decimal("1"), Decimal("2")), IntervalType(Decimal("1"), None), True),
        (IntervalType(Decimal("1"), Decimal("2")), IntervalType(Decimal("1"), None, low_included=False), False),
        (ContextType.of({"a": NUMBER}), ContextType({"a": Field(NUMBER, required=False)}), True),
        (ContextType({"a": Field(NUMBER, required=False)}), ContextType.of({"a": NUMBER}), False),
        (ContextType.of({"a": NUMBER, "b": STRING}), ContextType.of({"a": NUMBER}), False),
        (ContextType.of({"a": NUMBER, "b": STRING}), ContextType.of({"a": NUMBER}, closed=False), True),
        (ListType(NULL), ListType(NUMBER), False),
        (ListType(NUMBER), ListType(feel.union(NUMBER, NULL)), True),
        (NULL, NUMBER, False),
    ],
)
def test_assignability(kind: FeelType, target: FeelType, fits: bool) -> None:
    assert feel.is_assignable(kind, target) is fits
