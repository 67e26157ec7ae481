"""The blocks of a letter: headings, paragraphs, lists, tables, page breaks, and what stands around them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from laufzettel.kernel.problems import Text

from .inline import Findings, Read, nested, read_inline
from .nodes import Align, Block, BlockLeaf, Cells, Heading, If, Inline, Items, Loop, Named, PageBreak, Paragraph, Table
from .source import Close, Mark, Open, Source

CLASSES = {"frei": "free"}
RESERVED = frozenset(("remedy", "address", "rechtsbehelf", "anschrift"))
_CELL = re.compile(r"(?<!\\)\|")
_PARSER = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("table")

type Flat = BlockLeaf | Open | Close


@dataclass(slots=True)
class Reader:
    """Reads the blocks of one text and collects what is wrong with it."""

    source: Source
    findings: Findings
    ids: dict[str, int] = field(default_factory=dict)

    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the text."""
        tokens = _PARSER.parse("\n".join(self.source.lines))
        return self._container(SyntaxTreeNode(tokens).children, 0)

    def _container(self, nodes: Iterable[SyntaxTreeNode], line: int) -> tuple[Block, ...]:
        pending: Mark | None = None
        flat: list[tuple[Flat, Mark | None, tuple[int, int]]] = []
        for node in nodes:
            at = node.map or (line, line + 1)
            for part, mark in self._block(node, at[0]):
                if part is None:
                    pending = mark
                    continue
                name = mark or pending
                pending = None
                flat.append((part, self._checked(name) if name else None, at))
        if pending is not None:
            self._stray_id(pending)
        folded = self._sections(flat)
        return nested(folded, self.findings.unbalanced)

    def _block(self, node: SyntaxTreeNode, line: int) -> Iterable[tuple[Flat | None, Mark | None]]:
        """What a node becomes, with its id; an id alone comes without a block."""
        if node.type == "paragraph":
            yield from self._paragraph(node, line)
        elif node.type == "heading":
            read = self._inline(node, line)
            yield Heading(int(node.tag[1]), read.content, self.source.place(line).line), self._single(read)
        elif node.type in ("bullet_list", "ordered_list"):
            items = tuple(self._container(item.children, (item.map or (line, 0))[0]) for item in node.children)
            start = node.attrs.get("start", 1)
            yield Items(node.type == "ordered_list", int(start), items), None
        elif node.type == "table":
            yield self._table(node), None
        elif node.type == "hr":
            yield PageBreak(), None
        else:
            self.findings.not_allowed(node.type, line)

    def _paragraph(self, node: SyntaxTreeNode, line: int) -> Iterable[tuple[Flat | None, Mark | None]]:
        controls = [self.source.tag(one) for one in "".join(node.children[0].content.split())]
        if controls and all(isinstance(tag, Open | Close) for tag in controls):
            for tag in controls:
                if isinstance(tag, Open | Close):
                    yield tag, None
            return
        read = self._inline(node, line)
        mark = self._single(read)
        yield (Paragraph(read.content) if read.content else None), mark

    def _inline(self, node: SyntaxTreeNode, line: int) -> Read:
        if not node.children:
            return Read((), ())
        return read_inline(node.children[0], self.source, self.findings, line)

    def _table(self, node: SyntaxTreeNode) -> Table:
        head = node.children[0].children[0]
        align: tuple[Align, ...] = tuple(_align(cell) for cell in head.children)
        rows: list[Cells | Open | Close] = []
        for row in node.children[1].children if len(node.children) > 1 else ():
            rows.extend(self._row(row, len(align)))
        return Table(align, self._cells(head), nested(rows, self.findings.unbalanced))

    def _row(self, row: SyntaxTreeNode, columns: int) -> Iterable[Cells | Open | Close]:
        line = (row.map or (0, 0))[0]
        text = self.source.lines[line].strip()
        tags = [self.source.tag(one) for one in text.replace(" ", "")]
        if tags and all(isinstance(tag, Open | Close) for tag in tags):
            yield from (tag for tag in tags if isinstance(tag, Open | Close))
            return
        written = len(_CELL.findall(text.removeprefix("|").removesuffix("|"))) + 1
        if written != columns:
            self.findings.add(
                "letter-table-cells",
                Text(
                    f"Die Zeile hat {written} Zellen, die Tabelle hat {columns} Spalten",
                    f"The row has {written} cells, the table has {columns} columns",
                ),
                self.source.place(line).line,
            )
        yield self._cells(row)

    def _cells(self, row: SyntaxTreeNode) -> Cells:
        line = (row.map or (0, 0))[0]
        cells: list[tuple[Inline, ...]] = []
        for cell in row.children:
            read = self._inline(cell, line)
            for mark in read.marks:
                self._stray_id(mark)
            cells.append(read.content)
        return tuple(cells)

    def _single(self, read: Read) -> Mark | None:
        for extra in read.marks[1:]:
            self._stray_id(extra)
        return read.marks[0] if read.marks else None

    def _stray_id(self, mark: Mark) -> None:
        self.findings.add(
            "letter-id-place",
            Text(f"Der Name {{#{mark.id}}} steht an keinem Block", f"The id {{#{mark.id}}} belongs to no block"),
            mark.line,
            Text(
                "Er steht am Ende einer Überschrift oder eines Absatzes, oder allein auf der Zeile vor einer Liste"
                " oder Tabelle",
                "it stands at the end of a heading or paragraph, or alone on the line before a list or table",
            ),
        )

    def _checked(self, mark: Mark) -> Mark:
        for name in mark.classes:
            if name not in CLASSES:
                self.findings.add(
                    "letter-class",
                    Text(f"Unbekannt: „.{name}“", f"Unknown: “.{name}”"),
                    mark.line,
                    Text("Es gibt nur .frei", "there is only .frei"),
                )
        if mark.id in RESERVED:
            message = Text(f"Der Name „{mark.id}“ gehört der Plattform", f"The id “{mark.id}” is the platform's")
            self.findings.add("letter-reserved-id", message, mark.line)
        if mark.id in self.ids:
            message = Text(f"Den Namen „{mark.id}“ gibt es schon", f"The id “{mark.id}” is taken")
            hint = Text(f"Zeile {self.ids[mark.id]}", f"line {self.ids[mark.id]}")
            self.findings.add("letter-double-id", message, mark.line, hint)
        self.ids.setdefault(mark.id, mark.line)
        return mark

    def _sections(self, flat: Sequence[tuple[Flat, Mark | None, tuple[int, int]]]) -> list[Flat]:
        """Headings with an id take what follows, up to the next heading of their level or above."""
        folded: list[Flat] = []
        position = 0
        while position < len(flat):
            part, mark, lines = flat[position]
            if not isinstance(part, Heading) or mark is None or part.level == 1:
                folded.append(self._named(part, mark, lines) if mark else part)
                position += 1
                continue
            end = _section_end(flat, position, part.level)
            inner = self._sections(((part, None, lines), *flat[position + 1 : end]))
            whole = (lines[0], flat[end - 1][2][1])
            body: tuple[Block, ...] = nested(inner, lambda _: None)
            folded.append(Named(mark.id, "section", "frei" in mark.classes, self._written(whole, mark), body))
            position = end
        return folded

    def _named(self, part: Flat, mark: Mark, lines: tuple[int, int]) -> Flat:
        free = "frei" in mark.classes
        if isinstance(part, Paragraph):
            return Named(mark.id, "paragraph", free, self._written(lines, mark), (part,))
        if isinstance(part, Items):
            return Named(mark.id, "list", free, self._written(lines, mark), (part,))
        if isinstance(part, Table):
            return Named(mark.id, "table", free, self._written(lines, mark), (part,))
        if not isinstance(part, Heading):
            self._stray_id(mark)
        return part

    def _written(self, lines: tuple[int, int], mark: Mark) -> str:
        """The lines of the letter as they were written, without the id, for whoever adapts the block."""
        first, last = self.source.numbers[lines[0]], self.source.numbers[min(lines[1], len(self.source.numbers)) - 1]
        written = "\n".join(self.source.template.text.split("\n")[first - 1 : last])
        return re.sub(rf"[ \t]*\{{#{mark.id}\b[^}}\n]*\}}", "", written).strip()


