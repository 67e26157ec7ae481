"""A tree as text again, so that parsing it gives the same tree."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from laufzettel.kernel.feel import nodes
from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.names import RESERVED
from laufzettel.kernel.feel.text import quote, quoted_text
from laufzettel.kernel.feel.values import Value

_SIMPLE = nodes.Literal | nodes.Name | nodes.Path | nodes.Call | nodes.Filter | nodes.ListNode | nodes.ContextNode


def to_source(node: nodes.Node) -> str:
    """FEEL text for a tree, with parentheses around everything that is not simple."""
    return _PRINTERS[type(node)](node)


def _inner(node: nodes.Node) -> str:
    text = to_source(node)
    return text if isinstance(node, _SIMPLE) else f"({text})"


def _name(name: str) -> str:
    is_simple = name == "?" or (name.isascii() and name.isidentifier() and name not in RESERVED)
    return name if is_simple else f"`{name}`"


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None or isinstance(value, bool):
        return quoted_text(value)
    return str(value) if isinstance(value, Decimal) else f'@"{value}"'


def _call(node: nodes.Call) -> str:
    arguments = [to_source(argument) for argument in node.arguments]
    if node.names is not None:
        arguments = [f"{_name(name)}: {text}" for name, text in zip(node.names, arguments, strict=True)]
    callee = node.function
    function = callee.name if isinstance(callee, nodes.Name) and callee.name in FUNCTIONS else _inner(callee)
    return f"{function}({', '.join(arguments)})"


def _test(node: nodes.Node) -> str:
    if isinstance(node, nodes.RangeNode) and node.operator:
        end = node.end if node.operator[0] == "<" else node.start
        return f"{node.operator} {_inner(end or nodes.Literal(None))}"
    return to_source(node)


def _range(node: nodes.RangeNode) -> str:
    if node.operator:
        return f"({_test(node)})"
    left, right = "[" if node.start_included else "(", "]" if node.end_included else ")"
    null = nodes.Literal(None)
    return f"{left}{_inner(node.start or null)}..{_inner(node.end or null)}{right}"


def _iterators(iterators: tuple[nodes.Iterator, ...]) -> str:
    return ", ".join(
        f"{_name(each.name)} in {_inner(each.source)}" + (f"..{_inner(each.end)}" if each.end else "")
        for each in iterators
    )


def _function(node: nodes.FunctionNode) -> str:
    parameters = ", ".join(_name(name) + (f": {kind}" if kind else "") for name, kind in node.parameters)
    body = "external {}" if node.body is None else to_source(node.body)
    return f"function({parameters}) {body}"


def _unary(node: nodes.UnaryTests) -> str:
    tests = ", ".join(map(_test, node.tests))
    return f"not({tests})" if node.negated else tests or "-"


_PRINTERS: dict[type[nodes.Node], Callable[[Any], str]] = {
    nodes.Literal: lambda n: _literal(n.value),
    nodes.Name: lambda n: _name(n.name),
    nodes.Path: lambda n: f"{_inner(n.base)}.{_name(n.name)}",
    nodes.Filter: lambda n: f"{_inner(n.base)}[{to_source(n.condition)}]",
    nodes.Call: _call,
    nodes.Negation: lambda n: f"-{_inner(n.operand)}",
    nodes.Binary: lambda n: f"{_inner(n.left)} {n.operator} {_inner(n.right)}",
    nodes.Logic: lambda n: f" {n.operator} ".join(map(_inner, n.operands)),
    nodes.Between: lambda n: f"{_inner(n.value)} between {_inner(n.low)} and {_inner(n.high)}",
    nodes.In: lambda n: f"{_inner(n.value)} in ({', '.join(map(_test, n.tests))})",
    nodes.InstanceOf: lambda n: f"{_inner(n.value)} instance of {n.name}",
    nodes.If: lambda n: f"if {to_source(n.condition)} then {to_source(n.yes)} else {to_source(n.no)}",
    nodes.For: lambda n: f"for {_iterators(n.iterators)} return {to_source(n.body)}",
    nodes.Quantified: lambda n: f"{n.quantifier} {_iterators(n.iterators)} satisfies {to_source(n.condition)}",
    nodes.ListNode: lambda n: f"[{', '.join(map(to_source, n.items))}]",
    nodes.ContextNode: lambda n: "{" + ", ".join(f"{quote(k)}: {to_source(v)}" for k, v in n.entries) + "}",
    nodes.RangeNode: _range,
    nodes.FunctionNode: _function,
    nodes.UnaryTests: _unary,
}
