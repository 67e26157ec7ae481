"""Random tables: the indexed table against a naive scan, gaps and overlaps against enumeration."""

import random
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest

from laufzettel.kernel import dmn, feel
from laufzettel.kernel.dmn.table_check import table_gaps, table_overlaps, table_rules_that_never_fire
from laufzettel.kernel.feel.temporal import Date

POLICIES = ["UNIQUE", "FIRST", "ANY", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]
AGGREGATIONS = ["", "SUM", "COUNT", "MIN", "MAX"]
VALUES: dict[str, list[feel.Value]] = {
    "number": [Decimal(number) for number in range(5)],
    "string": ["a", "b", "c"],
    "boolean": [True, False],
    "date": [Date(2026, 1, day) for day in range(1, 6)],
}
ALLOWED = {
    "number": "? >= 0 and ? <= 4 and ? = floor(?)",
    "string": '"a", "b", "c"',
    "boolean": "true, false",
    "date": '[@"2026-01-01"..@"2026-01-05"]',
}
OUTPUTS = [Decimal(number) for number in (3, 1, 2)]


def text(value: feel.Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return f'@"{value}"' if isinstance(value, Date) else str(value)


def random_cell(dice: random.Random, kind: str) -> str:
    """A cell as authors write them; `null` and computing cells among them."""
    one, two = sorted(dice.choices(range(len(VALUES[kind])), k=2))
    low, high = text(VALUES[kind][one]), text(VALUES[kind][two])
    cells = ["-", "", low, f"{low}, {high}", f"not({low})", f"not({low}, {high})", f"[{low}, {high}]", "null"]
    if kind in {"number", "date"}:
        cells += [f"< {low}", f"<= {low}", f"> {high}", f">= {high}", f"[{low}..{high}]", f"({low}..{high}]"]
        cells += [f"]{low}..{high}[", f"? > {low} and ? <= {high}", f"? between {low} and {high}", f"not(< {high})"]
        cells += [f"< {low}, > {high}", f"? != {low}", f"? in [{low}..{high}]"]
    if kind == "number":
        cells += ["? + 1 > 2", "? * ? = 4"]
    return dice.choice(cells)


@cache
def cell_test(cell: str) -> feel.Expression:
    return feel.compile_unary(cell or "-")


def meets(cell: str, value: feel.Value, now: Any) -> bool:
    return cell_test(cell).evaluate({"?": value}, now=now) is True


class RandomTable:
    """A random table with the pieces that a naive reading of it needs."""

    def __init__(self, seed: int, models: Any, *, policy: str = "") -> None:
        dice = random.Random(seed)
        self.models = models
        self.kinds = [dice.choice(list(VALUES)) for _ in range(dice.randint(1, 3))]
        self.policy = policy or dice.choice(POLICIES)
        self.aggregation = dice.choice(AGGREGATIONS) if self.policy == "COLLECT" else ""
        self.cells = [[random_cell(dice, kind) for kind in self.kinds] for _ in range(dice.randint(0, 7))]
        self.outputs = [dice.choice(OUTPUTS) for _ in self.cells]
        self.default = "9" if dice.random() < 0.2 else ""
        self.typed = dice.random() < 0.8

    def read(self, *, domains: bool = False) -> dmn.Decisions:
        models = self.models
        kinds = [kind if self.typed or domains else "" for kind in self.kinds]
        columns = [(f"i{n}", kind, ALLOWED[self.kinds[n]] if domains else "") for n, kind in enumerate(kinds)]
        ranked = ",".join(str(output) for output in OUTPUTS)
        output = ("o", "number", ranked + (",9" if self.default else ""), self.default)
        rows = [[*cells, str(output)] for cells, output in zip(self.cells, self.outputs, strict=True)]
        logic = models.table(columns, [output], rows, hit=self.policy, aggregation=self.aggregation)
        names = [f"i{n}" for n in range(len(kinds))]
        inputs = [models.input_data(name) for name in names]
        read: dmn.Decisions = models.read(*inputs, models.decision("D", logic, needs=names))
        return read

    def matching(self, values: Sequence[feel.Value], now: Any) -> list[int]:
        return [
            number
            for number, row in enumerate(self.cells)
            if all(meets(cell, value, now) for cell, value in zip(row, values, strict=True))
        ]

    def naive(self, values: Sequence[feel.Value], now: Any) -> feel.Value:
        """The hit policies as chapter 8.2.10 describes them, rule by rule."""
        hits = self.matching(values, now)
        results: list[Any] = [self.outputs[hit] for hit in hits]
        several = self.policy in {"COLLECT", "RULE ORDER", "OUTPUT ORDER"}
        if not hits and self.default:
            return [Decimal(9)] if several and not self.aggregation else Decimal(9)
        if self.policy == "COLLECT" and self.aggregation:
            if self.aggregation == "COUNT":
                return Decimal(len(results))
            by_name: dict[str, Any] = {"SUM": sum, "MIN": min, "MAX": max}
            return by_name[self.aggregation](results) if results else None
        if self.policy in {"COLLECT", "RULE ORDER"}:
            return results
        if self.policy == "OUTPUT ORDER":
            results.sort(key=OUTPUTS.index)
            return results
        if self.policy == "UNIQUE" and len(results) > 1:
            return None
        if not results or (self.policy == "ANY" and len(set(results)) > 1):
            return None
        first: feel.Value = min(results, key=OUTPUTS.index) if self.policy == "PRIORITY" else results[0]
        return first


def compare_with_scan(seed: int, models: Any) -> None:
    table = RandomTable(seed, models)
    decisions = table.read()
    dice = random.Random(seed)
    samples = list(product(*([*VALUES[kind], None] for kind in table.kinds)))
    strange: list[feel.Value] = [Decimal("2.5"), "z", [Decimal(1)], Date(2027, 1, 1)]
    samples.append(tuple(dice.choice(strange) for _ in table.kinds))
    for values in dice.sample(samples, min(len(samples), 12)):
        if table.typed and any(not fits(value, kind) for value, kind in zip(values, table.kinds, strict=True)):
            continue
        inputs = {f"i{n}": value for n, value in enumerate(values)}
        decided = decisions.decide("D", inputs, now=models.now)
        assert decided.value == table.naive(values, models.now), (seed, table.policy, table.cells, values)


def fits(value: feel.Value, kind: str) -> bool:
    return value is None or type(value) is type(VALUES[kind][0])


@pytest.mark.parametrize("block", range(10))
def test_a_table_gives_what_a_naive_scan_gives(block: int, models: Any) -> None:
    for seed in range(block * 20, block * 20 + 20):
        compare_with_scan(seed, models)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_tables_give_what_a_naive_scan_gives(block: int, models: Any) -> None:
    for seed in range(1_000 + block * 1_000, 2_000 + block * 1_000):
        compare_with_scan(seed, models)


def compare_with_enumeration(seed: int, models: Any) -> None:
    table = RandomTable(seed, models, policy="UNIQUE")
    table.cells = [row for row in table.cells if not any("+" in c or "*" in c for c in row)]
    table.outputs = table.outputs[: len(table.cells)]
    running = next(iter(table.read(domains=True).graph.units["D"].tables))
    used = [n for n in range(len(table.kinds)) if any(row[n] not in {"", "-"} for row in table.cells)]
    points = list(product(*(VALUES[kind] for kind in table.kinds)))
    hits = {values: table.matching(values, models.now) for values in points}

    gaps = table_gaps(running)
    uncovered = {tuple(values[n] for n in used) for values, rules in hits.items() if not rules}
    assert bool(gaps) == bool(uncovered), (seed, table.cells)
    for gap in gaps:
        assert gap.inputs in uncovered or "date" in table.kinds, (seed, table.cells, gap)

    together = {pair for rules in hits.values() for pair in combinations(rules, 2)}
    assert {example.rules for example in table_overlaps(running)} == together, (seed, table.cells)

    dead = {rule for rule in range(len(table.cells)) if not any(rule in rules for rules in hits.values())}
    assert set(table_rules_that_never_fire(running)) == dead, (seed, table.cells)


@pytest.mark.parametrize("block", range(10))
def test_gaps_overlaps_and_dead_rules_are_what_enumeration_finds(block: int, models: Any) -> None:
    for seed in range(block * 20, block * 20 + 20):
        compare_with_enumeration(seed, models)


@pytest.mark.nightly
@pytest.mark.parametrize("block", range(10))
def test_ten_thousand_tables_have_the_gaps_that_enumeration_finds(block: int, models: Any) -> None:
    for seed in range(1_000 + block * 1_000, 2_000 + block * 1_000):
        compare_with_enumeration(seed, models)
