"""Letters: reading, adapting, rendering."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from laufzettel.kernel import feel
from laufzettel.kernel.feel import Budget, Value
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

from . import formats, nodes
from .inline import Findings
from .markdown import Reader
from .rendering import Rendering, level_headings
from .source import Source, source_of, template_of
from .tree import BlockPart, Tree, plain

MAX_LENGTH = 200_000
FRONT_MATTER = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
KEYS = {"subject": str, "salutation": str, "closing": str, "language": str, "enclosures": list}
CLOSING = {"de": "Mit freundlichen Grüßen", "en": "Yours sincerely"}
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Block:
    """A block with an id, as adaptations and editors see it; `source` is Markdown, without the id."""

    id: str
    kind: Literal["section", "paragraph", "list", "table"]
    free: bool
    source: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that has been read and is sound: rendering raises nothing but BudgetExceeded.

    `reads` are the paths it reads; `blocks` what can be adapted, by id; `templates` its texts with placeholders, for
    the check of types.
    """

    file: str
    language: str
    subject: tuple[nodes.Inline, ...]
    body: tuple[nodes.Block, ...]
    salutation: feel.Template | None
    closing: feel.Template
    enclosures: tuple[feel.Template, ...]
    templates: tuple[feel.Template, ...]
    names: frozenset[str] = frozenset()
    subject_source: str = ""
    blocks: Mapping[str, Block] = field(init=False)
    reads: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        found = {node.id: Block(node.id, node.kind, node.free, node.source) for node in _named(self.body)}
        object.__setattr__(self, "blocks", found)
        reads = frozenset().union(*(template.reads for template in self.templates))
        object.__setattr__(self, "reads", reads - formats.FUNCTION_NAMES)

    def render(
        self,
        context: Mapping[str, Value],
        *,
        now: datetime,
        texts: Mapping[str, str] | None = None,
        budget: Budget | None = None,
    ) -> Tree:
        """The letter with its values.

        `texts` are the clerk's words for free blocks, by id: plain text, in which nothing is Markdown or FEEL but blank
        lines, new lines and lists with dashes. Values without text are gaps: see `Tree`.
        """
        rendering = Rendering(now, self.language, budget or Budget(), texts or {})
        subject = plain(rendering.inline(self.subject, context)).replace("\n", " ").strip()
        if not subject:
            rendering.gaps.append("subject")
        blocks = [block for block in rendering.blocks(self.body, context) if not _is_empty_heading(block)]
        level_headings(blocks)
        return {
            "language": self.language,
            "subject": subject or "[…]",
            "salutation": None if self.salutation is None else _line(self.salutation, rendering, context),
            "closing": _line(self.closing, rendering, context),
            "enclosures": [line for one in self.enclosures if (line := _line(one, rendering, context))],
            "blocks": blocks,
            "free": rendering.free,
            "gaps": rendering.gaps,
        }

    def adapted(self, texts: Mapping[str, str]) -> "Letter":
        """The letter with other Markdown for some of its blocks, by id: what an adaptation does.

        A section keeps its heading unless the new text brings one. Raises ProgramError; an unknown id is a finding.
        """
        bodies: dict[str, tuple[nodes.Block, ...]] = {}
        templates: list[feel.Template] = []
        problems: list[Finding] = []
        for id_, text in texts.items():
            if id_ not in self.blocks:
                problems.append(_unknown_block(id_, self))
                continue
            source, new, findings = _read_body(text, f"{self.file}#{id_}", self.names)
            problems.extend(findings or _heading_order(new, source, at_least=2))
            bodies[id_], templates = new, [*templates, source.template]
        body = _replaced(self.body, bodies)
        left = {node.id for node in _named(body)}
        problems.extend(_inside_another(id_, self) for id_ in bodies if id_ not in left)
        if problems:
            raise ProgramError(problems)
        return replace(self, body=body, templates=(*self.templates, *templates))


