"""What knowledge models read of their parameters, against what the decisions that call them put in.

A parameter without a type of its own has that of its argument: a setting that is handed on is still the same setting.
"""

from collections.abc import Iterator, Mapping

from laufzettel.kernel.dmn import Decisions
from laufzettel.kernel.dmn.model import KnowledgeModel, Literal
from laufzettel.kernel.feel.inference import infer
from laufzettel.kernel.feel.nodes import Call, Name, Node, children
from laufzettel.kernel.feel.types import ANY, FeelType
from laufzettel.kernel.package.typed_paths import literals, paths, tree_of
from laufzettel.kernel.problems import Finding

MOST_CALLS = 500
"""Models may call each other, each time with other types; what is deeper than this is not looked at."""


class KnowledgeCalls:
    """The calls of the knowledge models of one file, each model once for each set of types it is called with."""

    def __init__(self, decisions: Decisions) -> None:
        self._file = decisions.definitions.file
        elements = decisions.definitions.elements
        self._models = {one.name: one.logic for one in elements if isinstance(one, KnowledgeModel) and one.logic}
        self._results: dict[tuple[str, ...], FeelType] = {}
        self._found: list[Finding] = []

    def findings(self, literal: Literal, types: Mapping[str, FeelType]) -> Iterator[Finding]:
        """What the models called in a text, and those that they call, read and is not there."""
        tree = tree_of(literal) if self._models else None
        if tree is not None:
            for node in _all(tree):
                self._type(node, types)
        yield from self._found
        self._found.clear()

    def _type(self, node: Node, types: Mapping[str, FeelType]) -> FeelType:
        """The type of an expression; of a call of a model, what it gives for these arguments."""
        if not (isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in self._models):
            return infer(node, "", types, is_open=True)[0]
        model = node.function.name
        given = [self._type(argument, types) for argument in node.arguments]
        names = node.names or tuple(parameter.name for parameter in self._models[model].parameters)
        return self._called(model, dict(zip(names, given, strict=False)))

    def _called(self, model: str, types: Mapping[str, FeelType]) -> FeelType:
        key = (model, *(f"{name}: {kind}" for name, kind in types.items()))
        if key in self._results or len(self._results) > MOST_CALLS:
            return self._results.get(key, ANY)
        self._results[key] = ANY  # for a model that calls itself
        for literal, hidden in literals(self._models[model].body, frozenset()):
            inside = {name: kind for name, kind in types.items() if name not in hidden}
            self._found += paths(literal, inside, self._file)
            tree = tree_of(literal)
            for node in _all(tree) if tree is not None else ():
                self._type(node, inside)
        body = self._models[model].body
        tree = tree_of(body) if isinstance(body, Literal) else None
        if tree is not None:
            self._results[key] = self._type(tree, types)
        return self._results[key]


def _all(tree: Node) -> Iterator[Node]:
    yield tree
    for child in children(tree):
        yield from _all(child)
