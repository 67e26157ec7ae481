"""A letter as it was written: Markdown with placeholders, before values are known."""

from dataclasses import dataclass, field
from typing import Literal

from laufzettel.kernel.feel import Expression

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """`**bold**`."""

    content: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`*emphasis*`."""

    content: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A new line in the same paragraph: a backslash or two spaces at the end of a line."""


@dataclass(frozen=True, slots=True)
class Output:
    """`{{expression}}`."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class If[N]:
    """`{{#if condition}}…{{/if}}` around text, blocks, list items or table rows."""

    condition: Expression
    body: tuple["N | If[N] | Loop[N]", ...]


@dataclass(frozen=True, slots=True)
class Loop[N]:
    """`{{#loop items}}…{{/loop}}` around text, blocks, list items or table rows."""

    items: Expression
    body: tuple["N | If[N] | Loop[N]", ...]


type InlineLeaf = Words | Strong | Emphasis | Break | Output
type Inline = InlineLeaf | If[InlineLeaf] | Loop[InlineLeaf]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the subject, so that the text has 2 to 6."""

    level: int
    content: tuple[Inline, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered from `start` or with dashes; each item holds blocks."""

    ordered: bool
    start: int
    items: tuple[tuple["Block", ...], ...]


type Cells = tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `rows` may hold conditions and loops around whole rows."""

    align: tuple[Align, ...]
    head: Cells
    rows: tuple["Cells | If[Cells] | Loop[Cells]", ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """`---` alone on a line."""


@dataclass(frozen=True, slots=True)
class Named:
    """A block with an id: a heading with all that belongs to it, a paragraph, a list or a table.

    `free`: the clerk may write it anew. `source` is how it was written, without the id.
    """

    id: str
    kind: Literal["section", "paragraph", "list", "table"]
    free: bool
    source: str
    body: tuple["Block", ...]


type BlockLeaf = Heading | Paragraph | Items | Table | PageBreak | Named
type Block = BlockLeaf | If[BlockLeaf] | Loop[BlockLeaf]