def read(text: str, *, file: str = "", names: Iterable[str] = ()) -> Letter:
    """Read a letter; `names` are variables whose names hold spaces. Raises ProgramError with all findings.

    The language is described in `docs/letters.md`.
    """
    if len(text) > MAX_LENGTH:
        message = Text("Das Schreiben ist zu lang", "The letter is too long")
        raise ProgramError([Finding("letter-too-long", message, Place(file, line=1))])
    known = frozenset(names)
    front, lines, body = _front_matter(text.removeprefix("\ufeff").replace("\r\n", "\n"), file)
    source, blocks, findings = _read_body(body, file, known)
    heading = blocks[0] if blocks and isinstance(blocks[0], nodes.Heading) else None
    subject, blocks = _subject(front, lines, blocks, file, known, findings)
    findings.extend(_heading_order(blocks, source))
    if findings:
        raise ProgramError(findings)
    language = str(front.get("language", "de"))
    salutation = _template(front, lines, "salutation", file, known)
    closing = _template(front, lines, "closing", file, known) or feel.template(CLOSING[formats.tongue(language)])
    enclosures = tuple(template_of(one, file=file, names=known, line=lines["enclosures"]) for one in _list(front))
    templates = (source.template, closing, *enclosures, *subject[1], *((salutation,) if salutation else ()))
    written = _subject_source(front, body, heading)
    return Letter(file, language, subject[0], blocks, salutation, closing, enclosures, templates, known, written)


def _is_empty_heading(block: BlockPart) -> bool:
    return block["type"] == "heading" and not plain(block.get("content", ())).strip()


