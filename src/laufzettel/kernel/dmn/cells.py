"""From the syntax of a cell to the set of values it lets through."""

from collections.abc import Callable
from decimal import Decimal
from enum import Enum

from laufzettel.kernel.dmn.sets import ORDERED, Interval, ValueSet, key_of
from laufzettel.kernel.feel.nodes import (
    Between,
    Binary,
    Call,
    In,
    ListNode,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    RangeNode,
    UnaryTests,
)
from laufzettel.kernel.feel.values import Value


class Special(Enum):
    """What a cell is when it is no set: `-`, or something that only the running evaluation can tell."""

    ANY = "any"
    OPAQUE = "opaque"


Cell = ValueSet | Special
_CONSTRUCTORS = frozenset({"date", "time", "date and time", "duration"})
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class _Opaque(Exception):
    pass


class CellReader:
    """Reads cells of one column of a kind; `constant` evaluates a node that names nothing."""

    def __init__(self, kind: str, constant: Callable[[Node], Value]) -> None:
        self.kind = kind
        self._constant = constant

    def read(self, node: UnaryTests) -> Cell:
        """The set of a cell."""
        if not node.tests:
            return Special.ANY
        try:
            found = self._any_of(node.tests)
        except _Opaque:
            return Special.OPAQUE
        return found.complement() if node.negated else found

    def _any_of(self, tests: tuple[Node, ...]) -> ValueSet:
        found = self._test(tests[0])
        for test in tests[1:]:
            found = found.union(self._test(test))
        return found

    def _test(self, node: Node) -> ValueSet:
        match node:
            case RangeNode():
                return self._range(node)
            case ListNode() if node.items:
                return self._any_of(node.items)
            case Logic():
                return self._logic(node)
            case Binary() if node.operator in _MIRRORED:
                return self._comparison(node)
            case Between(value=Name(name="?")):
                return self._interval(Interval(self._key(node.low), self._key(node.high), True, True))
            case In(value=Name(name="?")):
                return self._any_of(node.tests)
            case Call(function=Name(name="not"), arguments=(inner,), names=None) if not isinstance(inner, Literal):
                return self._test(inner).complement()
            case Literal(value=None):
                return self._nothing()
        return ValueSet.of(self.kind, self._key(node))

    def _nothing(self) -> ValueSet:
        return ValueSet(self.kind)

    def _logic(self, node: Logic) -> ValueSet:
        sets = [self._test(operand) for operand in node.operands]
        found = sets[0]
        for other in sets[1:]:
            found = found.intersection(other) if node.operator == "and" else found.union(other)
        return found

    def _comparison(self, node: Binary) -> ValueSet:
        if _is_whole_test(node):
            return ValueSet.everything("number", whole=True)
        if _is_input(node.left):
            return self._half(node.operator, node.right)
        if _is_input(node.right):
            return self._half(_MIRRORED[node.operator], node.left)
        raise _Opaque

    def _range(self, node: RangeNode) -> ValueSet:
        if node.operator:
            end = node.start if node.start is not None else node.end
            if end is None:
                raise _Opaque
            return self._half(node.operator, end)
        low = None if node.start is None else self._key(node.start)
        high = None if node.end is None else self._key(node.end)
        return self._interval(Interval(low, high, node.start_included, node.end_included))

    def _half(self, operator: str, end: Node) -> ValueSet:
        if isinstance(end, Literal) and end.value is None:
            return ValueSet.everything(self.kind) if operator == "!=" else self._nothing()
        key = self._key(end)
        if operator in {"=", "!="}:
            same = ValueSet.of(self.kind, key)
            return same if operator == "=" else same.complement()
        if operator in {"<", "<="}:
            return self._interval(Interval(None, key, False, operator == "<="))
        return self._interval(Interval(key, None, operator == ">=", False))

    def _interval(self, interval: Interval) -> ValueSet:
        if self.kind not in ORDERED:
            raise _Opaque
        return ValueSet(self.kind, () if interval.empty else (interval,))

    def _key(self, node: Node) -> object:
        found = key_of(constant_of(node, self._constant))
        if found is None or found[0] != self.kind:
            raise _Opaque
        return found[1]


def constant_of(node: Node, constant: Callable[[Node], Value]) -> Value:
    """The value of a node that names nothing: a literal, its negative, or a date and its kin written out."""
    match node:
        case Literal():
            return node.value
        case Negation():
            value = constant_of(node.operand, constant)
            return -value if isinstance(value, Decimal) else None
        case Call(function=Name(name=name)) if name in _CONSTRUCTORS and all(
            isinstance(argument, Literal) for argument in node.arguments
        ):
            return constant(node)
    return None


def kinds_of(node: Node, constant: Callable[[Node], Value]) -> set[str]:
    """The kinds of all constants in a cell, to tell the kind of a column that declares none."""
    found = key_of(constant_of(node, constant))
    if found is not None:
        return {found[0]}
    match node:
        case UnaryTests():
            inner: tuple[Node | None, ...] = node.tests
        case RangeNode():
            inner = (node.start, node.end)
        case ListNode():
            inner = node.items
        case Logic():
            inner = node.operands
        case Binary():
            inner = (node.left, node.right)
        case Between():
            inner = (node.low, node.high)
        case In():
            inner = node.tests
        case _:
            inner = ()
    return {kind for part in inner if part is not None for kind in kinds_of(part, constant)}


def direct_kinds(node: UnaryTests, constant: Callable[[Node], Value]) -> set[str]:
    """The kinds of the constants that a cell compares its column's value with directly: `5`, `< 5`, `[1..5]`."""
    plain = [test for test in node.tests if isinstance(test, Literal | Negation | RangeNode | ListNode | Call)]
    return {kind for test in plain for kind in kinds_of(test, constant)}


def _is_input(node: Node) -> bool:
    return isinstance(node, Name) and node.name == "?"


def _is_whole_test(node: Binary) -> bool:
    """`? = floor(?)`, `modulo(?, 1) = 0` and their mirror images: the ways to say "whole numbers" in FEEL."""
    if node.operator != "=":
        return False
    for one, two in ((node.left, node.right), (node.right, node.left)):
        match one:
            case Call(function=Name(name="floor" | "ceiling"), arguments=(argument,)):
                return _is_input(argument) and _is_input(two)
            case Call(function=Name(name="modulo"), arguments=(argument, Literal(value=Decimal()) as divisor)):
                return _is_input(argument) and divisor.value == 1 and isinstance(two, Literal) and two.value == 0
    return False
