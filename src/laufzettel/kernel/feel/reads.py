"""Which variables an expression reads, as dotted paths."""

from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.nodes import (
    Call,
    ContextNode,
    Filter,
    For,
    FunctionNode,
    Iterator,
    Name,
    Node,
    Path,
    Quantified,
    children,
)


def reads_of(tree: Node) -> frozenset[str]:
    """The dotted paths of the free variables: `hund.name`, `halter`; fields read in a filter count with its list."""
    found: set[str] = set()
    _walk(tree, frozenset(), found)
    return frozenset(found)


def path_of(node: Node) -> tuple[str, ...] | None:
    """`a.b.c` as its parts, None for anything that is not a name with fields."""
    if isinstance(node, Name):
        return (node.name,)
    if isinstance(node, Path):
        base = path_of(node.base)
        return None if base is None else (*base, node.name)
    return None


def _walk(node: Node, local: frozenset[str], found: set[str]) -> None:
    path = path_of(node)
    if path is not None:
        if path[0] not in local:
            found.add(".".join(path))
    elif isinstance(node, Call):
        # A variable may be called like a built-in (`date`, `count`); called itself, it is the built-in.
        is_built_in = isinstance(node.function, Name) and node.function.name in FUNCTIONS
        for child in node.arguments if is_built_in else (node.function, *node.arguments):
            _walk(child, local, found)
    elif isinstance(node, For | Quantified):
        inner = _iterators(node.iterators, local, found)
        _walk(node.body if isinstance(node, For) else node.condition, inner | {"partial"}, found)
    elif isinstance(node, FunctionNode):
        if node.body is not None:
            _walk(node.body, local | {name for name, _ in node.parameters}, found)
    elif isinstance(node, ContextNode):
        for name, value in node.entries:
            _walk(value, local, found)
            local = local | {name}
    elif isinstance(node, Filter):
        _walk(node.base, local, found)
        _walk(node.condition, local | {"item"}, found)
    else:
        for child in children(node):
            _walk(child, local, found)


def _iterators(iterators: tuple[Iterator, ...], local: frozenset[str], found: set[str]) -> frozenset[str]:
    for iterator in iterators:
        _walk(iterator.source, local, found)
        if iterator.end is not None:
            _walk(iterator.end, local, found)
        local = local | {iterator.name}
    return local
