"""A Pratt parser for FEEL: operators by binding power, everything else by its first token."""

from collections.abc import Iterable, Mapping

from laufzettel.kernel.feel.lexer import Token
from laufzettel.kernel.feel.names import RESERVED, NameBook
from laufzettel.kernel.feel.nodes import (
    Between,
    Binary,
    Call,
    Filter,
    In,
    InstanceOf,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    UnaryTests,
)
from laufzettel.kernel.feel.parser_forms import COMPARISONS, FORMS, FormParser
from laufzettel.kernel.feel.stream import MAX_DEPTH
from laufzettel.kernel.feel.types import FeelType
from laufzettel.kernel.problems import Text

_OR, _AND, _COMPARE, _ADD, _MULTIPLY, _POWER, _NEGATE, _INSTANCE, _POSTFIX = range(1, 10)
_POWERS = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "between"), _COMPARE),
    "+": _ADD,
    "-": _ADD,
    "*": _MULTIPLY,
    "/": _MULTIPLY,
    "**": _POWER,
    "instance": _INSTANCE,
    ".": _POSTFIX,
    "[": _POSTFIX,
    "(": _POSTFIX,
}
_BINARY = frozenset(("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**"))
_KEYWORDS = FORMS | RESERVED
_NAME_KINDS = frozenset(("word", "quoted", "number"))


