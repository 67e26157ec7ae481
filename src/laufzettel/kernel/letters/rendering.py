"""From a letter and its values to a tree. Values come in as text, after Markdown has been read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from laufzettel.kernel.feel import Budget, Expression, Function, Value
from laufzettel.kernel.feel.template import loop_items, loop_scope

from . import formats, nodes
from .tree import BlockPart, TextPart, plain_blocks

_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_DASH = re.compile(r"[ \t]*[-–•*][ \t]+")


@dataclass(slots=True)
class Rendering:
    """One letter being rendered."""

    now: datetime
    language: str
    budget: Budget
    texts: Mapping[str, str]
    gaps: list[str] = field(default_factory=list)
    free: dict[str, str] = field(default_factory=dict)

    def blocks(self, body: Iterable[nodes.Block], context: Mapping[str, Value]) -> list[BlockPart]:
        """Blocks with their values; neighbouring lists that a loop made are one."""
        parts: list[BlockPart] = []
        for node in body:
            for part in self._block(node, context):
                if parts and _same_list(parts[-1], part):
                    parts[-1]["items"] = [*parts[-1].get("items", []), *part.get("items", [])]
                else:
                    parts.append(part)
        return parts

    def inline(self, content: Iterable[nodes.Inline], context: Mapping[str, Value]) -> list[TextPart]:
        """Words with their values; new lines in a value stay new lines."""
        parts: list[TextPart] = []
        for node in content:
            parts.extend(self._words(node, context))
        return _joined(parts)

    def value(self, expression: Expression, context: Mapping[str, Value]) -> Value:
        """A placeholder's value."""
        return expression.evaluate({**formats.functions(self.language), **context}, now=self.now, budget=self.budget)

    def text(self, expression: Expression, context: Mapping[str, Value]) -> str:
        """A placeholder's value as text; without one it is a gap, shown as an ellipsis."""
        value = self.value(expression, context)
        shown = None if isinstance(value, Function) else formats.text(value, self.language)
        if shown is None:
            if expression.text not in self.gaps:
                self.gaps.append(expression.text)
            return "[…]"
        self.budget.check_text(len(shown))
        return shown.replace("\r\n", "\n").replace("\r", "\n")

    def _block(self, node: nodes.Block, context: Mapping[str, Value]) -> Iterable[BlockPart]:
        self.budget.spend(1)
        if isinstance(node, nodes.Paragraph):
            yield from self._paragraph(node, context)
        elif isinstance(node, nodes.Heading):
            yield {"type": "heading", "level": node.level, "content": self.inline(node.content, context)}
        elif isinstance(node, nodes.Items):
            items = [self.blocks(item, context) for item in node.items]
            yield {"type": "list", "ordered": node.ordered, "start": node.start, "items": items}
        elif isinstance(node, nodes.Table):
            yield self._table(node, context)
        elif isinstance(node, nodes.PageBreak):
            yield {"type": "page-break"}
        elif isinstance(node, nodes.Named):
            yield from self._named(node, context)
        elif isinstance(node, nodes.If):
            if self.value(node.condition, context) is True:
                yield from self.blocks(node.body, context)
        else:
            for item in loop_items(self.value(node.items, context)):
                yield from self.blocks(node.body, loop_scope(item, context))

    def _paragraph(self, node: nodes.Paragraph, context: Mapping[str, Value]) -> Iterable[BlockPart]:
        """A paragraph of nothing but a placeholder may become several, at the blank lines of its value."""
        if len(node.content) == 1 and isinstance(node.content[0], nodes.Output):
            yield from paragraphs(self.text(node.content[0].expression, context))
            return
        content = self.inline(node.content, context)
        if any(part["type"] != "text" or part.get("text", "").strip() for part in content):
            yield {"type": "paragraph", "content": content}

    def _table(self, node: nodes.Table, context: Mapping[str, Value]) -> BlockPart:
        rows: list[list[list[TextPart]]] = []
        self._rows(node.rows, context, rows)
        head = [self.inline(cell, context) for cell in node.head]
        return {"type": "table", "align": list(node.align), "head": head, "rows": rows}

    def _rows(
        self,
        body: Iterable[nodes.Cells | nodes.If[nodes.Cells] | nodes.Loop[nodes.Cells]],
        context: Mapping[str, Value],
        rows: list[list[list[TextPart]]],
    ) -> None:
        for node in body:
            self.budget.spend(1)
            if isinstance(node, nodes.If):
                if self.value(node.condition, context) is True:
                    self._rows(node.body, context, rows)
            elif isinstance(node, nodes.Loop):
                for item in loop_items(self.value(node.items, context)):
                    self._rows(node.body, loop_scope(item, context), rows)
            else:
                rows.append([self.inline(cell, context) for cell in node])

    def _named(self, node: nodes.Named, context: Mapping[str, Value]) -> Iterable[BlockPart]:
        parts = self.blocks(node.body, context)
        if node.free:
            proposed = parts[1:] if node.kind == "section" else parts
            self.free[node.id] = plain_blocks(proposed)
            if node.id in self.texts:
                kept = parts[:1] if node.kind == "section" else []
                parts = [*kept, *paragraphs(self.texts[node.id])]
        for part in parts:
            if "id" not in part:
                part["id"] = node.id
            if node.free:
                part["free"] = True
            yield part

    def _words(self, node: nodes.Inline, context: Mapping[str, Value]) -> Iterable[TextPart]:
        self.budget.spend(1)
        if isinstance(node, nodes.Words):
            self.budget.check_text(len(node.text))
            yield {"type": "text", "text": node.text}
        elif isinstance(node, nodes.Output):
            parts = _lines(self.text(node.expression, context))
            if runs_to_the_left(self.language):
                for part in parts:
                    part["isolated"] = True
            yield from parts
        elif isinstance(node, nodes.Strong):
            yield {"type": "strong", "content": self.inline(node.content, context)}
        elif isinstance(node, nodes.Emphasis):
            yield {"type": "emphasis", "content": self.inline(node.content, context)}
        elif isinstance(node, nodes.Break):
            yield {"type": "break"}
        elif isinstance(node, nodes.If):
            if self.value(node.condition, context) is True:
                yield from self.inline(node.body, context)
        else:
            for item in loop_items(self.value(node.items, context)):
                yield from self.inline(node.body, loop_scope(item, context))


