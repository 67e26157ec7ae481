"""The words of a paragraph: bold, emphasis, new lines, placeholders."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from laufzettel.kernel import feel
from laufzettel.kernel.problems import NO_TEXT, Finding, Place, Text

from .nodes import Break, Emphasis, If, Inline, InlineLeaf, Loop, Output, Strong, Words
from .source import Close, Mark, Open, Source

NOT_ALLOWED = {
    "html_inline": Text("HTML", "HTML"),
    "html_block": Text("HTML", "HTML"),
    "code_inline": Text("Code", "code"),
    "code_block": Text("Um vier Zeichen eingerückter Text", "Text indented by four characters"),
    "fence": Text("Code", "code"),
    "blockquote": Text("Ein Zitat (>)", "A quotation (>)"),
    "link": Text("Ein Verweis", "A link"),
    "image": Text("Ein Bild", "An image"),
}
KNOWN = Text(
    "Erlaubt sind Überschriften, Absätze, Listen, Tabellen, **fett**, *hervorgehoben* und --- für eine neue Seite",
    "allowed are headings, paragraphs, lists, tables, **bold**, *emphasis* and --- for a new page",
)


@dataclass(slots=True)
class Findings:
    """What is wrong, as it is found."""

    source: Source
    found: list[Finding]

    def add(self, code: str, message: Text, line: int, hint: Text = NO_TEXT) -> None:
        """A finding at a line of the letter, from 1."""
        self.found.append(Finding(code, message, Place(self.source.file, line=line), hint=hint))

    def not_allowed(self, kind: str, line: int) -> None:
        """Markdown that letters do not have, at a line of the Markdown, from 0."""
        name = NOT_ALLOWED.get(kind, Text(kind, kind))
        message = Text(f"{name} gibt es in Schreiben nicht", f"{name.en} is not allowed in letters")
        self.add("letter-markdown", message, self.source.place(line).line, KNOWN)

    def unbalanced(self, tag: Open | Close) -> None:
        """A condition or loop that starts in one block and ends in another."""
        self.add(
            "letter-block-crossed",
            Text(
                "Eine Bedingung oder Schleife beginnt und endet nicht im selben Absatz, Listenpunkt oder Abschnitt",
                "A condition or loop does not begin and end in the same paragraph, list item or section",
            ),
            tag.line,
            Text(
                "Setzen Sie {{#…}} und {{/…}} je auf eine eigene Zeile oder beide in denselben Absatz",
                "put {{#…}} and {{/…}} on lines of their own, or both in the same paragraph",
            ),
        )


@dataclass(frozen=True, slots=True)
class Read:
    """A piece of text as read: its nodes and the ids that stood in it."""

    content: tuple[Inline, ...]
    marks: tuple[Mark, ...]


def read_inline(node: SyntaxTreeNode, source: Source, findings: Findings, line: int) -> Read:
    """The content of a paragraph, heading or cell."""
    marks: list[Mark] = []
    content = _Reader(source, findings, line, marks).content(node)
    return Read(_trimmed(content), tuple(marks))


@dataclass(slots=True)
class _Reader:
    source: Source
    findings: Findings
    line: int
    marks: list[Mark]

    def content(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        flat: list[InlineLeaf | Open | Close] = []
        for child in node.children:
            flat.extend(self._one(child))
        return nested(_joined(flat), self.findings.unbalanced)

    def _one(self, node: SyntaxTreeNode) -> Iterable[InlineLeaf | Open | Close]:
        if node.type == "text":
            return self._text(node.content)
        if node.type == "softbreak":
            self.line += 1
            return [Words(" ")]
        if node.type == "hardbreak":
            self.line += 1
            return [Break()]
        if node.type == "strong":
            return [Strong(self.content(node))]
        if node.type == "em":
            return [Emphasis(self.content(node))]
        self.findings.not_allowed(node.type, self.line)
        return []

    def _text(self, text: str) -> Iterable[InlineLeaf | Open | Close]:
        for character in text:
            tag, mark = self.source.tag(character), self.source.mark(character)
            if isinstance(tag, feel.Output):
                yield Output(tag.expression)
            elif tag is not None:
                yield tag
            elif mark is not None:
                self.marks.append(mark)
            else:
                yield Words(character)


def _joined(flat: Iterable[InlineLeaf | Open | Close]) -> list[InlineLeaf | Open | Close]:
    """Neighbouring words as one."""
    joined: list[InlineLeaf | Open | Close] = []
    for node in flat:
        last = joined[-1] if joined else None
        if isinstance(node, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + node.text)
        else:
            joined.append(node)
    return joined


def nested[N](
    flat: Iterable[N | Open | Close], unbalanced: Callable[[Open | Close], None]
) -> tuple[N | If[N] | Loop[N], ...]:
    """Conditions and loops with what stands between their tags; `unbalanced` is told of a tag without its other."""
    stack: list[tuple[Open | None, list[N | If[N] | Loop[N]]]] = [(None, [])]
    for node in flat:
        if isinstance(node, Open):
            stack.append((node, []))
        elif isinstance(node, Close):
            if len(stack) == 1:
                unbalanced(node)
                continue
            opened, body = stack.pop()
            assert opened is not None  # noqa: S101 - only the outermost has no tag
            tag = opened.node
            block: If[N] | Loop[N] = (
                If(tag.condition, tuple(body)) if isinstance(tag, feel.If) else Loop(tag.items, tuple(body))
            )
            stack[-1][1].append(block)
        else:
            stack[-1][1].append(node)
    for opened, _ in stack[1:]:
        assert opened is not None  # noqa: S101 - as above
        unbalanced(opened)
    return tuple(stack[0][1])


def _trimmed(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without the spaces that an id at the end has left."""
    if content and isinstance(content[-1], Words):
        text = content[-1].text.rstrip()
        return (*content[:-1], Words(text)) if text else _trimmed(content[:-1])
    return content
