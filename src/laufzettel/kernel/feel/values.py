"""What a FEEL expression can be: `Value`, and the two kinds that are neither Python's nor temporal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

if TYPE_CHECKING:
    from laufzettel.kernel.feel.run import Run
    from laufzettel.kernel.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Range:
    """An interval.

    An end that is None is unbounded in `(< 5)` and its kin, which have their `operator`; written out as `(null..5)` it
    is unknown, and so is what lies in the range.
    """

    start: "Value"
    end: "Value"
    start_included: bool = True
    end_included: bool = True
    operator: str = ""

    def __str__(self) -> str:
        left, right = "[" if self.start_included else "(", "]" if self.end_included else ")"
        return f"{left}{self.start}..{self.end}{right}"


class Function:
    """A function as a value: built in, written in FEEL, or made by a caller of the kernel.

    `body` gets the running evaluation and one argument a parameter, in order; with `variadic` the last parameter gets
    a list of the rest. `direct`, if there is one, does the same with its arguments one by one. `optional` counts the
    trailing parameters that may be left out (they are then None). A `strict` one is not called with null where its
    types do not allow it.
    """

    __slots__ = (
        "body",
        "classes",
        "direct",
        "name",
        "optional",
        "overloads",
        "parameters",
        "result",
        "strict",
        "types",
        "variadic",
    )

    def __init__(
        self,
        name: str,
        parameters: Sequence[str],
        body: "Callable[[Run, list[Value]], Value]",
        *,
        types: "Sequence[FeelType] | None" = None,
        result: "FeelType | None" = None,
        optional: int = 0,
        variadic: bool = False,
        strict: bool = False,
        direct: "Callable[..., Value] | None" = None,
    ) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.body = body
        self.direct = direct
        self.types = None if types is None else tuple(types)
        self.result = result
        self.optional = optional
        self.variadic = variadic
        self.strict = strict
        self.overloads: tuple[Function, ...] = (self,)
        self.classes = None if types is None else tuple(kind.python_class for kind in types)

    @classmethod
    def native(cls, name: str, parameters: Sequence[str], call: "Callable[..., Value]") -> "Function":
        """A function that calls Python with its arguments in order; for knowledge models and decision services."""
        return cls(name, parameters, lambda _run, arguments: call(*arguments))

    def __str__(self) -> str:
        return f"function({', '.join(self.parameters)})"


Value = (
    bool
    | str
    | Decimal
    | Date
    | Time
    | DateTime
    | DaysTimeDuration
    | YearsMonthsDuration
    | Range
    | Function
    | list["Value"]
    | dict[str, "Value"]
    | None
)
"""Numbers are `Decimal` of at most 34 digits; a context is a dict; nothing else occurs in an evaluation."""

Context = Mapping[str, Value]
