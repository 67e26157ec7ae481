"""What a form is made of, as the reader leaves it: a tree of nodes in levels.

A level is the root of a form or one entry of a repeatable group; the keys of its fields start there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import regex

from laufzettel.kernel.forms.expressions import NO_PHRASE, Bound, Formula, Phrase
from laufzettel.kernel.forms.paths import ABSENT, Key, Value

type FieldType = Literal[
    "textfield",
    "textarea",
    "number",
    "date",
    "time",
    "datetime",
    "checkbox",
    "radio",
    "select",
    "checklist",
    "taglist",
    "filepicker",
]
CHOICES = ("radio", "select", "checklist", "taglist")
SEVERAL = ("checklist", "taglist")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    value: Value
    label: Phrase

    @property
    def posted(self) -> str:
        """How a browser posts it."""
        return posted(self.value)


def posted(value: Value) -> str:
    """An option's value as the text that stands in the HTML form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A component of the form. `hide` is the condition under which it is not there."""

    id: str
    type: str
    label: Phrase = NO_PHRASE
    hide: Formula | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Node):
    """A question. `key` says where its value lies in its level."""

    key: Key
    kind: str = ""
    part: str = ""
    hint: Phrase = NO_PHRASE
    help: Phrase = NO_PHRASE
    example: Phrase = NO_PHRASE
    error: Phrase = NO_PHRASE
    required: bool = False
    min_length: Bound = None
    max_length: Bound = None
    pattern: "regex.Pattern[str] | None" = None
    minimum: Bound = None
    maximum: Bound = None
    decimals: int | None = None
    step: Bound = None
    options: tuple[Option, ...] = ()
    options_from: Formula | None = None
    default: Value = ABSENT
    readonly: Formula | bool = False
    display: str = ""
    searchable: bool = False
    accept: tuple[str, ...] = ()
    max_size: int = 0
    max_count: int = 0
    time_step: int = 1
    prefix: Phrase = NO_PHRASE
    suffix: Phrase = NO_PHRASE
    autocomplete: str = ""
    prefill: str = ""
    fim: str = ""
    legal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Node):
    """A value that the form works out by itself (`expression` in form-js)."""

    key: Key
    formula: Formula
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    """Components that belong together; at the top it is a page. `kind` is set where it asks for a person or address."""

    children: tuple[Node, ...] = ()
    kind: str = ""
    hint: Phrase = NO_PHRASE
    help: Phrase = NO_PHRASE
    outline: bool = False
    exclusion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Node):
    """A repeatable group: a list of entries of one level (`dynamiclist` in form-js)."""

    key: Key
    level: "Level"
    hint: Phrase = NO_PHRASE
    help: Phrase = NO_PHRASE
    entry_label: Phrase = NO_PHRASE
    minimum: int = 0
    maximum: int = 50
    first: int = 1
    fixed: bool = False
    from_table: bool = False
    """Whether entries may come from a CSV file."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Phrase
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Static(Node):
    """What is shown and not asked: text, image, separator, spacer, table."""

    text: Phrase = NO_PHRASE
    source: Phrase = NO_PHRASE
    alt: Phrase = NO_PHRASE
    rows_from: Formula | None = None
    columns: tuple[Column, ...] = ()
    columns_from: Formula | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A node in the order in which visibility can be decided, and the group that it stands in."""

    node: Node
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """The components of the root or of an entry, as a tree and in the order of evaluation."""

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...] = ()
    keys: tuple[Key, ...] = ()

    @classmethod
    def of(cls, nodes: tuple[Node, ...], steps: tuple[Step, ...]) -> "Level":
        """A level that knows where its values lie."""
        keys = tuple(step.node.key for step in steps if isinstance(step.node, Field | Computed | Repeat))
        return cls(nodes, steps, keys)


def walk(nodes: tuple[Node, ...], parent: str = "") -> Iterator[Step]:
    """The nodes of one level in document order, each with its group."""
    for node in nodes:
        yield Step(node, parent)
        if isinstance(node, Group):
            yield from walk(node.children, node.id)


def walk_all(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """All nodes in document order, those of repeatable groups included."""
    for step in walk(nodes):
        yield step.node
        if isinstance(step.node, Repeat):
            yield from walk_all(step.node.level.nodes)


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page as it stands in the form, before it is known whether it shows."""

    id: str
    group: Group | None
    nodes: tuple[Node, ...] = field(default=())


def formulas(node: Node) -> list[Formula]:
    """The expressions that decide about a node and its value; its texts are not among them."""
    parts = [node.hide]
    if isinstance(node, Computed):
        parts.append(node.formula)
    elif isinstance(node, Field):
        bounds = (node.readonly, node.minimum, node.maximum, node.min_length, node.max_length, node.step)
        parts += [node.options_from, *(part for part in bounds if isinstance(part, Formula))]
    elif isinstance(node, Static):
        parts += [node.rows_from, node.columns_from]
    return [part for part in parts if part]


def phrases(node: Node) -> list[Phrase]:
    """The texts of a node that can hold placeholders."""
    parts = [node.label]
    if isinstance(node, Field):
        parts += [node.hint, node.help, node.example, node.error, node.prefix, node.suffix]
        parts += [option.label for option in node.options]
    elif isinstance(node, Group):
        parts += [node.hint, node.help]
    elif isinstance(node, Repeat):
        parts += [node.hint, node.help, node.entry_label]
    elif isinstance(node, Static):
        parts += [node.text, node.source, node.alt, *(column.label for column in node.columns)]
    return [part for part in parts if part is not NO_PHRASE]


def reads(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The names that the expressions of a form read."""
    return frozenset(name for node in walk_all(nodes) for formula in formulas(node) for name in formula.reads)


def reads_clock(nodes: tuple[Node, ...]) -> bool:
    """Whether any expression of the form calls `now()` or `today()`."""
    return any(
        any(formula.reads_clock for formula in formulas(node)) or any(phrase.reads_clock for phrase in phrases(node))
        for node in walk_all(nodes)
    )


def pages_of(form_id: str, nodes: tuple[Node, ...]) -> tuple[PageSource, ...]:
    """Top-level groups are pages; what stands loose between them makes a page of its own."""
    pages: list[PageSource] = []
    for node in nodes:
        if isinstance(node, Group) and not node.kind:
            pages.append(PageSource(node.id, node, node.children))
        elif pages and pages[-1].group is None:
            pages[-1] = replace(pages[-1], nodes=(*pages[-1].nodes, node))
        else:
            pages.append(PageSource(node.id if pages else form_id, None, (node,)))
    return tuple(pages)