class Parser(FormParser):
    """Expressions and unary tests."""

    def parse_whole(self) -> Node:
        """The expression that fills the whole text."""
        return self._whole(self.expression())

    def parse_unary_tests(self) -> UnaryTests:
        """The unary tests that fill the whole text: `-`, `not(…)`, or tests between commas."""
        start = self.token.start
        if self.at("-") and self.peek().kind == "end":
            self.advance()
            return UnaryTests((), at=start)
        if self.at("not") and self.peek().text == "(" and self._closes_at_end():
            self.index += 2
            tests = self._tests()
            self.expect(")")
            return self._whole(UnaryTests(tests, negated=True, at=start))
        return self._whole(UnaryTests(self._tests(), at=start))

    def _closes_at_end(self) -> bool:
        depth = 0
        for position in range(self.index + 1, len(self.tokens)):
            token = self.tokens[position]
            if token.kind == "symbol":
                depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                return self.tokens[position + 1].kind == "end"
        return False

    def _whole[N: Node](self, node: N) -> N:
        if self.token.kind != "end":
            raise self.unexpected()
        return node

    def _tests(self) -> tuple[Node, ...]:
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Node:
        """One positive unary test: `< 5`, a range, or any expression."""
        return self.half_range() if self.at(*COMPARISONS) else self.expression()

    def expression(self, power: int = 0) -> Node:
        """An expression whose operators bind at least as tightly as `power`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep()
        tokens, chain = self.tokens, 0
        token = tokens[self.index]
        kind = token.kind
        if kind == "word":
            left = self._word(token)
        elif kind == "number" or kind == "string":
            self.index += 1
            left = Literal(token.value, at=token.start)
        else:
            left = self._prefix(token)
        while True:
            token = tokens[self.index]
            binding = _POWERS.get(token.text)
            if binding is None or binding < power or (self.in_endpoint and token.text == "[" and self.ends_range()):
                break
            chain += 1
            if chain > 200:
                raise self.fail(
                    Text("Zu viele Operatoren hintereinander", "Too many operators in a row"),
                    Text("Klammern Sie Teile des Ausdrucks", "put parts of the expression in parentheses"),
                )
            self.index += 1
            if token.text in _BINARY:
                left = Binary(token.text, left, self.expression(binding + 1), at=token.start)
            else:
                left = self._postfix(left, token) if binding == _POSTFIX else self._infix(left, binding, token)
        self.depth -= 1
        return left

    def _infix(self, left: Node, binding: int, token: Token) -> Node:
        operator, at = token.text, token.start
        if operator in {"and", "or"}:
            return self._logic(left, operator, binding, at)
        if operator == "in":
            return In(left, self._in_tests(), at=at)
        if operator == "between":
            low = self.expression(_ADD)
            self.expect("and")
            return Between(left, low, self.expression(_ADD), at=at)
        self.expect("of")
        kind, name = self.parse_type()
        return InstanceOf(left, kind, name, at=at)

    def _logic(self, left: Node, operator: str, binding: int, at: int) -> Node:
        operands = [left, self.expression(binding + 1)]
        while self.accept(operator):
            operands.append(self.expression(binding + 1))
        return Logic(operator, tuple(operands), at=at)

    def _in_tests(self) -> tuple[Node, ...]:
        if self.at("("):
            return self._bracketed_tests()
        if self.at(*COMPARISONS):
            return (self.half_range(),)
        return (self.expression(_ADD),)

    def _bracketed_tests(self) -> tuple[Node, ...]:
        opening = self.advance()
        tests = [self.bracketed(self.test)]
        if self.at(".."):
            return (self.range_from(opening, tests[0]),)
        while self.accept(","):
            tests.append(self.bracketed(self.test))
        self.expect(")")
        return tuple(tests)

    def _postfix(self, left: Node, token: Token) -> Node:
        if token.text == ".":
            return Path(left, self._field(), at=token.start)
        if token.text == "(":
            return self._call(left, token.start)
        self.in_filter += 1
        condition = self.bracketed(self.expression)
        self.in_filter -= 1
        self.expect("]")
        return Filter(left, condition, at=token.start)

    def _field(self) -> str:
        match = self.known_field()
        if match:
            self.index += match[1]
            return match[0]
        token = self.tokens[self.index]
        if token.kind == "word" or token.kind == "quoted":
            self.index += 1
            return str(token.value)
        raise self.unexpected(Text("hinter dem Punkt fehlt ein Name", "a name is missing behind the dot"))

    def _call(self, function: Node, at: int) -> Node:
        outer, self.in_endpoint = self.in_endpoint, False
        arguments: list[Node] = []
        names: list[str] = []
        while not self.at(")"):
            if (name := self._argument_name()) is not None:
                names.append(name)
            arguments.append(self.expression())
            if len(names) not in {0, len(arguments)}:
                raise self.fail(
                    Text(
                        "Benannte und unbenannte Argumente lassen sich nicht mischen",
                        "Named and unnamed arguments cannot be mixed",
                    )
                )
            if not self.accept(","):
                break
        self.expect(")")
        self.in_endpoint = outer
        return Call(function, tuple(arguments), tuple(names) if names else None, at=at)

    def _argument_name(self) -> str | None:
        """The name before a colon, if the argument that starts here has one."""
        position, tokens = self.index, self.tokens
        while (token := tokens[position]).kind in _NAME_KINDS or token.text in {"-", "'"}:
            position += 1
        if token.text != ":" or position == self.index:
            return None
        name = self.take_name_until(":")
        self.expect(":")
        return name

    def _prefix(self, token: Token) -> Node:
        """What an expression starts with that is neither a word nor a number nor a string."""
        if token.kind == "at":
            return self.at_literal()
        if token.kind == "quoted":
            self.index += 1
            return Name(str(token.value), at=token.start)
        if token.text == "-":
            self.index += 1
            return Negation(self.expression(_NEGATE), at=token.start)
        return self.bracket()

    def _word(self, token: Token) -> Node:
        text = token.text
        if self.has_long_names or self.in_filter or text in self.functions.branches:
            match = self.known_name() or self.built_in_name()
            if match:
                self.index += match[1]
                return Name(match[0], at=token.start)
        if text in _KEYWORDS:
            form = self.form(token) if text in FORMS else None
            if form is not None:
                return form
            if text in RESERVED:
                raise self.unexpected()
        self.index += 1
        return Name(text, at=token.start)


def parse(
    text: str,
    *,
    names: Iterable[str] = (),
    functions: NameBook | None = None,
    type_names: Mapping[str, FeelType] | None = None,
    unary: bool = False,
) -> Node:
    """The tree of an expression, or of unary tests; ProgramError where the text is no FEEL.

    `names` are the variables in scope, `functions` the built-in functions whose names hold spaces.
    """
    parser = Parser(text, names, functions or NameBook(), type_names or {})
    return parser.parse_unary_tests() if unary else parser.parse_whole()
