"""The static check: the type of every expression, and what can never work."""

from collections.abc import Mapping
from difflib import get_close_matches

from laufzettel.kernel.feel.builtins import FUNCTIONS
from laufzettel.kernel.feel.call_types import call_type, function_type, literal_type
from laufzettel.kernel.feel.constancy import Side, outcome
from laufzettel.kernel.feel.inference_forms import FormInference
from laufzettel.kernel.feel.narrowing import facts
from laufzettel.kernel.feel.nodes import (
    Between,
    Binary,
    Call,
    In,
    InstanceOf,
    Literal,
    Logic,
    Name,
    Negation,
    Node,
    Path,
    RangeNode,
    UnaryTests,
    mentions_input,
)
from laufzettel.kernel.feel.operator_types import (
    arithmetic_type,
    equality_type,
    logic_type,
    may_be_boolean,
    negation_type,
    order_type,
)
from laufzettel.kernel.feel.printing import to_source
from laufzettel.kernel.feel.property_types import fields_of, property_type
from laufzettel.kernel.feel.reads import path_of
from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    NULL,
    ContextType,
    EnumType,
    FeelType,
    Field,
    FunctionType,
    ListType,
    RangeType,
    members,
    type_of,
    union,
)
from laufzettel.kernel.feel.values import Function
from laufzettel.kernel.problems import NO_TEXT, Finding, Text


