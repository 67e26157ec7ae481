"""A decision table that runs: matching by index, then the hit policy (DMN 1.5, chapter 8.2.10)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from laufzettel.kernel.dmn.axes import Axis
from laufzettel.kernel.dmn.cells import Cell, Special
from laufzettel.kernel.dmn.cover import bits
from laufzettel.kernel.dmn.frame import Evaluate, Frame, frame_of
from laufzettel.kernel.dmn.model import Rule, Table
from laufzettel.kernel.dmn.sets import ValueSet, key_of
from laufzettel.kernel.dmn.types import ItemType, conform
from laufzettel.kernel.feel.comparison import compare, equal
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.nodes import UnaryTests
from laufzettel.kernel.feel.operators import MATH
from laufzettel.kernel.feel.run import Scope
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Place

INPUT = "?"
"""The name under which a cell sees its column's value."""


class Computed:
    """Stands for the value of an output cell that is no constant."""


COMPUTED = Computed()


@dataclass(frozen=True, slots=True)
class InputColumn:
    """One input: its expression, its type, its allowed values; per rule the running cell (None for `-`) and its set."""

    label: str
    evaluate: Evaluate
    type: ItemType
    allowed: Evaluate | None
    cells: tuple[Evaluate | None, ...]
    sets: tuple[Cell, ...]
    kind: str
    place: Place
    domain: ValueSet | None = None
    nodes: tuple[UnaryTests, ...] = ()


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """One output: its name, type, per rule the cell; `order` are the allowed values, the most important first."""

    name: str
    type: ItemType
    cells: tuple[Evaluate, ...]
    order: tuple[Value, ...]
    default: Evaluate | None
    place: Place
    constants: tuple["Value | Computed", ...] = ()


class _Index:
    """Rules by the value of one column. What the column's axis cannot look up is asked cell by cell."""

    def __init__(self, column: InputColumn) -> None:
        self._column = column
        literal = [cell for cell in column.sets if isinstance(cell, ValueSet)]
        self._axis: Axis | None = None
        self._asked = 0
        if literal and column.kind:
            cells = [cell if isinstance(cell, ValueSet) else None for cell in column.sets]
            self._axis = Axis(column.kind, cells)
        for rule, (cell, running) in enumerate(zip(column.sets, column.cells, strict=True)):
            looked_up = self._axis is not None and cell is not Special.OPAQUE
            if running is not None and not looked_up:
                self._asked |= 1 << rule
        self._all_asked = sum(1 << rule for rule, running in enumerate(column.cells) if running is not None)
        self._kind = column.kind

    def narrow(self, candidates: int, value: Value, scope: Scope) -> int:
        """The rules among `candidates` whose cell lets `value` through."""
        asked = self._all_asked
        if self._axis is not None:
            found = key_of(value)
            if found is not None and found[0] == self._kind:
                candidates &= self._axis.masks[self._axis.atom(found[1])]
                asked = self._asked
        if asked & candidates:
            inner = Scope({INPUT: value}, scope, scope.run)
            cells = self._column.cells
            for rule in bits(asked & candidates):
                cell = cells[rule]
                if cell is not None and cell(inner) is not True:
                    candidates ^= 1 << rule
        return candidates


@dataclass(frozen=True, slots=True)
class TableRun:
    """How one table was answered: its inputs, the rules that fired, in order, and what each of them gave.

    `used_default` says that no rule fired and the default outputs were taken.
    """

    running: "RunningTable"
    inputs: tuple[Value, ...]
    rules: tuple[Rule, ...]
    outputs: tuple[tuple[Value, ...], ...]
    used_default: bool = False


