"""A running evaluation: its clock, its budget, its warnings, and the names it sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from laufzettel.kernel.feel.budget import Budget, exceeded
from laufzettel.kernel.feel.lexer import place_of
from laufzettel.kernel.feel.temporal import DateTime
from laufzettel.kernel.feel.values import Function, Value
from laufzettel.kernel.problems import Place, Text

NOWHERE = Place()
Spot = tuple[str, int]
"""A text and an offset in it."""


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
    """One evaluation. `here` is where the operation or call stands that is at work."""

    __slots__ = ("_clock", "budget", "here", "warnings")

    def __init__(self, clock: datetime, budget: Budget, warnings: list[Warning] | None) -> None:
        self._clock = clock
        self.budget = budget
        self.warnings = warnings
        self.here: Spot = ("", 0)

    @property
    def now(self) -> DateTime:
        """The moment of the evaluation, in the zone of its clock."""
        return DateTime.from_python(self._clock)

    @property
    def place(self) -> Place:
        """Line and column of `here`."""
        return place_of(*self.here)

    def null[T](self, code: str, de: str, en: str) -> T | None:
        """Give null, whatever the caller would have given, and say why if anybody listens."""
        if self.warnings is not None and len(self.warnings) < 1000:
            self.warnings.append(Warning(code, Text(de, en), self.place))
        return None

    def call(self, function: Function, arguments: list[Value]) -> Value:
        """Call one overload whose arguments already fit; counts its depth."""
        budget = self.budget
        if budget.depth >= budget.max_depth:
            raise exceeded("depth", budget.max_depth, self.place)
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
