"""Types as they are written behind `instance of` and in function signatures."""

from collections.abc import Iterable, Mapping

from laufzettel.kernel.feel.names import book_of, canonical
from laufzettel.kernel.feel.stream import TokenStream
from laufzettel.kernel.feel.types import (
    ANY,
    ANY_CONTEXT,
    ANY_FUNCTION,
    ANY_LIST,
    ANY_RANGE,
    SIMPLE_TYPES,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    RangeType,
)

_OPEN: dict[str, FeelType] = {
    "list": ANY_LIST,
    "range": ANY_RANGE,
    "context": ANY_CONTEXT,
    "function": ANY_FUNCTION,
    "years and months duration": SIMPLE_TYPES["years and months duration"],
    "day and time duration": SIMPLE_TYPES["days and time duration"],
    "days and time duration": SIMPLE_TYPES["days and time duration"],
}


_KNOWN = {**SIMPLE_TYPES, **_OPEN}


class TypeParser(TokenStream):
    """Adds the grammar of types to a token stream."""

    def __init__(self, source: str, names: Iterable[str], type_names: Mapping[str, FeelType]) -> None:
        super().__init__(source, names)
        self.type_names = {canonical(name): kind for name, kind in type_names.items()} if type_names else {}

    def parse_type(self) -> tuple[FeelType | None, str]:
        """The type that is written here, None when its name is unknown, and its text."""
        start = self.token.start
        self.enter()
        kind = self._generic() if self.peek().text == "<" else self._named()
        self.depth -= 1
        return kind, self.source[start : self.tokens[self.index - 1].end]

    def _named(self) -> FeelType | None:
        match = book_of(frozenset((*_KNOWN, *self.type_names))).match(self.tokens, self.index)
        if match:
            self.index += match[1]
            name = match[0]
        elif self.token.kind in {"word", "quoted"}:
            name = str(self.advance().value)
        else:
            raise self.unexpected()
        while self.at(".") and self.peek().kind == "word":
            self.advance()
            name += "." + self.advance().text
        return self.type_names.get(name) or _KNOWN.get(name)

    def _generic(self) -> FeelType | None:
        name = self.advance().text
        self.expect("<")
        if name in {"list", "range"}:
            item, _ = self.parse_type()
            self.expect(">")
            return None if item is None else ListType(item) if name == "list" else RangeType(item)
        if name == "context":
            return self._context()
        if name == "function":
            return self._function()
        self.index -= 2
        raise self.unexpected()

    def _context(self) -> FeelType | None:
        fields: dict[str, FeelType] = {}
        while not self.at(">"):
            name = self.take_name_until(":")
            self.expect(":")
            kind, _ = self.parse_type()
            if kind is None:
                return None
            self.declare(name, field=True)
            fields[name] = kind
            if not self.accept(","):
                break
        self.expect(">")
        return ContextType.of(fields, closed=False)

    def _function(self) -> FeelType | None:
        parameters: list[FeelType | None] = []
        while not self.at(">"):
            parameters.append(self.parse_type()[0])
            if not self.accept(","):
                break
        self.expect(">")
        self.expect("->")
        result, _ = self.parse_type()
        if result is None or None in parameters:
            return None
        return FunctionType(tuple(kind or ANY for kind in parameters), result)
