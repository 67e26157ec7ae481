"""The grammar of what begins with a keyword or a bracket."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping

from laufzettel.kernel.feel.lexer import Token
from laufzettel.kernel.feel.names import NameBook
from laufzettel.kernel.feel.nodes import (
    ContextNode,
    For,
    FunctionNode,
    If,
    Iterator,
    ListNode,
    Literal,
    Node,
    Quantified,
    RangeNode,
)
from laufzettel.kernel.feel.temporal_text import parse_temporal
from laufzettel.kernel.feel.type_parser import TypeParser
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.problems import Text

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_CONSTANTS = {"null": None, "true": True, "false": False}
FORMS = frozenset((*_CONSTANTS, "if", "for", "some", "every", "function"))
"""Words that begin something other than a name."""
_ARITHMETIC = 4
_AFTER_RANGE = frozenset(
    (*")],}=<>+*/", "!=", "<=", ">=", "**", "and", "or", "then", "else", "return", "satisfies", "in", "between")
)


class FormParser(TypeParser, ABC):
    """Literals, brackets, and the forms `if`, `for`, `some`, `every`, `function`."""

    def __init__(
        self, source: str, names: Iterable[str], functions: NameBook, type_names: Mapping[str, FeelType]
    ) -> None:
        super().__init__(source, names, type_names)
        self.functions = functions
        self.in_endpoint = False

    @abstractmethod
    def expression(self, power: int = 0) -> Node:
        """An expression whose operators bind at least as tightly as `power`."""

    def bracketed[T](self, parse: Callable[[], T]) -> T:
        """Parse inside brackets, where a `[` is a filter again."""
        outer, self.in_endpoint = self.in_endpoint, False
        result = parse()
        self.in_endpoint = outer
        return result

    def ends_range(self) -> bool:
        """Whether the `[` that comes next closes an open range and does not begin a filter."""
        return self.in_endpoint and (self.peek().kind == "end" or self.peek().text in _AFTER_RANGE)

    def built_in_name(self) -> tuple[str, int] | None:
        """A built-in function of several words that is called here."""
        match = self.functions.match(self.tokens, self.index)
        return match if match and self.peek(match[1]).text in {"(", ",", ")", ""} else None

    def form(self, token: Token) -> Node | None:
        """What the keyword `token`, one of `FORMS`, begins here; None for `function` when it is a name."""
        if token.text in _CONSTANTS:
            self.index += 1
            return Literal(_CONSTANTS[token.text], at=token.start)
        if token.text == "if":
            return self.bracketed(self._if)
        if token.text == "for":
            return self.bracketed(self._for)
        if token.text in {"some", "every"}:
            return self.bracketed(self._quantified)
        return self.bracketed(self._function_form) if self.peek().text == "(" else None

    def _if(self) -> Node:
        start = self.advance().start
        condition = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return If(condition, yes, self.expression(), at=start)

    def _iterators(self) -> tuple[Iterator, ...]:
        found: list[Iterator] = []
        while True:
            name = self.take_name_until("in")
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            self.declare(name)
            found.append(Iterator(name, source, end))
            if not self.accept(","):
                return tuple(found)

    def _for(self) -> Node:
        start = self.advance().start
        self.scopes.append(NameBook())
        iterators = self._iterators()
        self.expect("return")
        body = self.expression()
        self.scopes.pop()
        return For(iterators, body, at=start)

    def _quantified(self) -> Node:
        token = self.advance()
        self.scopes.append(NameBook())
        iterators = self._iterators()
        self.expect("satisfies")
        condition = self.expression()
        self.scopes.pop()
        return Quantified(token.text, iterators, condition, at=token.start)

    def _function_form(self) -> Node:
        start = self.advance().start
        self.expect("(")
        self.scopes.append(NameBook())
        parameters: list[tuple[str, FeelType | None]] = []
        while not self.at(")"):
            name = self.take_name_until(",", ":", ")")
            kind = self.parse_type()[0] if self.accept(":") else None
            self.declare(name)
            parameters.append((name, kind))
            if not self.accept(","):
                break
        self.expect(")")
        external = self.accept("external")
        body = self.expression()
        self.scopes.pop()
        return FunctionNode(tuple(parameters), None if external else body, at=start)

    def at_literal(self) -> Node:
        """`@"…"`."""
        token = self.advance()
        value = parse_temporal(str(token.value))
        if value is None:
            raise self.fail(
                Text(
                    f"„{token.value}“ ist weder Datum noch Uhrzeit noch Dauer",
                    f"“{token.value}” is neither a date nor a time nor a duration",
                ),
                Text('zum Beispiel @"2026-01-31" oder @"P14D"', 'such as @"2026-01-31" or @"P14D"'),
                token.start,
            )
        return Literal(value, at=token.start)

    def bracket(self) -> Node:
        """What a bracket begins: a list, a context, a range, or an expression in parentheses."""
        token = self.token
        if token.text == "{":
            return self.bracketed(self._context_form)
        if token.text not in {"(", "[", "]"}:
            raise self.unexpected()
        self.advance()
        if token.text == "(" and self.at(*COMPARISONS):
            node: Node = self.bracketed(self.half_range)
            self.expect(")")
            return node
        if token.text == "[" and self.accept("]"):
            return ListNode((), at=token.start)
        first = self.bracketed(self._item)
        if self.at(".."):
            return self.range_from(token, first)
        if token.text == "(":
            self.expect(")")
            return first
        if token.text == "]":
            raise self.unexpected(Text("hier fehlt „..“", "“..” is missing here"))
        items = [first]
        while self.accept(","):
            items.append(self.bracketed(self._item))
        self.expect("]")
        return ListNode(tuple(items), at=token.start)

    def _item(self) -> Node:
        return self.half_range() if self.at(*COMPARISONS) else self.expression()

    def range_from(self, opening: Token, start: Node) -> Node:
        """The rest of a range whose start has been read."""
        self.expect("..")
        outer, self.in_endpoint = self.in_endpoint, True
        end = self.expression()
        self.in_endpoint = outer
        if not self.at(")", "]", "["):
            raise self.unexpected(
                Text("hier endet der Bereich mit „]“ oder „)“", "the range ends here with “]” or “)”")
            )
        return RangeNode(start, end, opening.text == "[", self.advance().text == "]", at=opening.start)

    def half_range(self) -> Node:
        """`< 5` and its kin, as a range."""
        token = self.advance()
        operand, operator = self.expression(_ARITHMETIC), token.text
        if operator in {"<", "<="}:
            return RangeNode(None, operand, False, operator == "<=", operator, at=token.start)
        if operator in {">", ">="}:
            return RangeNode(operand, None, operator == ">=", False, operator, at=token.start)
        return RangeNode(operand, operand, True, True, operator, at=token.start)

    def _context_form(self) -> Node:
        start = self.advance().start
        self.scopes.append(NameBook())
        entries: list[tuple[str, Node]] = []
        while not self.at("}"):
            name = self._key()
            self.expect(":")
            value = self.expression()
            self.declare(name, field=True)
            entries.append((name, value))
            if not self.accept(","):
                break
        self.expect("}")
        self.scopes.pop()
        return ContextNode(tuple(entries), at=start)

    def _key(self) -> str:
        if self.token.kind == "string":
            return str(self.advance().value)
        return self.take_name_until(":")
