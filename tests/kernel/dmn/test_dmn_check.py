"""What the check says about tables and types, in the words a modeller reads."""

from decimal import Decimal
from typing import Any

import pytest

from laufzettel.kernel.feel.types import BOOLEAN, NUMBER, STRING, ContextType, EnumType, IntervalType
from laufzettel.kernel.problems import Finding


def table_findings(models: Any, inputs: Any, outputs: Any, rules: Any, **more: Any) -> list[Finding]:
    names = sorted({column[0] for column in inputs})
    decision = models.decision("D", models.table(inputs, outputs, rules, **more), needs=names)
    found: list[Finding] = models.read(*(models.input_data(name) for name in names), decision).check()
    return found


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, str.__str__(finding.message)) for finding in findings]


NUMBER_OUT = [("o", "number")]


def test_a_gap_is_named_with_an_example_and_how_to_close_it(models: Any) -> None:
    found = table_findings(
        models, [("a", "number"), ("b", "boolean")], NUMBER_OUT, [["< 5", "-", "1"], [">= 5", "true", "2"]]
    )
    assert said(found) == [("dmn-gap", "„D“: Für diese Eingabe gilt keine Regel: a = 5 und b = nein.")]
    assert found[0].severity == "error"
    assert found[0].message.en == "“D”: No rule for: a = 5 and b = no."
    assert "ergänzen Sie eine Regel" in found[0].hint


@pytest.mark.parametrize(
    ("cells", "example"),
    [
        (["< 1", "> 1"], "1"),
        (["<= 1", ">= 2"], "1,5"),
        (["1", "2", "< 1", "> 2"], "1,5"),
        (["> 0"], "0"),
        (["not(7)"], "7"),
        (["[1..5)", "(5..9]", "< 1", "> 9"], "5"),
    ],
)
def test_the_example_lies_in_the_gap(cells: list[str], example: str, models: Any) -> None:
    found = table_findings(models, [("a", "number")], NUMBER_OUT, [[cell, "1"] for cell in cells])
    assert ("dmn-gap", f"„D“: Für diese Eingabe gilt keine Regel: a = {example}.") in said(found)


@pytest.mark.parametrize(
    ("kind", "allowed", "cells"),
    [
        ("number", "", ["< 1", "1", "> 1"]),
        ("number", "[0..10]", ["[0..3]", "(3..10]"]),
        ("number", "? in [1..4] and ? = floor(?)", ["1", "2", "3", "4"]),
        ("integer", "[1..4]", ["1", "2", "> 2"]),
        ("integer", "", ["<= 1", "> 1"]),
        ("boolean", "", ["true", "false"]),
        ("string", '"a", "b"', ['"a"', '"b"']),
        ("string", "", ['"a"', 'not("a")']),
        ("date", "", ['< @"2026-01-01"', '>= date("2026-01-01")']),
        ("dateTime", "", ['< @"2026-01-01T00:00:00"', '>= @"2026-01-01T00:00:00"']),
        ("time", "", ['< @"12:00:00"', '>= @"12:00:00"']),
        ("dayTimeDuration", "", ["< duration(\"P14D\")", ">= @\"P14D\""]),
        ("yearMonthDuration", "", ["< duration(\"P6M\")", ">= @\"P6M\""]),
    ],
)  # fmt: skip
def test_a_complete_table_has_no_findings(kind: str, allowed: str, cells: list[str], models: Any) -> None:
    rules = [[cell, str(number)] for number, cell in enumerate(cells)]
    assert said(table_findings(models, [("a", kind, allowed)], NUMBER_OUT, rules)) == []


def test_a_default_closes_gaps_and_a_collecting_table_has_none(models: Any) -> None:
    inputs, rules = [("a", "number")], [["1", "1"]]
    assert said(table_findings(models, inputs, [("o", "number", "", "0")], rules)) == []
    assert said(table_findings(models, inputs, NUMBER_OUT, rules, hit="COLLECT")) == []
    first = table_findings(models, inputs, NUMBER_OUT, rules, hit="FIRST")
    assert {code for code, _ in said(first)} == {"dmn-gap"}


