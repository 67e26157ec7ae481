"""Running decisions: what is asked and what it needs, each once, in order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from laufzettel.kernel.dmn.check import check
from laufzettel.kernel.dmn.frame import Frame, Step
from laufzettel.kernel.dmn.graph import Alias, Graph, Unit, other_names
from laufzettel.kernel.dmn.model import Decision, DecisionService, Definitions, InputData, KnowledgeModel
from laufzettel.kernel.dmn.static import StaticCheck
from laufzettel.kernel.dmn.types import ItemType, coerce, conform
from laufzettel.kernel.dmn.why import explain
from laufzettel.kernel.dmn.words import value_words
from laufzettel.kernel.feel.budget import Budget, BudgetExceeded, exceeded
from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.run import Run, Scope
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.types import ANY, NULL, FeelType, FunctionType, union
from laufzettel.kernel.feel.values import Function, Value
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that gave (a part of) a result. `rule` counts from 1; `inputs` and `outputs` go with the columns."""

    decision: str
    rule: int
    rule_id: str
    inputs: tuple[Value, ...]
    outputs: tuple[Value, ...]
    annotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A result and how it came about.

    `fired` are the rules of all tables, in the order of evaluation; `trace` every decision that was evaluated, what
    is needed first; `problems` say why something became null.
    """

    value: Value
    fired: tuple[FiredRule, ...]
    trace: tuple[Step, ...]
    problems: tuple[Finding, ...] = ()

    def why(self, language: str = "de") -> str:
        """The explanation for a clerk, a line a rule: which rules fired, with which inputs, and what they gave."""
        return explain(self, language)

    def record(self) -> dict[str, Value]:
        """What a case's history keeps: FEEL values only, for `feel.to_json`, with the reason in both languages."""
        rules: list[Value] = [
            {
                "decision": step.id,
                "rule": Decimal(rule.number),
                "id": rule.id,
                "inputs": dict(zip((column.label for column in run.running.inputs), run.inputs, strict=True)),
                "outputs": list(outputs),
                "annotations": list(rule.annotations),
            }
            for step in self.trace
            for run in step.tables
            for rule, outputs in zip(run.rules, run.outputs, strict=False)
        ]
        problems: list[Value] = [problem.in_language("de") for problem in self.problems]
        why: dict[str, Value] = {language: self.why(language) for language in ("de", "en")}
        return {"value": self.value, "rules": rules, "why": why, "problems": problems}


class _Results:
    """Values of one scope of evaluation: the whole run, or one call of a decision service with its own inputs."""

    __slots__ = ("functions", "given", "values")

    def __init__(self, given: Mapping[str, Value], values: dict[Unit, Value] | None = None) -> None:
        self.given = given
        self.values: dict[Unit, Value] = values or {}
        self.functions: dict[Unit, Function] = {}