class RunningTable:
    """A table compiled; call it with the names in scope."""

    def __init__(self, table: Table, inputs: Sequence[InputColumn], outputs: Sequence[OutputColumn]) -> None:
        self.table = table
        self.inputs = tuple(inputs)
        self.outputs = tuple(outputs)
        self._indexes = [_Index(column) for column in inputs]
        self._everything = (1 << len(table.rules)) - 1
        self._policy = _POLICIES[table.hit_policy]

    def __call__(self, scope: Scope) -> Value:
        frame = frame_of(scope)
        values = self._input_values(scope, frame)
        if values is None:
            return None
        hits = self.matching(values, scope)
        frame.budget.spend(1 + len(values))
        if not hits:
            return self._without_hit(values, scope, frame)
        results = [(rule, self._outputs(rule, scope, frame)) for rule in hits]
        kept = self._policy(self, results, frame)
        rules = tuple(self.table.rules[rule] for rule, _ in kept)
        frame.tables.append(TableRun(self, tuple(values), rules, tuple(cells for _, cells in kept)))
        return self._result(kept)

    def matching(self, values: Sequence[Value], scope: Scope) -> list[int]:
        """The rules (from 0) that let `values` through, in the table's order."""
        candidates = self._everything
        run = scope.run
        # That a cell cannot be compared with null is no news: the rule does not match.
        heard, run.warnings = run.warnings, None
        try:
            for index, value in zip(self._indexes, values, strict=True):
                candidates = index.narrow(candidates, value, scope)
                if not candidates:
                    return []
        finally:
            run.warnings = heard
        if self.table.hit_policy == "FIRST":
            return [next(bits(candidates))]
        return list(bits(candidates))

    def _input_values(self, scope: Scope, frame: Frame) -> list[Value] | None:
        values: list[Value] = []
        for column in self.inputs:
            value = conform(column.evaluate(scope), column.type)
            if isinstance(value, Misfit):
                de, en = f"„{column.label}“ hat nicht den Typ der Spalte.", f"“{column.label}” does not fit its column."
                frame.problem("dmn-input-type", de, en, column.place)
                value = None
            values.append(value)
        for column, value in zip(self.inputs, values, strict=True):
            if value is None or column.allowed is None:
                continue
            if column.allowed(Scope({INPUT: value}, scope, frame)) is not True:
                de = f"„{column.label}“ hat keinen der zulässigen Werte."
                en = f"“{column.label}” has none of the allowed values."
                frame.problem("dmn-input-not-allowed", de, en, column.place)
                return None
        return values

    def _outputs(self, rule: int, scope: Scope, frame: Frame) -> tuple[Value, ...]:
        return tuple(_fitted(column, column.cells[rule](scope), frame) for column in self.outputs)

    def _without_hit(self, values: list[Value], scope: Scope, frame: Frame) -> Value:
        if any(column.default is not None for column in self.outputs):
            cells = tuple(
                None if column.default is None else _fitted(column, column.default(scope), frame)
                for column in self.outputs
            )
            frame.tables.append(TableRun(self, tuple(values), (), (cells,), used_default=True))
            result = self._one(cells)
            several = self.table.hit_policy in COLLECTING and not self.table.aggregation
            return [result] if several and not isinstance(result, list) else result
        frame.tables.append(TableRun(self, tuple(values), (), ()))
        if self.table.hit_policy in COLLECTING:
            return self._result([])
        de, en = "Keine Regel der Tabelle trifft zu.", "No rule of the table matches."
        frame.problem("dmn-no-rule", de, en, self.table.place)
        return None

    def _one(self, cells: tuple[Value, ...]) -> Value:
        if len(self.outputs) == 1:
            return cells[0]
        return {column.name: value for column, value in zip(self.outputs, cells, strict=True)}

    def _result(self, kept: "list[_Hit]") -> Value:
        if self.table.hit_policy not in COLLECTING:
            return self._one(kept[0][1]) if kept else None
        if self.table.hit_policy == "COLLECT" and self.table.aggregation:
            return _AGGREGATIONS[self.table.aggregation]([cells[0] for _, cells in kept])
        return [self._one(cells) for _, cells in kept]

    def rank(self, cells: tuple[Value, ...]) -> tuple[int, ...]:
        """The places of the outputs in their lists of allowed values: the smaller, the more important."""
        ranks = []
        for column, value in zip(self.outputs, cells, strict=True):
            if column.order:
                places = (place for place, allowed in enumerate(column.order) if equal(allowed, value) is True)
                ranks.append(next(places, len(column.order)))
        return tuple(ranks)


type _Hit = tuple[int, tuple[Value, ...]]


def _fitted(column: OutputColumn, value: Value, frame: Frame) -> Value:
    fitted = conform(value, column.type)
    if isinstance(fitted, Misfit):
        de, en = "Eine Ausgabe hat nicht den Typ ihrer Spalte.", "An output does not have the type of its column."
        frame.problem("dmn-output-type", de, en, column.place)
        return None
    return fitted


def _unique(table: RunningTable, hits: list[_Hit], frame: Frame) -> list[_Hit]:
    if len(hits) == 1:
        return hits
    *others, last = (str(rule + 1) for rule, _ in hits)
    listed = ", ".join(others)
    de, en = f"Die Regeln {listed} und {last} treffen zugleich zu.", f"Rules {listed} and {last} match at once."
    frame.problem("dmn-several-rules", de, en, table.table.place)
    return []


def _any(table: RunningTable, hits: list[_Hit], frame: Frame) -> list[_Hit]:
    first = hits[0][1]
    if all(equal(list(cells), list(first)) is True or cells == first for _, cells in hits[1:]):
        return hits[:1]
    de = "Mehrere Regeln treffen zu und ergeben Verschiedenes."
    frame.problem("dmn-rules-differ", de, "Several rules match and give different results.", table.table.place)
    return []


def _priority(table: RunningTable, hits: list[_Hit], _frame: Frame) -> list[_Hit]:
    return [min(hits, key=lambda hit: (table.rank(hit[1]), hit[0]))]


def _output_order(table: RunningTable, hits: list[_Hit], _frame: Frame) -> list[_Hit]:
    return sorted(hits, key=lambda hit: (table.rank(hit[1]), hit[0]))


def _all(_table: RunningTable, hits: list[_Hit], _frame: Frame) -> list[_Hit]:
    return hits


_POLICIES: dict[str, Callable[[RunningTable, list[_Hit], Frame], list[_Hit]]] = {
    "UNIQUE": _unique,
    "FIRST": _all,
    "ANY": _any,
    "PRIORITY": _priority,
    "COLLECT": _all,
    "RULE ORDER": _all,
    "OUTPUT ORDER": _output_order,
}
COLLECTING = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def _sum(values: list[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, Decimal)]
    if not numbers or len(numbers) != len(values):
        return None
    return reduce(MATH.add, numbers)


def _extreme(values: list[Value], sign: int) -> Value:
    best: Value = None
    for position, value in enumerate(values):
        order = 1 if position == 0 else compare(value, best)
        if order is None or value is None:
            return None
        if position == 0 or order * sign > 0:
            best = value
    return best


_AGGREGATIONS: dict[str, Callable[[list[Value]], Value]] = {
    "SUM": _sum,
    "COUNT": lambda values: Decimal(len(values)),
    "MIN": lambda values: _extreme(values, -1),
    "MAX": lambda values: _extreme(values, 1),
}
