"""Each hit policy and each boxed expression by hand, and what a history keeps of a decision."""

from decimal import Decimal
from typing import Any

import pytest

from laufzettel.kernel import feel
from laufzettel.kernel.feel import BudgetExceeded, Value
from laufzettel.kernel.feel.temporal import Date, DateTime, Time

D = Decimal
RULES = [["< 10", "2"], ["< 20", "3"], ["< 30", "1"]]


def run(models: Any, hit: str, value: int, *, aggregation: str = "", default: str = "", rules: Any = RULES) -> Any:
    outputs = [("o", "number", "1,2,3" + (f",{default}" if default else ""), default)]
    table = models.table([("a", "number")], outputs, rules, hit=hit, aggregation=aggregation)
    decisions = models.read(models.input_data("a", "number"), models.decision("D", table, needs=["a"]))
    return decisions.decide("D", {"a": D(value)}, now=models.now)


@pytest.mark.parametrize(
    ("hit", "aggregation", "value", "expected", "fired"),
    [
        ("UNIQUE", "", 25, D(1), [3]),
        ("UNIQUE", "", 5, None, []),
        ("UNIQUE", "", 99, None, []),
        ("FIRST", "", 5, D(2), [1]),
        ("FIRST", "", 15, D(3), [2]),
        ("PRIORITY", "", 5, D(1), [3]),
        ("PRIORITY", "", 99, None, []),
        ("ANY", "", 25, D(1), [3]),
        ("ANY", "", 15, None, []),
        ("RULE ORDER", "", 5, [D(2), D(3), D(1)], [1, 2, 3]),
        ("OUTPUT ORDER", "", 5, [D(1), D(2), D(3)], [3, 1, 2]),
        ("COLLECT", "", 15, [D(3), D(1)], [2, 3]),
        ("COLLECT", "", 99, [], []),
        ("COLLECT", "SUM", 5, D(6), [1, 2, 3]),
        ("COLLECT", "COUNT", 5, D(3), [1, 2, 3]),
        ("COLLECT", "MIN", 5, D(1), [1, 2, 3]),
        ("COLLECT", "MAX", 5, D(3), [1, 2, 3]),
        ("COLLECT", "SUM", 99, None, []),
        ("COLLECT", "COUNT", 99, D(0), []),
    ],
)
def test_each_hit_policy(
    hit: str, aggregation: str, value: int, expected: Value, fired: list[int], models: Any
) -> None:
    decided = run(models, hit, value, aggregation=aggregation)
    assert decided.value == expected
    assert [rule.rule for rule in decided.fired] == fired


def test_a_broken_hit_policy_is_told(models: Any) -> None:
    several = run(models, "UNIQUE", 5)
    assert [problem.code for problem in several.problems] == ["dmn-several-rules"]
    assert several.why().splitlines()[-1] == "Die Regeln 1, 2 und 3 treffen zugleich zu."
    assert [problem.code for problem in run(models, "ANY", 5).problems] == ["dmn-rules-differ"]


def test_the_default_is_taken_when_no_rule_matches(models: Any) -> None:
    alone = run(models, "UNIQUE", 99, default="7")
    assert (alone.value, alone.why()) == (D(7), "Keine Regel trifft zu: a ist 99 → Vorgabe: o: 7")
    assert run(models, "COLLECT", 99, default="7").value == [D(7)]
    assert run(models, "COLLECT", 99, aggregation="SUM", default="7").value == D(7)


def test_several_outputs_are_a_context_and_rank_from_left_to_right(models: Any) -> None:
    outputs = [("farbe", "string", '"rot","grün"'), ("rang", "number", "1,2")]
    rules = [["-", '"grün"', "1"], ["-", '"rot"', "2"], ["-", '"rot"', "1"]]
    table = models.table([("a", "number")], outputs, rules, hit="OUTPUT ORDER")
    decisions = models.read(models.input_data("a"), models.decision("D", table, needs=["a"]))
    assert decisions.decide("D", {"a": D(1)}, now=models.now).value == [
        {"farbe": "rot", "rang": D(1)},
        {"farbe": "rot", "rang": D(2)},
        {"farbe": "grün", "rang": D(1)},
    ]


def test_cells_may_look_at_other_inputs_and_compute(models: Any) -> None:
    rules = [["< b", "a + b"], [">= b", "-"]]
    table = models.table([("a", "number")], [("o", "number")], rules)
    inputs = [models.input_data(name, "number") for name in ("a", "b")]
    decisions = models.read(*inputs, models.decision("D", table, needs=["a", "b"]))
    assert decisions.decide("D", {"a": D(1), "b": D(5)}, now=models.now).value == D(6)
    assert decisions.decide("D", {"a": D(9), "b": D(5)}, now=models.now).value is None


def test_an_input_outside_the_allowed_values_of_its_column_gives_null(models: Any) -> None:
    table = models.table([("a", "string", '"x","y"')], [("o", "number")], [["-", "1"]])
    decisions = models.read(models.input_data("a"), models.decision("D", table, needs=["a"]))
    assert decisions.decide("D", {"a": "x"}, now=models.now).value == D(1)
    outside = decisions.decide("D", {"a": "z"}, now=models.now)
    assert outside.value is None
    assert [problem.code for problem in outside.problems] == ["dmn-input-not-allowed"]


