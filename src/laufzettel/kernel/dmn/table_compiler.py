"""From a table of the model to one that runs and can be checked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from laufzettel.kernel.dmn.cells import Cell, CellReader, Special, constant_of, kinds_of
from laufzettel.kernel.dmn.frame import Evaluate
from laufzettel.kernel.dmn.model import InputClause, Literal, OutputClause, Table
from laufzettel.kernel.dmn.sets import ORDERED, ValueSet
from laufzettel.kernel.dmn.tables import COMPUTED, Computed, InputColumn, OutputColumn, RunningTable
from laufzettel.kernel.dmn.types import ANY_ITEM, ItemType, conform
from laufzettel.kernel.feel.conversion import Misfit
from laufzettel.kernel.feel.nodes import ListNode, Node, UnaryTests
from laufzettel.kernel.feel.nodes import Literal as FeelLiteral
from laufzettel.kernel.feel.run import Scope
from laufzettel.kernel.feel.values import Value

if TYPE_CHECKING:
    from laufzettel.kernel.dmn.logic import LogicCompiler, Names

Constant = Callable[[Node], Value]


def compile_table(compiler: "LogicCompiler", table: Table, names: "Names") -> RunningTable:
    """The running table over the names of its decision."""
    inputs = [_input(compiler, table, names, index) for index in range(len(table.inputs))]
    outputs = [_output(compiler, table, names, index) for index in range(len(table.outputs))]
    running = RunningTable(table, inputs, outputs)
    compiler.tables.append(running)
    return running


def _input(compiler: "LogicCompiler", table: Table, names: "Names", index: int) -> InputColumn:
    clause = table.inputs[index]
    kind = _input_type(compiler, clause, names)
    parsed = [compiler.unary(rule.inputs[index], names) if index < len(rule.inputs) else None for rule in table.rules]
    nodes = [UnaryTests(()) if cell is None else cell[0] for cell in parsed]
    constant = _constant(compiler)
    set_kind = _kind(kind, nodes, constant)
    reader = CellReader(set_kind, constant) if set_kind else None
    allowed = None if clause.values is None else compiler.unary(clause.values, names)
    return InputColumn(
        label=clause.label,
        evaluate=compiler.literal(clause.expression, names),
        type=kind,
        allowed=None if allowed is None else allowed[1],
        cells=tuple(None if cell is None or not cell[0].tests else cell[1] for cell in parsed),
        sets=tuple(_set(node, reader) for node in nodes),
        kind=set_kind,
        place=clause.place,
        domain=None if reader is None else _domain(compiler, clause, names, reader),
        nodes=tuple(nodes),
    )


def _domain(compiler: "LogicCompiler", clause: InputClause, names: "Names", reader: CellReader) -> ValueSet:
    """The values that a column can have: what its type, the type of what it reads and its clause allow together."""
    kinds = [_input_type(compiler, clause, names), type_of_path(clause.expression.text, names)]
    domain = ValueSet.everything(reader.kind, whole=any(kind.whole for kind in kinds))
    for literal in (clause.values, *(kind.allowed for kind in kinds)):
        found = None if literal is None else compiler.unary(literal, names)
        allowed = Special.ANY if found is None else reader.read(found[0])
        if isinstance(allowed, ValueSet):
            domain = domain.intersection(allowed)
    return domain


def type_of_path(text: str, names: "Names") -> ItemType:
    """The declared type of `name` or `name.component`; any type for every other expression."""
    head, *fields = (" ".join(part.split()) for part in text.split("."))
    kind = names.types.get(head, ANY_ITEM)
    for field in fields:
        kind = kind.components.get(field, ANY_ITEM)
    return kind


def _input_type(compiler: "LogicCompiler", clause: InputClause, names: "Names") -> ItemType:
    if clause.expression.type_ref:
        return compiler.types.resolve(clause.expression.type_ref, clause.place)
    return type_of_path(clause.expression.text, names)


def _kind(kind: ItemType, nodes: list[UnaryTests], constant: Constant) -> str:
    """The kind of value of a column: as declared, else what all its constants are; empty when it is no single kind."""
    declared = str(kind.feel)
    if declared in ORDERED or declared in {"string", "boolean"}:
        return declared
    if not kind.is_any:
        return ""
    kinds = {found for node in nodes for found in kinds_of(node, constant)}
    return kinds.pop() if len(kinds) == 1 else ""


def _set(node: UnaryTests, reader: CellReader | None) -> Cell:
    if not node.tests:
        return Special.ANY
    return Special.OPAQUE if reader is None else reader.read(node)


def _constant(compiler: "LogicCompiler") -> Constant:
    def evaluate(node: Node) -> Value:
        return compiler.compiled(node, "")(Scope({}, None, compiler.constants))

    return evaluate


def _output(compiler: "LogicCompiler", table: Table, names: "Names", index: int) -> OutputColumn:
    clause = table.outputs[index]
    kind = compiler.types.resolve(clause.type_ref, clause.place)
    literals = [rule.outputs[index] if index < len(rule.outputs) else None for rule in table.rules]
    parsed = [_cell(compiler, literal, names) for literal in literals]
    cells = tuple(running for running, _ in parsed)
    return OutputColumn(
        name=clause.name,
        type=kind,
        cells=cells,
        order=_order(compiler, clause, kind, names),
        default=None if clause.default is None else compiler.literal(clause.default, names),
        place=clause.place,
        constants=tuple(constant for _, constant in parsed),
    )


def _cell(compiler: "LogicCompiler", literal: Literal | None, names: "Names") -> tuple[Evaluate, Value | Computed]:
    """An output cell, and its value where that is a constant."""
    if literal is None or literal.text in {"", "-"}:
        return _nothing, None
    node = compiler.node(literal, names)
    if node is None:
        return _nothing, COMPUTED
    running = compiler.compiled(node, literal.text)
    value = constant_of(node, _constant(compiler))
    written_null = isinstance(node, FeelLiteral) and node.value is None
    return running, value if value is not None or written_null else COMPUTED


def _order(compiler: "LogicCompiler", clause: OutputClause, kind: ItemType, names: "Names") -> tuple[Value, ...]:
    """The allowed values of an output in their order, for the hit policies that rank by it."""
    values = clause.values or kind.allowed
    if values is None:
        return ()
    found = compiler.unary(values, names)
    if found is None:
        return ()
    constant = _constant(compiler)
    tests = [item for test in found[0].tests for item in (test.items if isinstance(test, ListNode) else (test,))]
    ordered = [conform(constant_of(test, constant), kind) for test in tests]
    return tuple(value for value in ordered if not isinstance(value, Misfit))


def _nothing(_scope: Scope) -> Value:
    return None