class Decisions:
    """The decisions of a DMN file, ready to run, from any thread."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._named = graph.named
        self._plans: dict[tuple[Unit, Date | None], tuple[Unit, ...]] = {}
        self._static = StaticCheck(graph)
        self._dated = graph.is_dated

    @property
    def definitions(self) -> Definitions:
        """The model as it was read: diagram, types, source bytes."""
        return self._graph.definitions

    @property
    def graph(self) -> Graph:
        return self._graph

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all decisions and decision services."""
        kinds = (Decision, DecisionService)
        return tuple(name for name, unit in self._named.items() if isinstance(unit.element, kinds))

    def inputs(self, name: str) -> dict[str, FeelType]:
        """The input data that a decision needs, directly or not, by name. Each may be null."""
        unit = self._unit(name)
        if isinstance(unit.element, DecisionService):
            return {parameter: _nullable(needed.type) for parameter, needed in unit.parameters.items()}
        if unit.function is not None:
            return {parameter: _nullable(kind) for parameter, kind in unit.function.parameters.items()}
        found = [needed for each in unit.versions or (unit,) for needed in self._plan(each, None)]
        return {needed.name: _nullable(needed.type) for needed in found if isinstance(needed.element, InputData)}

    def labels(self, name: str) -> dict[str, str]:
        """What the parts of a decision's result are called for people, as its declared type says; a label may be "".

        Parts of parts stand there by their path: `jahre.betrag`.
        """
        element = self._unit(name).element
        if not isinstance(element, Decision):
            return {}
        types = {definition.name: definition for definition in self.definitions.types}
        declared = types.get(element.variable.type_ref)
        if declared is None:
            return {}
        found = {part.name: part.label for part in declared.components}
        for part in declared.components:
            inner = part.components or (types[part.type_ref].components if part.type_ref in types else ())
            found |= {f"{part.name}.{one.name}": one.label for one in inner}
        return found

    def output_type(self, name: str, inputs: Mapping[str, FeelType] | None = None) -> FeelType:
        """The type of a decision's result, as declared, else as its logic says; it may always be null.

        `inputs` are the types of input data that the file leaves open, by name.
        """
        unit = self._unit(name)
        static = StaticCheck(self._graph, inputs) if inputs else self._static
        kinds = [static.unit(each) for each in unit.versions or (unit,)]
        kind = ANY if ANY in kinds else union(*kinds)
        return union(kind.result if isinstance(kind, FunctionType) else kind, NULL)

    def check(self, inputs: Mapping[str, FeelType] | None = None) -> list[Finding]:
        """Gaps and overlaps with an example input, rules that never fire, misfit cells, unreachable outputs, types.

        `inputs` are the types of input data that the file leaves open, by name: those of a package's settings, say.
        """
        return check(self._graph, inputs)

    def decide(
        self,
        name_or_id: str,
        inputs: Mapping[str, Value],
        *,
        now: datetime,
        reference_date: date | Date | None = None,
        budget: Budget | None = None,
    ) -> Decided:
        """The result of a decision, decision service or knowledge model.

        `inputs` are FEEL values by the names of the input data (those of an imported model also as `namespace#name`);
        what is missing is null, what nobody asks for is ignored. `now` is aware. `reference_date` is the day whose
        law applies to dated decisions; without it the day of `now`. Raises `ProgramError` for a name that does not
        exist and `BudgetExceeded`; everything else that goes wrong is null, with an entry in `problems`.
        """
        unit = self._unit(name_or_id)
        if now.tzinfo is None:
            raise ValueError("now must know its time zone")
        frame = Frame(now, budget or Budget(), _day(reference_date) or Date.from_python(now))
        try:
            value = self._evaluate(unit, _Results(inputs), frame)
        except RecursionError:
            raise exceeded("depth", frame.budget.max_depth) from None
        nulls = (Finding(each.code, each.message, each.place, "warning") for each in frame.warnings or ())
        return Decided(value, tuple(_fired(frame)), tuple(frame.steps), (*frame.problems, *nulls))

    # ---- running -------------------------------------------------------------------------------------------------

    def _unit(self, name_or_id: str) -> Unit:
        unit = self._named.get(name_or_id) or self._graph.units.get(name_or_id)
        if unit is None:
            what = Text(f"Die Entscheidung „{name_or_id}“ gibt es nicht.", f"There is no decision “{name_or_id}”.")
            raise ProgramError([Finding("dmn-unknown-decision", what, Place(self.definitions.file))])
        return unit

    def _plan(self, unit: Unit, day: Date | None) -> tuple[Unit, ...]:
        """What `unit` needs and the unit itself, in an order in which everything comes after what it needs."""
        key = (unit, day if self._dated else None)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) > 10_000:
                self._plans.clear()
            plan = self._plans[key] = tuple(_ordered(unit, day))
        return plan

    def _evaluate(self, unit: Unit, results: _Results, frame: Frame) -> Value:
        if isinstance(unit.element, DecisionService):
            return self._serve(unit, results.given, frame)
        if isinstance(unit.element, KnowledgeModel):
            function = self._function(unit, results, frame)
            names = list(function.parameters) if function is not None else []
            return call(frame, function, [results.given.get(name) for name in names], names or None)
        version = unit.version_at(frame.reference)
        if version is None:
            _no_version(unit, frame)
            return None
        for needed in self._plan(version, frame.reference):
            if needed not in results.values:
                results.values[needed] = self._placed(needed, results, frame)
        return results.values[version]

    def _placed(self, unit: Unit, results: _Results, frame: Frame) -> Value:
        """The value of a unit; a budget that does not suffice is told with the unit's place."""
        try:
            return self._value(unit, results, frame)
        except BudgetExceeded as error:
            finding, place = error.finding, unit.element.place
            if finding.place.file or finding.place.element:
                raise
            raise BudgetExceeded(Finding(finding.code, finding.message, place, hint=finding.hint)) from None

    def _value(self, unit: Unit, results: _Results, frame: Frame) -> Value:
        if isinstance(unit.element, InputData):
            return self._input(unit, results, frame)
        scope = Scope(self._scope(unit, results, frame), None, frame)
        before = len(frame.tables)
        value = None if unit.logic is None else unit.logic(scope)
        if unit.logic is None:
            de, en = f"„{unit.element.name}“ hat keine Logik.", f"“{unit.element.name}” has no logic."
            frame.problem("dmn-no-logic", de, en, unit.element.place)
        label = unit.element.label if isinstance(unit.element, Decision) else ""
        step = Step(unit.element.id, unit.element.name, label, value, tuple(frame.tables[before:]))
        frame.steps.append(step)
        # A decision that called this one as a service counts its own tables only.
        del frame.tables[before:]
        return value

    def _input(self, unit: Unit, results: _Results, frame: Frame) -> Value:
        given = next((results.given[key] for key in unit.input_keys if key in results.given), None)
        value = conform(given, unit.type)
        if isinstance(value, Misfit):
            name, words = unit.name, value_words(given, "de")
            de = f"„{name}“ hat einen Wert, der nicht zulässig ist: {words}."
            en = f"“{name}” has a value that is not allowed: {value_words(given, 'en')}."
            frame.problem("dmn-input-type", de, en, unit.element.place)
            return None
        return value

    def _scope(self, unit: Unit, results: _Results, frame: Frame) -> dict[str, Value]:
        scope: dict[str, Value] = {}
        for alias, needed in unit.requires.items():
            version = needed.version_at(frame.reference)
            if version is None:
                _no_version(needed, frame)
            value = None if version is None else results.values.get(version)
            _put(scope, alias, value)
            for other in other_names(needed):
                scope.setdefault(other, value)
        for alias, needed in unit.knowledge.items():
            _put(scope, alias, self._function(needed, results, frame))
        return scope

    def _function(self, unit: Unit, results: _Results, frame: Frame) -> Function | None:
        known = results.functions.get(unit)
        if known is not None:
            return known
        if isinstance(unit.element, DecisionService):
            function = self._service_function(unit)
        elif unit.function is None:
            return None
        else:
            # The scope is filled after the function is known, so that a knowledge model may call itself.
            scope: dict[str, Value] = {}
            function = results.functions[unit] = unit.function(Scope(scope, None, frame))
            scope.update(self._scope(unit, results, frame))
        results.functions[unit] = function
        return function

    # ---- decision services ---------------------------------------------------------------------------------------

    def _service_function(self, unit: Unit) -> Function:
        names = list(unit.parameters)
        kinds = [needed.type for needed in unit.parameters.values()]

        def body(run: Run, arguments: list[Value]) -> Value:
            assert isinstance(run, Frame)  # noqa: S101 - a service is only called within a decision
            fitted = [conform(value, kind) for value, kind in zip(arguments, kinds, strict=True)]
            if any(isinstance(value, Misfit) for value in fitted):
                return run.null("feel-arguments", "Ein Argument hat nicht den verlangten Typ", "An argument misfits")
            return self._serve(unit, dict(zip(names, fitted, strict=True)), run)  # type: ignore[arg-type]

        return Function(unit.element.name, names, body)

    def _serve(self, unit: Unit, given: Mapping[str, Value], frame: Frame) -> Value:
        """Run the output decisions of a service; its input decisions have the values that were given."""
        results = _Results(given)
        for name, needed in unit.parameters.items():
            if not isinstance(needed.element, InputData):
                value = coerce(given.get(name), needed.type)
                for version in needed.versions or (needed,):
                    results.values[version] = value
        values = {output.name: self._evaluate(output, results, frame) for output in unit.outputs}
        result: Value = next(iter(values.values())) if len(values) == 1 else values
        return coerce(result, _service_type(unit))


