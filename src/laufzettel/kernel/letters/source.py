"""From a letter's text to Markdown in which every placeholder and id is one private character.

So Markdown never sees FEEL, and no value is known yet: nothing in a value can become Markdown.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from laufzettel.kernel import feel
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

FIRST_TAG = 0xF0000
FIRST_MARK = 0x100000
MOST = 0xFFFD
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
MARK = re.compile(r"[ \t]*\{#([A-Za-z][A-Za-z0-9_-]*)((?:[ \t]+\.[a-z]+)*)[ \t]*\}[ \t]*$", re.MULTILINE)
ROW = re.compile(r"[ \t]*\|")
LIST_OR_TABLE = re.compile(r"[ \t]*(?:\||[-*+][ \t]|\d{1,9}[.)][ \t])")


@dataclass(frozen=True, slots=True)
class Open:
    """The start of a condition or loop, at a line of the letter."""

    node: feel.If | feel.Loop
    line: int


@dataclass(frozen=True, slots=True)
class Close:
    """The end of a condition or loop, at a line of the letter."""

    line: int


type Tag = Open | Close | feel.Output


@dataclass(frozen=True, slots=True)
class Mark:
    """`{#id .class}` at the end of a block, at a line of the letter."""

    id: str
    classes: tuple[str, ...]
    line: int


@dataclass(slots=True)
class Source:
    """`lines` is the Markdown, `numbers` the line of the letter that each of its lines comes from, from 1."""

    file: str
    template: feel.Template
    tags: list[Tag] = field(default_factory=list)
    inner_lines: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def place(self, line: int) -> Place:
        """The place of a line of the Markdown, from 0."""
        return Place(self.file, line=self.numbers[min(line, len(self.numbers) - 1)] if self.numbers else 0)

    def tag(self, character: str) -> Tag | None:
        """What a private character stands for, None for another character."""
        number = ord(character) - FIRST_TAG
        return self.tags[number] if 0 <= number < len(self.tags) else None

    def lines_inside(self, character: str) -> int:
        """How many line ends a placeholder spans."""
        number = ord(character) - FIRST_TAG
        return self.inner_lines[number] if 0 <= number < len(self.inner_lines) else 0

    def mark(self, character: str) -> Mark | None:
        """The id that a private character stands for, None for another character."""
        number = ord(character) - FIRST_MARK
        return self.marks[number] if 0 <= number < len(self.marks) else None


def source_of(text: str, *, file: str, names: Iterable[str]) -> Source:
    """The Markdown of a letter. Raises ProgramError with what FEEL says."""
    found = PRIVATE.search(text) or re.search("[\0\ufffe\uffff]", text)
    if found:
        raise ProgramError([_private(text, found.start(), file)])
    source = Source(file, template_of(text, file=file, names=names))
    marked = MARK.sub(lambda match: _marked(source, match), _tagged(source, text))
    _spread(source, marked.split("\n"))
    return source


def template_of(text: str, *, file: str, names: Iterable[str], line: int = 1) -> feel.Template:
    """FEEL's reading of the text, which begins at `line`, with its findings placed in the file."""
    try:
        return feel.template(text, names=names)
    except ProgramError as error:
        raise ProgramError(
            Finding(
                one.code,
                one.message,
                Place(file, one.place.element, max(one.place.line, 1) + line - 1, one.place.column),
                one.severity,
                one.hint,
            )
            for one in error.findings
        ) from error


def _private(text: str, at: int, file: str) -> Finding:
    message = Text("Das Zeichen ist für Schreiben nicht erlaubt", "The character is not allowed in letters")
    return Finding("letter-character", message, Place(file, line=text.count("\n", 0, at) + 1))


