"""Reading the regular expressions of XPath and XML Schema, which FEEL uses."""

import re
from dataclasses import dataclass, field

from laufzettel.kernel.problems import Text

MAX_REPEAT = 1000


class PatternError(Exception):
    """A text is no regular expression of XPath, or no replacement. `de` says why in German."""

    def __init__(self, message: Text) -> None:
        self.de = str(message)
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Char:
    """One character out of a set, written as a set of the `regex` package."""

    set: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`."""

    sign: str


@dataclass(frozen=True, slots=True)
class Group:
    """`(…)`; index None for `(?:…)`."""

    index: int | None
    body: "Part"


@dataclass(frozen=True, slots=True)
class Reference:
    r"""`\1`."""

    index: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """`*`, `+`, `?`, `{2,5}`; high None for no end."""

    body: "Part"
    low: int
    high: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """`a|b`."""

    options: tuple["Part", ...]


Part = Char | Anchor | Group | Reference | Repeat | Sequence | Choice

_LITERAL_ESCAPES = frozenset("\\|.?*+(){}-[]^$")
_CONTROL_ESCAPES = {"n": r"\n", "r": r"\r", "t": r"\t"}
_CLASS_ESCAPES = {
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": r"[\p{L}\p{Nl}_:]",
    "I": r"[^\p{L}\p{Nl}_:]",
    "c": r"[\p{L}\p{N}\p{M}_:.\-\u00b7]",
    "C": r"[^\p{L}\p{N}\p{M}_:.\-\u00b7]",
}
_CATEGORY = re.compile(r"(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?|Is[A-Za-z0-9\-]+)")
_COUNT = re.compile(r"\{([0-9]{1,4})(,([0-9]{1,4})?)?\}")
_SPECIAL = frozenset(".\\?*+{}()[]|^$")


def without_spaces(pattern: str) -> str:
    """The pattern of the flag `x`: no white space outside of square brackets."""
    result: list[str] = []
    depth = 0
    escaped = False
    for character in pattern:
        if not escaped:
            depth += (character == "[") - (character == "]")
        if depth > 0 or character not in " \t\n\r":
            result.append(character)
            escaped = character == "\\" and not escaped
    return "".join(result)


@dataclass(slots=True)
class PatternParser:
    """One pattern, read from left to right."""

    source: str
    dot_all: bool = False
    position: int = 0
    groups: int = 0
    closed: set[int] = field(default_factory=set)
    depth: int = 0

    def parse(self) -> Part:
        """The whole pattern."""
        part = self._choice()
        if self.position < len(self.source):
            raise self._error()
        return part

    def _error(self) -> PatternError:
        at = self.position + 1
        return PatternError(Text(f"Zeichen {at} kann hier nicht stehen", f"character {at} cannot stand here"))

    def _peek(self, length: int = 1) -> str:
        return self.source[self.position : self.position + length]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise self._error()
        self.position += 1
        return character

    def _choice(self) -> Part:
        self.depth += 1
        if self.depth > 50:
            raise self._error()
        options = [self._sequence()]
        while self._peek() == "|":
            self.position += 1
            options.append(self._sequence())
        self.depth -= 1
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._quantified(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quantified(self, atom: Part) -> Part:
        sign = self._peek()
        if sign in {"*", "+", "?"} and sign:
            self.position += 1
            low, high = (1 if sign == "+" else 0), (1 if sign == "?" else None)
        elif sign == "{":
            match = _COUNT.match(self.source, self.position)
            if match is None:
                raise self._error()
            self.position = match.end()
            low = int(match[1])
            high = low if match[2] is None else None if match[3] is None else int(match[3])
        else:
            return atom
        if low > MAX_REPEAT or (high is not None and (high < low or high > MAX_REPEAT)):
            raise self._error()
        lazy = self._peek() == "?"
        self.position += lazy
        return Repeat(atom, low, high, lazy)

    def _atom(self) -> Part:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return Char(self._set())
        if character == ".":
            return Char(r"[\s\S]" if self.dot_all else r"[^\n\r]")
        if character in "^$":
            return Anchor(character)
        if character == "\\":
            if self._peek() in set("123456789"):
                return self._reference()
            return Char(self._escape())
        if character in _SPECIAL:
            self.position -= 1
            raise self._error()
        return Char(_literal(character))

    def _group(self) -> Part:
        index: int | None = None
        if self._peek(2) == "?:":
            self.position += 2
        else:
            self.groups += 1
            index = self.groups
        body = self._choice()
        if self._peek() != ")":
            raise self._error()
        self.position += 1
        if index is not None:
            self.closed.add(index)
        return Group(index, body)

    def _reference(self) -> Part:
        number = int(self._take())
        while self._peek().isdecimal() and self._peek().isascii() and number * 10 + int(self._peek()) <= self.groups:
            number = number * 10 + int(self._take())
        if number not in self.closed:
            raise self._error()
        return Reference(number)

    def _escape(self) -> str:
        character = self._take()
        if character in _LITERAL_ESCAPES:
            return _literal(character)
        if character in _CONTROL_ESCAPES:
            return _CONTROL_ESCAPES[character]
        if character in _CLASS_ESCAPES:
            return _CLASS_ESCAPES[character]
        if character in "pP" and self._peek() == "{":
            end = self.source.find("}", self.position)
            name = self.source[self.position + 1 : end] if end > 0 else ""
            if _CATEGORY.fullmatch(name):
                self.position = end + 1
                return f"\\{character}{{{'In' + name[2:] if name.startswith('Is') else name}}}"
        self.position -= 1
        raise self._error()

    def _set(self) -> str:
        """What stands in square brackets, behind the first."""
        negated = self._peek() == "^"
        self.position += negated
        items: list[str] = []
        subtracted = ""
        while self._peek() != "]" or not items:
            if self._peek(2) == "-[" and items:
                self.position += 2
                subtracted = self._set()
                if self._peek() != "]":
                    raise self._error()
                break
            items.append(self._set_item())
        self.position += 1
        inside = f"[{'^' if negated else ''}{''.join(items)}]"
        return f"[{inside}--{subtracted}]" if subtracted else inside

    def _set_item(self) -> str:
        first, is_single = self._set_character()
        follows_range = self._peek() == "-" and self._peek(2) not in {"-]", "-["}
        if not is_single or not follows_range or first == r"\-":
            return first
        self.position += 1
        last, is_single = self._set_character()
        if not is_single or _code(last) < _code(first):
            raise self._error()
        return f"{first}-{last}"

    def _set_character(self) -> tuple[str, bool]:
        character = self._take()
        if character == "\\":
            escaped = self._escape()
            return escaped, not escaped.startswith(("[", r"\p", r"\P"))
        if character in "[]":
            self.position -= 1
            raise self._error()
        return _literal(character), True


def _literal(character: str) -> str:
    return (
        character if character.isalnum() else f"\\U{ord(character):08x}" if ord(character) > 126 else "\\" + character
    )


def _code(literal: str) -> int:
    if literal.startswith("\\U"):
        return int(literal[2:], 16)
    return ord({r"\n": "\n", r"\r": "\r", r"\t": "\t"}.get(literal, literal[-1]))