def paragraphs(text: str) -> list[BlockPart]:
    """Plain text as a clerk types it: a blank line makes a paragraph, a new line a new line, dashes a list."""
    parts: list[BlockPart] = []
    for piece in _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()):
        lines = piece.split("\n")
        if piece and all(_DASH.match(line) for line in lines):
            items: list[list[BlockPart]] = [
                [{"type": "paragraph", "content": [{"type": "text", "text": _DASH.sub("", line, count=1)}]}]
                for line in lines
            ]
            parts.append({"type": "list", "ordered": False, "start": 1, "items": items})
        elif piece:
            parts.append({"type": "paragraph", "content": _lines(piece)})
    return parts


def runs_to_the_left(language: str) -> bool:
    """Whether a language is written from right to left: the values in it must be kept together by themselves."""
    return language.partition("-")[0] in ("ar", "fa", "he", "ur", "ps", "ckb")


def level_headings(parts: Sequence[BlockPart]) -> None:
    """Heading levels that skip none, also where a condition has left out the one between (PDF/UA-1, 7.4.2)."""
    last = 1
    for part in parts:
        if part["type"] == "heading":
            last = part["level"] = min(part.get("level", 2), last + 1)


def _lines(text: str) -> list[TextPart]:
    parts: list[TextPart] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            parts.append({"type": "break"})
        if line:
            parts.append({"type": "text", "text": line})
    return parts


def _joined(parts: Iterable[TextPart]) -> list[TextPart]:
    joined: list[TextPart] = []
    for part in parts:
        is_isolated = "isolated" in part or bool(joined and "isolated" in joined[-1])
        if joined and part["type"] == "text" == joined[-1]["type"] and not is_isolated:
            joined[-1] = {"type": "text", "text": joined[-1].get("text", "") + part.get("text", "")}
        else:
            joined.append(part)
    return joined


def _same_list(one: BlockPart, other: BlockPart) -> bool:
    return (
        one["type"] == "list" == other["type"]
        and one.get("ordered") == other.get("ordered")
        and one.get("id") == other.get("id")
    )
