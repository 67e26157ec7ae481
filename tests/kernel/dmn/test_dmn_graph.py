"""The requirements graph: what is needed, in which order, how often; what cannot be resolved."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from laufzettel.kernel import dmn
from laufzettel.kernel.feel import Budget, BudgetExceeded, Value
from laufzettel.kernel.feel.types import BOOLEAN, NULL, NUMBER, union
from laufzettel.kernel.problems import ProgramError


def refused(models: Any, *parts: str) -> list[tuple[str, str]]:
    with pytest.raises(ProgramError) as error:
        models.read(*parts)
    return [(finding.code, str(finding)) for finding in error.value.findings]


def test_a_cycle_is_refused_with_the_way_back(models: Any) -> None:
    parts = [
        models.decision("A", models.literal("B"), decisions=["B"]),
        models.decision("B", models.literal("C"), decisions=["C"]),
        models.decision("C", models.literal("A"), decisions=["A"]),
    ]
    assert refused(models, *parts) == [
        ("dmn-cycle", "test.dmn:1 (A): Die Entscheidungen verlangen sich im Kreis: A → B → C → A")
    ]


def test_a_decision_that_requires_itself_is_refused(models: Any) -> None:
    found = refused(models, models.decision("A", models.literal("A"), decisions=["A"]))
    assert [code for code, _ in found] == ["dmn-cycle"]


def test_what_is_required_but_missing_is_named(models: Any) -> None:
    found = refused(models, models.decision("A", models.literal("B"), decisions=["B"]))
    assert found == [("dmn-missing-requirement", "test.dmn:1 (A): „A“ verlangt „#B“; das gibt es nicht.")]


def test_a_diamond_is_evaluated_once_and_what_is_not_asked_for_not_at_all(models: Any) -> None:
    decisions = models.read(
        models.decision("unten", models.literal("1")),
        models.decision("links", models.literal("unten + 1"), decisions=["unten"]),
        models.decision("rechts", models.literal("unten + 2"), decisions=["unten"]),
        models.decision("oben", models.literal("links + rechts"), decisions=["links", "rechts"]),
        models.decision("anderes", models.literal("99")),
    )
    decided = decisions.decide("oben", {}, now=models.now)
    assert decided.value == Decimal(5)
    assert [step.name for step in decided.trace] == ["unten", "links", "rechts", "oben"]


def test_what_is_only_put_together_is_not_told_twice(models: Any) -> None:
    decisions = models.read(
        models.decision("Satz", models.literal("96")),
        models.decision("Bescheid", models.literal("{satz: Satz, monate: 10}"), decisions=["Satz"]),
        models.decision("Alles", models.literal("{satz: 96}")),
    )
    assert decisions.decide("Bescheid", {}, now=models.now).why() == "Satz ergibt 96"
    assert decisions.decide("Alles", {}, now=models.now).why() == ""


def test_a_thousand_decisions_in_a_row_give_their_result(models: Any) -> None:
    row = [models.decision("D0", models.literal("0"))]
    row += [models.decision(f"D{n}", models.literal(f"D{n - 1} + 1"), decisions=[f"D{n - 1}"]) for n in range(1, 1001)]
    decided = models.read(*reversed(row)).decide("D1000", {}, now=models.now)
    assert decided.value == Decimal(1000)
    assert len(decided.trace) == 1001


def test_a_cycle_of_a_thousand_decisions_is_refused(models: Any) -> None:
    row = [models.decision(f"D{n}", models.literal("1"), decisions=[f"D{(n + 1) % 1000}"]) for n in range(1000)]
    assert [code for code, _ in refused(models, *row)] == ["dmn-cycle"]


def test_two_decisions_of_one_name_need_different_dates(models: Any) -> None:
    parts = [models.decision("A", models.literal("1"), identity=identity) for identity in ("eins", "zwei")]
    assert [code for code, _ in refused(models, *parts)] == ["dmn-duplicate-name"]
    undated = models.decision("A", models.literal("1"), identity="eins", attributes='lz:valid_from="1.1.2026"')
    assert [code for code, _ in refused(models, undated)] == ["dmn-valid-from"]


def test_ids_are_unique(models: Any) -> None:
    parts = [models.decision(name, models.literal("1"), identity="gleich") for name in ("A", "B")]
    assert [code for code, _ in refused(models, *parts)] == ["dmn-duplicate-id"]


def test_a_knowledge_model_may_call_itself_within_its_budget(models: Any) -> None:
    knowledge = (
        '<businessKnowledgeModel id="fak" name="fak"><variable name="fak"/><encapsulatedLogic>'
        '<formalParameter name="n" typeRef="number"/><literalExpression><text>'
        "if n &lt;= 1 then 1 else n * fak(n - 1)</text></literalExpression></encapsulatedLogic>"
        '<knowledgeRequirement><requiredKnowledge href="#fak"/></knowledgeRequirement></businessKnowledgeModel>'
    )
    decision = models.decision("D", models.literal("fak(n)"), needs=["n"], knowledge=["fak"])
    decisions = models.read(models.input_data("n", "number"), knowledge, decision)
    assert decisions.decide("D", {"n": Decimal(10)}, now=models.now).value == Decimal(3628800)
    assert decisions.decide("fak", {"n": Decimal(5)}, now=models.now).value == Decimal(120)
    with pytest.raises(BudgetExceeded):
        decisions.decide("D", {"n": Decimal(5000)}, now=models.now)


def test_a_shared_budget_is_spent_by_all_decisions_of_a_run(models: Any) -> None:
    decision = models.decision("D", models.literal("count(for i in 1..1000 return i * i)"))
    with pytest.raises(BudgetExceeded):
        models.read(decision).decide("D", {}, now=models.now, budget=Budget(steps=100))


def test_a_decision_service_takes_its_input_decisions_as_given(models: Any) -> None:
    service = (
        '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#oben"/>'
        '<inputDecision href="#unten"/><inputData href="#x"/></decisionService>'
    )
    decisions = models.read(
        models.input_data("x", "number"),
        models.decision("unten", models.literal("1"), kind="number"),
        models.decision("oben", models.literal("unten + x"), needs=["x"], decisions=["unten"]),
        service,
        models.decision("ruft", models.literal("S(10, 5)"), knowledge=["S"]),
    )
    assert decisions.decide("S", {"unten": Decimal(41), "x": Decimal(1)}, now=models.now).value == Decimal(42)
    assert decisions.decide("oben", {"x": Decimal(1)}, now=models.now).value == Decimal(2)
    assert decisions.decide("ruft", {}, now=models.now).value == Decimal(15)
    assert decisions.inputs("S") == {"x": union(NUMBER, NULL), "unten": union(NUMBER, NULL)}


def test_the_rules_of_a_called_service_fire_once(models: Any) -> None:
    table = models.table([("x", "number")], [("o", "number")], [["-", "x * 2"]])
    service = (
        '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#innen"/>'
        '<inputData href="#x"/></decisionService>'
    )
    decisions = models.read(
        models.input_data("x", "number"),
        models.decision("innen", table, needs=["x"]),
        service,
        models.decision("aussen", models.literal("S(1) + S(2)"), knowledge=["S"]),
    )
    decided = decisions.decide("aussen", {}, now=models.now)
    assert decided.value == Decimal(6)
    assert [rule.outputs for rule in decided.fired] == [(Decimal(2),), (Decimal(4),)]
    assert [step.name for step in decided.trace] == ["innen", "innen", "aussen"]


def test_a_decision_without_a_variable_is_known_by_its_name_and_its_id(models: Any) -> None:
    required = '<informationRequirement><requiredDecision href="#Decision_1x"/></informationRequirement>'
    plain = f'<decision id="Decision_1x" name="Der Satz">{models.literal("7")}</decision>'
    other = '<decision id="Decision_2y" name="Doppelt">{}{}</decision>'
    by_id = other.format(required, models.literal("Decision_1x * 2"))
    by_name = other.format(required, models.literal("Der Satz * 2"))
    for text in (by_id, by_name):
        assert models.read(plain, text).decide("Doppelt", {}, now=models.now).value == Decimal(14)


def test_an_unknown_decision_is_refused(models: Any) -> None:
    with pytest.raises(ProgramError, match="Die Entscheidung „fehlt“ gibt es nicht"):
        models.read(models.decision("A", models.literal("1"))).decide("fehlt", {}, now=models.now)


# ---- imports -----------------------------------------------------------------------------------------------------

BASE = "urn:base"


def base_file(models: Any) -> str:
    item = '<itemDefinition name="tJa"><typeRef>boolean</typeRef></itemDefinition>'
    text: str = models.definitions(
        item,
        models.input_data("hund", "tJa"),
        models.decision("Satz", models.literal("if hund then 96 else 0"), needs=["hund"], kind="number"),
        own=BASE,
    )
    return text


def importing_file(models: Any, name: str, namespace: str, imported: str, logic: str, own: str) -> str:
    text: str = models.definitions(
        f'<import name="{name}" namespace="{imported}" importType="{namespace}"/>',
        f'<decision id="D" name="D"><variable name="D"/><informationRequirement>'
        f'<requiredDecision href="{imported}#Satz"/></informationRequirement>{models.literal(logic)}</decision>',
        own=own,
    )
    return text


def test_a_decision_of_an_imported_file_is_seen_under_the_name_of_the_import(models: Any) -> None:
    text = importing_file(models, "satzung 2026", "x", BASE, "satzung 2026.Satz / 2", "urn:top")
    decisions = dmn.read(text, imports={BASE: base_file(models)})
    inputs: dict[str, Value] = {"hund": True}
    assert decisions.decide("D", inputs, now=models.now).value == Decimal(48)
    assert decisions.decide("D", {f"{BASE}#hund": True}, now=models.now).value == Decimal(48)
    assert decisions.inputs("D") == {"hund": union(BOOLEAN, NULL)}


def test_an_import_without_a_name_is_seen_directly(models: Any) -> None:
    text = importing_file(models, "", "x", BASE, "Satz / 2", "urn:top")
    decisions = dmn.read(text, imports={BASE: dmn.read(base_file(models))})
    assert decisions.decide("D", {"hund": True}, now=models.now).value == Decimal(48)


def test_a_dated_decision_of_an_imported_file_is_that_of_the_day(models: Any) -> None:
    rates = [
        models.decision("Satz", models.literal(rate), identity=identity, attributes=f'lz:valid_from="{day}"')
        for identity, day, rate in (("Satz", "2020-01-01", "84"), ("satz_2026", "2026-01-01", "96"))
    ]
    text = importing_file(models, "", "x", BASE, "Satz / 2", "urn:top")
    decisions = dmn.read(text, imports={BASE: models.definitions(*rates, own=BASE)})
    for day, expected in ((date(2026, 5, 1), 48), (date(2024, 5, 1), 42), (date(2026, 1, 1), 48)):
        assert decisions.decide("D", {}, now=models.now, reference_date=day).value == Decimal(expected)


def test_a_missing_import_is_refused(models: Any) -> None:
    with pytest.raises(ProgramError) as error:
        dmn.read(importing_file(models, "a", "x", BASE, "a.Satz", "urn:top"), file="top.dmn")
    assert [finding.code for finding in error.value.findings] == ["dmn-import", "dmn-missing-requirement"]


def test_two_files_that_import_each_other_are_refused(models: Any) -> None:
    one = importing_file(models, "b", "x", "urn:b", "1", "urn:a")
    two = importing_file(models, "a", "x", "urn:a", "1", "urn:b")
    with pytest.raises(ProgramError) as error:
        dmn.read(one, imports={"urn:a": one, "urn:b": two})
    assert "dmn-import" in {finding.code for finding in error.value.findings}
