"""The syntax tree of FEEL. `at` is the offset in the text and does not take part in comparison.

Nobody changes a node once it is made. They are not `frozen` because making a frozen one takes three times as long, and
making nodes is a good part of parsing.
"""

from dataclasses import dataclass, field

from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.feel.values import Value


@dataclass(slots=True, unsafe_hash=True)
class Node:
    """Any expression."""

    at: int = field(compare=False, kw_only=True, default=0)


@dataclass(slots=True, unsafe_hash=True)
class Literal(Node):
    """A number, string, boolean, null or temporal value written out."""

    value: Value


@dataclass(slots=True, unsafe_hash=True)
class Name(Node):
    """A variable, a built-in function, or `?`."""

    name: str


@dataclass(slots=True, unsafe_hash=True)
class Path(Node):
    """`base.name`."""

    base: Node
    name: str


@dataclass(slots=True, unsafe_hash=True)
class Filter(Node):
    """`base[condition]`."""

    base: Node
    condition: Node


@dataclass(slots=True, unsafe_hash=True)
class Call(Node):
    """`function(arguments)`; `names` stands beside the arguments when they are named."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None = None


@dataclass(slots=True, unsafe_hash=True)
class Negation(Node):
    """`-operand`."""

    operand: Node


@dataclass(slots=True, unsafe_hash=True)
class Binary(Node):
    """An arithmetic or comparing operator."""

    operator: str
    left: Node
    right: Node


@dataclass(slots=True, unsafe_hash=True)
class Logic(Node):
    """`and` or `or` over two or more operands."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(slots=True, unsafe_hash=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(slots=True, unsafe_hash=True)
class In(Node):
    """`value in test` or `value in (tests)`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(slots=True, unsafe_hash=True)
class InstanceOf(Node):
    """`value instance of type`; `name` is how the type was written, `type` None when nobody knows it."""

    value: Node
    type: FeelType | None
    name: str


@dataclass(slots=True, unsafe_hash=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(slots=True, unsafe_hash=True)
class Iterator:
    """`name in source`, or `name in source..end`."""

    name: str
    source: Node
    end: Node | None = None


@dataclass(slots=True, unsafe_hash=True)
class For(Node):
    """`for iterators return body`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(slots=True, unsafe_hash=True)
class Quantified(Node):
    """`some` or `every` … `satisfies condition`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(slots=True, unsafe_hash=True)
class ListNode(Node):
    """`[items]`."""

    items: tuple[Node, ...]


@dataclass(slots=True, unsafe_hash=True)
class ContextNode(Node):
    """`{key: value}`."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(slots=True, unsafe_hash=True)
class RangeNode(Node):
    """`[start..end]`, or with `operator` a half-open `< end`, `>= start`, `= start`."""

    start: Node | None
    end: Node | None
    start_included: bool = True
    end_included: bool = True
    operator: str = ""


@dataclass(slots=True, unsafe_hash=True)
class FunctionNode(Node):
    """`function(parameters) body`; `body` None for an external function, which has no value here."""

    parameters: tuple[tuple[str, FeelType | None], ...]
    body: Node | None


@dataclass(slots=True, unsafe_hash=True)
class UnaryTests(Node):
    """A cell of a decision table: one of `tests` (none of them when `negated`); no test at all for `-`."""

    tests: tuple[Node, ...]
    negated: bool = False


def children(node: Node) -> list[Node]:
    """The expressions directly below a node, in the order of the text."""
    found: list[Node] = []
    for name in node.__dataclass_fields__:
        _collect(getattr(node, name), found)
    return found


def _collect(value: object, found: list[Node]) -> None:
    if isinstance(value, Node):
        found.append(value)
    elif isinstance(value, Iterator):
        found.append(value.source)
        if value.end is not None:
            found.append(value.end)
    elif isinstance(value, tuple):
        for item in value:
            _collect(item, found)


def mentions_input(node: Node) -> bool:
    """Whether `?` stands anywhere in an expression."""
    return (isinstance(node, Name) and node.name == "?") or any(mentions_input(child) for child in children(node))