class Inference(FormInference):
    """Names, paths, operators and calls."""

    def _literal(self, node: Literal) -> FeelType:
        if isinstance(node.value, str):
            return EnumType(frozenset((node.value,)))
        return type_of(node.value)

    def _name(self, node: Name) -> FeelType:
        kind = self.lookup(node.name)
        if kind is not None:
            self.warn_if_hiding(node)
            return kind
        if node.name in FUNCTIONS:
            return function_type(FUNCTIONS[node.name])
        if not self.is_open:
            message = Text(f"„{node.name}“ gibt es hier nicht", f"There is no “{node.name}” here")
            self.find("feel-unknown-name", node, message, hint=self._suggest(node.name, self.visible_names()))
        return ANY

    def _suggest(self, name: str, known: frozenset[str]) -> Text:
        close = get_close_matches(name, sorted(known), 1)
        return Text(f"Meinen Sie „{close[0]}“?", f"Did you mean “{close[0]}”?") if close else NO_TEXT

    def _path(self, node: Path) -> FeelType:
        path = path_of(node)
        fact = self.fact(".".join(path)) if path else None
        if fact is not None:
            return fact
        base = self.infer(node.base)
        kind = property_type(base, node.name)
        if kind is None:
            return self._no_field(node, base)
        if base.nullable and base != ANY:
            message = Text(f"Vor „.{node.name}“ kann null stehen", f"What is before “.{node.name}” may be null")
            hint = Text("Fragen Sie vorher mit „!= null“", "ask with “!= null” before")
            self.find("feel-maybe-null", node, message, hint=hint, severity="warning")
        return kind

    def _no_field(self, node: Path, base: FeelType) -> FeelType:
        message = Text(f"{base} hat kein „{node.name}“", f"{base} has no “{node.name}”")
        if len(str(base)) > 80:
            message = Text(f"„{node.name}“ gibt es dort nicht", f"There is no “{node.name}” there")
        self.find("feel-unknown-field", node, message, hint=self._suggest(node.name, fields_of(base)))
        return ListType(NULL) if isinstance(base, ListType) else NULL

    def _negation(self, node: Negation) -> FeelType:
        return self._operation(node, "-", negation_type(self.infer(node.operand)))

    def _operation(self, node: Node, operator: str, kind: FeelType, *operands: FeelType) -> FeelType:
        """The type of an operation; a finding when it is null for every input."""
        if kind == NULL and not any(operand == NULL for operand in operands):
            shown = f" {operator} ".join(str(operand) for operand in operands) or operator
            message = Text(f"{shown} ist immer null", f"{shown} is always null")
            self.find("feel-always-null", node, message)
        elif any(operand.nullable and operand != ANY for operand in operands) and operator not in {"=", "!="}:
            message = Text(f"Ein Wert an „{operator}“ kann null sein", f"A value at “{operator}” may be null")
            self.find("feel-maybe-null", node, message, severity="warning")
        return kind

    def _binary(self, node: Binary) -> FeelType:
        left, right = self.infer(node.left), self.infer(node.right)
        if node.operator in {"=", "!="}:
            self._check_constant(node, node.operator, Side.of(node.left, left), Side.of(node.right, right))
            return self._operation(node, node.operator, equality_type(left, right), left, right)
        if node.operator[0] in "<>":
            self._check_constant(node, node.operator, Side.of(node.left, left), Side.of(node.right, right))
            return self._operation(node, node.operator, order_type(left, right), left, right)
        kind = arithmetic_type(node.operator, left, right)
        if node.operator == "/" and isinstance(node.right, Literal) and node.right.value:
            kind = kind if left.nullable or right.nullable else kind.without_null
        return self._operation(node, node.operator, kind, left, right)

    def _check_constant(self, node: Node, operator: str, left: Side, right: Side) -> None:
        result = outcome(operator, left, right)
        if result is not None:
            self._find_constant(node, result, left, right)

    def _find_constant(self, node: Node, result: bool, left: object = "", right: object = "") -> None:
        source = to_source(node)[:60]
        message = (
            Text(f"„{source}“ trifft immer zu", f"“{source}” is always true")
            if result
            else Text(f"„{source}“ trifft nie zu", f"“{source}” is never true")
        )
        hint = Text(f"links {left}, rechts {right}", f"left {left}, right {right}") if left else NO_TEXT
        self.find("feel-constant-condition", node, message, hint=hint, severity="warning")

    def _logic(self, node: Logic) -> FeelType:
        kinds: list[FeelType] = []
        entered = 0
        for operand in node.operands:
            kinds.append(self.condition(operand))
            self.assume(operand, holds=node.operator == "and")
            entered += 1
        for _ in range(entered):
            self.forget()
        return logic_type(kinds)

    def condition(self, node: Node) -> FeelType:
        """The type of what must be true or false; a finding when it never is."""
        kind = self.infer(node)
        if isinstance(node, Literal) and isinstance(node.value, bool):
            self._find_constant(node, node.value)
        if not may_be_boolean(kind) and kind != NULL:
            message = Text(f"Eine Bedingung ist wahr oder falsch, nicht {kind}", f"A condition is boolean, not {kind}")
            self.find("feel-no-condition", node, message)
        return kind

    def _between(self, node: Between) -> FeelType:
        value, low, high = self.infer(node.value), self.infer(node.low), self.infer(node.high)
        middle = Side.of(node.value, value)
        parts = [outcome(">=", middle, Side.of(node.low, low)), outcome("<=", middle, Side.of(node.high, high))]
        if False in parts or all(parts):
            self._find_constant(
                node, False not in parts, middle, f"{Side.of(node.low, low)} .. {Side.of(node.high, high)}"
            )
        kinds = (order_type(value, low), order_type(value, high))
        return self._operation(node, "between", NULL if NULL in kinds else union(*kinds), value, low, high)

    def _in(self, node: In) -> FeelType:
        value = self.infer(node.value)
        for test in node.tests:
            self._check_range(test, Side.of(node.value, value))
        with self.names({"?": value}):
            return self._tests(node, node.tests)

    def _check_range(self, node: Node, value: Side) -> None:
        """A warning for a range that the value never is in; cells of a table are checked by the table."""
        if not isinstance(node, RangeNode) or node.operator in {"=", "!="}:
            return
        ends = (
            (node.start, ">=" if node.start_included else ">"),
            (node.end, "<=" if node.end_included else "<"),
        )
        self.quiet += 1
        results = [outcome(operator, value, Side.of(end, self.infer(end))) for end, operator in ends if end is not None]
        self.quiet -= 1
        if False in results:
            self._find_constant(node, False, value, to_source(node))

    def _unarytests(self, node: UnaryTests) -> FeelType:
        return self._tests(node, node.tests) if node.tests else BOOLEAN

    def _tests(self, node: Node, tests: tuple[Node, ...]) -> FeelType:
        value = self.lookup("?") or ANY
        kinds = [self._test(test, value) for test in tests]
        if all(kind == NULL for kind in kinds) and value != NULL:
            message = Text(f"Keine der Bedingungen passt zu {value}", f"None of the tests fits {value}")
            self.find("feel-always-null", node, message)
        return union(*kinds)

    def _test(self, node: Node, value: FeelType) -> FeelType:
        kind = self.infer(node)
        if mentions_input(node) and may_be_boolean(kind):
            return union(kind, NULL) if kind == ANY else kind
        result = union(*(_match_type(value, member) for member in members(kind)))
        if result == NULL and value != NULL:
            message = Text(f"{kind} passt nie zu {value}", f"{kind} never fits {value}")
            self.find("feel-never-matches", node, message)
        elif not isinstance(node, RangeNode) and outcome("=", Side(None, value), Side.of(node, kind)) is False:
            self._find_constant(node, False, value, Side.of(node, kind))
        return result

    def _instanceof(self, node: InstanceOf) -> FeelType:
        self.infer(node.value)
        if node.type is None:
            message = Text(f"Den Typ „{node.name}“ gibt es nicht", f"There is no type “{node.name}”")
            self.find("feel-unknown-type", node, message)
            return NULL
        return BOOLEAN

    def _call(self, node: Call) -> FeelType:
        arguments = [self.infer(argument) for argument in node.arguments]
        if isinstance(node.function, Name) and self.lookup(node.function.name) is None:
            built_in = FUNCTIONS.get(node.function.name)
            if built_in is None:
                self.infer(node.function)
                return ANY
            return self._built_in_call(node, built_in, arguments)
        function = self.infer(node.function)
        if isinstance(function, FunctionType):
            if function.parameters is not None and len(function.parameters) != len(arguments):
                return self._misfit(node, "function")
            return union(function.result, NULL) if any(a.nullable for a in arguments) else function.result
        if not any(member == ANY or isinstance(member, FunctionType) for member in members(function)):
            message = Text(f"{function} ist keine Funktion", f"{function} is no function")
            self.find("feel-no-function", node, message)
            return NULL
        return ANY

    def _built_in_call(self, node: Call, built_in: Function, arguments: list[FeelType]) -> FeelType:
        if len(arguments) == 1 and (kind := literal_type(built_in.name, node.arguments[0])) is not None:
            if kind == NULL:
                message = Text(f"„{built_in.name}“ kann das nicht lesen", f"“{built_in.name}” cannot read this")
                self.find("feel-always-null", node.arguments[0], message)
            return kind
        kind = call_type(built_in, arguments, node.names)
        return self._misfit(node, built_in.name) if kind is None else kind

    def _misfit(self, node: Call, name: str) -> FeelType:
        message = Text(f"Die Argumente passen nicht zu „{name}“", f"The arguments do not fit “{name}”")
        overloads = FUNCTIONS[name].overloads if name in FUNCTIONS else ()
        shown = "; ".join(f"{name}({', '.join(overload.parameters)})" for overload in overloads[:3])
        self.find("feel-arguments", node, message, hint=Text(shown, shown))
        return NULL


