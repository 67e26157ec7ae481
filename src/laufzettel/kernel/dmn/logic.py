"""From the model's expressions to running logic. What FEEL can do is left to FEEL; this adds the boxes around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from laufzettel.kernel.dmn.frame import Evaluate, Frame, frame_of
from laufzettel.kernel.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedList,
    Conditional,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    Literal,
    Relation,
    Table,
    within,
)
from laufzettel.kernel.dmn.table_compiler import compile_table
from laufzettel.kernel.dmn.tables import RunningTable
from laufzettel.kernel.dmn.types import ANY_ITEM, ItemType, TypeTable, conform
from laufzettel.kernel.feel.budget import Budget
from laufzettel.kernel.feel.builtins import MULTI_WORD
from laufzettel.kernel.feel.calling import call
from laufzettel.kernel.feel.compiler import compile_node
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.iteration import elements, filtered
from laufzettel.kernel.feel.nodes import Node, UnaryTests
from laufzettel.kernel.feel.parser import parse
from laufzettel.kernel.feel.properties import PROPERTY_NAMES
from laufzettel.kernel.feel.run import Run, Scope
from laufzettel.kernel.feel.temporal import Date
from laufzettel.kernel.feel.values import Function, Value
from laufzettel.kernel.problems import Finding, Place, ProgramError


@dataclass(frozen=True)
class Names:
    """The names an expression sees, each with its type."""

    types: Mapping[str, ItemType] = field(default_factory=dict)

    def and_(self, more: Mapping[str, ItemType]) -> "Names":
        return Names({**self.types, **more})


class LogicCompiler:
    """Compiles the expressions of one file; what cannot be compiled is in `findings` and gives null."""

    def __init__(self, types: TypeTable) -> None:
        self.types = types
        self.findings: list[Finding] = []
        self.fields = types.component_names()
        self.type_names = types.feel_types
        self.tables: list[RunningTable] = []
        self.nodes: dict[int, Node] = {}
        self.constants = Frame(datetime(2000, 1, 1, tzinfo=UTC), Budget(), Date(2000, 1, 1))

    def boxed(self, expression: Boxed, names: Names) -> Evaluate:
        """The running form of any expression, its result coerced to the expression's type reference."""
        running = self._any(expression, names)
        if isinstance(expression, FunctionDefinition) or not expression.type_ref:
            return running
        return coerced(running, self.types.resolve(expression.type_ref, expression.place), expression.place)

    def _any(self, expression: Boxed, names: Names) -> Evaluate:
        match expression:
            case Literal():
                return self.literal(expression, names)
            case Table():
                return compile_table(self, expression, names)
            case BoxedContext():
                return self._context(expression, names)
            case BoxedList():
                return self._list(expression.items, names)
            case Relation():
                return self._relation(expression, names)
            case Invocation():
                return self._invocation(expression, names)
            case FunctionDefinition():
                return self._function(expression, names)
            case Conditional():
                return self._conditional(expression, names)
            case Filter():
                return self._filter(expression, names)
            case Iteration():
                return self._iteration(expression, names)

    # ---- FEEL ----------------------------------------------------------------------------------------------------

    def node(self, literal: Literal, names: Names, *, unary: bool = False) -> Node | None:
        """The syntax tree of a FEEL text; None, with a finding at its place, when it has none."""
        try:
            known = {*names.types, *self.fields, *PROPERTY_NAMES}
            node = parse(literal.text, names=known, functions=MULTI_WORD, type_names=self.type_names, unary=unary)
        except ProgramError as error:
            self.findings += [within(finding, literal) for finding in error.findings]
            return None
        self.nodes[id(literal)] = node
        return node

    def compiled(self, node: Node, text: str) -> Evaluate:
        return compile_node(node, text)

    def literal(self, literal: Literal, names: Names) -> Evaluate:
        if not literal.text:
            return _null
        node = self.node(literal, names)
        return _null if node is None else self.compiled(node, literal.text)

    def unary(self, literal: Literal, names: Names) -> tuple[UnaryTests, Evaluate] | None:
        """A cell's tree and running test; None for a cell that is empty or cannot be read."""
        node = self.node(literal, names, unary=True) if literal.text else UnaryTests(())
        if not isinstance(node, UnaryTests):
            return None
        return node, self.compiled(node, literal.text)

    # ---- boxes ---------------------------------------------------------------------------------------------------

    def _context(self, context: BoxedContext, names: Names) -> Evaluate:
        entries: list[tuple[str | None, Evaluate]] = []
        for entry in context.entries:
            running = self.boxed(entry.value, names)
            if entry.variable is None or not entry.variable.name:
                entries.append((None, running))
                break
            kind = self.types.resolve(entry.variable.type_ref, context.place)
            entries.append((entry.variable.name, coerced(running, kind, context.place)))
            names = names.and_({entry.variable.name: kind})

        def evaluate(scope: Scope) -> Value:
            made: dict[str, Value] = {}
            inner = Scope(made, scope, scope.run)
            for name, running in entries:
                if name is None:
                    return running(inner)
                made[name] = running(inner)
            return made

        return evaluate

    def _list(self, items: Sequence[Boxed], names: Names) -> Evaluate:
        running = [self.boxed(item, names) for item in items]
        return lambda scope: [item(scope) for item in running]

    def _relation(self, relation: Relation, names: Names) -> Evaluate:
        columns = [column.name for column in relation.columns]
        kinds = [self.types.resolve(column.type_ref, relation.place) for column in relation.columns]
        rows = [
            [coerced(self.boxed(cell, names), kind, relation.place) for cell, kind in zip(row, kinds, strict=False)]
            for row in relation.rows
        ]
        return lambda scope: [{name: cell(scope) for name, cell in zip(columns, row, strict=False)} for row in rows]

    def _invocation(self, invocation: Invocation, names: Names) -> Evaluate:
        called = self.boxed(invocation.called, names)
        parameters = [parameter.name for parameter, _ in invocation.bindings]
        running = [
            coerced(
                _null if value is None else self.boxed(value, names),
                self.types.resolve(parameter.type_ref, invocation.place),
                invocation.place,
            )
            for parameter, value in invocation.bindings
        ]

        def evaluate(scope: Scope) -> Value:
            function = called(scope)
            arguments = [argument(scope) for argument in running]
            return call(scope.run, function, arguments, parameters or None)

        return evaluate

    def _function(self, definition: FunctionDefinition, names: Names) -> Evaluate:
        make = self.function(definition, names, "")
        return lambda scope: make(scope)

    def function(self, definition: FunctionDefinition, names: Names, name: str) -> "MakeFunction":
        """What makes a function value over the names around its definition."""
        kinds = {item.name: self.types.resolve(item.type_ref, definition.place) for item in definition.parameters}
        body = _null if definition.body is None else self.boxed(definition.body, names.and_(kinds))
        result = self.types.resolve(definition.type_ref or _type_ref(definition.body), definition.place)
        return MakeFunction(name, kinds, coerced(body, result, definition.place), result)

    def _conditional(self, conditional: Conditional, names: Names) -> Evaluate:
        condition = self.boxed(conditional.condition, names)
        then, otherwise = self.boxed(conditional.then, names), self.boxed(conditional.otherwise, names)

        def evaluate(scope: Scope) -> Value:
            answer = condition(scope)
            if answer is True:
                return then(scope)
            return otherwise(scope) if answer is None or answer is False else None

        return evaluate

    def _filter(self, box: Filter, names: Names) -> Evaluate:
        source = self.boxed(box.source, names)
        inner = names.and_({"item": ANY_ITEM, **dict.fromkeys(self.fields, ANY_ITEM)})
        match = self.boxed(box.match, inner)

        def evaluate(scope: Scope) -> Value:
            value = source(scope)
            if value is None:
                return None
            return filtered(scope, value if isinstance(value, list) else [value], match)

        return evaluate

    def _iteration(self, box: Iteration, names: Names) -> Evaluate:
        source = self.boxed(box.source, names)
        more = {box.variable: ANY_ITEM} | ({"partial": ANY_ITEM} if box.kind == "for" else {})
        body, variable, kind = self.boxed(box.body, names.and_(more)), box.variable, box.kind

        def evaluate(scope: Scope) -> Value:
            items = elements(scope.run, source(scope))
            if items is None:
                return None
            scope.run.budget.check_list(len(items))
            results: list[Value] = []
            for item in items:
                results.append(body(Scope({variable: item, "partial": results}, scope, scope.run)))
            return results if kind == "for" else _quantified(kind, results)

        return evaluate