def _section_end(flat: Sequence[tuple[Flat, Mark | None, tuple[int, int]]], start: int, level: int) -> int:
    """Where a section ends: at a heading of its level, or where the tag around it closes."""
    depth = 0
    for position in range(start + 1, len(flat)):
        part = flat[position][0]
        if isinstance(part, Open):
            depth += 1
        elif isinstance(part, Close):
            depth -= 1
            if depth < 0:
                return position
        elif isinstance(part, Heading) and part.level <= level and depth == 0:
            return position
        elif isinstance(part, Heading) and part.level <= level:
            return _tag_start(flat, start, position)
    return len(flat)


def _tag_start(flat: Sequence[tuple[Flat, Mark | None, tuple[int, int]]], start: int, position: int) -> int:
    """The outermost tag after `start` that is open at `position`: a condition around the next section."""
    opened: list[int] = []
    for at in range(start + 1, position):
        if isinstance(flat[at][0], Open):
            opened.append(at)
        elif isinstance(flat[at][0], Close):
            opened.pop()
    return opened[0]


def _align(cell: SyntaxTreeNode) -> Align:
    style = str(cell.attrs.get("style", ""))
    return "right" if "right" in style else "center" if "center" in style else "left"


__all__ = ["CLASSES", "RESERVED", "If", "Loop", "Reader"]
