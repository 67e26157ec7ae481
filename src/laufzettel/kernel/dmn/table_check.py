"""The checks of one table. A cell that computes is not guessed at: what depends on it is reported as not proven.

Such a cell counts as letting everything through when gaps are looked for, and as letting nothing through when overlaps
are, so that whatever is reported is real.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from laufzettel.kernel.dmn.axes import Axis
from laufzettel.kernel.dmn.cells import Special, direct_kinds
from laufzettel.kernel.dmn.cover import Cover, Example, TooManyError
from laufzettel.kernel.dmn.sets import Interval, ValueSet
from laufzettel.kernel.dmn.tables import COLLECTING, Computed, InputColumn, OutputColumn, RunningTable
from laufzettel.kernel.dmn.types import conform
from laufzettel.kernel.dmn.words import conjunction, value_words
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.types import ANY, NULL, EnumType, FeelType, IntervalType, members
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import NO_TEXT, Finding, Place, Severity, Text

_MEND_GAP = Text(
    "ergänzen Sie eine Regel oder eine Vorgabe, oder schränken Sie die zulässigen Werte der Eingaben ein",
    "add a rule or a default, or narrow the allowed values of the inputs",
)
_MEND_OVERLAP = Text(
    "grenzen Sie die Regeln gegeneinander ab oder wählen Sie eine andere Trefferregel",
    "tell the rules apart or choose another hit policy",
)
MAX_PAIRS = 2_000_000
MAX_SAID = 5
"""Most gaps and most overlaps that are named of one table; the next ones are named when these are mended."""


def check_table(table: RunningTable, decision: str, kinds: Sequence[FeelType] = ()) -> list[Finding]:
    """All findings of a table. `kinds` are the types of what its input columns read, where they are known."""
    return list(_TableCheck(table, decision, kinds).findings())


def table_gaps(table: RunningTable) -> list[Example]:
    """Inputs that no rule lets through, one value for each column that some rule asks."""
    return _TableCheck(table, "").gaps()


def table_overlaps(table: RunningTable) -> list[Example]:
    """For every two rules that some input meets: that input."""
    return _TableCheck(table, "").overlaps(limit=MAX_PAIRS)


def table_rules_that_never_fire(table: RunningTable) -> list[int]:
    """The rules (from 0) that no allowed input meets, or that others always come before."""
    return [rule for rule, _ in _TableCheck(table, "").never()]


class _TableCheck:
    def __init__(self, table: RunningTable, decision: str, kinds: Sequence[FeelType] = ()) -> None:
        self.table = table
        self.decision = decision
        known = [*kinds, *[ANY] * len(table.inputs)]
        narrowed = [_narrowed(column, kind) for column, kind in zip(table.inputs, known, strict=False)]
        self.columns = [column for column in narrowed if any(cell is not None for cell in column.cells)]
        self.opaque = _opaque(self.columns, len(table.table.rules))
        self.known = [column for column in self.columns if column.kind and column.domain is not None]

    def findings(self) -> Iterator[Finding]:
        for column in self.columns:
            yield from self._misfit_inputs(column)
        for output in self.table.outputs:
            yield from self._misfit_outputs(output)
            yield from self._unreachable(output)
        if self.opaque and self.table.table.hit_policy not in COLLECTING:
            numbers = _numbers(self.opaque)
            yield self._finding(
                "dmn-not-proven",
                f"Regel {numbers} rechnet in einer Bedingung; Lücken und Überschneidungen sind dort nicht bewiesen.",
                f"Rule {numbers} computes in a condition; gaps and overlaps are not proven there.",
                severity="warning",
            )
        try:
            yield from self._never_said()
            yield from self._gaps_said()
            yield from self._overlaps_said()
        except TooManyError:
            yield self._finding(
                "dmn-not-proven",
                "Die Tabelle hat zu viele Kombinationen; teilen Sie sie auf.",
                "The table has too many combinations; split it up.",
            )

    def _cover(self, *, everything: bool) -> Cover:
        """The columns cut up; a computing cell lets everything through, or nothing."""
        axes = [_axis(column, everything=everything) for column in self.known]
        return Cover(axes, len(self.table.table.rules))

    # ---- gaps, overlaps, dead rules ------------------------------------------------------------------------------

    def gaps(self) -> list[Example]:
        return self._cover(everything=True).gaps()

    def overlaps(self, limit: int) -> list[Example]:
        rules = [rule for rule in range(len(self.table.table.rules)) if rule not in self.opaque]
        if len(rules) * len(rules) // 2 > MAX_PAIRS:
            raise TooManyError
        pairs = combinations(rules, 2)
        if self.table.table.hit_policy == "ANY":
            pairs_that_matter = (pair for pair in pairs if self._differ(*pair))
            return self._cover(everything=False).overlaps(pairs_that_matter, limit)
        return self._cover(everything=False).overlaps(pairs, limit)

    def never(self) -> Iterator[tuple[int, bool]]:
        """Rules that never fire; the flag tells those that others come before from those that cannot match."""
        cover = self._cover(everything=False)
        for rule in range(len(self.table.table.rules)):
            if rule in self.opaque:
                continue
            if not cover.unmatched(rule, 0):
                yield rule, False
            elif (before := self._before(rule)) and not cover.unmatched(rule, before):
                yield rule, True

    def _gaps_said(self) -> Iterator[Finding]:
        defaulted = all(output.default is not None for output in self.table.outputs)
        if self.table.table.hit_policy in COLLECTING or defaulted:
            return
        for example in self.gaps()[:MAX_SAID]:
            de, en = self._said(example)
            yield self._finding(
                "dmn-gap", f"Für diese Eingabe gilt keine Regel: {de}.", f"No rule for: {en}.", hint=_MEND_GAP
            )

    def _overlaps_said(self) -> Iterator[Finding]:
        if self.table.table.hit_policy not in {"UNIQUE", "ANY"}:
            return
        for example in self.overlaps(MAX_SAID):
            de, en = self._said(example)
            one, two = (rule + 1 for rule in example.rules)
            yield self._finding(
                "dmn-overlap",
                f"Die Regeln {one} und {two} gelten zugleich für: {de}.",
                f"Rules {one} and {two} both match: {en}.",
                hint=_MEND_OVERLAP,
                place=self.table.table.rules[two - 1].place,
            )

    def _never_said(self) -> Iterator[Finding]:
        reasons = {
            False: Text("keine zulässige Eingabe erfüllt ihre Bedingungen", "no allowed input meets its conditions"),
            True: Text("andere Regeln kommen ihr immer zuvor", "other rules always come before it"),
        }
        for rule, masked in self.never():
            reason = reasons[masked]
            yield self._finding(
                "dmn-rule-never-fires",
                f"Regel {rule + 1} trifft nie zu: {reason}.",
                f"Rule {rule + 1} never fires: {reason.en}.",
                severity="warning",
                place=self.table.table.rules[rule].place,
            )

    def _differ(self, one: int, two: int) -> bool:
        return any(
            not isinstance(output.constants[one], Computed)
            and not isinstance(output.constants[two], Computed)
            and output.constants[one] != output.constants[two]
            for output in self.table.outputs
        )

    def _before(self, rule: int) -> int:
        """The bits of the rules that win against `rule` whenever both match."""
        policy = self.table.table.hit_policy
        if policy == "FIRST":
            return sum(1 << other for other in range(rule) if other not in self.opaque)
        if policy != "PRIORITY":
            return 0
        ranks = [self._rank(each) for each in range(len(self.table.table.rules))]
        own = ranks[rule]
        if own is None:
            return 0
        return sum(
            1 << other
            for other, rank in enumerate(ranks)
            if rank is not None and (rank, other) < (own, rule) and other not in self.opaque
        )

    def _rank(self, rule: int) -> tuple[int, ...] | None:
        values = [output.constants[rule] for output in self.table.outputs]
        known = tuple(value for value in values if not isinstance(value, Computed))
        return self.table.rank(known) if len(known) == len(values) else None

    # ---- cells ---------------------------------------------------------------------------------------------------

    def _misfit_inputs(self, column: InputColumn) -> Iterator[Finding]:
        if not column.kind or column.type.is_any:
            return
        position = next(n for n, each in enumerate(self.table.inputs) if each.cells is column.cells)
        for rule, node in enumerate(column.nodes):
            kinds = direct_kinds(node, lambda _node: None) - {column.kind}
            if kinds and isinstance(column.sets[rule], Special):
                yield self._finding(
                    "dmn-cell-misfit",
                    f"Regel {rule + 1}: Die Bedingung passt nicht zum Typ {column.kind} von „{column.label}“.",
                    f"Rule {rule + 1}: the condition does not fit the type {column.kind} of “{column.label}”.",
                    place=self.table.table.rules[rule].inputs[position].place,
                )

    def _misfit_outputs(self, output: OutputColumn) -> Iterator[Finding]:
        position = self.table.outputs.index(output)
        for rule, value in enumerate(output.constants):
            fits = isinstance(value, Computed) or not isinstance(conform(value, output.type), Misfit)
            listed = isinstance(value, Computed) or value is None or not output.order or value in output.order
            if not fits or not listed:
                yield self._finding(
                    "dmn-cell-misfit",
                    f"Regel {rule + 1}: Die Ausgabe passt nicht zum Typ oder zu den zulässigen Werten der Spalte.",
                    f"Rule {rule + 1}: the output does not fit the type or the allowed values of its column.",
                    place=self.table.table.rules[rule].outputs[position].place,
                )

    def _unreachable(self, output: OutputColumn) -> Iterator[Finding]:
        if any(isinstance(value, Computed) for value in output.constants):
            return
        for value in output.order:
            if value is not None and value not in output.constants and output.default is None:
                name = output.name or self.decision
                yield self._finding(
                    "dmn-output-unreachable",
                    f"Keine Regel ergibt „{value_words(value, 'de')}“ für „{name}“.",
                    f"No rule gives “{value_words(value, 'en')}” for “{name}”.",
                    severity="warning",
                    place=output.place,
                )

    # ---- saying it -----------------------------------------------------------------------------------------------

    def _said(self, example: Example) -> tuple[str, str]:
        return self._inputs_said(example.inputs, "de"), self._inputs_said(example.inputs, "en")

    def _inputs_said(self, values: Sequence[Value], language: str) -> str:
        pairs = zip(self.known, values, strict=True)
        said = [f"{column.label} = {value_words(value, language)}" for column, value in pairs]
        return conjunction(said, language) or Text("jede Eingabe", "any input").in_language(language)

    def _finding(
        self,
        code: str,
        de: str,
        en: str,
        *,
        severity: Severity = "error",
        hint: Text = NO_TEXT,
        place: Place | None = None,
    ) -> Finding:
        about = Text(f"„{self.decision}“: {de}", f"“{self.decision}”: {en}")
        return Finding(code, about, place or self.table.table.place, severity, hint)


def _axis(column: InputColumn, *, everything: bool) -> Axis:
    nothing = ValueSet(column.kind)
    cells = [
        cell if isinstance(cell, ValueSet) else None if everything or cell is Special.ANY else nothing
        for cell in column.sets
    ]
    return Axis(column.kind, cells, column.domain)


def _narrowed(column: InputColumn, kind: FeelType) -> InputColumn:
    """The column with its domain narrowed to what its type allows: some strings, an interval of numbers."""
    if column.domain is None:
        return column
    allowed = ValueSet(column.kind)
    for member in members(kind) - {NULL}:
        part = _set_of(member)
        if part is None or part.kind != column.kind:
            return column
        allowed = allowed.union(part)
    return column if allowed.empty else replace(column, domain=column.domain.intersection(allowed))


def _set_of(kind: FeelType) -> ValueSet | None:
    if isinstance(kind, EnumType):
        return ValueSet("string", values=kind.values)
    if isinstance(kind, IntervalType):
        low, high = kind.low_included and kind.low is not None, kind.high_included and kind.high is not None
        return ValueSet("number", (Interval(kind.low, kind.high, low, high),))
    return None


def _opaque(columns: Sequence[InputColumn], rules: int) -> list[int]:
    return [rule for rule in range(rules) if any(column.sets[rule] is Special.OPAQUE for column in columns)]


def _numbers(rules: Sequence[int]) -> str:
    shown = ", ".join(str(rule + 1) for rule in rules[:10])
    return shown + (" …" if len(rules) > 10 else "")