def test_a_table_of_a_thousand_rules_finds_its_rule(models: Any) -> None:
    rules = [[f"[{n * 10}..{n * 10 + 10})", f'"{n % 7}"' if n % 3 else "-", str(n)] for n in range(1000)]
    table = models.table([("a", "number"), ("b", "string")], [("o", "number")], rules)
    decisions = models.read(
        models.input_data("a"), models.input_data("b"), models.decision("D", table, needs=["a", "b"])
    )
    assert decisions.decide("D", {"a": D(4711), "b": "2"}, now=models.now).value == D(471)
    assert decisions.decide("D", {"a": D(4700), "b": "1"}, now=models.now).value == D(470)
    assert decisions.decide("D", {"a": D(4700), "b": "6"}, now=models.now).value is None


# ---- boxed expressions -------------------------------------------------------------------------------------------


def boxed(models: Any, logic: str, **inputs: Value) -> Value:
    names = list(inputs)
    parts = [models.input_data(name) for name in names]
    value: Value = (
        models.read(*parts, models.decision("D", logic, needs=names)).decide("D", inputs, now=models.now).value
    )
    return value


def test_boxed_loops_filters_and_conditions(models: Any) -> None:
    lit = models.literal
    numbers: list[Value] = [D(1), D(2), D(3)]
    loop = f'<for iteratorVariable="x"><in>{lit("n")}</in><return>{lit("x + count(partial)")}</return></for>'
    some = f'<some iteratorVariable="x"><in>{lit("n")}</in><satisfies>{lit("x > 2")}</satisfies></some>'
    keep = f"<filter><in>{lit('n')}</in><match>{lit('item > 1')}</match></filter>"
    choice = (
        f"<conditional><if>{lit('n[1] = 1')}</if><then>{lit('"eins"')}</then><else>{lit('null')}</else></conditional>"
    )
    assert boxed(models, loop, n=numbers) == [D(1), D(3), D(5)]
    assert boxed(models, some, n=numbers) is True
    assert boxed(models, some, n=[D(1)]) is False
    assert boxed(models, some, n=None) is None
    assert boxed(models, keep, n=numbers) == [D(2), D(3)]
    assert boxed(models, choice, n=numbers) == "eins"


def test_a_boxed_filter_sees_the_fields_of_its_items(models: Any) -> None:
    lit = models.literal
    keep = f"<filter><in>{lit('hunde')}</in><match>{lit('alter > 2 and item.name != "Rex"')}</match></filter>"
    dogs: list[Value] = [{"name": name, "alter": D(age)} for name, age in (("Rex", 9), ("Bello", 3), ("Fips", 1))]
    assert boxed(models, keep, hunde=dogs) == [{"name": "Bello", "alter": D(3)}]


def test_boxed_contexts_functions_invocations_relations_and_lists(models: Any) -> None:
    lit = models.literal
    function = (
        '<contextEntry><variable name="doppelt"/><functionDefinition><formalParameter name="x" typeRef="number"/>'
        f"{lit('x * 2')}</functionDefinition></contextEntry>"
    )
    invocation = f'<invocation>{lit("doppelt")}<binding><parameter name="x"/>{lit("n")}</binding></invocation>'
    assert boxed(models, f"<context>{function}<contextEntry>{invocation}</contextEntry></context>", n=D(21)) == D(42)
    assert boxed(models, f"<context>{function}<contextEntry>{invocation}</contextEntry></context>", n="x") is None
    relation = f'<relation><column name="a"/><column name="b"/><row>{lit("1")}{lit("n")}</row></relation>'
    assert boxed(models, relation, n=D(2)) == [{"a": D(1), "b": D(2)}]
    assert boxed(models, f"<list>{lit('n')}{lit('n + 1')}</list>", n=D(2)) == [D(2), D(3)]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "[5]", D(5)),
        ("number", '"5"', None),
        ("number", "[1, 2]", None),
        ("list", "5", [D(5)]),
        ("dateTime", 'date("2026-03-01")', DateTime(Date(2026, 3, 1), Time(0, 0))),
        ("date", '@"2026-03-01T10:00:00"', None),
        ("string", "null", None),
    ],
)
def test_a_result_is_coerced_to_its_declared_type(kind: str, text: str, expected: Value, models: Any) -> None:
    decided = models.read(models.decision("D", models.literal(text), kind=kind)).decide("D", {}, now=models.now)
    assert decided.value == expected
    misfit = expected is None and text != "null"
    assert [problem.code for problem in decided.problems] == (["dmn-result-type"] if misfit else [])


# ---- what is kept ------------------------------------------------------------------------------------------------


def test_the_record_of_a_decision_is_plain_values(models: Any) -> None:
    record = run(models, "FIRST", 15).record()
    assert record == {
        "value": D(3),
        "rules": [
            {"decision": "D", "rule": D(2), "id": "r2", "inputs": {"a": D(15)}, "outputs": [D(3)], "annotations": []}
        ],
        "why": {
            "de": "Regel 2: a ist 15 (weniger als 20) → o: 3",
            "en": "Rule 2: a is 15 (less than 20) → o: 3",
        },
        "problems": [],
    }
    assert feel.from_json(feel.to_json(record)) == record


def test_a_budget_that_does_not_suffice_names_the_decision(models: Any) -> None:
    endless = models.literal("count(for i in 1..1000, j in 1..1000, k in 1..1000 return i)")
    with pytest.raises(BudgetExceeded) as error:
        models.read(models.decision("Endlos", endless)).decide("Endlos", {}, now=models.now)
    assert (error.value.place.file, error.value.place.element) == ("test.dmn", "Endlos")
