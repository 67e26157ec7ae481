"""What the parser stands on: the tokens, the known names, and errors with a hint."""

from collections.abc import Iterable

from laufzettel.kernel.feel.lexer import Token, syntax_error, tokenize
from laufzettel.kernel.feel.names import RESERVED, NameBook, book_of
from laufzettel.kernel.problems import NO_TEXT, ProgramError, Text

MAX_DEPTH = 100
NO_BOOK = NameBook()
PROPERTY_BOOK = NameBook(("time offset", "start included", "end included"))


class TokenStream:
    """A text as tokens, read from left to right."""

    def __init__(self, source: str, names: Iterable[str]) -> None:
        self.source = source
        self.tokens = tokenize(source)
        self.index = 0
        known = book_of(frozenset(names)) if names else NO_BOOK
        self.scopes = [known]
        self.fields = [known, PROPERTY_BOOK]
        self.has_long_names = not known.is_empty
        self.in_filter = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return self.tokens[self.index]

    def peek(self, offset: int = 1) -> Token:
        """A token further on; the end token behind the last."""
        return self.tokens[min(self.index + offset, len(self.tokens) - 1)]

    def advance(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these symbols or words."""
        return self.tokens[self.index].text in texts

    def accept(self, text: str) -> bool:
        """Take the next token if it is `text`."""
        if self.tokens[self.index].text == text:
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Take the next token, which must be `text`."""
        token = self.tokens[self.index]
        if token.text != text:
            raise self.unexpected(Text(f"hier fehlt „{text}“", f"“{text}” is missing here"))
        self.index += 1
        return token

    def declare(self, name: str, *, field: bool = False) -> None:
        """Make a name known in the innermost scope; a `field` also behind every dot and in every filter."""
        if not name.isidentifier():
            self.has_long_names = True
            _own(self.scopes, len(self.scopes) == 1).add(name)
            if field:
                _own(self.fields, len(self.fields) == 2).add(name)

    def known_name(self) -> tuple[str, int] | None:
        """The longest known variable of several tokens that starts here."""
        if self.in_filter:
            return self._longest([*self.scopes, *self.fields])
        return self._longest(self.scopes) if self.has_long_names else None

    def known_field(self) -> tuple[str, int] | None:
        """The longest known field of several tokens that starts here."""
        return self._longest(self.fields) if self.has_long_names else PROPERTY_BOOK.match(self.tokens, self.index)

    def _longest(self, books: list[NameBook]) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for book in books:
            match = book.match(self.tokens, self.index)
            if match and (best is None or match[1] > best[1]):
                best = match
        return best

    def take_name_until(self, *ends: str) -> str:
        """A new name: all tokens up to one of `ends`."""
        start = self.index
        parts: list[str] = []
        while not self.at(*ends):
            token = self.token
            if token.kind == "quoted" and not parts:
                self.advance()
                return str(token.value)
            if token.kind not in {"word", "number"} and token.text not in {"+", "-", "*", "/", ".", "'", "**"}:
                break
            spaced = parts and token.start > self.tokens[self.index - 1].end
            parts.append((" " if spaced else "") + token.text)
            self.advance()
        name = "".join(parts)
        if not name or self.tokens[start].kind != "word" or name in RESERVED:
            self.index = start
            raise self.unexpected(Text("hier fehlt ein Name", "a name is missing here"))
        return name

    def fail(self, message: Text, hint: Text = NO_TEXT, at: int | None = None) -> ProgramError:
        """An error at the next token, or at an offset."""
        return syntax_error(self.source, self.token.start if at is None else at, message, hint)

    def unexpected(self, hint: Text = NO_TEXT) -> ProgramError:
        """The error that the next token cannot stand here."""
        token = self.token
        if token.kind == "end":
            return self.fail(Text("Der Ausdruck endet zu früh", "The expression ends too early"), hint)
        before = self.tokens[self.index - 1] if self.index else None
        if before and before.kind == token.kind == "word" and token.text not in RESERVED:
            pair = f"{before.text} {token.text}"
            hint = Text(
                f"„{pair}“ ist als Name nicht bekannt; fehlt ein Operator, oder ist der Name anders geschrieben?",
                f"“{pair}” is not a known name; is an operator missing, or is the name spelled differently?",
            )
        message = Text(f"„{token.text}“ kann hier nicht stehen", f"“{token.text}” cannot stand here")
        return self.fail(message, hint)

    def enter(self) -> None:
        """One level deeper; an error when it is too deep."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep()

    def too_deep(self) -> ProgramError:
        """The error that parts stand too deep inside of each other."""
        return self.fail(
            Text(
                f"Der Ausdruck ist tiefer als {MAX_DEPTH} Ebenen verschachtelt",
                f"The expression is nested deeper than {MAX_DEPTH} levels",
            ),
            Text("Teilen Sie ihn in mehrere Ausdrücke", "split it into several expressions"),
        )


def _own(books: list[NameBook], is_shared: bool) -> NameBook:
    """The innermost book, a new one where the last is shared with other parsers."""
    if is_shared:
        books.append(NameBook())
    return books[-1]
