"""Budgets, attacks, and random texts: a value, null, or a typed error; nothing else, and soon."""

import random
import sys
from collections.abc import Mapping

import pytest
from tests.kernel.feel.feel_samples import KINDS, Expressions, any_text, near_feel
from tests.kernel.feel.feel_support import NOW, value

from laufzettel.kernel import feel
from laufzettel.kernel.feel.types import NUMBER
from laufzettel.kernel.problems import ProgramError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("for i in 1..1100 return for j in 1..1000 return 1", "feel-budget-steps"),
        ("for i in 1..1000000 return 1", "feel-budget-list"),
        ("count(for i in 1..1000, j in 1..1000, k in 1..1000 return 1)", "feel-budget-list"),
        ("some i in 1..99999, j in 1..99999 satisfies false", "feel-budget-steps"),
        ("(function(f) f(f))(function(f) f(f))", "feel-budget-depth"),
        ('(function(f, s) f(f, s + s))(function(f, s) f(f, s + s), "abcdefgh")', "feel-budget-text"),
        (
            "(function(f, l) f(f, concatenate(l, l)))(function(f, l) f(f, concatenate(l, l)), [1, 2])",
            "feel-budget-list",
        ),
        ('string join(for i in 1..90000 return "abcdefghijklmnopqrst")', "feel-budget-text"),
        ('matches(string join(for i in 1..50000 return "a"), "(a*)*\\\\1b")', "feel-budget-regex"),
    ],
)
def test_an_expression_that_costs_too_much_is_stopped_with_its_limit(text: str, code: str) -> None:
    with pytest.raises(feel.BudgetExceeded) as caught:
        value(text)

    assert caught.value.finding.code == code


def test_a_budget_can_be_shared_and_counts_on() -> None:
    budget = feel.Budget(2_000)
    expression = feel.compile("sum(for i in 1..200 return i)")

    expression.evaluate({}, now=NOW, budget=budget)
    spent = budget.steps

    assert 200 <= spent < 1_000
    budget.steps = 1_900
    with pytest.raises(feel.BudgetExceeded):
        expression.evaluate({}, now=NOW, budget=budget)


def test_a_limit_names_the_place_of_the_call() -> None:
    with pytest.raises(feel.BudgetExceeded) as caught:
        value("1 +\n  (function(f) f(f))(function(f) f(f))")

    assert caught.value.place.line == 2


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*a){20}", "a*a*a*a*a*a*b", "((a*)*)*b"])
def test_a_pattern_that_backtracks_runs_in_bounded_steps(pattern: str) -> None:
    budget = feel.Budget(3_000_000)

    result = feel.compile(f'matches(s, "{pattern}")').evaluate({"s": "a" * 300}, now=NOW, budget=budget)

    assert result is (pattern == "(.*a){20}")
    assert budget.steps < 500_000


ATTACKS = """
__import__("os")
eval("1")
exec("1")
open("/etc/passwd")
getattr(x, "__class__")
x.__class__
x.__dict__
"".__class__.__mro__
[].__class__
{}.__init__
{}.keys
{}.items()
{a: 1}.get("a")
{a: 1}.update({b: 2})
[1].append(2)
[1].pop()
"a".format
"a".upper()
(1).real
(1).as_tuple()
1.5.as_tuple
@"2026-01-01".number
@"2026-01-01".to_python()
@"2026-01-01".from_python
@"P1D".nanos
@"10:00:00".zone
[1..5].operator
[1..5].start_included
abs.body
abs.overloads
(function(x) x).body
(function(x) x).__globals__
x.run
item.__class__
partial
`__builtins__`
globals()
{__class__: 1}.__class__.__name__
lambda x: x
; import os
"""


@pytest.mark.parametrize("text", ATTACKS.strip().splitlines())
def test_no_expression_reaches_a_python_attribute(text: str) -> None:
    before = set(sys.modules)
    try:
        result = value(text, {"x": [value("1")]})
    except ProgramError:
        return
    assert result in (None, [], [None])
    assert set(sys.modules) == before


def test_there_are_forty_attacks() -> None:
    assert len(ATTACKS.strip().splitlines()) == 40


CONTEXT: Mapping[str, feel.Value] = {
    "x": value("5"),
    "y": "abc",
    "z": [value("1"), None, {"a": value("1")}],
    "?": value("3"),
    "n": value("4"),
    "m": None,
    "s": "hallo",
    "b": True,
    "d": value('@"2026-01-31"'),
    "l": [value("3"), "q"],
    "k": {"w": value("2"), "t": "q"},
    "ks": [{"w": value("1")}, {}],
}


def attempt(text: str, *, unary: bool, typed: bool) -> str:
    """What happens to a text: the kind of outcome; any other exception passes through."""
    try:
        compile_it = feel.compile_unary if unary else feel.compile
        expression = compile_it(text, types={"x": NUMBER} if typed else None)
        result = expression.evaluate(CONTEXT, now=NOW, budget=feel.Budget(20_000))
    except ProgramError as error:
        return "refused" if all(finding.place.line for finding in error.findings) else "refused without a place"
    except feel.BudgetExceeded:
        return "exceeded"
    assert feel.to_text(result) is not None
    assert expression.reads is not None
    assert expression.type is not None
    return "null" if result is None else "value"


def attempts(number: int, seed: int) -> set[str]:
    random_ = random.Random(seed)
    confused = Expressions(random_, confusion=0.4)
    kinds = set()
    for index in range(number):
        match index % 4:
            case 0:
                text = any_text(random_)
            case 1:
                text = near_feel(random_)
            case 2:
                text = confused.of(random_.choice(KINDS))
            case _:
                pieces = confused.of(random_.choice(KINDS)).split(" ")
                pieces[random_.randrange(len(pieces))] = near_feel(random_)
                text = " ".join(pieces)
        kinds.add(attempt(text, unary=index % 8 > 3, typed=index % 5 == 0))
    return kinds


def test_random_texts_give_a_value_null_or_a_typed_error() -> None:
    assert attempts(2_000, 7) == {"refused", "null", "value"}


@pytest.mark.nightly
def test_a_hundred_thousand_random_texts_give_a_value_null_or_a_typed_error() -> None:
    assert attempts(100_000, 8) <= {"refused", "null", "value", "exceeded"}
