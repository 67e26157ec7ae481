"""One run of a decision: FEEL's run, and with it what went wrong and which rules fired."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from laufzettel.kernel.feel.budget import Budget
from laufzettel.kernel.feel.run import Run, Scope
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, Place, Text

if TYPE_CHECKING:
    from laufzettel.kernel.dmn.tables import TableRun

MAX_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """One decision that was evaluated, with the tables in its logic."""

    id: str
    name: str
    label: str
    value: Value
    tables: "tuple[TableRun, ...]" = ()


class Frame(Run):
    """What the parts of one run share. FEEL hands it on to functions, so that these find it again."""

    __slots__ = ("problems", "reference", "steps", "tables")

    def __init__(self, now: datetime, budget: Budget, reference: Date) -> None:
        super().__init__(now, budget, [])
        self.reference = reference
        self.problems: list[Finding] = []
        self.tables: list[TableRun] = []
        self.steps: list[Step] = []

    def problem(self, code: str, de: str, en: str, place: Place) -> None:
        """Note why a result is null or not as its author meant it."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Finding(code, Text(de, en), place, "warning"))


Evaluate = Callable[[Scope], Value]
"""Compiled logic: from the names in scope to a value. The scope's `run` is a `Frame`."""


def frame_of(scope: Scope) -> Frame:
    """The run of a scope that this room made."""
    run = scope.run
    assert isinstance(run, Frame)  # noqa: S101 - only FEEL alone runs without a frame
    return run
