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


class _Branch:
    """Where the names lead that have begun alike: the name that ends here, and the branches by the next token."""

    __slots__ = ("branches", "name")

    def __init__(self) -> None:
        self.name = ""
        self.branches: dict[str, _Branch] = {}


class NameBook:
    """Known names of more than one token, token by token: `branches` by the first."""

    __slots__ = ("branches",)

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.branches: dict[str, _Branch] = {}
        for name in names:
            self.add(name)

    @property
    def is_empty(self) -> bool:
        """Whether no name of more than one token is known."""
        return not self.branches

    def add(self, name: str) -> None:
        """Make a name known from now on."""
        if name.isidentifier():
            return
        name = canonical(name)
        parts = parts_of(name)
        if len(parts) < 2:
            return
        branches = self.branches
        for part in parts:
            branch = branches.setdefault(part, _Branch())
            branches = branch.branches
        branch.name = name

    def match(self, tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
        """The longest known name of several tokens that starts at `index`, and how many tokens it takes."""
        branch = self.branches.get(tokens[index].text)
        best: tuple[str, int] | None = None
        length = 1
        while branch is not None and index + length < len(tokens):
            branch = branch.branches.get(tokens[index + length].text)
            length += 1
            if branch is not None and branch.name:
                best = branch.name, length
        return best
