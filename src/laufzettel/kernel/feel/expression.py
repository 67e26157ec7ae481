"""A compiled expression: what other rooms hold in their hands."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from laufzettel.kernel.feel.budget import Budget, exceeded
from laufzettel.kernel.feel.builtins import MULTI_WORD
from laufzettel.kernel.feel.compiler import compile_node
from laufzettel.kernel.feel.nodes import Node
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.properties import PROPERTY_NAMES
from laufzettel.kernel.feel.reads import reads_of
from laufzettel.kernel.feel.run import Run, Scope, Warning  # noqa: A004
from laufzettel.kernel.feel.temporal import DateTime
from laufzettel.kernel.feel.types import ANY, FeelType
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, Place


class Expression:
    """An expression or a cell of unary tests, ready to be evaluated any number of times, from any thread.

    `text` is the source; `reads` the dotted paths of the variables it reads; `type` its static type; `findings` what
    the static check says about it when types were given; `tree` its syntax tree.
    """

    __slots__ = ("_thunk", "findings", "reads", "text", "tree", "type")

    def __init__(
        self,
        text: str,
        tree: Node,
        thunk: Callable[[Scope], Value],
        kind: FeelType = ANY,
        findings: Iterable[Finding] = (),
    ) -> None:
        self.text = text
        self.tree = tree
        self.reads = reads_of(tree)
        self.type = kind
        self.findings = tuple(findings)
        self._thunk = thunk

    def evaluate(
        self,
        context: Mapping[str, Value],
        *,
        now: datetime,
        budget: Budget | None = None,
        warnings: list[Warning] | None = None,
    ) -> Value:
        """The value in a context of variables, by their names; unary tests read their input under `?`.

        `now` is aware: `now()` and `today()` read it in its zone. Errors inside FEEL give null and, if a list is
        passed, an entry in `warnings` that says why. Raises BudgetExceeded when the budget (the default one if none
        is given) does not suffice.
        """
        if now.tzinfo is None:
            raise ValueError("now must know its time zone")
        run = Run(DateTime.from_python(now), budget or Budget(), warnings)
        try:
            return self._thunk(Scope(context, None, run))
        except RecursionError:
            raise exceeded("depth", run.budget.max_depth, *run.here) from None

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile(  # noqa: A001 - the interface is feel.compile
    text: str,
    *,
    names: Iterable[str] = (),
    types: Mapping[str, FeelType] | None = None,
    type_names: Mapping[str, FeelType] | None = None,
) -> Expression:
    """Compile an expression.

    `names` are the variables and fields that may hold spaces; `types` the types of variables, which turns the static
    check on; `type_names` named types for `instance of`. Raises ProgramError with line, column and hint.
    """
    return _compile(text, names, types, type_names, unary=False)


def compile_unary(
    text: str,
    *,
    names: Iterable[str] = (),
    types: Mapping[str, FeelType] | None = None,
    type_names: Mapping[str, FeelType] | None = None,
) -> Expression:
    """Compile unary tests, as they stand in a decision table's cell; the input stands under `?` in the context."""
    return _compile(text, names, types, type_names, unary=True)


def _compile(
    text: str,
    names: Iterable[str],
    types: Mapping[str, FeelType] | None,
    type_names: Mapping[str, FeelType] | None,
    *,
    unary: bool,
) -> Expression:
    known = {*names, *(types or ()), *PROPERTY_NAMES}
    tree = parse(text, names=known, functions=MULTI_WORD, type_names=type_names, unary=unary)
    return Expression(text, tree, compile_node(tree, text, type_names or {}))


def compile_at(text: str, place: Place, *, names: Iterable[str] = ()) -> Expression:
    """Compile an expression that stands at `place` inside a larger text, so that its errors are placed there."""
    padding = "\n" * (place.line - 1) + " " * (place.column - 1)
    tree = parse(padding + text, names={*names, *PROPERTY_NAMES}, functions=MULTI_WORD)
    return Expression(text.strip(), tree, compile_node(tree, padding + text, {}))


__all__ = ["Expression", "compile", "compile_at", "compile_unary"]