@dataclass(frozen=True)
class MakeFunction:
    """Makes a function value: parameters with their types, the running body, and the type of its result."""

    name: str
    parameters: Mapping[str, ItemType]
    body: Evaluate
    result: ItemType

    def __call__(self, scope: Scope) -> Function:
        names, kinds = list(self.parameters), list(self.parameters.values())

        def run_body(run: Run, arguments: list[Value]) -> Value:
            fitted = [conform(value, kind) for value, kind in zip(arguments, kinds, strict=True)]
            if any(isinstance(value, Misfit) for value in fitted):
                # "A knowledge model with a misfit argument is not called."
                return run.null("feel-arguments", "Ein Argument hat nicht den verlangten Typ", "An argument misfits")
            given: dict[str, Value] = dict(zip(names, fitted, strict=True))  # type: ignore[arg-type]
            return self.body(Scope(given, scope, run))

        types = [kind.feel for kind in kinds]
        result = None if self.result.is_any else self.result.feel
        return Function(self.name, names, run_body, types=types, result=result)


def coerced(running: Evaluate, kind: ItemType, place: Place) -> Evaluate:
    """`running`, its result as `kind`; what does not conform becomes null, with a note."""
    if kind.is_any:
        return running

    def evaluate(scope: Scope) -> Value:
        value = running(scope)
        fitted = conform(value, kind)
        if isinstance(fitted, Misfit):
            misfit(frame_of(scope), kind, place)
            return None
        return fitted

    return evaluate


def misfit(frame: Frame, kind: ItemType, place: Place) -> None:
    """Note that a value does not have its declared type."""
    de = f"Das Ergebnis hat nicht den Typ {kind.feel} oder keinen der zulässigen Werte."
    en = f"The result is not of type {kind.feel}, or not one of the allowed values."
    frame.problem("dmn-result-type", de, en, place)


def _quantified(kind: str, results: list[Value]) -> Value:
    decisive = kind == "some"
    if decisive in [value for value in results if isinstance(value, bool)]:
        return decisive
    return None if any(not isinstance(value, bool) for value in results) else not decisive


def _type_ref(body: Boxed | None) -> str:
    return "" if body is None else body.type_ref


def _null(_scope: Scope) -> Value:
    return None
