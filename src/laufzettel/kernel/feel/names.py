"""Which names exist while a text is parsed: they may hold spaces and operators, and the longest one wins."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from laufzettel.kernel.feel.lexer import Token, tokenize
from laufzettel.kernel.problems import ProgramError

RESERVED = frozenset(
    ("and", "else", "every", "false", "for", "if", "in", "null", "or", "return", "satisfies", "some", "then", "true")
)
"""Words that are never a variable. `between`, `instance of`, `function`, `external` are known by where they stand."""

_SIMPLE = re.compile(r"[^\W\d]\w*")


def canonical(name: str) -> str:
    """A name with each run of spaces as one space."""
    return " ".join(name.split())


def parts_of(name: str) -> tuple[str, ...]:
    """The texts of the tokens that spell a name; empty when it cannot be spelled in FEEL."""
    if _SIMPLE.fullmatch(name):
        return (name,)
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except ProgramError:
        return ()


@lru_cache(maxsize=256)
def book_of(names: frozenset[str]) -> "NameBook":
    """The book of a set of names; shared, so nothing may be added to it."""
    return NameBook(names)


class NameBook:
    """Known names of more than one token, by their first token; `names` holds all known ones."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known from now on."""
        if name.isidentifier():
            return
        name = canonical(name)
        parts = parts_of(name)
        if len(parts) > 1:
            self._by_first.setdefault(parts[0], {})[parts] = name

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """The longest known name of several tokens that starts at `index`, and how many tokens it takes."""
        if not self._by_first:
            return None
        candidates = self._by_first.get(tokens[index].text)
        if not candidates:
            return None
        best: tuple[str, int] | None = None
        for parts, name in candidates.items():
            length = len(parts)
            if (best is None or length > best[1]) and all(
                index + offset < len(tokens) and tokens[index + offset].text == part
                for offset, part in enumerate(parts)
            ):
                best = name, length
        return best
