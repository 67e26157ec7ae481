"""The boxed expressions of a DMN file, from XML to the model."""

from collections.abc import Iterator

from lxml import etree

from laufzettel.kernel.dmn.model import (
    Boxed,
    BoxedContext,
    BoxedList,
    Conditional,
    Entry,
    Filter,
    FunctionDefinition,
    InputClause,
    Invocation,
    Iteration,
    Literal,
    OutputClause,
    Parameter,
    Relation,
    Rule,
    Table,
)
from laufzettel.kernel.dmn.vocabulary import EXPRESSIONS
from laufzettel.kernel.dmn.xml import line_of, local, namespace, text_of
from laufzettel.kernel.problems import Finding, Place, Text

HIT_POLICIES = frozenset({"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
AGGREGATIONS = frozenset({"", "SUM", "COUNT", "MIN", "MAX"})

MAX_DEPTH = 50
"""Boxes within boxes."""


class ExpressionReader:
    """Reads expressions of one file; what is wrong is collected in `findings`."""

    def __init__(self, file: str, namespace: str) -> None:
        self.file = file
        self.namespace = namespace
        self.findings: list[Finding] = []
        self._depth = 0

    def place(self, element: etree._Element) -> Place:
        """Where an element stands; one without an id is told by the next one around it that has one."""
        around: etree._Element | None = element
        while around is not None and not around.get("id"):
            around = around.getparent()
        name = local(element) if around is None else around.get("id", "")
        return Place(self.file, name, line_of(element))

    def children(self, element: etree._Element, tag: str) -> Iterator[etree._Element]:
        return element.iterchildren(f"{{{self.namespace}}}{tag}")

    def child(self, element: etree._Element, tag: str) -> etree._Element | None:
        return next(self.children(element, tag), None)

    def wrong(self, element: etree._Element, code: str, message: Text) -> None:
        self.findings.append(Finding(code, message, self.place(element)))

    def identity(self, element: etree._Element) -> str:
        return element.get("id", "") or element.get("name", "")

    def name(self, element: etree._Element) -> str:
        name = " ".join(element.get("name", "").split())
        if not name:
            what = Text(f"„{local(element)}“ braucht einen Namen.", f"“{local(element)}” needs a name.")
            self.wrong(element, "dmn-missing-name", what)
        return name

    def parameter(self, element: etree._Element) -> Parameter:
        return Parameter(" ".join(element.get("name", "").split()), element.get("typeRef", "").strip())

    def variable(self, element: etree._Element, name: str) -> Parameter:
        variable = self.child(element, "variable")
        if variable is None:
            return Parameter(name)
        read = self.parameter(variable)
        return read if read.name else Parameter(name, read.type_ref)

    def expression(self, parent: etree._Element, *, required: bool = True) -> Boxed | None:
        """The one expression among the children of `parent`."""
        for child in parent:
            if namespace(child) == self.namespace and local(child) in EXPRESSIONS:
                return self._boxed(child)
        if required:
            self.wrong(parent, "dmn-missing-expression", Text("Hier fehlt ein Ausdruck.", "An expression is missing."))
        return None

    def needed(self, parent: etree._Element) -> Boxed:
        """The expression in `parent`, which must be there; an empty literal stands in after a finding."""
        return self.expression(parent) or Literal("", self.place(parent))

    def _part(self, element: etree._Element, tag: str) -> Boxed:
        part = self.child(element, tag)
        return self.needed(element if part is None else part)

    def _boxed(self, element: etree._Element) -> Boxed:
        if self._depth >= MAX_DEPTH:
            what = Text("Die Ausdrücke sind zu tief verschachtelt.", "The expressions are nested too deeply.")
            self.wrong(element, "dmn-too-deep", what)
            return Literal("", self.place(element))
        self._depth += 1
        try:
            return self._by_kind(element)
        finally:
            self._depth -= 1

    def _by_kind(self, element: etree._Element) -> Boxed:
        place, type_ref = self.place(element), element.get("typeRef", "")
        match local(element):
            case "literalExpression":
                return self.literal(element)
            case "decisionTable":
                return self._table(element)
            case "context":
                entries = tuple(self._entry(child) for child in self.children(element, "contextEntry"))
                return BoxedContext(entries, place, type_ref)
            case "list":
                return BoxedList(tuple(self._expressions(element)), place, type_ref)
            case "relation":
                return self._relation(element)
            case "invocation":
                return self._invocation(element)
            case "functionDefinition":
                return self.function(element)
            case "conditional":
                condition, then, otherwise = (self._part(element, tag) for tag in ("if", "then", "else"))
                return Conditional(condition, then, otherwise, place, type_ref)
            case "filter":
                return Filter(self._part(element, "in"), self._part(element, "match"), place, type_ref)
            case kind:
                return self._iteration(element, kind)

    def _expressions(self, element: etree._Element) -> Iterator[Boxed]:
        for child in element:
            if namespace(child) == self.namespace and local(child) in EXPRESSIONS:
                yield self._boxed(child)

    def literal(self, element: etree._Element) -> Literal:
        language = element.get("expressionLanguage", "")
        foreign = bool(language) and "feel" not in language.lower()
        if foreign:
            what = Text(
                f"Die Sprache „{language}“ wird nicht ausgeführt, nur FEEL.", f"Only FEEL runs, not {language}."
            )
            self.wrong(element, "dmn-language", what)
        if self.child(element, "importedValues") is not None:
            what = Text("Importierte Werte werden nicht unterstützt.", "Imported values are not supported.")
            self.wrong(element, "dmn-imported-values", what)
        text = self.child(element, "text")
        place = self.place(element)
        if text is not None:
            place = Place(place.file, place.element, line_of(text) or place.line)
        return Literal("" if foreign else text_of(text).strip(), place, element.get("typeRef", "").strip())

    def optional_literal(self, parent: etree._Element, tag: str) -> Literal | None:
        element = self.child(parent, tag)
        if element is None:
            return None
        literal = self.literal(element)
        return literal if literal.text else None

    def _entry(self, element: etree._Element) -> Entry:
        variable = self.child(element, "variable")
        return Entry(None if variable is None else self.parameter(variable), self.needed(element))

    def _relation(self, element: etree._Element) -> Relation:
        columns = tuple(self.parameter(child) for child in self.children(element, "column"))
        rows = tuple(tuple(self._expressions(row)) for row in self.children(element, "row"))
        if any(len(row) != len(columns) for row in rows):
            what = Text("Eine Zeile hat nicht so viele Zellen wie Spalten.", "A row has not as many cells as columns.")
            self.wrong(element, "dmn-cells", what)
        return Relation(columns, rows, self.place(element), element.get("typeRef", ""))

    def _invocation(self, element: etree._Element) -> Invocation:
        bindings = []
        for binding in self.children(element, "binding"):
            parameter = self.child(binding, "parameter")
            if parameter is None:
                what = Text("Eine Bindung braucht einen Parameter.", "A binding needs a parameter.")
                self.wrong(binding, "dmn-missing-name", what)
            else:
                bindings.append((self.parameter(parameter), self.expression(binding, required=False)))
        called = self.needed(element)
        return Invocation(called, tuple(bindings), self.place(element), element.get("typeRef", ""))

    def function(self, element: etree._Element) -> FunctionDefinition:
        kind = element.get("kind", "FEEL")
        if kind != "FEEL":
            what = Text(
                f"Funktionen der Art „{kind}“ werden nicht ausgeführt.", f"Functions of kind {kind} do not run."
            )
            self.wrong(element, "dmn-function-kind", what)
        parameters = tuple(self.parameter(child) for child in self.children(element, "formalParameter"))
        body = self.expression(element, required=False) if kind == "FEEL" else None
        return FunctionDefinition(parameters, body, self.place(element), element.get("typeRef", ""))

    def _iteration(self, element: etree._Element, kind: str) -> Iteration:
        variable = " ".join(element.get("iteratorVariable", "").split())
        if not variable:
            what = Text("Die Schleife braucht eine Variable.", "The iteration needs a variable.")
            self.wrong(element, "dmn-missing-name", what)
        source = self._part(element, "in")
        body = self._part(element, "return" if kind == "for" else "satisfies")
        return Iteration(kind, variable, source, body, self.place(element), element.get("typeRef", ""))

    def _table(self, element: etree._Element) -> Table:
        hit_policy, aggregation = element.get("hitPolicy", "UNIQUE"), element.get("aggregation", "")
        if hit_policy not in HIT_POLICIES or aggregation not in AGGREGATIONS:
            what = Text(
                f"Trefferregel „{hit_policy} {aggregation}“ ist unbekannt.",
                f"Hit policy “{hit_policy} {aggregation}” is unknown.",
            )
            self.wrong(element, "dmn-hit-policy", what)
        inputs = tuple(self._input(child) for child in self.children(element, "input"))
        outputs = tuple(self._output(child) for child in self.children(element, "output"))
        columns = (len(inputs), len(outputs))
        rows = enumerate(self.children(element, "rule"), start=1)
        rules = tuple(self._rule(child, number, columns) for number, child in rows)
        if not outputs:
            self.wrong(element, "dmn-cells", Text("Die Tabelle hat keine Ausgabe.", "The table has no output."))
        if aggregation and len(outputs) > 1:
            what = Text("Zusammengezählt wird nur eine Ausgabespalte.", "Only a single output can be aggregated.")
            self.wrong(element, "dmn-hit-policy", what)
        label, type_ref = element.get("outputLabel", ""), element.get("typeRef", "")
        return Table(hit_policy, aggregation, inputs, outputs, rules, label, self.place(element), type_ref)

    def _input(self, element: etree._Element) -> InputClause:
        expression = self.child(element, "inputExpression")
        literal = Literal("", self.place(element)) if expression is None else self.literal(expression)
        label = element.get("label") or literal.text
        return InputClause(literal, label, self.optional_literal(element, "inputValues"), self.place(element))

    def _output(self, element: etree._Element) -> OutputClause:
        return OutputClause(
            name=" ".join(element.get("name", "").split()),
            label=element.get("label", ""),
            type_ref=element.get("typeRef", "").strip(),
            values=self.optional_literal(element, "outputValues"),
            default=self.optional_literal(element, "defaultOutputEntry"),
            place=self.place(element),
        )

    def _rule(self, element: etree._Element, number: int, columns: tuple[int, int]) -> Rule:
        inputs = tuple(self.literal(child) for child in self.children(element, "inputEntry"))
        outputs = tuple(self.literal(child) for child in self.children(element, "outputEntry"))
        for what, cells, count in (("Eingaben", inputs, columns[0]), ("Ausgaben", outputs, columns[1])):
            if len(cells) != count:
                kind = "inputs" if what == "Eingaben" else "outputs"
                message = Text(
                    f"Regel {number} hat {len(cells)} {what}, die Tabelle {count}.",
                    f"Rule {number} has {len(cells)} {kind}, the table {count}.",
                )
                self.wrong(element, "dmn-cells", message)
        notes = [text_of(self.child(child, "text")).strip() for child in self.children(element, "annotationEntry")]
        description = text_of(self.child(element, "description")).strip()
        annotations = tuple(note for note in (description, *notes) if note)
        return Rule(number, inputs, outputs, annotations, self.place(element), element.get("id", ""))
