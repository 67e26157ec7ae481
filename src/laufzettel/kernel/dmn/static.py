"""The static check of decisions: the type of every expression, carried along the requirements, and what cannot work."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import zip_longest

from laufzettel.kernel.dmn.graph import Graph, Unit, other_names
from laufzettel.kernel.dmn.logic import LogicCompiler
from laufzettel.kernel.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedList,
    Conditional,
    DecisionService,
    Filter,
    FunctionDefinition,
    InputData,
    Invocation,
    Iteration,
    KnowledgeModel,
    Literal,
    Relation,
    Table,
    within,
)
from laufzettel.kernel.dmn.types import ItemType
from laufzettel.kernel.feel.inference import infer
from laufzettel.kernel.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NULL,
    NUMBER,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    is_assignable,
    members,
    union,
)
from laufzettel.kernel.problems import Finding, Place, Text

type Types = Mapping[str, FeelType]
_ORDINARY = frozenset({"feel-maybe-null"})
"""Every input of a decision may be null; a decision that gives null then is no news."""


_REQUIRE = Text(
    "verbinden Sie die Entscheidung mit den Eingabedaten oder der Entscheidung, die so heißt",
    "connect the decision with the input data or the decision of this name",
)


class StaticCheck:
    """Types and findings of one file; each unit is looked at once.

    `inputs` are the types of input data that declares none, by name. `columns` are the types of the input columns of
    tables, by the table's `id()` and the column's position.
    """

    def __init__(self, graph: Graph, inputs: Types | None = None) -> None:
        self.graph = graph
        self._inputs = inputs or {}
        self.compiler: LogicCompiler = graph.compiler
        self.findings: list[Finding] = []
        self.columns: dict[tuple[int, int], FeelType] = {}
        self._types: dict[Unit, FeelType] = {}

    def unit(self, start: Unit) -> FeelType:
        """The type of a unit's value: as declared, else as its logic says. What it requires is looked at first."""
        pending = [start]
        while pending:
            unit = pending[-1]
            missing = [each for each in (*unit.requires.values(), *_read_first(unit)) if each not in self._types]
            if unit in self._types:
                pending.pop()
            elif missing and unit not in pending[:-1]:
                pending += missing
            else:
                self._types[unit] = ANY
                self._types[unit] = self._of_unit(unit)
                pending.pop()
        return self._types[start]

    def _of_unit(self, unit: Unit) -> FeelType:
        element = unit.element
        if isinstance(element, InputData):
            given = next((self._inputs[key] for key in unit.input_keys if key in self._inputs), ANY)
            return given if unit.type.is_any else declared(unit.type)
        if isinstance(element, DecisionService):
            return self._service(unit)
        found: FeelType = ANY
        if unit.definitions is self.graph.definitions and element.logic is not None:
            found = self.boxed(element.logic, self._scope(unit))
            expected = found.result if isinstance(found, FunctionType) else found
            self._expect(expected, unit.type, element.place)
        if isinstance(element, KnowledgeModel):
            return found if isinstance(found, FunctionType) else ANY
        return found if unit.type.is_any else declared(unit.type)

    def _service(self, unit: Unit) -> FeelType:
        if not unit.type.is_any:
            return unit.type.feel if isinstance(unit.type.feel, FunctionType) else declared(unit.type)
        outputs = {each.name: self._types.get(each, ANY) for each in unit.outputs}
        result = next(iter(outputs.values())) if len(outputs) == 1 else ContextType.of(outputs)
        return FunctionType(tuple(declared(each.type) for each in unit.parameters.values()), result)

    def _scope(self, unit: Unit) -> dict[str, FeelType]:
        types: dict[str, FeelType] = {}
        nested: dict[str, dict[str, FeelType]] = {}
        for alias, needed in {**unit.requires, **unit.knowledge}.items():
            versions = [self._types.get(each, ANY) for each in needed.versions or (needed,)]
            kind = union(*versions) if ANY not in versions else ANY
            if len(alias) == 1:
                for name in (alias[0], *other_names(needed)):
                    types[name] = kind
            else:
                nested.setdefault(alias[0], {})[alias[1]] = kind
        return types | {name: ContextType.of(fields) for name, fields in nested.items()}

    # ---- expressions ---------------------------------------------------------------------------------------------

    def boxed(self, expression: Boxed, types: Types) -> FeelType:
        """The type of an expression: its type reference where it has one."""
        found = self._any(expression, types)
        if not expression.type_ref or isinstance(expression, FunctionDefinition):
            return found
        kind = self.compiler.types.resolve(expression.type_ref, expression.place)
        self._expect(found, kind, expression.place)
        return found if kind.is_any else declared(kind)

    def _any(self, expression: Boxed, types: Types) -> FeelType:
        match expression:
            case Literal():
                return self._literal(expression, types)
            case Table():
                return self._table(expression, types)
            case BoxedContext():
                return self._context(expression, types)
            case BoxedList():
                return ListType(union(*(self.boxed(item, types) for item in expression.items)))
            case Relation():
                return self._relation(expression, types)
            case Invocation():
                return self._invocation(expression, types)
            case FunctionDefinition():
                return self._function(expression, types)
            case Conditional():
                self.boxed(expression.condition, types)
                return union(self.boxed(expression.then, types), self.boxed(expression.otherwise, types))
            case Filter() | Iteration():
                return self._loop(expression, types)

    def _literal(self, literal: Literal, types: Types, given: FeelType | None = None) -> FeelType:
        node = self.compiler.nodes.get(id(literal))
        if node is None:
            return NULL
        kind, findings = infer(node, literal.text, types if given is None else {**types, "?": given}, is_open=False)
        self.findings += [within(_hinted(each), literal) for each in findings if each.code not in _ORDINARY]
        return kind

    def _context(self, context: BoxedContext, types: Types) -> FeelType:
        fields: dict[str, FeelType] = {}
        for entry in context.entries:
            kind = self.boxed(entry.value, {**types, **fields})
            if entry.variable is None or not entry.variable.name:
                return kind
            item = self.compiler.types.resolve(entry.variable.type_ref, context.place)
            self._expect(kind, item, entry.value.place)
            fields[entry.variable.name] = kind if item.is_any else declared(item)
        return ContextType.of(fields)

    def _relation(self, relation: Relation, types: Types) -> FeelType:
        columns: dict[str, list[FeelType]] = {column.name: [] for column in relation.columns}
        for row in relation.rows:
            for name, cell in zip(columns, row, strict=False):
                columns[name].append(self.boxed(cell, types))
        return ListType(ContextType.of({name: union(*kinds) for name, kinds in columns.items()}))

    def _invocation(self, invocation: Invocation, types: Types) -> FeelType:
        called = self.boxed(invocation.called, types)
        for _, value in invocation.bindings:
            if value is not None:
                self.boxed(value, types)
        return union(called.result, NULL) if isinstance(called, FunctionType) else ANY

    def _function(self, definition: FunctionDefinition, types: Types) -> FeelType:
        kinds = {
            item.name: declared(self.compiler.types.resolve(item.type_ref, definition.place))
            for item in definition.parameters
        }
        result = NULL if definition.body is None else self.boxed(definition.body, {**types, **kinds})
        if definition.type_ref:
            result = declared(self.compiler.types.resolve(definition.type_ref, definition.place))
        return FunctionType(tuple(kinds.values()), result)

    def _loop(self, loop: Filter | Iteration, types: Types) -> FeelType:
        source = self.boxed(loop.source, types)
        item = union(*(kind.item if isinstance(kind, ListType) else ANY for kind in members(source)))
        if isinstance(loop, Filter):
            fields = item.fields.items() if isinstance(item, ContextType) else ()
            seen = {"item": item, **{name: kind.type for name, kind in fields}}
            if item == ANY:
                seen |= dict.fromkeys(self.compiler.fields, ANY)
            self.boxed(loop.match, {**types, **seen})
            return source if isinstance(source, ListType) else ANY
        body = self.boxed(loop.body, {**types, loop.variable: item, "partial": ListType(ANY)})
        return union(ListType(body) if loop.kind == "for" else BOOLEAN, NULL)

    # ---- tables --------------------------------------------------------------------------------------------------

    def _table(self, table: Table, types: Types) -> FeelType:
        for index, clause in enumerate(table.inputs):
            found = self._literal(clause.expression, types)
            kind = self.compiler.types.resolve(clause.expression.type_ref, clause.place)
            self._expect(found, kind, clause.place)
            column = found if kind.is_any else declared(kind)
            self.columns[id(table), index] = found
            for rule in table.rules:
                if rule.inputs[index].text:
                    self._literal(rule.inputs[index], types, column)
        outputs = [self._output(table, index, types) for index in range(len(table.outputs))]
        names = [clause.name for clause in table.outputs]
        result = outputs[0] if len(outputs) == 1 else ContextType.of(dict(zip_longest(names, outputs)))
        if table.hit_policy not in {"COLLECT", "RULE ORDER", "OUTPUT ORDER"}:
            return union(result, NULL)
        if table.aggregation:
            return NUMBER if table.aggregation == "COUNT" else union(result, NULL)
        return ListType(result)

    def _output(self, table: Table, index: int, types: Types) -> FeelType:
        clause = table.outputs[index]
        kind = self.compiler.types.resolve(clause.type_ref, clause.place)
        found: list[FeelType] = []
        for rule in table.rules:
            found.append(self._literal(rule.outputs[index], types))
            self._expect(found[-1], kind, rule.outputs[index].place)
        if clause.default is not None:
            found.append(self._literal(clause.default, types))
        return union(*found) if kind.is_any else declared(kind)

    def _expect(self, found: FeelType, kind: ItemType, place: Place) -> None:
        if not can_be(found, kind.feel):
            what = Text(
                f"Hier wird {kind.feel} erwartet; der Ausdruck ergibt {found}.",
                f"{kind.feel} is expected here; the expression gives {found}.",
            )
            self.findings.append(Finding("dmn-type-misfit", what, place))