def _match_type(value: FeelType, test: FeelType) -> FeelType:
    if isinstance(test, RangeType):
        return order_type(value, test.item) if not isinstance(value, RangeType) else union(BOOLEAN, NULL)
    if isinstance(test, ListType):
        return BOOLEAN
    return equality_type(value, test)


def infer(
    tree: Node, source: str, types: Mapping[str, FeelType], *, is_open: bool
) -> tuple[FeelType, tuple[Finding, ...]]:
    """The type of a tree and what is wrong with it; with `is_open` unknown names are no finding."""
    inference = Inference(source, types, is_open=is_open)
    kind = inference.infer(tree)
    return kind, tuple(inference.findings)


def narrowed(tree: Node, types: Mapping[str, FeelType], *, holds: bool) -> dict[str, FeelType]:
    """`types` once the condition `tree` is known to be true (or not to be), for the names and fields it speaks of."""
    inference = Inference("", types, is_open=True)
    result = dict(types)
    for path, kind in facts(tree, holds, inference.infer).items():
        name, *fields = path.split(".")
        if name in result:
            result[name] = _with_field(result[name], fields, kind)
    return result


def _with_field(kind: FeelType, fields: list[str], new: FeelType) -> FeelType:
    """`kind` with another type for a field inside of it; of a union, only the context can hold it."""
    if not fields:
        return new
    contexts = [member for member in members(kind) if isinstance(member, ContextType)]
    if len(contexts) != 1 or fields[0] not in contexts[0].fields:
        return kind
    context = contexts[0]
    inner = _with_field(context.fields[fields[0]].type, fields[1:], new)
    return ContextType({**context.fields, fields[0]: Field(inner, required=inner != NULL)}, context.closed)
