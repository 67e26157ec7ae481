"""From the tree to closures: one Python function a node, taking the scope and giving the value."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import comparison, operators
from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.compiler_forms import FormCompiler, Thunk
from laufzettel.kernel.feel.conversion import conforms
from laufzettel.kernel.feel.nodes import (
    Between,
    Binary,
    Call,
    In,
    InstanceOf,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    UnaryTests,
    mentions_input,
)
from laufzettel.kernel.feel.properties import property_of
from laufzettel.kernel.feel.run import Run, Scope, Spot
from laufzettel.kernel.feel.values import Value

Thunks = Callable[[Scope], Value]
_FAST = {"+": operators.MATH.add, "-": operators.MATH.subtract, "*": operators.MATH.multiply}


class Compiler(FormCompiler):
    """Operators, names, paths and calls."""

    def compile(self, node: Node) -> Thunk:
        """The closure of a node."""
        return _METHODS[type(node)](self, node)

    def _literal(self, node: Literal) -> Thunk:
        value = node.value
        return lambda _: value

    def _name(self, node: Name) -> Thunk:
        name, built_in, place = node.name, FUNCTIONS.get(node.name), self.place(node)

        def lookup(scope: Scope) -> Value:
            if name in scope.variables:
                return scope.variables[name]
            here = scope.parent
            while here is not None:
                if name in here.variables:
                    return here.variables[name]
                here = here.parent
            if built_in is None:
                scope.run.here = place
                scope.run.null("feel-unknown-name", f"„{name}“ gibt es hier nicht", f"there is no “{name}” here")
            return built_in

        return lookup

    def _path(self, node: Path) -> Thunk:
        base, name, place = self.compile(node.base), node.name, self.place(node)

        def path(scope: Scope) -> Value:
            value = base(scope)
            if type(value) is dict and name in value:
                return value[name]
            scope.run.here = place
            return property_of(scope.run, value, name)

        return path

    def _negation(self, node: Negation) -> Thunk:
        operand, place = self.compile(node.operand), self.place(node)

        def negation(scope: Scope) -> Value:
            value = operand(scope)
            scope.run.here = place
            return operators.negate(scope.run, value)

        return negation

    def _binary(self, node: Binary) -> Thunk:
        operator, place = node.operator, self.place(node)
        left, right = self.compile(node.left), self.compile(node.right)
        if operator in {"=", "!="}:
            return self._equality(operator, left, right, place)
        if operator[0] in "<>":
            return self._order(operator, left, right, place)
        fast = _FAST.get(operator)

        def arithmetic(scope: Scope) -> Value:
            one, two = left(scope), right(scope)
            if fast is not None and type(one) is Decimal and type(two) is Decimal:
                result = fast(one, two)
                if result.is_finite():
                    return result
            scope.run.here = place
            return operators.arithmetic(scope.run, operator, one, two)

        return arithmetic

    def _equality(self, operator: str, left: Thunk, right: Thunk, place: Spot) -> Thunk:
        positive = operator == "="

        def equality(scope: Scope) -> Value:
            one, two = left(scope), right(scope)
            same = comparison.equal(one, two)
            if same is None:
                return _no_order(scope.run, place, operator, one, two)
            return same is positive

        return equality

    def _order(self, operator: str, left: Thunk, right: Thunk, place: Spot) -> Thunk:
        def order(scope: Scope) -> Value:
            one, two = left(scope), right(scope)
            result = comparison.ordered(operator, one, two)
            return _no_order(scope.run, place, operator, one, two) if result is None else result

        return order

    def _logic(self, node: Logic) -> Thunk:
        operands = tuple(self.compile(operand) for operand in node.operands)
        decisive = node.operator == "or"

        def logic(scope: Scope) -> Value:
            result: Value = not decisive
            for operand in operands:
                value = operand(scope)
                if value is decisive:
                    return decisive
                if type(value) is not bool:
                    result = None
            return result

        return logic

    def _between(self, node: Between) -> Thunk:
        value, low, high = self.compile(node.value), self.compile(node.low), self.compile(node.high)
        place = self.place(node)

        def between(scope: Scope) -> Value:
            middle, bottom, top = value(scope), low(scope), high(scope)
            above, below = comparison.ordered(">=", middle, bottom), comparison.ordered("<=", middle, top)
            if above is None or below is None:
                return _no_order(scope.run, place, "between", middle, bottom if above is None else top)
            return above and below

        return between

    def _in(self, node: In) -> Thunk:
        value, place = self.compile(node.value), self.place(node)
        tests = tuple(self._test(test) for test in node.tests)

        def within(scope: Scope) -> Value:
            inner = Scope({"?": value(scope)}, scope, scope.run)
            return _any_test(inner, tests, place)

        return within

    def _unarytests(self, node: UnaryTests) -> Thunk:
        tests, place = tuple(self._test(test) for test in node.tests), self.place(node)
        if not tests:
            return lambda _: True
        if not node.negated:
            return lambda scope: _any_test(scope, tests, place)

        def negated(scope: Scope) -> Value:
            result = _any_test(scope, tests, place)
            return not result if isinstance(result, bool) else None

        return negated

    def _test(self, node: Node) -> Thunk:
        """One test of the `?` in scope: true, false or null."""
        thunk, uses_input, read = self.compile(node), mentions_input(node), self._name(Name("?"))

        def test(scope: Scope) -> Value:
            value = thunk(scope)
            if uses_input and (value is None or isinstance(value, bool)):
                return value
            return comparison.matches_test(read(scope), value)

        return test

    def _instanceof(self, node: InstanceOf) -> Thunk:
        value, kind = self.compile(node.value), node.type

        def instance_of(scope: Scope) -> Value:
            item = value(scope)
            if kind is None:
                return scope.run.null(
                    "feel-unknown-type", f"Den Typ „{node.name}“ gibt es nicht", f"no type {node.name}"
                )
            return item is not None and conforms(item, kind)

        return instance_of

    def _call(self, node: Call) -> Thunk:
        from laufzettel.kernel.feel.calling import call

        function, names, place = self.compile(node.function), node.names, self.place(node)
        arguments = tuple(self.compile(argument) for argument in node.arguments)

        def invoke(scope: Scope) -> Value:
            callee = function(scope)
            values = [argument(scope) for argument in arguments]
            scope.run.here = place
            return call(scope.run, callee, values, names)

        return invoke


def _no_order(run: Run, place: Spot, operator: str, one: Value, two: Value) -> Value:
    run.here = place
    kinds = f"{operators.kind_of(one)} {operator} {operators.kind_of(two)}"
    return run.null("feel-operands", f"{kinds} ist nicht vergleichbar", f"{kinds} cannot be compared")


def _any_test(scope: Scope, tests: tuple[Thunk, ...], place: Spot) -> Value:
    result: Value = False
    for test in tests:
        value = test(scope)
        if value is True:
            return True
        if value is None:
            result = None
    if result is None:
        scope.run.here = place
        scope.run.null("feel-operands", "Der Vergleich hat kein Ergebnis", "The comparison has no result")
    return result


_METHODS: dict[type[Node], Callable[[Compiler, Any], Thunk]] = {
    kind: getattr(Compiler, "_" + kind.__name__.lower()) for kind in Node.__subclasses__()
}


def compile_node(node: Node, source: str) -> Thunk:
    """The closure of a tree."""
    return Compiler(source).compile(node)
