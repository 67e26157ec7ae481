"""Matching regular expressions with a bound on the work.

A pattern that cannot backtrack far runs in the `regex` package; any other one in a machine of our own that counts its
steps and never goes back. A pattern with references to groups has only the first way.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from laufzettel.kernel.feel.budget import Budget, exceeded
from laufzettel.kernel.feel.pattern_machine import Machine
from laufzettel.kernel.feel.pattern_parser import (
    Anchor,
    Char,
    Choice,
    Group,
    Part,
    PatternError,
    PatternParser,
    Reference,
    Repeat,
    Sequence,
    without_spaces,
)
from laufzettel.kernel.problems import Text

MAX_LENGTH = 2000
MAX_WORK = 20_000_000
WORK_A_STEP = 200

Span = tuple[int, int]
Spans = tuple[Span | None, ...]
"""Where the whole match and each group lie; None for a group that took no part."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern of XPath."""

    fast: "regex.Pattern[str]"
    machine: Machine | None
    groups: int
    degree: int | None

    @classmethod
    def of(cls, pattern: str, flags: str) -> "Pattern":
        """Compile a pattern with flags out of `smixq`; PatternError when one of them is wrong."""
        return _compiled(pattern, "".join(sorted(set(flags))))

    def search(self, budget: Budget, text: str, start: int = 0) -> Spans | None:
        """The first match at or behind `start`."""
        length = len(text) - start + 1
        if self.degree is not None and length ** max(self.degree, 1) <= MAX_WORK:
            budget.spend(1 + length ** max(self.degree, 1) // (WORK_A_STEP * 1000) + length // WORK_A_STEP)
            match = self.fast.search(text, start)
            if match is None:
                return None
            return tuple(None if match.start(n) < 0 else match.span(n) for n in range(self.groups + 1))
        if self.machine is None:
            raise exceeded("regex", MAX_WORK)
        return self.machine.search(budget, text, start)

    def matches(self, budget: Budget, text: str) -> Iterator[Spans]:
        """All matches from left to right; an empty one moves on by a character."""
        position = 0
        while position <= len(text) and (spans := self.search(budget, text, position)) is not None:
            yield spans
            start, end = spans[0] or (position, position)
            position = end if end > start else end + 1

    def replace(self, budget: Budget, text: str, parts: list[str | int]) -> str:
        """`text` with each match replaced by `parts`: text, or the number of a group."""
        result: list[str] = []
        position = length = 0
        for spans in self.matches(budget, text):
            start, end = spans[0] or (0, 0)
            result.append(text[position:start])
            result.extend(part if isinstance(part, str) else _piece(text, spans, part) for part in parts)
            length += sum(map(len, result[-len(parts) - 1 :]))
            budget.check_text(length)
            position = end
        return "".join(result) + text[position:]

    def split(self, budget: Budget, text: str) -> Iterator[str]:
        """The pieces between the matches."""
        position = 0
        for spans in self.matches(budget, text):
            start, end = spans[0] or (0, 0)
            if end == start and (start in {0, len(text)}):
                continue
            budget.spend(1)
            yield text[position:start]
            position = end
        yield text[position:]

    def find_all(self, budget: Budget, text: str) -> Iterator[str]:
        """The matches themselves."""
        for spans in self.matches(budget, text):
            yield _piece(text, spans, 0)


def _piece(text: str, spans: Spans, group: int) -> str:
    span = spans[group]
    return "" if span is None else text[span[0] : span[1]]


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Pattern:
    if set(flags) - set("smixq"):
        raise PatternError(Text(f"unbekannte Angabe „{flags}“", f"unknown flag “{flags}”"))
    if len(pattern) > MAX_LENGTH:
        raise PatternError(Text(f"länger als {MAX_LENGTH} Zeichen", f"longer than {MAX_LENGTH} characters"))
    if "q" in flags:
        tree: Part = Sequence(tuple(Char(f"\\U{ord(character):08x}") for character in pattern))
        groups = 0
    else:
        parser = PatternParser(without_spaces(pattern) if "x" in flags else pattern, "s" in flags)
        tree, groups = parser.parse(), parser.groups
    ignore_case, multi_line = "i" in flags, "m" in flags
    fast = _fast(tree, ignore_case, multi_line)
    machine = None if _has_reference(tree) else Machine.of(tree, groups, _fast_flags(ignore_case), multi_line)
    return Pattern(fast, machine, groups, _degree(tree))


def _fast_flags(ignore_case: bool) -> int:
    return int(regex.VERSION1) | (int(regex.IGNORECASE) if ignore_case else 0)


def _fast(tree: Part, ignore_case: bool, multi_line: bool) -> "regex.Pattern[str]":
    # without "(?-f)" the package would fold ß to ss, which XPath does not
    source = _source(tree, multi_line)
    try:
        return regex.compile(f"(?-f){source}" if ignore_case else source, _fast_flags(ignore_case))
    except (regex.error, ValueError, OverflowError):
        raise PatternError(Text("eine Zeichenklasse ist unbekannt", "a class of characters is unknown")) from None


_ANCHORS = {
    ("^", False): r"\A",
    ("$", False): r"\Z",
    ("^", True): r"(?:\A|(?<=\n)(?!\Z))",
    ("$", True): r"(?=\n|\Z)",
}


def _source(part: Part, multi_line: bool) -> str:
    """The pattern as the `regex` package writes it."""
    if isinstance(part, Char):
        return part.set
    if isinstance(part, Anchor):
        return _ANCHORS[part.sign, multi_line]
    if isinstance(part, Reference):
        return f"(?:\\{part.index})"
    if isinstance(part, Group):
        return f"({'' if part.index else '?:'}{_source(part.body, multi_line)})"
    if isinstance(part, Repeat):
        high = "" if part.high is None else part.high
        return f"(?:{_source(part.body, multi_line)}){{{part.low},{high}}}{'?' if part.lazy else ''}"
    if isinstance(part, Sequence):
        return "".join(_source(each, multi_line) for each in part.parts)
    return "(?:" + "|".join(_source(each, multi_line) for each in part.options) + ")"


def _has_reference(part: Part) -> bool:
    return isinstance(part, Reference) or any(_has_reference(each) for each in _inside(part))


def _inside(part: Part) -> tuple[Part, ...]:
    if isinstance(part, Group | Repeat):
        return (part.body,)
    if isinstance(part, Sequence):
        return part.parts
    return part.options if isinstance(part, Choice) else ()


def _is_plain(part: Part) -> bool:
    """Whether a repeated part can match a text in one way only: no repetition and no choice inside."""
    if isinstance(part, Repeat):
        return part.low == part.high and part.low < 50 and _is_plain(part.body)
    return not isinstance(part, Choice) and all(_is_plain(each) for each in _inside(part))


def _degree(part: Part) -> int | None:
    """How many repetitions may try their lengths against each other, 1 for the start; None when they nest."""
    total = 1
    for repeat in _repeats(part):
        if repeat.high == 1:
            continue
        if not _is_plain(repeat.body):
            return None
        total += 1 if repeat.low != repeat.high else 0
    return total if total <= 6 else None


def _repeats(part: Part) -> Iterator[Repeat]:
    if isinstance(part, Repeat):
        yield part
    for each in _inside(part):
        yield from _repeats(each)


def replacement_parts(text: str, groups: int) -> list[str | int]:
    r"""A replacement as text and group numbers: `$1` a group, `\$` and `\\` themselves; PatternError otherwise."""
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        character, following = text[position], text[position + 1 : position + 2]
        if character == "\\":
            if following not in {"\\", "$"} or not following:
                raise PatternError(Text("hinter \\ steht nur \\ oder $", "only \\ or $ may follow \\"))
            parts.append(following)
            position += 2
        elif character == "$":
            if not (following.isascii() and following.isdecimal()):
                raise PatternError(Text("hinter $ fehlt eine Ziffer", "a digit is missing behind $"))
            number, position = int(following), position + 2
            while text[position : position + 1].isdecimal() and number * 10 + int(text[position]) <= groups:
                number, position = number * 10 + int(text[position]), position + 1
            parts.append(number if number <= groups else "")
        else:
            parts.append(character)
            position += 1
    return parts


__all__ = ["Pattern", "PatternError", "replacement_parts"]
