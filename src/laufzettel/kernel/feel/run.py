"""A running evaluation: its clock, its budget, its warnings, and the names it sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from laufzettel.kernel.feel.budget import Budget, exceeded
from laufzettel.kernel.feel.temporal import DateTime
from laufzettel.kernel.feel.values import Function, Value
from laufzettel.kernel.problems import Place, Text

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - what the standard calls it
    """Why a value became null. `code` is a stable kebab-case name of the reason."""

    code: str
    message: Text
    place: Place = NOWHERE

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place}: {str.__str__(self.message)}" if place else str.__str__(self.message)


class Run:
    """One evaluation. `here` is the (line, column) of the operation or call that is at work."""

    __slots__ = ("budget", "here", "now", "warnings")

    def __init__(self, now: DateTime, budget: Budget, warnings: list[Warning] | None) -> None:
        self.now = now
        self.budget = budget
        self.warnings = warnings
        self.here = (0, 0)

    def null[T](self, code: str, de: str, en: str) -> T | None:
        """Give null, whatever the caller would have given, and say why if anybody listens."""
        if self.warnings is not None and len(self.warnings) < 1000:
            self.warnings.append(Warning(code, Text(de, en), Place(line=self.here[0], column=self.here[1])))
        return None

    def call(self, function: Function, arguments: list[Value]) -> Value:
        """Call one overload whose arguments already fit; counts its depth."""
        budget = self.budget
        if budget.depth >= budget.max_depth:
            raise exceeded("depth", budget.max_depth, *self.here)
        budget.depth += 1
        try:
            return function.body(self, arguments)
        finally:
            budget.depth -= 1


class Scope:
    """Names seen by an expression, innermost first."""

    __slots__ = ("parent", "run", "variables")

    def __init__(self, variables: Mapping[str, Value], parent: "Scope | None", run: Run) -> None:
        self.variables = variables
        self.parent = parent
        self.run = run
