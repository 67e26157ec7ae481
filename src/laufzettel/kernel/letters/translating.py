"""A letter in another language, block by block: enclosed for information, while the German one binds."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

from . import nodes
from .letter import Block, Letter, read
from .tree import BlockPart


@dataclass(frozen=True, slots=True)
class Language:
    """A language that letters can be enclosed in; `notice` and `remedy` are its own sentences, see `languages.toml`."""

    name: Text
    notice: str
    remedy: str


@dataclass(frozen=True, slots=True)
class LetterTranslation:
    """A letter in another language, ready to be enclosed; `subject` and `texts` are its Markdown, to be kept."""

    language: str
    subject: str
    texts: Mapping[str, str]
    letter: Letter


@cache
def languages() -> Mapping[str, Language]:
    """By their codes (ISO 639)."""
    raw = tomllib.loads((files(__package__) / "languages.toml").read_text("utf-8"))
    return {
        code: Language(Text(one["name"]["de"], one["name"]["en"]), one["notice"], one["remedy"])
        for code, one in raw.items()
    }


def units(letter: Letter) -> tuple[Block, ...]:
    """The blocks that are translated each as a whole: those with an id that lie in no other, in their order."""
    return tuple(letter.blocks[node.id] for node in _outermost(letter.body) if isinstance(node, nodes.Named))


def is_wholly_named(letter: Letter) -> bool:
    """Whether everything of the letter lies in a block with an id, so that all of it can be translated."""
    return all(isinstance(node, nodes.Named | nodes.PageBreak) for node in _outermost(letter.body))


def translated(letter: Letter, language: str, subject: str, texts: Mapping[str, str]) -> Letter:
    """The letter in another language: `subject` and the Markdown of every unit, by its id.

    A section brings its heading, and a text the same free blocks as the German one: there the clerk's words go.
    Raises ProgramError with everything that is missing or cannot be read.
    """
    problems: list[Finding] = []
    for unit in units(letter):
        if unit.id not in texts:
            message = Text(f"Die Übersetzung von „{unit.id}“ fehlt.", f"The translation of “{unit.id}” is missing.")
            problems.append(Finding("letter-translation", message, Place(letter.file, unit.id)))
        elif unit.kind == "section" and not texts[unit.id].lstrip().startswith("#"):
            message = Text("Die Übersetzung beginnt ohne Überschrift.", "The translation begins without a heading.")
            problems.append(Finding("letter-translation", message, Place(letter.file, unit.id)))
    if problems:
        raise ProgramError(problems)
    head = read(f"# {subject}", file=letter.file, names=letter.names)
    made = letter.adapted({unit.id: texts[unit.id] for unit in units(letter)})
    problems = list(_lost_free_blocks(letter, made))
    if problems:
        raise ProgramError(problems)
    return replace(
        made,
        language=language,
        subject=head.subject,
        salutation=None,
        closing=head.closing,
        enclosures=(),
        templates=(*made.templates, *head.templates),
    )


def in_german(blocks: Iterable[BlockPart], ids: Iterable[str]) -> None:
    """Mark the free blocks of a translation that hold the clerk's own words, which are German."""
    own = frozenset(ids)
    for block in blocks:
        if block.get("free") and block.get("id") in own:
            block["language"] = "de"
        for item in block.get("items", ()):
            in_german(item, own)


def _outermost(body: Iterable[object]) -> Iterator[object]:
    for node in body:
        if isinstance(node, nodes.If | nodes.Loop):
            yield from _outermost(node.body)
        else:
            yield node


def _lost_free_blocks(letter: Letter, made: Letter) -> Iterator[Finding]:
    wanted = {block.id for block in letter.blocks.values() if block.free}
    given = {block.id for block in made.blocks.values() if block.free}
    # A unit that is free itself stays so; what lies inside one has to be written again.
    for id_ in sorted(wanted ^ given):
        message = Text(
            f"Der freie Absatz „{id_}“ steht nicht in beiden Sprachen.",
            f"The free block “{id_}” does not stand in both languages.",
        )
        hint = Text(f"Schreiben Sie {{#{id_} .frei}} an dieselbe Stelle.", f"Write {{#{id_} .frei}} at the same place.")
        yield Finding("letter-translation", message, Place(letter.file, id_), hint=hint)
