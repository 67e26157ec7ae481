"""The static check of forms: lists, contexts, ranges, filters, loops, functions; and the names in scope."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from laufzettel.kernel.feel.lexer import place_of
from laufzettel.kernel.feel.narrowing import Facts, facts
from laufzettel.kernel.feel.nodes import (
    ContextNode,
    Filter,
    For,
    FunctionNode,
    If,
    ListNode,
    Literal,
    Name,
    Node,
    Quantified,
    RangeNode,
)
from laufzettel.kernel.feel.nodes import Iterator as IteratorNode
from laufzettel.kernel.feel.operator_types import base_of, logic_type
from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    NULL,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
    members,
    union,
)
from laufzettel.kernel.problems import NO_TEXT, Finding, Severity, Text

_OWN_NAMES = frozenset(("?", "item", "partial"))
"""Names that the language gives; an inner one hides an outer one by design."""


class FormInference:
    """Names in scope with their types, innermost last, and what conditions say about them."""

    def __init__(self, source: str, types: Mapping[str, FeelType], *, is_open: bool) -> None:
        self.source = source
        self.scopes: list[Mapping[str, FeelType]] = [types]
        self.assumed: list[Facts] = []
        self.is_open = is_open
        self.findings: list[Finding] = []
        self.quiet = 0
        self.hiding: set[int] = set()

    def infer(self, node: Node) -> FeelType:
        """The type of a node."""
        method: Callable[[Node], FeelType] = getattr(self, "_" + type(node).__name__.lower())
        return method(node)

    def condition(self, node: Node) -> FeelType:
        """The type of what must be true or false."""
        raise NotImplementedError

    def find(self, code: str, node: Node, text: Text, *, hint: Text = NO_TEXT, severity: Severity = "error") -> None:
        """Note a finding at a node."""
        if not self.quiet:
            self.findings.append(Finding(code, text, place_of(self.source, node.at), severity, hint))

    def lookup(self, name: str) -> FeelType | None:
        """The type of a name in scope."""
        fact = self.fact(name)
        if fact is not None:
            return fact
        return next((scope[name] for scope in reversed(self.scopes) if name in scope), None)

    def visible_names(self) -> frozenset[str]:
        """All names in scope."""
        return frozenset(name for scope in self.scopes for name in scope)

    def fact(self, path: str) -> FeelType | None:
        """What the conditions around say about a path."""
        return next((known[path] for known in reversed(self.assumed) if path in known), None)

    def assume(self, condition: Node, *, holds: bool) -> None:
        """Take a condition as true (or not true) until `forget`."""
        self.quiet += 1
        self.assumed.append(facts(condition, holds, self.infer, bounds=True))
        self.quiet -= 1

    def forget(self) -> None:
        """End the last `assume`."""
        self.assumed.pop()

    def declare(self, name: str, node: Node) -> None:
        """Warn of a name given at `node` that hides one from outside."""
        if any(name in scope for scope in self.scopes):
            message = Text(
                f"„{name}“ verdeckt den gleichen Namen von außen", f"“{name}” hides the same name from outside"
            )
            hint = Text("Nennen Sie den inneren anders", "give the inner one another name")
            self.find("feel-shadowed-name", node, message, hint=hint, severity="warning")

    def warn_if_hiding(self, node: Name) -> None:
        """Warn of a field read by its name alone where a variable of that name stands outside, too."""
        holders = [index for index, scope in enumerate(self.scopes) if node.name in scope]
        if len(holders) > 1 and holders[-1] in self.hiding and node.name not in _OWN_NAMES:
            message = Text(
                f"„{node.name}“ ist hier das Feld, nicht der gleiche Name von außen",
                f"“{node.name}” is the field here, not the same name from outside",
            )
            hint = Text("Geben Sie einem von beiden einen anderen Namen", "give one of the two another name")
            self.find("feel-shadowed-name", node, message, hint=hint, severity="warning")

    @contextmanager
    def fields(self, types: Mapping[str, FeelType]) -> Iterator[None]:
        """`names` that are fields, whose hiding of outer names shows only where they are read."""
        index = len(self.scopes)
        self.hiding.add(index)
        with self.names(types):
            yield
        self.hiding.discard(index)

    @contextmanager
    def names(self, types: Mapping[str, FeelType]) -> Iterator[None]:
        """Names of an inner scope; what is known about outer names of the same spelling does not hold inside."""
        outer = self.assumed
        hidden = set(types)
        self.assumed = [{p: kind for p, kind in known.items() if p.split(".")[0] not in hidden} for known in outer]
        self.scopes.append(types)
        yield
        self.scopes.pop()
        self.assumed = outer

    def _if(self, node: If) -> FeelType:
        self.condition(node.condition)
        kinds: list[FeelType] = []
        for branch, holds in ((node.yes, True), (node.no, False)):
            self.assume(node.condition, holds=holds)
            kinds.append(self.infer(branch))
            self.forget()
        return union(*kinds)

    def _listnode(self, node: ListNode) -> FeelType:
        return ListType(union(*(self.infer(item) for item in node.items)))

    def _contextnode(self, node: ContextNode) -> FeelType:
        fields: dict[str, FeelType] = {}
        for name, value in node.entries:
            with self.fields(dict(fields)):
                fields[name] = self.infer(value)
        return ContextType.of(fields)

    def _rangenode(self, node: RangeNode) -> FeelType:
        ends = [self.infer(end) for end in (node.start, node.end) if end is not None]
        item = union(*(base_of(member) for end in ends for member in members(end) if member != NULL))
        return RangeType(item) if node.operator or _are_literals(node) else union(RangeType(item), NULL)

    def _filter(self, node: Filter) -> FeelType:
        base = self.infer(node.base)
        item = union(*(m.item if isinstance(m, ListType) else m for m in members(base) if m != NULL))
        scope: dict[str, FeelType] = {"item": item}
        outer_open = self.is_open
        for member in members(item):
            if isinstance(member, ContextType):
                scope |= {name: f.type if f.required else union(f.type, NULL) for name, f in member.fields.items()}
                self.is_open = self.is_open or not member.closed
            self.is_open = self.is_open or member == ANY
        with self.fields(scope):
            condition = self.infer(node.condition)
        self.is_open = outer_open
        return self._selected(node, item, condition)

    def _selected(self, node: Filter, item: FeelType, condition: FeelType) -> FeelType:
        bases = {base_of(member) for member in members(condition)}
        can_index = any(str(base) in {"number", "Any"} for base in bases)
        can_select = any(base in {ANY, BOOLEAN, NULL} for base in bases)
        if not can_index and not can_select:
            message = Text(f"In [ ] steht eine Stelle oder Bedingung, nicht {condition}", f"No filter: {condition}")
            self.find("feel-no-condition", node.condition, message)
            return NULL
        results = ([item, NULL] if can_index else []) + ([ListType(item)] if can_select else [])
        return ANY if ANY in bases and item == ANY else union(*results)

    def _iterate(self, iterators: tuple[IteratorNode, ...], body: Callable[[], FeelType]) -> tuple[FeelType, bool]:
        """The type of the body inside the iterators, and whether there may be nothing to go through."""
        if not iterators:
            return body(), False
        first, rest = iterators[0], iterators[1:]
        source = self.infer(first.source)
        if first.end is not None:
            self.infer(first.end)
        item = union(*(_element_type(member) for member in members(source) if member != NULL))
        self.declare(first.name, first.source)
        with self.names({first.name: item}):
            kind, may_fail = self._iterate(rest, body)
        has_gap = source.nullable or first.end is not None or any(isinstance(m, RangeType) for m in members(source))
        return kind, may_fail or has_gap

    def _for(self, node: For) -> FeelType:
        with self.names({"partial": ListType(ANY)}):
            kind, may_fail = self._iterate(node.iterators, lambda: self.infer(node.body))
        return union(ListType(kind), NULL) if may_fail else ListType(kind)

    def _quantified(self, node: Quantified) -> FeelType:
        kind, may_fail = self._iterate(node.iterators, lambda: self.condition(node.condition))
        return union(BOOLEAN, NULL) if may_fail else logic_type([kind])

    def _functionnode(self, node: FunctionNode) -> FeelType:
        types = tuple(kind or ANY for _, kind in node.parameters)
        if node.body is None:
            message = Text("Externe Funktionen gibt es hier nicht", "There are no external functions here")
            self.find("feel-external", node, message)
            return NULL
        names = [name for name, _ in node.parameters]
        for name in names:
            self.declare(name, node)
        with self.names({name: union(kind, NULL) for name, kind in zip(names, types, strict=True)}):
            return FunctionType(types, self.infer(node.body))


def _are_literals(node: RangeNode) -> bool:
    return all(isinstance(end, Literal) and end.value is not None for end in (node.start, node.end))


def _element_type(kind: FeelType) -> FeelType:
    return kind.item if isinstance(kind, ListType | RangeType) else kind
