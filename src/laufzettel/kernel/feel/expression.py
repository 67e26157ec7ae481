"""A compiled expression: what other rooms hold in their hands."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from laufzettel.kernel.feel.budget import Budget, BudgetExceeded, exceeded
from laufzettel.kernel.feel.builtins import MULTI_WORD
from laufzettel.kernel.feel.compiler import compile_node
from laufzettel.kernel.feel.inference import infer, narrowed
from laufzettel.kernel.feel.nodes import Node
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.reads import reads_of
from laufzettel.kernel.feel.run import Run, Warning  # noqa: A004
from laufzettel.kernel.feel.types import ANY, FeelType
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, Place


class Expression:
    """An expression or a cell of unary tests, ready to be evaluated any number of times, from any thread.

    `text` is the source, `tree` its syntax tree.
    """

    __slots__ = ("_checked", "_reads", "_thunk", "_types", "text", "tree")

    def __init__(self, text: str, tree: Node, source: str, types: Mapping[str, FeelType] | None) -> None:
        self.text = text
        self.tree = tree
        self._thunk = compile_node(tree, source)
        self._types = types
        self._reads: frozenset[str] | None = None
        self._checked: tuple[FeelType, tuple[Finding, ...]] | None = None
        if types is not None:
            self._checked = infer(tree, source, types, is_open=False)

    @property
    def reads(self) -> frozenset[str]:
        """The dotted paths of the variables it reads, such as `hund.name`; fields behind a filter do not count."""
        if self._reads is None:
            self._reads = reads_of(self.tree)
        return self._reads

    @property
    def type(self) -> FeelType:
        """Its static type, as far as the given types say."""
        if self._checked is None:
            self._checked = infer(self.tree, "", {}, is_open=True)[0], ()
        return self._checked[0]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the static check says; nothing when no types were given."""
        return self._checked[1] if self._checked else ()

    def narrowed(self, types: Mapping[str, FeelType], *, holds: bool = True) -> dict[str, FeelType]:
        """`types` once this condition is known to be true (or not to be): what stands behind `x != null` and so on."""
        return narrowed(self.tree, types, holds=holds)

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
        run = Run(now, budget, warnings, context)
        try:
            return self._thunk(run)
        except RecursionError:
            raise exceeded("depth", run.budget.max_depth, run.place) from None
        except BudgetExceeded as error:
            raise error.at(run.place) from None

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
    if types is None:
        tree = parse(text, names=names, functions=MULTI_WORD, type_names=type_names, unary=unary)
        return Expression(text, tree, text, None)
    names = frozenset(names)
    known = names.union(types, *(kind.inner_names for kind in types.values()))
    tree = parse(text, names=known, functions=MULTI_WORD, type_names=type_names, unary=unary)
    return Expression(text, tree, text, {**dict.fromkeys(names, ANY), **types})


def compile_at(text: str, place: Place, *, names: Iterable[str] = ()) -> Expression:
    """Compile an expression that stands at `place` inside a larger text, so that its errors are placed there."""
    padding = "\n" * (place.line - 1) + " " * (place.column - 1)
    tree = parse(padding + text, names=names, functions=MULTI_WORD)
    return Expression(text.strip(), tree, padding + text, None)


__all__ = ["Expression", "compile", "compile_at", "compile_unary"]
