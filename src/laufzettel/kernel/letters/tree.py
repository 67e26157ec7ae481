"""What rendering gives: plain data that can be stored as JSON, shown as a page and set as PDF."""

from collections.abc import Iterable, Sequence
from typing import Literal, NotRequired, TypedDict


class TextPart(TypedDict):
    """Words, or `strong`, `emphasis` around parts, or a `break`.

    What is `isolated` keeps its own direction: "31. Januar" in an Arabic sentence.
    """

    type: Literal["text", "strong", "emphasis", "break"]
    text: NotRequired[str]
    isolated: NotRequired[bool]
    content: NotRequired[list["TextPart"]]


class BlockPart(TypedDict):
    """A block. `id` is that of the block of the letter it came from; `free` says that the clerk may write it anew.
    `language` is given where it is not the letter's.

    heading: level, content · paragraph: content · list: ordered, start, items · table: align, head, rows ·
    page-break: nothing.
    """

    type: Literal["heading", "paragraph", "list", "table", "page-break"]
    id: NotRequired[str]
    free: NotRequired[bool]
    language: NotRequired[str]
    level: NotRequired[int]
    content: NotRequired[list[TextPart]]
    ordered: NotRequired[bool]
    start: NotRequired[int]
    items: NotRequired[list[list["BlockPart"]]]
    align: NotRequired[list[str]]
    head: NotRequired[list[list[TextPart]]]
    rows: NotRequired[list[list[list[TextPart]]]]


class Tree(TypedDict):
    """A letter with its values.

    `salutation` is None where the platform makes it from the person. `free` has the text of each free block as the
    clerk gets it to edit. `gaps` names the placeholders that gave no value: a letter with gaps is not to be issued.
    """

    language: str
    subject: str
    salutation: str | None
    closing: str
    enclosures: list[str]
    blocks: list[BlockPart]
    free: dict[str, str]
    gaps: list[str]


def plain(content: Iterable[TextPart]) -> str:
    """The words alone."""
    parts: list[str] = []
    for part in content:
        if part["type"] == "break":
            parts.append("\n")
        else:
            parts.append(part.get("text", "") + plain(part.get("content", ())))
    return "".join(parts)


def plain_text(tree: Tree) -> str:
    """The letter as text: for search, for a mailbox without pictures, for the clerk's eye."""
    blocks = [tree["subject"], tree["salutation"] or "", plain_blocks(tree["blocks"]), tree["closing"]]
    return "\n\n".join(block for block in blocks if block)


def plain_blocks(blocks: Sequence[BlockPart]) -> str:
    """Blocks as text, a blank line between them."""
    return "\n\n".join(text for text in map(_plain_block, blocks) if text)


def _plain_block(block: BlockPart) -> str:
    if block["type"] == "list":
        first = block.get("start", 1)
        return "\n".join(
            (f"{first + n}. " if block.get("ordered") else "- ") + plain_blocks(item).replace("\n", "\n  ")
            for n, item in enumerate(block.get("items", ()))
        )
    if block["type"] == "table":
        return "\n".join(" | ".join(map(plain, row)) for row in (block.get("head", []), *block.get("rows", ())))
    return plain(block.get("content", ()))
