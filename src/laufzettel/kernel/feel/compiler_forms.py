"""Closures of the forms: lists, contexts, ranges, filters, loops, functions."""

from abc import ABC, abstractmethod
from decimal import Decimal

from laufzettel.kernel.feel import iteration
from laufzettel.kernel.feel.comparison import compare
from laufzettel.kernel.feel.nodes import (
    ContextNode,
    Filter,
    For,
    FunctionNode,
    If,
    ListNode,
    Node,
    Quantified,
    RangeNode,
)
from laufzettel.kernel.feel.operator_closures import Thunk
from laufzettel.kernel.feel.run import Run, Scope, Spot
from laufzettel.kernel.feel.types import ANY
from laufzettel.kernel.feel.values import Function, Range, Value


class FormCompiler(ABC):
    """What begins with a keyword or a bracket."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.constants: dict[Thunk, Value] = {}
        self.names_read: list[str] = []
        self.functions_made = 0

    def constant(self, value: Value) -> Thunk:
        """The closure of a value that is known now; others ask `constants` what it gives."""

        def constant(_: Scope) -> Value:
            return value

        self.constants[constant] = value
        return constant

    @abstractmethod
    def compile(self, node: Node) -> Thunk:
        """The closure of a node."""

    def place(self, node: Node) -> Spot:
        """Where a node stands; line and column are counted only when somebody asks."""
        return self.source, node.at

    def _if(self, node: If) -> Thunk:
        condition, yes, no = self.compile(node.condition), self.compile(node.yes), self.compile(node.no)
        return lambda scope: yes(scope) if condition(scope) is True else no(scope)

    def _listnode(self, node: ListNode) -> Thunk:
        items = tuple(self.compile(item) for item in node.items)
        return lambda scope: [item(scope) for item in items]

    def _contextnode(self, node: ContextNode) -> Thunk:
        entries = tuple((name, self.compile(value)) for name, value in node.entries)
        names = [name for name, _ in entries]
        double = next((name for index, name in enumerate(names) if name in names[:index]), None)

        def context(scope: Scope) -> Value:
            if double is not None:
                return scope.run.null("feel-double-key", f"„{double}“ steht zweimal da", f"“{double}” stands twice")
            result: dict[str, Value] = {}
            inner = Scope(result, scope, scope.run)
            for name, value in entries:
                result[name] = value(inner)
            return result

        return context

    def _rangenode(self, node: RangeNode) -> Thunk:
        start, end = self._endpoint(node.start), self._endpoint(node.end)
        opened, closed, operator, place = node.start_included, node.end_included, node.operator, self.place(node)
        low, high = self.constants.get(start), self.constants.get(end)
        if isinstance(low, Decimal) and isinstance(high, Decimal) and low <= high:
            return self.constant(Range(low, high, opened, closed, operator))

        def interval(scope: Scope) -> Value:
            low, high = start(scope), end(scope)
            if operator in {"=", "!="}:
                return Range(low, high, True, True, operator)
            order = 0 if low is None or high is None else compare(low, high)
            if order is None or order > 0 or low is high is None:
                scope.run.here = place
                return scope.run.null("feel-range", "Die Enden passen nicht zueinander", "The ends do not fit")
            return Range(low, high, opened and low is not None, closed and high is not None, operator)

        return interval

    def _endpoint(self, node: Node | None) -> Thunk:
        return self.constant(None) if node is None else self.compile(node)

    def _filter(self, node: Filter) -> Thunk:
        base, place, mark = self.compile(node.base), self.place(node), self._mark()
        condition = self.compile(node.condition)
        one_scope, reads_item = self._makes_no_function(mark), self._reads("item", mark)

        def select(scope: Scope) -> Value:
            value = base(scope)
            scope.run.here = place
            items: list[Value] = value if isinstance(value, list) else [] if value is None else [value]
            if one_scope:
                return iteration.filtered_in_one_scope(scope, items, condition, reads_item)
            return iteration.filtered(scope, items, condition)

        return select

    def _mark(self) -> tuple[int, int]:
        """Where compiling stands, for asking later what has come since."""
        return len(self.names_read), self.functions_made

    def _reads(self, name: str, mark: tuple[int, int]) -> bool:
        return name in self.names_read[mark[0] :]

    def _makes_no_function(self, mark: tuple[int, int]) -> bool:
        """Whether nothing since `mark` keeps its scope, so that one scope can serve all items of a loop."""
        return self.functions_made == mark[1]

    def _for(self, node: For) -> Thunk:
        mark, place = self._mark(), self.place(node)
        iterators, body = self._iterators(node), self.compile(node.body)
        one_scope, reads_partial = self._makes_no_function(mark), self._reads("partial", mark)
        if len(iterators) == 1 and one_scope and not reads_partial:
            return _simple_loop(iterators[0], body, place)

        def loop(scope: Scope) -> Value:
            run = scope.run
            run.here = place
            results: list[Value] = []
            outer = Scope({"partial": results}, scope, run) if reads_partial else scope
            budget = run.budget
            for inner in iteration.combinations(outer, iterators, one_scope):
                if inner is None:
                    return None
                results.append(body(inner))
                if len(results) > budget.items:
                    budget.check_length(len(results))
            return results

        return loop

    def _iterators(self, node: For | Quantified) -> tuple[iteration.Source, ...]:
        return tuple(
            [
                (iterator.name, self.compile(iterator.source), self.compile(iterator.end) if iterator.end else None)
                for iterator in node.iterators
            ]
        )

    def _quantified(self, node: Quantified) -> Thunk:
        mark, place, decisive = self._mark(), self.place(node), node.quantifier == "some"
        iterators, condition = self._iterators(node), self.compile(node.condition)
        one_scope = self._makes_no_function(mark)
        if len(iterators) == 1 and one_scope:
            return _simple_quantifier(iterators[0], condition, decisive, place)

        def quantified(scope: Scope) -> Value:
            scope.run.here = place
            result: Value = not decisive
            for inner in iteration.combinations(scope, iterators, one_scope):
                if inner is None:
                    return None
                value = condition(inner)
                if value is decisive:
                    return decisive
                if type(value) is not bool:
                    result = None
            return result

        return quantified

    def _functionnode(self, node: FunctionNode) -> Thunk:
        names = tuple(name for name, _ in node.parameters)
        types = tuple(kind or ANY for _, kind in node.parameters)
        body = None if node.body is None else self.compile(node.body)
        self.functions_made += 1

        def define(scope: Scope) -> Value:
            if body is None:
                return scope.run.null(
                    "feel-external", "Externe Funktionen gibt es hier nicht", "There are no external functions here"
                )

            def call(_: Run, arguments: list[Value]) -> Value:
                return body(Scope(dict(zip(names, arguments, strict=True)), scope, scope.run))

            return Function("function", names, call, types=types)

        return define


def _simple_loop(iterator: iteration.Source, body: Thunk, place: Spot) -> Thunk:
    """`for` with one iterator, whose body never keeps its scope nor asks for `partial`."""
    name, source, end = iterator

    def loop(scope: Scope) -> Value:
        run = scope.run
        run.here = place
        items = iteration.items_of(scope, source, end)
        if items is None:
            return None
        budget, count = run.budget, len(items)
        if count > budget.items or budget.steps + count > budget.max_steps:
            budget.check_list(count)
        budget.steps += count
        variables: dict[str, Value] = {}
        inner = Scope(variables, scope, run)
        results: list[Value] = []
        for item in items:
            variables[name] = item
            results.append(body(inner))
        return results

    return loop


def _simple_quantifier(iterator: iteration.Source, condition: Thunk, decisive: bool, place: Spot) -> Thunk:
    """`some` or `every` with one iterator, whose condition never keeps its scope."""
    name, source, end = iterator

    def quantified(scope: Scope) -> Value:
        run = scope.run
        run.here = place
        items = iteration.items_of(scope, source, end)
        if items is None:
            return None
        budget, variables = run.budget, dict[str, Value]()
        inner = Scope(variables, scope, run)
        result: Value = not decisive
        for item in items:
            budget.steps += 1
            if budget.steps > budget.max_steps:
                budget.spend(0)
            variables[name] = item
            value = condition(inner)
            if value is decisive:
                return decisive
            if type(value) is not bool:
                result = None
        return result

    return quantified