def _tagged(source: Source, text: str) -> str:
    """The text with one private character for every tag. A tag that spans lines leaves its lines behind."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    parts: list[str] = []
    position = 0

    def put(tag: Tag, start: int, end: int) -> None:
        nonlocal position
        if len(source.tags) > MOST:
            raise ProgramError([Finding("letter-too-long", Text("Zu viele Platzhalter", "Too many placeholders"))])
        parts.append(text[position:start])
        parts.append(chr(FIRST_TAG + len(source.tags)))
        source.tags.append(tag)
        source.inner_lines.append(text.count("\n", start, end))
        position = end

    for node in _in_order(source.template.nodes):
        start = starts[node.place.line - 1] + node.place.column - 1
        _closings(text, position, start, put)
        inside = _expression(node).text
        after = text.index(inside, start + 2) + len(inside)
        put(node if isinstance(node, feel.Output) else Open(node, node.place.line), start, text.index("}}", after) + 2)
    _closings(text, position, len(text), put)
    parts.append(text[position:])
    return "".join(parts)


_CLOSING = re.compile(r"\{\{/(?:if|loop)\b[^}]*\}\}")


def _closings(text: str, start: int, end: int, put: Callable[[Tag, int, int], None]) -> None:
    for match in _CLOSING.finditer(text, start, end):
        put(Close(text.count("\n", 0, match.start()) + 1), match.start(), match.end())


def _expression(node: feel.Output | feel.If | feel.Loop) -> feel.Expression:
    if isinstance(node, feel.Output):
        return node.expression
    return node.condition if isinstance(node, feel.If) else node.items


def _in_order(nodes: "Iterable[object]") -> Iterator[feel.Output | feel.If | feel.Loop]:
    for node in nodes:
        if isinstance(node, feel.Output | feel.If | feel.Loop):
            yield node
        if isinstance(node, feel.If | feel.Loop):
            yield from _in_order(node.body)


def _marked(source: Source, match: re.Match[str]) -> str:
    character = chr(FIRST_MARK + len(source.marks))
    line = 1 + sum((one == "\n") + source.lines_inside(one) for one in match.string[: match.start()])
    source.marks.append(Mark(match[1], tuple(name[1:] for name in match[2].split()), line))
    # The space stays between it and what it follows: next to a letter, "**" after a full stop ends nothing.
    return character if match.string[match.start() - 1 : match.start()] in ("", "\n") else f" {character}"


def _spread(source: Source, lines: list[str]) -> None:
    """Blank lines around a tag or an id that stands alone, so that Markdown takes it for a block of its own.

    Inside a table it stays: there it stands around rows.
    """
    rows, at = _rows(source, lines), 1
    for number, line in enumerate(lines):
        lone = _only_controls(source, line) and number not in rows
        following = lines[number + 1] if number + 1 < len(lines) else ""
        before_block = _is_mark(source, line) and LIST_OR_TABLE.match(following) is not None
        if lone:
            _add(source, "", at)
        _add(source, line, at)
        if lone or before_block:
            _add(source, "", at)
        at += 1 + sum(source.lines_inside(one) for one in line)


def _add(source: Source, line: str, number: int) -> None:
    source.lines.append(line)
    source.numbers.append(number)


def _rows(source: Source, lines: list[str]) -> set[int]:
    """The lines with tags around rows: between two rows, or closing what was opened between rows."""
    found: set[int] = set()
    depth, in_table = 0, False
    for number, line in enumerate(lines):
        if ROW.match(line):
            in_table = True
        elif in_table and _only_controls(source, line):
            opens = sum(isinstance(source.tag(one), Open) for one in line.strip())
            closes = sum(isinstance(source.tag(one), Close) for one in line.strip())
            if (opens and _row_follows(source, lines, number)) or (closes and depth >= closes):
                depth += opens - closes
                found.add(number)
            else:
                in_table = False
        else:
            depth, in_table = 0, False
    return found


def _row_follows(source: Source, lines: list[str], number: int) -> bool:
    for line in lines[number + 1 :]:
        if not _only_controls(source, line):
            return ROW.match(line) is not None
    return False


def _only_controls(source: Source, line: str) -> bool:
    tags = [source.tag(one) for one in line.replace(" ", "").replace("\t", "")]
    return bool(tags) and all(isinstance(tag, Open | Close) for tag in tags)


def _is_mark(source: Source, line: str) -> bool:
    return len(line.strip()) == 1 and source.mark(line.strip()) is not None