def test_an_overlap_is_named_with_an_example(models: Any) -> None:
    found = table_findings(models, [("a", "number")], NUMBER_OUT, [["<= 5", "1"], [">= 5", "2"]])
    assert said(found) == [("dmn-overlap", "„D“: Die Regeln 1 und 2 gelten zugleich für: a = 5.")]
    assert found[0].place.element == "r2"


def test_rules_that_agree_may_overlap_in_a_table_where_any_may_answer(models: Any) -> None:
    agreeing = table_findings(models, [("a", "number")], NUMBER_OUT, [["<= 5", "1"], [">= 5", "1"]], hit="ANY")
    assert said(agreeing) == []
    differing = table_findings(models, [("a", "number")], NUMBER_OUT, [["<= 5", "1"], [">= 5", "2"]], hit="ANY")
    assert [code for code, _ in said(differing)] == ["dmn-overlap"]


def test_a_rule_that_no_allowed_input_meets_is_named(models: Any) -> None:
    rules = [["> 9", "1"], ["-", "2"]]
    found = table_findings(models, [("a", "number", "[0..9]")], NUMBER_OUT, rules, hit="FIRST")
    assert said(found) == [
        ("dmn-rule-never-fires", "„D“: Regel 1 trifft nie zu: keine zulässige Eingabe erfüllt ihre Bedingungen.")
    ]
    assert found[0].severity == "warning"


@pytest.mark.parametrize(
    ("hit", "ranking", "rules", "dead"),
    [
        ("FIRST", "", [["< 5", "1"], [">= 5", "2"], ["7", "3"]], 3),
        ("PRIORITY", "2,1", [["-", "1"], ["-", "2"]], 1),
    ],
)
def test_a_rule_that_others_always_come_before_is_named(
    hit: str, ranking: str, rules: list[list[str]], dead: int, models: Any
) -> None:
    found = table_findings(models, [("a", "number")], [("o", "number", ranking)], rules, hit=hit)
    assert said(found) == [
        ("dmn-rule-never-fires", f"„D“: Regel {dead} trifft nie zu: andere Regeln kommen ihr immer zuvor.")
    ]


def test_a_cell_that_does_not_fit_its_column_is_named(models: Any) -> None:
    found = table_findings(models, [("a", "number")], NUMBER_OUT, [['"eins"', "1"], ["-", '"zwei"']], hit="FIRST")
    assert {code for code, _ in said(found)} >= {"dmn-cell-misfit"}
    assert [text for code, text in said(found) if code == "dmn-cell-misfit"] == [
        "„D“: Regel 1: Die Bedingung passt nicht zum Typ number von „a“.",
        "„D“: Regel 2: Die Ausgabe passt nicht zum Typ oder zu den zulässigen Werten der Spalte.",
    ]


def test_an_output_outside_the_allowed_values_and_one_that_nobody_gives_are_named(models: Any) -> None:
    outputs = [("o", "string", '"grün", "gelb"')]
    found = table_findings(models, [("a", "boolean")], outputs, [["true", '"rot"'], ["false", '"grün"']])
    assert said(found) == [
        ("dmn-cell-misfit", "„D“: Regel 1: Die Ausgabe passt nicht zum Typ oder zu den zulässigen Werten der Spalte."),
        ("dmn-output-unreachable", "„D“: Keine Regel ergibt „gelb“ für „o“."),
    ]


def test_a_cell_that_computes_is_not_guessed_at(models: Any) -> None:
    rules = [["? * 2 > 4", "1"], ["<= 2", "2"], ["[1..2]", "3"]]
    found = table_findings(models, [("a", "number")], NUMBER_OUT, rules)
    assert [code for code, _ in said(found)] == ["dmn-not-proven", "dmn-overlap"]
    assert "Regel 1 rechnet" in said(found)[0][1]


def test_too_many_combinations_are_an_error_of_their_own(models: Any) -> None:
    names = [f"c{n:02}" for n in range(40)]
    rules = [[("true" if n == m else "-") for m in range(40)] + ["1"] for n in range(40)]
    rules += [[("true" if n in {m, (m * 7 + 3) % 40, (m * 11 + 5) % 40} else "false" if n == (m * 5 + 1) % 40 else "-")
               for n in range(40)] + ["1"] for m in range(40)]  # fmt: skip
    found = table_findings(models, [(name, "boolean") for name in names], NUMBER_OUT, rules, hit="ANY")
    assert {finding.code for finding in found} <= {"dmn-not-proven", "dmn-gap", "dmn-rule-never-fires"}


