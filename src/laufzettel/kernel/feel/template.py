"""Text with FEEL in it, as form-js writes it.

`{{expression}}`, `{{#if condition}}…{{/if}}`, `{{#loop list}}…{{/loop}}`.

Inside a loop the names are `this` (the item), `parent` (what was in scope outside) and the item's own fields; nothing
else, so that a field that is missing never takes its value from outside. A block's tag that stands alone on a line
takes its line with it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from laufzettel.kernel.feel.budget import Budget
from laufzettel.kernel.feel.expression import Expression, compile_at
from laufzettel.kernel.feel.lexer import place_of, syntax_error
from laufzettel.kernel.feel.run import Warning  # noqa: A004
from laufzettel.kernel.feel.text import to_text
from laufzettel.kernel.feel.values import Value
from laufzettel.kernel.problems import Finding, Place, ProgramError
from laufzettel.kernel.problems import Text as Sentence

MAX_NESTING = 20
NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Text:
    """Text as it is."""

    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Output:
    """`{{expression}}`."""

    expression: Expression
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class If:
    """`{{#if condition}}body{{/if}}`: the body where the condition is true; null is not."""

    condition: Expression
    body: tuple["Node", ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Loop:
    """`{{#loop items}}body{{/loop}}`: the body for each item; null is no item, one value is one."""

    items: Expression
    body: tuple["Node", ...]
    place: Place = NOWHERE


Node = Text | Output | If | Loop
Format = Callable[[Value], str]


def loop_scope(item: Value, outer: Mapping[str, Value]) -> dict[str, Value]:
    """The names inside a loop."""
    own = item if isinstance(item, dict) else {}
    return {"this": item, "parent": dict(outer), **own}


def loop_items(value: Value) -> list[Value]:
    """What a loop goes through."""
    return value if isinstance(value, list) else [] if value is None else [value]


class Template:
    """A text with placeholders. `nodes` is its tree; `reads` the paths read outside of loops, `parent.` resolved."""

    __slots__ = ("findings", "nodes", "reads", "text")

    def __init__(self, text: str, nodes: tuple[Node, ...]) -> None:
        self.text = text
        self.nodes = nodes
        self.reads = frozenset(_reads(nodes, 0))
        self.findings: tuple[Finding, ...] = ()

    def render(
        self,
        context: Mapping[str, Value],
        *,
        now: datetime,
        budget: Budget | None = None,
        format: Format | None = None,  # noqa: A002 - says what it is
        warnings: list[Warning] | None = None,
    ) -> str:
        """The text in a context; `format` turns values into text (else FEEL's `string`, null as nothing)."""
        shared = budget or Budget()
        parts: list[str] = []
        _Rendering(now, shared, format or _plain, warnings, parts).render(self.nodes, context)
        return "".join(parts)


def _plain(value: Value) -> str:
    return "" if value is None else to_text(value)


@dataclass(slots=True)
class _Rendering:
    now: datetime
    budget: Budget
    format: Format
    warnings: list[Warning] | None
    parts: list[str]
    length: int = 0

    def value(self, expression: Expression, context: Mapping[str, Value]) -> Value:
        return expression.evaluate(context, now=self.now, budget=self.budget, warnings=self.warnings)

    def add(self, text: str) -> None:
        self.length += len(text)
        self.budget.check_text(self.length)
        self.parts.append(text)

    def render(self, nodes: tuple[Node, ...], context: Mapping[str, Value]) -> None:
        for node in nodes:
            if isinstance(node, Text):
                self.add(node.text)
            elif isinstance(node, Output):
                self.add(self.format(self.value(node.expression, context)))
            elif isinstance(node, If):
                if self.value(node.condition, context) is True:
                    self.render(node.body, context)
            else:
                for item in loop_items(self.value(node.items, context)):
                    self.render(node.body, loop_scope(item, context))


def _reads(nodes: tuple[Node, ...], depth: int) -> Iterable[str]:
    for node in nodes:
        if isinstance(node, Output):
            yield from _outer(node.expression.reads, depth)
        elif isinstance(node, If):
            yield from _outer(node.condition.reads, depth)
            yield from _reads(node.body, depth)
        elif isinstance(node, Loop):
            yield from _outer(node.items.reads, depth)
            yield from _reads(node.body, depth + 1)


def _outer(reads: frozenset[str], depth: int) -> Iterable[str]:
    """Of the paths read `depth` loops down, those that reach the outermost scope."""
    prefix = "parent." * depth
    return (path.removeprefix(prefix) for path in reads if path.startswith(prefix))


def template(text: str, *, names: Iterable[str] = ()) -> Template:
    """Read a text with placeholders; ProgramError, with place and hint, where it cannot be read."""
    return Template(text, _Reader(text, frozenset(names)).read())


@dataclass(frozen=True, slots=True)
class _Tag:
    inside: str
    start: int
    end: int
    inside_at: int


class _Reader:
    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text = text
        self.names = names | {"this", "parent"}
        self.position = 0

    def read(self) -> tuple[Node, ...]:
        nodes, closing = self._nodes("", 0)
        if closing is not None:
            raise self._stray(closing)
        return nodes

    def _nodes(self, block: str, depth: int) -> tuple[tuple[Node, ...], _Tag | None]:
        """Everything up to the closing tag of `block`, or up to the end."""
        nodes: list[Node] = []
        while (tag := self._next_tag()) is not None:
            word, _, rest = tag.inside.partition(" ") if not tag.inside[:1].isspace() else ("", "", "")
            is_block = word in {"#if", "#loop", "/if", "/loop"}
            start, end = self._whole_line(tag) if is_block else (tag.start, tag.end)
            self._add_text(nodes, start)
            self.position = end
            if word in {"#if", "#loop"}:
                nodes.append(self._block(tag, word[1:], rest, depth))
            elif word == f"/{block}" and block:
                return tuple(nodes), tag
            elif word.startswith(("#", "/")):
                raise self._stray(tag)
            else:
                nodes.append(Output(self._compile(tag.inside, tag.inside_at), place_of(self.text, tag.start)))
        self._add_text(nodes, len(self.text))
        self.position = len(self.text)
        return tuple(nodes), None

    def _add_text(self, nodes: list[Node], end: int) -> None:
        if end > self.position:
            nodes.append(Text(self.text[self.position : end], place_of(self.text, self.position)))

    def _block(self, tag: _Tag, word: str, rest: str, depth: int) -> Node:
        if depth >= MAX_NESTING:
            raise self._error(tag, Sentence("Zu viele Blöcke ineinander", "Too many blocks inside each other"))
        expression = self._compile(rest, tag.inside_at + len(tag.inside) - len(rest))
        body, closing = self._nodes(word, depth + 1)
        if closing is None:
            de, en = f"Der Block „{{{{#{word}}}}}“ endet nicht", f"The block “{{{{#{word}}}}}” does not end"
            hint = Sentence(f"Setzen Sie {{{{/{word}}}}} an sein Ende", f"put {{{{/{word}}}}} at its end")
            raise self._error(tag, Sentence(de, en), hint)
        kind = If if word == "if" else Loop
        return kind(expression, body, place_of(self.text, tag.start))

    def _compile(self, source: str, offset: int) -> Expression:
        place = place_of(self.text, offset)
        return compile_at(source, place, names=self.names)

    def _next_tag(self) -> _Tag | None:
        start = self.text.find("{{", self.position)
        if start < 0:
            return None
        end = self._end_of(start + 2)
        if end is None:
            raise syntax_error(
                self.text,
                start,
                Sentence("Der Platzhalter endet nicht", "The placeholder does not end"),
                Sentence("Setzen Sie }} an sein Ende", "put }} at its end"),
            )
        return _Tag(self.text[start + 2 : end], start, end + 2, start + 2)

    def _end_of(self, position: int) -> int | None:
        """Where the `}}` of a tag stands: not inside a string, not closing a context."""
        text, depth = self.text, 0
        while position < len(text):
            character = text[position]
            if character == '"':
                position = self._after_string(position)
                continue
            if character == "{":
                depth += 1
            elif character == "}":
                if depth == 0 and text.startswith("}}", position):
                    return position
                depth -= 1
            position += 1
        return None

    def _after_string(self, position: int) -> int:
        position += 1
        while position < len(self.text) and self.text[position] != '"':
            position += 2 if self.text[position] == "\\" else 1
        return position + 1

    def _whole_line(self, tag: _Tag) -> tuple[int, int]:
        """The extent of a block's tag: with its line, if nothing else stands on it."""
        line_start = self.text.rfind("\n", 0, tag.start) + 1
        line_end = self.text.find("\n", tag.end)
        line_end = len(self.text) if line_end < 0 else line_end
        alone = not self.text[line_start : tag.start].strip() and not self.text[tag.end : line_end].strip()
        if not alone or line_start < self.position:
            return tag.start, tag.end
        return line_start, min(line_end + 1, len(self.text))

    def _stray(self, tag: _Tag) -> ProgramError:
        word = "{{" + tag.inside.split(" ")[0] + "}}"
        hint = Sentence(
            "Blöcke sind {{#if …}}…{{/if}} und {{#loop …}}…{{/loop}}",
            "blocks are {{#if …}}…{{/if}} and {{#loop …}}…{{/loop}}",
        )
        return self._error(tag, Sentence(f"„{word}“ kann hier nicht stehen", f"“{word}” cannot stand here"), hint)

    def _error(self, tag: _Tag, message: Sentence, hint: Sentence | None = None) -> ProgramError:
        return syntax_error(self.text, tag.start, message, hint or Sentence("", ""))
