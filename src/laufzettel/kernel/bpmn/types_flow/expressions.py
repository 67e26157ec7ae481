"""Types and findings of the model's expressions at the point where they stand."""

from collections.abc import Mapping

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.program import Formula
from laufzettel.kernel.bpmn.types_flow.environment import Environment
from laufzettel.kernel.feel import FeelType
from laufzettel.kernel.feel.types import ANY, BOOLEAN, STRING
from laufzettel.kernel.problems import Finding, ProgramError, Text


class Typist:
    """Computes types of formulas; keeps the findings of the last look at each."""

    def __init__(self, context: Mapping[str, FeelType]) -> None:
        self.context = context
        self.findings: dict[tuple[int, str], tuple[Finding, ...]] = {}

    def type(self, formula: Formula, environment: Environment) -> FeelType:
        """The type of a formula here; what the static check says is remembered under its place."""
        if formula.expression is None:
            return STRING
        types = environment.types(self.context)
        try:
            compiled = feel.compile(formula.expression.text, types=types)
        except ProgramError:  # names with spaces that are not known here
            return ANY
        self.findings[id(formula), ""] = tuple(
            _at(formula, finding)
            for finding in compiled.findings
            if not (environment.is_open and finding.code == "feel-unknown-name")
        )
        return (
            ANY
            if environment.is_open and any(f.code == "feel-unknown-name" for f in compiled.findings)
            else compiled.type
        )

    def required(self, formula: Formula, environment: Environment, what: Text) -> FeelType:
        """A formula where null is an incident (rule 12)."""
        kind = self.type(formula, environment)
        found: tuple[Finding, ...] = ()
        if kind != ANY and kind.nullable:
            text = Text(
                f"{what}: „{formula.text}“ kann null sein; das wäre hier eine Störung.",
                f"{what.en}: “{formula.text}” may be null, which would be an incident here.",
            )
            found = (Finding("bpmn-nullable", text, formula.place),)
        self.findings[id(formula), "null"] = found
        return kind

    def condition(self, formula: Formula, environment: Environment) -> None:
        """A condition must be true or false."""
        what = Text("Bedingung", "Condition")
        kind = self.required(formula, environment, what)
        found: tuple[Finding, ...] = ()
        if not feel.is_assignable(kind.without_null if kind != ANY else BOOLEAN, BOOLEAN):
            text = Text(
                f"Die Bedingung „{formula.text}“ ist weder wahr noch falsch, sondern {kind}.",
                f"The condition “{formula.text}” is neither true nor false but {kind}.",
            )
            found = (Finding("bpmn-not-a-condition", text, formula.place),)
        self.findings[id(formula), "kind"] = found

    def narrowed(self, formula: Formula, environment: Environment, *, holds: bool) -> Environment:
        """What is known once a condition holds, or does not."""
        if formula.expression is None:
            return environment
        types = environment.types(self.context)
        narrowed = formula.expression.narrowed(types, holds=holds)
        names = dict(environment.names)
        for name, known in environment.names.items():
            kind = narrowed.get(name, types[name])
            if kind != types[name]:
                is_there = known.is_certain or not kind.nullable
                names[name] = type(known)(kind, is_there, known.owner)
        return Environment(names, environment.is_open)

    def all(self) -> list[Finding]:
        """Every finding, once, in the order of the formulas."""
        return list(dict.fromkeys(finding for found in self.findings.values() for finding in found))


def _at(formula: Formula, finding: Finding) -> Finding:
    """The finding of an expression, at its place in the model."""
    text = Text(f"„{formula.text}“: {finding.message}", f"“{formula.text}”: {finding.message.in_language('en')}")
    return Finding(finding.code, text, formula.place, finding.severity, finding.hint)