def _service_type(unit: Unit) -> ItemType:
    if isinstance(unit.type.feel, FunctionType):
        return ItemType(unit.type.feel.result)
    return unit.type


def _ordered(start: Unit, day: Date | None) -> list[Unit]:
    """Post-order over the requirements without recursion, so that a thousand decisions in a row are no matter."""
    order: list[Unit] = []
    seen: set[Unit] = set()
    pending: list[tuple[Unit, bool]] = [(start, False)]
    while pending:
        unit, ready = pending.pop()
        if ready:
            order.append(unit)
        elif unit not in seen:
            seen.add(unit)
            pending.append((unit, True))
            for needed in reversed(unit.requires.values()):
                versions = (needed.version_at(day),) if day is not None else needed.versions or (needed,)
                pending.extend((version, False) for version in versions if version is not None)
    return order


def _put(scope: dict[str, Value], alias: Alias, value: Value) -> None:
    if len(alias) == 1:
        scope[alias[0]] = value
        return
    inner = scope.setdefault(alias[0], {})
    if isinstance(inner, dict):
        inner[alias[1]] = value


def _no_version(unit: Unit, frame: Frame) -> None:
    name, day = unit.element.name, frame.reference
    de, en = f"Am {day} gilt keine Fassung von „{name}“.", f"No version of “{name}” is valid on {day}."
    frame.problem("dmn-no-version", de, en, unit.element.place)


def _fired(frame: Frame) -> list[FiredRule]:
    return [
        FiredRule(step.id, rule.number, rule.id, run.inputs, outputs, rule.annotations)
        for step in frame.steps
        for run in step.tables
        for rule, outputs in zip(run.rules, run.outputs, strict=False)
    ]


def _nullable(kind: ItemType) -> FeelType:
    return union(kind.feel, NULL)


def _day(day: date | Date | None) -> Date | None:
    return Date.from_python(day) if isinstance(day, date) else day
