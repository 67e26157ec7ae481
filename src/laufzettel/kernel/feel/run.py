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
NO_SPOT: Spot = ("", 0)
NO_NAMES: Mapping[str, Value] = {}


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - what the standard calls it
    """Why a value became null. `code` is a stable kebab-case name of the reason."""

    code: str
    message: Text
    place: Place = NOWHERE

    def __str__(self) -> str:
        place = str(self.place)
        return f"{place}: {str.__str__(self.message)}" if place else str.__str__(self.message)


class Scope:
    """Names seen by an expression, innermost first."""

    __slots__ = ("parent", "run", "variables")

    def __init__(self, variables: Mapping[str, Value], parent: "Scope | None", run: "Run") -> None:
        self.variables = variables
        self.parent = parent
        self.run = run


class Run(Scope):
    """One evaluation, and the outermost scope of its names.

    `here` is where the operation or call stands that is at work; only what may fail or take long says so.
    """

    __slots__ = ("_budget", "_clock", "here", "warnings")

    def __init__(
        self,
        clock: datetime,
        budget: Budget | None,
        warnings: list[Warning] | None,
        variables: Mapping[str, Value] = NO_NAMES,
    ) -> None:
        self.variables = variables
        self.parent = None
        self._clock = clock
        self._budget = budget
        self.warnings = warnings
        self.here: Spot = NO_SPOT

    @property
    def run(self) -> "Run":  # type: ignore[override]
        """Itself: kept out of the instance, so that nothing needs the garbage collector."""
        return self

    @property
    def budget(self) -> Budget:
        """What the evaluation may cost; made when the first part asks that costs anything."""
        budget = self._budget
        if budget is None:
            budget = self._budget = Budget()
        return budget

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

    def check_depth(self) -> None:
        """BudgetExceeded when no further call may be nested into those that are at work."""
        if self.budget.depth >= self.budget.max_depth:
            raise exceeded("depth", self.budget.max_depth, self.place)

    def call(self, function: Function, arguments: list[Value]) -> Value:
        """Call one overload whose arguments already fit; counts its depth."""
        self.check_depth()
        budget = self.budget
        budget.depth += 1
        try:
            return function.body(self, arguments)
        finally:
            budget.depth -= 1
