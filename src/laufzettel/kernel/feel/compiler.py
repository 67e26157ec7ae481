"""From the tree to closures: one Python function a node, taking the scope and giving the value."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import comparison, operators
from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.call_closures import any_call, constant_call, named_call
from laufzettel.kernel.feel.compiler_forms import FormCompiler
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
)
from laufzettel.kernel.feel.operator_closures import Matcher, Thunk, binary, constant_matcher, folded, no_order
from laufzettel.kernel.feel.properties import property_of
from laufzettel.kernel.feel.run import Scope, Spot
from laufzettel.kernel.feel.values import Value


class Compiler(FormCompiler):
    """Operators, names, paths and calls."""

    def compile(self, node: Node) -> Thunk:
        """The closure of a node."""
        return _METHODS[type(node)](self, node)

    def _literal(self, node: Literal) -> Thunk:
        return self.constant(node.value)

    def _name(self, node: Name) -> Thunk:
        name, built_in, place = node.name, FUNCTIONS.get(node.name), (self.source, node.at)
        self.names_read.append(name)

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
        base, name, place = self.compile(node.base), node.name, (self.source, node.at)

        variable = node.base.name if type(node.base) is Name else None

        def path(scope: Scope) -> Value:
            value = base(scope)
            if type(value) is dict and name in value:
                return value[name]
            scope.run.here = place
            return property_of(scope.run, value, name)

        def field(scope: Scope) -> Value:
            value = scope.variables.get(variable)  # type: ignore[arg-type]
            if type(value) is not dict or name not in value:
                value = base(scope)
                if type(value) is not dict or name not in value:
                    scope.run.here = place
                    return property_of(scope.run, value, name)
            return value[name]

        return path if variable is None else field

    def _negation(self, node: Negation) -> Thunk:
        operand, place = self.compile(node.operand), self.place(node)
        constant = self.constants.get(operand)
        if isinstance(constant, Decimal):
            return self.constant(operators.MATH.minus(constant))

        def negation(scope: Scope) -> Value:
            value = operand(scope)
            scope.run.here = place
            return operators.negate(scope.run, value)

        return negation

    def _binary(self, node: Binary) -> Thunk:
        left, right = self.compile(node.left), self.compile(node.right)
        constant = self.constants.get(right)
        if constant is not None and left in self.constants:
            result = folded(node.operator, self.constants[left], constant)
            if result is not None:
                return self.constant(result)
        name = node.left.name if type(node.left) is Name else None
        return binary(node.operator, left, right, constant, name, (self.source, node.at))

    def _logic(self, node: Logic) -> Thunk:
        operands = tuple([self.compile(operand) for operand in node.operands])
        decisive = node.operator == "or"
        if len(operands) == 2:
            return _logic_of_two(operands[0], operands[1], decisive)

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
                return no_order(scope.run, place, "between", middle, bottom if above is None else top)
            return above and below

        return between

    def _in(self, node: In) -> Thunk:
        value, place = self.compile(node.value), self.place(node)
        read = len(self.names_read)
        tests = tuple([self._test(test) for test in node.tests])
        if "?" in self.names_read[read:]:

            def within(scope: Scope) -> Value:
                item = value(scope)
                return _any_test(Scope({"?": item}, scope, scope.run), item, tests, place)

            return within
        if len(tests) == 1:
            return _in_one(value, tests[0], place)
        return lambda scope: _any_test(scope, value(scope), tests, place)

    def _unarytests(self, node: UnaryTests) -> Thunk:
        tests, place, read = tuple([self._test(test) for test in node.tests]), self.place(node), self._name(Name("?"))
        if not tests:
            return lambda _: True
        if not node.negated:
            return lambda scope: _any_test(scope, read(scope), tests, place)

        def negated(scope: Scope) -> Value:
            result = _any_test(scope, read(scope), tests, place)
            return not result if isinstance(result, bool) else None

        return negated

    def _test(self, node: Node) -> Matcher:
        """One test of the input: true, false or null."""
        read = len(self.names_read)
        thunk = self.compile(node)
        if thunk in self.constants:
            return constant_matcher(self.constants[thunk])
        if "?" not in self.names_read[read:]:
            return lambda scope, item: comparison.matches_test(item, thunk(scope))

        def test(scope: Scope, item: Value) -> Value:
            value = thunk(scope)
            if value is None or isinstance(value, bool):
                return value
            return comparison.matches_test(item, value)

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
        function, place = self.compile(node.function), self.place(node)
        arguments = tuple([self.compile(argument) for argument in node.arguments])
        if node.names is not None or type(node.function) is not Name:
            return any_call(function, arguments, node.names, place)
        name = node.function.name
        call = named_call(name, function, arguments, place)
        is_constant = arguments and all(argument in self.constants for argument in arguments)
        return constant_call(name, function, call) if is_constant else call


def _logic_of_two(left: Thunk, right: Thunk, decisive: bool) -> Thunk:
    def logic(scope: Scope) -> Value:
        one = left(scope)
        if one is decisive:
            return decisive
        two = right(scope)
        if two is decisive:
            return decisive
        return not decisive if type(one) is bool and type(two) is bool else None

    return logic


def _in_one(value: Thunk, test: Matcher, place: Spot) -> Thunk:
    """`value in test` where the test does not speak of the value."""

    def within(scope: Scope) -> Value:
        result = test(scope, value(scope))
        return _no_result(scope, place) if result is None else result

    return within


def _any_test(scope: Scope, item: Value, tests: tuple[Matcher, ...], place: Spot) -> Value:
    result: Value = False
    for test in tests:
        value = test(scope, item)
        if value is True:
            return True
        if value is None:
            result = None
    return _no_result(scope, place) if result is None else result


def _no_result(scope: Scope, place: Spot) -> Value:
    scope.run.here = place
    return scope.run.null("feel-operands", "Der Vergleich hat kein Ergebnis", "The comparison has no result")


_METHODS: dict[type[Node], Callable[[Compiler, Any], Thunk]] = {
    kind: getattr(Compiler, "_" + kind.__name__.lower()) for kind in Node.__subclasses__()
}


def compile_node(node: Node, source: str) -> Thunk:
    """The closure of a tree."""
    return Compiler(source).compile(node)