def _front_matter(text: str, file: str) -> tuple[Mapping[str, object], Mapping[str, int], str]:
    """The values between two lines of `+++` in TOML, their lines, and the text, its lines still where they were."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}, {}, text
    try:
        front = tomllib.loads(match[1])
    except tomllib.TOMLDecodeError as error:
        line = getattr(error, "lineno", 1) + 1
        message = Text(f"Der Kopf ist kein TOML: {error}", f"The head is no TOML: {error}")
        raise ProgramError([Finding("letter-head", message, Place(file, line=line))]) from error
    lines = _lines(match[0], front)
    findings = list(_head_findings(front, file, lines))
    if findings:
        raise ProgramError(findings)
    return front, lines, "\n" * match[0].count("\n") + text[match.end() :]


def _lines(head: str, keys: Iterable[str]) -> dict[str, int]:
    """The line of each key, from 1."""
    begins = [line.split("=")[0].strip(" \"'") for line in head.split("\n")]
    return {key: begins.index(key) + 1 if key in begins else 1 for key in keys}


def _head_findings(front: Mapping[str, object], file: str, lines: Mapping[str, int]) -> Iterator[Finding]:
    for key, value in front.items():
        place = Place(file, key, lines[key])
        if key not in KEYS:
            hint = Text(f"Bekannt sind: {', '.join(KEYS)}", f"Known are: {', '.join(KEYS)}")
            yield Finding("letter-head", Text(f"Unbekannt: „{key}“", f"Unknown: “{key}”"), place, hint=hint)
        elif not isinstance(value, KEYS[key]) or (
            isinstance(value, list) and not all(isinstance(x, str) for x in value)
        ):
            yield Finding("letter-head", Text("Hier gehört Text hin", "Text is expected here"), place)
    language = front.get("language")
    if isinstance(language, str) and not LANGUAGE.fullmatch(language):
        message = Text("Das ist kein Sprachkürzel wie „de“", "This is no language tag such as “en”")
        yield Finding("letter-head", message, Place(file, "language", lines["language"]))


def _read_body(text: str, file: str, names: frozenset[str]) -> tuple[Source, tuple[nodes.Block, ...], list[Finding]]:
    source = source_of(text, file=file, names=names)
    findings = Findings(source, [])
    return source, Reader(source, findings).blocks(), findings.found


def _subject(
    front: Mapping[str, object],
    lines: Mapping[str, int],
    blocks: tuple[nodes.Block, ...],
    file: str,
    names: frozenset[str],
    findings: list[Finding],
) -> tuple[tuple[tuple[nodes.Inline, ...], tuple[feel.Template, ...]], tuple[nodes.Block, ...]]:
    """The subject, from the head or from the heading of level 1 that comes first, and the blocks without it."""
    first = blocks[0] if blocks else None
    if isinstance(first, nodes.Heading) and first.level == 1:
        return (first.content, ()), blocks[1:]
    template = _template(front, lines, "subject", file, names)
    if template is None:
        message = Text("Der Betreff fehlt", "The subject is missing")
        hint = Text("Beginnen Sie mit „# Betreff“", "begin with “# subject”")
        findings.append(Finding("letter-no-subject", message, Place(file, line=1), hint=hint))
        return ((), ()), blocks
    return (_inline(template.nodes), (template,)), blocks


def _subject_source(front: Mapping[str, object], body: str, heading: nodes.Heading | None) -> str:
    """How the subject was written, for those who translate it."""
    if heading is None or heading.level != 1:
        return str(front.get("subject", ""))
    return body.split("\n")[heading.line - 1].strip().lstrip("#").strip()


def _inline(parts: Iterable[object]) -> tuple[nodes.Inline, ...]:
    """A template as words: the subject of the head knows placeholders, no Markdown."""
    made: list[nodes.Inline] = []
    for part in parts:
        if isinstance(part, feel.Output):
            made.append(nodes.Output(part.expression))
        elif isinstance(part, feel.If):
            made.append(nodes.If(part.condition, _inline(part.body)))
        elif isinstance(part, feel.Loop):
            made.append(nodes.Loop(part.items, _inline(part.body)))
        elif isinstance(part, feel.TextNode):
            made.append(nodes.Words(part.text))
    return tuple(made)


def _template(
    front: Mapping[str, object], lines: Mapping[str, int], key: str, file: str, names: frozenset[str]
) -> feel.Template | None:
    value = front.get(key)
    return template_of(value, file=file, names=names, line=lines[key]) if isinstance(value, str) else None


def _list(front: Mapping[str, object]) -> list[str]:
    value = front.get("enclosures")
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _line(template: feel.Template, rendering: Rendering, context: Mapping[str, Value]) -> str:
    return plain(rendering.inline(_inline(template.nodes), context)).strip()


def _named(body: Iterable[object]) -> Iterator[nodes.Named]:
    for node in body:
        if isinstance(node, nodes.Named):
            yield node
        if isinstance(node, nodes.Named | nodes.If | nodes.Loop):
            yield from _named(node.body)
        elif isinstance(node, nodes.Items):
            for item in node.items:
                yield from _named(item)


def _heading_order(body: Iterable[object], source: Source, *, at_least: int = 1) -> list[Finding]:
    """Level 1 is the subject alone, and no level is skipped."""
    problems: list[Finding] = []
    last = at_least
    for node in _headings(body):
        if node.level == 1:
            message = Text("Nur der Betreff steht auf Ebene 1", "Only the subject has level 1")
            problems.append(Finding("letter-heading-level", message, Place(source.file, line=node.line)))
        elif node.level > last + 1:
            message = Text(
                f"Nach Ebene {last} folgt Ebene {node.level}", f"Level {last} is followed by level {node.level}"
            )
            hint = Text("Lassen Sie keine Ebene aus", "do not skip a level")
            problems.append(Finding("letter-heading-level", message, Place(source.file, line=node.line), hint=hint))
        last = node.level
    return problems


def _headings(body: Iterable[object]) -> Iterator[nodes.Heading]:
    for node in body:
        if isinstance(node, nodes.Heading):
            yield node
        elif isinstance(node, nodes.Named | nodes.If | nodes.Loop):
            yield from _headings(node.body)
        elif isinstance(node, nodes.Items):
            for item in node.items:
                yield from _headings(item)


def _replaced(body: tuple[nodes.Block, ...], bodies: Mapping[str, tuple[nodes.Block, ...]]) -> tuple[nodes.Block, ...]:
    made: list[nodes.Block] = []
    for node in body:
        if isinstance(node, nodes.Named) and node.id in bodies:
            new = bodies[node.id]
            keeps = node.kind == "section" and not (new and isinstance(new[0], nodes.Heading))
            made.append(replace(node, body=(*node.body[:1], *new) if keeps else new))
        elif isinstance(node, nodes.Named):
            made.append(replace(node, body=_replaced(node.body, bodies)))
        elif isinstance(node, nodes.If):
            made.append(nodes.If(node.condition, _replaced(node.body, bodies)))
        elif isinstance(node, nodes.Loop):
            made.append(nodes.Loop(node.items, _replaced(node.body, bodies)))
        elif isinstance(node, nodes.Items):
            made.append(replace(node, items=tuple(_replaced(item, bodies) for item in node.items)))
        else:
            made.append(node)
    return tuple(made)


def _inside_another(id_: str, letter: Letter) -> Finding:
    return Finding(
        "letter-block-inside",
        Text(
            f"Der Baustein „{id_}“ liegt in einem, der auch ersetzt wird",
            f"The block “{id_}” is inside another that is replaced too",
        ),
        Place(letter.file, id_),
    )


def _unknown_block(id_: str, letter: Letter) -> Finding:
    known = ", ".join(letter.blocks)
    return Finding(
        "letter-unknown-block",
        Text(f"Den Baustein „{id_}“ gibt es nicht", f"There is no block “{id_}”"),
        Place(letter.file, id_),
        hint=Text(f"Es gibt: {known}", f"there are: {known}"),
    )
