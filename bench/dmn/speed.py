"""Decisions in microseconds, in one run: how a table's size counts, the dog tax, and SpiffWorkflow beside us.

    python bench/dmn/speed.py

Processor time, the best of several rounds. SpiffWorkflow evaluates the text of each cell as Python each time it asks a
rule; it is given a table that it can read (equality and comparisons, no requirements), and answers it rule by rule.
"""

import time
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser

from laufzettel.kernel import dmn
from laufzettel.kernel.feel import Value

ROOT = Path(__file__).parents[2]
DOG_TAX = ROOT / "tests" / "kernel" / "dmn" / "examples" / "hundesteuer.dmn"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
MODEL = "http://www.omg.org/spec/DMN/20180521/MODEL/"
ROUNDS = 7


def microseconds(action: Callable[[], object]) -> float:
    """The best time of one call, over some rounds of as many calls as fill a few milliseconds."""
    action()
    calls = 1
    while True:
        began = time.process_time()
        for _ in range(calls):
            action()
        if time.process_time() - began > 0.02:
            break
        calls *= 2
    best = min(_round(action, calls) for _ in range(ROUNDS))
    return best * 1e6 / calls


def _round(action: Callable[[], object], calls: int) -> float:
    began = time.process_time()
    for _ in range(calls):
        action()
    return time.process_time() - began


def table(rules: int) -> str:
    """A table with an interval column and a column of words; exactly one rule matches any input."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry id="a{n}"><text>{n * 10 + 10} &gt; ?</text></inputEntry>'
        f'<inputEntry id="b{n}"><text>"w{n}"</text></inputEntry>'
        f'<outputEntry id="o{n}"><text>{n}</text></outputEntry></rule>'
        for n in range(rules)
    )
    required = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>' for name in ("a", "b")
    )
    inputs = "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}"/></inputData>' for name in ("a", "b")
    )
    columns = "".join(
        f'<input id="i{name}" label="{name}"><inputExpression id="e{name}" typeRef="{kind}"><text>{name}</text>'
        "</inputExpression></input>"
        for name, kind in (("a", "number"), ("b", "string"))
    )
    return (
        f'<definitions xmlns="{MODEL}" id="d" name="d" namespace="urn:bench">{inputs}'
        f'<decision id="D" name="D"><variable name="D"/>{required}<decisionTable id="t" hitPolicy="UNIQUE">{columns}'
        f'<output id="o" name="o" typeRef="number"/>{rows}</decisionTable></decision></definitions>'
    )


def ours(rules: int) -> Callable[[], Value]:
    decisions = dmn.read(table(rules))
    n = rules // 2
    inputs: dict[str, Value] = {"a": Decimal(n * 10 + 5), "b": f"w{n}"}

    def action() -> Value:
        value = decisions.decide("D", inputs, now=NOW).value
        assert value == n
        return value

    return action


def spiff(rules: int) -> Callable[[], Any]:
    root = etree.fromstring(table(rules).encode())
    parser = DMNParser(None, root, {"dmn": MODEL})
    parser.parse()
    engine = DMNEngine(parser.decision.decisionTables[0])
    n = rules // 2
    task = SimpleNamespace(
        data={"a": n * 10 + 5, "b": f"w{n}"}, workflow=SimpleNamespace(script_engine=PythonScriptEngine())
    )

    def action() -> Any:
        result = engine.result(task)
        assert result == {"o": n}
        return result

    return action


def dog_tax() -> Callable[[], Value]:
    decisions = dmn.read(DOG_TAX.read_bytes())
    inputs: dict[str, Value] = {"Anzahl der Hunde": Decimal(2), "gefährlich": False, "Monate": Decimal(10)}

    def action() -> Value:
        value = decisions.decide("Betrag", inputs, now=NOW).value
        assert value == Decimal(120)
        return value

    return action


def main() -> None:
    ten, thousand = microseconds(ours(10)), microseconds(ours(1000))
    print(f"{'10 rules':36} {ten:10.1f} µs")
    print(f"{'1,000 rules':36} {thousand:10.1f} µs   {thousand / ten:6.2f} times the time of 10 (at most 3)")
    print(f"{'hundesteuer.dmn: rate and amount':36} {microseconds(dog_tax()):10.1f} µs")
    data = DOG_TAX.read_bytes()
    print(f"{'hundesteuer.dmn: reading the file':36} {microseconds(lambda: dmn.read(data)):10.1f} µs")
    big = table(1000)
    print(f"{'1,000 rules: reading the file':36} {microseconds(lambda: dmn.read(big)) / 1000:10.1f} ms")
    decisions = dmn.read(big)
    print(f"{'1,000 rules: the check':36} {microseconds(decisions.check) / 1000:10.1f} ms")
    for rules, own in ((10, ten), (1000, thousand)):
        theirs = microseconds(spiff(rules))
        print(f"{f'SpiffWorkflow, {rules:,} rules':36} {theirs:10.1f} µs   {theirs / own:6.1f} times ours")


if __name__ == "__main__":
    main()