# ---- types -------------------------------------------------------------------------------------------------------


def test_a_name_that_does_not_exist_is_named_with_a_suggestion(models: Any) -> None:
    decision = models.decision("D", models.literal("betrag * 2"), needs=["Betrag"])
    found = models.read(models.input_data("Betrag", "number"), decision).check()
    assert [finding.code for finding in found] == ["feel-unknown-name"]
    assert found[0].place.element == "D"
    assert "Betrag" in found[0].hint


def test_a_name_without_a_requirement_says_what_to_draw(models: Any) -> None:
    table = models.table([("anzahl", "number")], NUMBER_OUT, [["-", "1"]])
    found = models.read(models.input_data("anzahl"), models.decision("D", table)).check()
    assert [(finding.code, finding.severity) for finding in found] == [("feel-unknown-name", "error")]
    assert found[0].hint == "verbinden Sie die Entscheidung mit den Eingabedaten oder der Entscheidung, die so heißt"


def test_types_are_carried_from_decision_to_decision(models: Any) -> None:
    decisions = models.read(
        models.decision("wort", models.literal('"zwei"')),
        models.decision("summe", models.literal("wort * 2"), decisions=["wort"]),
    )
    assert [(finding.code, finding.place.element) for finding in decisions.check()] == [("feel-always-null", "summe")]


def test_a_result_that_cannot_be_of_its_declared_type_is_named(models: Any) -> None:
    found = models.read(models.decision("D", models.literal('"zwei"'), kind="number")).check()
    assert said(found) == [("dmn-type-misfit", 'Hier wird number erwartet; der Ausdruck ergibt "zwei".')]


def test_types_that_the_file_leaves_open_come_from_outside(models: Any) -> None:
    rules = [['"einheitlich"', "1"], ['"gestaffelt"', "2"]]
    table = models.table([("settings.staffelung",)], NUMBER_OUT, rules)
    decisions = models.read(models.input_data("settings"), models.decision("D", table, needs=["settings"]))
    assert [finding.code for finding in decisions.check()] == ["dmn-gap"]
    options = ContextType.of({"staffelung": EnumType(frozenset({"einheitlich", "gestaffelt"}))})
    assert decisions.check({"settings": options}) == []
    wrong = ContextType.of({"satz": NUMBER})
    assert "feel-unknown-field" in {finding.code for finding in decisions.check({"settings": wrong})}


def test_an_interval_from_outside_bounds_a_column(models: Any) -> None:
    table = models.table([("n",)], NUMBER_OUT, [["< 5", "1"], ["[5..10]", "2"]])
    decisions = models.read(models.input_data("n"), models.decision("D", table, needs=["n"]))
    assert [finding.code for finding in decisions.check()] == ["dmn-gap"]
    assert decisions.check({"n": IntervalType(Decimal(0), Decimal(10))}) == []


def test_the_type_of_a_decision_is_what_its_logic_gives(models: Any) -> None:
    table = models.table([("n", "number")], [("satz", "number"), ("grund", "string")], [["-", "1", '"a"']])
    collected = models.table([("n", "number")], [("satz", "number")], [["-", "1"]], hit="COLLECT")
    decisions = models.read(
        models.input_data("n", "number"),
        models.decision("D", table, needs=["n"]),
        models.decision("alle", collected, needs=["n"]),
        models.decision("ja", models.literal("D.satz > 3"), decisions=["D"]),
    )
    assert str(decisions.output_type("D")) == "Null | context<satz: Null | number, grund: Null | string>"
    assert str(decisions.output_type("alle")) == "Null | list<Null | number>"
    assert BOOLEAN in decisions.output_type("ja").members
    assert STRING not in decisions.output_type("ja").members


def test_a_decision_without_logic_is_named(models: Any) -> None:
    found = models.read('<decision id="D" name="D"><variable name="D"/></decision>').check()
    assert said(found) == [("dmn-no-logic", "„D“ hat keine Logik.")]
