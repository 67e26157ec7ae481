"""English beside the German of a form, by component and attribute."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from laufzettel.kernel.forms.expressions import Phrase
from laufzettel.kernel.forms.model import Field, Group, Level, Node, Option, Repeat, Static, walk_all
from laufzettel.kernel.problems import Text

# Attribute of the node → name in the translation file.
_NAMES = {
    "label": "label",
    "hint": "description",
    "help": "help",
    "example": "example",
    "error": "error",
    "prefix": "prefix",
    "suffix": "suffix",
    "text": "text",
    "alt": "alt",
    "entry_label": "entryLabel",
}


def texts_of(nodes: tuple[Node, ...]) -> dict[str, str]:
    """All German texts by their key `component.attribute`; an option's is `component.values.value`."""
    return {key: str(phrase.text) for node in walk_all(nodes) for key, _, phrase in _phrases(node) if phrase}


def _phrases(node: Node) -> Iterator[tuple[str, str, Phrase]]:
    for attribute, name in _NAMES.items():
        phrase = getattr(node, attribute, None)
        if isinstance(phrase, Phrase):
            yield f"{node.id}.{name}", attribute, phrase
    if isinstance(node, Field):
        for option in node.options:
            yield f"{node.id}.values.{option.posted}", "", option.label
    if isinstance(node, Static):
        for column in node.columns:
            yield f"{node.id}.columns.{column.key}", "", column.label


def translated(level: Level, texts: Mapping[str, str]) -> Level:
    """The level with English texts where there are any; raises ProgramError for placeholders that cannot be read."""
    nodes = tuple(_node(node, texts) for node in level.nodes)
    by_id = {node.id: node for node in _flat(nodes)}
    steps = tuple(replace(step, node=by_id[step.node.id]) for step in level.steps)
    return Level.of(nodes, steps)


def _flat(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Group):
            yield from _flat(node.children)


def _node(node: Node, texts: Mapping[str, str]) -> Node:
    changes: dict[str, Any] = {
        attribute: _english(phrase, texts[key])
        for key, attribute, phrase in _phrases(node)
        if attribute and key in texts
    }
    if isinstance(node, Field) and node.options:
        changes["options"] = tuple(_option(node, option, texts) for option in node.options)
    if isinstance(node, Static) and node.columns:
        changes["columns"] = tuple(
            replace(column, label=_english(column.label, texts[f"{node.id}.columns.{column.key}"]))
            if f"{node.id}.columns.{column.key}" in texts
            else column
            for column in node.columns
        )
    if isinstance(node, Group):
        changes["children"] = tuple(_node(child, texts) for child in node.children)
    if isinstance(node, Repeat):
        changes["level"] = translated(node.level, texts)
    return replace(node, **changes) if changes else node


def _option(node: Field, option: Option, texts: Mapping[str, str]) -> Option:
    english = texts.get(f"{node.id}.values.{option.posted}")
    return replace(option, label=_english(option.label, english)) if english else option


def _english(phrase: Phrase, english: str) -> Phrase:
    return Phrase.compile(Text(str(phrase.text), english))