def _hinted(finding: Finding) -> Finding:
    """Whoever models with Camunda need not draw requirements; here a name exists only where one leads to it."""
    if finding.code != "feel-unknown-name" or finding.hint:
        return finding
    return replace(finding, hint=_REQUIRE)


def declared(kind: ItemType) -> FeelType:
    """A declared type, with null."""
    return ANY if kind.is_any else union(kind.feel, NULL)


def can_be(found: FeelType, wanted: FeelType) -> bool:
    """Whether some value of `found` conforms to `wanted`, with the conversions of the standard."""
    return any(_can_be(one, two) for one in members(found) for two in members(wanted))


def _can_be(found: FeelType, wanted: FeelType) -> bool:
    if ANY in {found, wanted} or NULL in {found, wanted}:
        return True
    if isinstance(found, ListType) and isinstance(wanted, ListType):
        return can_be(found.item, wanted.item)
    if isinstance(found, ListType):
        return can_be(found.item, wanted)
    if isinstance(wanted, ListType):
        return can_be(found, wanted.item)
    if isinstance(found, ContextType) and isinstance(wanted, ContextType):
        return _contexts(found, wanted)
    if isinstance(found, FunctionType) and isinstance(wanted, FunctionType):
        return True
    return is_assignable(found, wanted) or is_assignable(wanted, found) or (found, wanted) == (DATE, DATE_TIME)


def _contexts(found: ContextType, wanted: ContextType) -> bool:
    for name, field in wanted.fields.items():
        own = found.fields.get(name)
        if own is None:
            if found.closed and field.required:
                return False
        elif not can_be(own.type, field.type):
            return False
    return True


def _read_first(unit: Unit) -> list[Unit]:
    """What a unit's type rests on beside its requirements: functions it calls, versions, outputs of a service."""
    versions = [version for needed in unit.requires.values() for version in needed.versions]
    return [*versions, *unit.knowledge.values(), *unit.outputs]
