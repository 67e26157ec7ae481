"""From text to tokens. Names with spaces are put together later, by the parser, which knows the scope."""

import re
from decimal import Decimal
from typing import NamedTuple

from laufzettel.kernel.problems import NO_TEXT, Finding, Place, ProgramError, Text

MAX_LENGTH = 65_536

_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = "\t-\r \u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(
    rf"""(?:[{_SPACE}]+|//[^\n]*|/\*.*?\*/)*+
    ([{_START}][{_PART}]*
    |(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,6}}(?![{_PART}]))?
    |"(?:[^"\\]|\\.)*"
    |@[{_SPACE}]*"(?:[^"\\]|\\.)*"
    |`[^`]+`
    |\*\*|\.\.\.|\.\.|->|!=|<=|>=|[-+*/=<>()\[\]{{}},.:']
    |.|\Z)""",
    re.VERBOSE | re.DOTALL,
)
"""A token behind whatever separates it from the last; the last are a character that begins none, and the end."""
_KINDS = {
    **dict.fromkeys("0123456789", "number"),
    **dict.fromkeys("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_?", "word"),
    **dict.fromkeys("-+*/=<>()[]{},:'!", "symbol"),
    '"': "string",
    "@": "at",
    "`": "quoted",
}
"""The kind of a token by its first character, as far as that says it."""
_BROKEN = frozenset('"@`!')
"""What is no token when it stands alone."""
_WORD = re.compile(f"[{_START}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


class Token(NamedTuple):
    """A piece of text: `text` as written, `value` what it stands for, `start` and `end` its offsets.

    `kind` is number, string, at, quoted, word, symbol, or end.
    """

    kind: str
    text: str
    start: int
    end: int
    value: str | Decimal | None = None


def place_of(text: str, offset: int) -> Place:
    """Line and column of an offset, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return Place(line=line, column=offset - text.rfind("\n", 0, offset))


def syntax_error(text: str, offset: int, message: Text, hint: Text = NO_TEXT) -> ProgramError:
    """The error of a text that is no FEEL."""
    return ProgramError([Finding("feel-syntax", message, place_of(text, offset), hint=hint)])


def _unescape_one(match: re.Match[str]) -> str:
    short, long, plain = match.groups()
    if plain is not None:
        return _SIMPLE_ESCAPES.get(plain, match[0])
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def unescape(body: str) -> str:
    """The value of a string literal's inside; UnicodeDecodeError for half a surrogate pair."""
    if "\\" in body:
        body = _ESCAPE.sub(_unescape_one, body)
    if not body.isascii() and _SURROGATE.search(body):
        body = body.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    return body


def _string_value(source: str, token: str, start: int) -> str:
    body = token[token.index('"') + 1 : -1]
    try:
        value = unescape(body)
    except UnicodeDecodeError:
        raise syntax_error(
            source,
            start,
            Text("Der Text enthält ein halbes Zeichen", "The string contains half a character"),
            Text("Ersatzzeichen \\uD8… nur paarweise schreiben", "write surrogates \\uD8… in pairs only"),
        ) from None
    if "\x00" in value:
        raise syntax_error(
            source, start, Text("Der Text enthält das Zeichen NUL", "The string contains the character NUL")
        )
    return value


def _bad_character(source: str, offset: int) -> ProgramError:
    character = source[offset]
    if character == '"':
        return syntax_error(
            source,
            offset,
            Text("Der Text in Anführungszeichen endet nicht", "The string does not end"),
            Text("Setzen Sie das schließende Anführungszeichen", "add the closing quotation mark"),
        )
    return syntax_error(
        source,
        offset,
        Text(f"Das Zeichen „{character}“ hat hier keine Bedeutung", f"The character “{character}” means nothing here"),
        Text('Text steht in geraden Anführungszeichen: "…"', 'text stands in straight quotation marks: "…"'),
    )


def tokenize(source: str) -> list[Token]:
    """All tokens of a text, with an `end` token behind them; ProgramError where it cannot be read."""
    if len(source) > MAX_LENGTH:
        raise syntax_error(
            source[:1],
            0,
            Text(f"Der Ausdruck ist länger als {MAX_LENGTH} Zeichen", f"The expression is longer than {MAX_LENGTH}"),
        )
    tokens: list[Token] = []
    make = tuple.__new__
    end = 0
    # Where comments stand, the text of a token may occur in one, too, so that it cannot just be looked for.
    find = source.find if "/" not in source else _Finder(source).find
    for text in _TOKEN.findall(source):
        start = find(text, end)
        end = start + len(text)
        kind = _KINDS.get(text[:1]) or _kind_of(text)
        if kind == "word" or (kind == "symbol" and text != "!"):
            tokens.append(make(Token, (kind, text, start, end, text)))
        elif kind == "number":
            tokens.append(make(Token, (kind, text, start, end, Decimal(text))))
        elif kind == "end":
            break
        elif not kind or len(text) == 1:
            raise _bad_character(source, start)
        elif kind == "quoted":
            tokens.append(make(Token, (kind, text, start, end, text[1:-1])))
        else:
            tokens.append(make(Token, (kind, text, start, end, _string_value(source, text, start))))
    tokens.append(make(Token, ("end", "", len(source), len(source), None)))
    return tokens


class _Finder:
    """Finds tokens in a text with comments."""

    def __init__(self, source: str) -> None:
        self._starts = (match.start(1) for match in _TOKEN.finditer(source))

    def find(self, _text: str, _end: int) -> int:
        """Where the next token starts."""
        return next(self._starts)


def _kind_of(text: str) -> str:
    """The kind of a token that begins with a dot or a character beyond ASCII, or that is the end; empty for none."""
    if text[:1] == ".":
        return "number" if text[1:2].isdigit() else "symbol"
    if not text:
        return "end"
    return "word" if _WORD.match(text) else ""
