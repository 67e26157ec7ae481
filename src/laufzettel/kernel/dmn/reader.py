"""From XML to the model. Reads DMN 1.2 to 1.5; everything it does not know is a finding with its line."""

from collections.abc import Callable, Iterator

from lxml import etree

from laufzettel.kernel.dmn import vocabulary
from laufzettel.kernel.dmn.expressions import ExpressionReader
from laufzettel.kernel.dmn.model import (
    Decision,
    DecisionService,
    Definitions,
    Edge,
    Element,
    FunctionItem,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Shape,
)
from laufzettel.kernel.dmn.xml import LAUFZETTEL, VERSIONS, line_of, local, namespace, parse, refuse, text_of
from laufzettel.kernel.problems import Finding, ProgramError, Text

MAX_ELEMENTS = 2_000
"""Most decisions, inputs, knowledge models and services of a file."""


FATAL = frozenset({"dmn-cells", "dmn-cycle", "dmn-duplicate-id", "dmn-hit-policy", "dmn-too-deep", "dmn-type-cycle"})
"""What even a lenient reading refuses, because nothing could run."""


def read_definitions(data: bytes | str, file: str = "", *, lenient: bool = False) -> Definitions:
    """The model in `data`. Raises `ProgramError` with everything that cannot be read, each with its line."""
    root = parse(data, file)
    if local(root) != "definitions" or namespace(root) not in VERSIONS:
        raise _not_dmn(root, file)
    reader = _DefinitionsReader(file, namespace(root))
    reader.check_vocabulary(root)
    definitions = reader.definitions(root, data if isinstance(data, bytes) else data.encode())
    findings = [finding for finding in reader.findings if not lenient or finding.code in FATAL]
    if findings:
        raise ProgramError(findings)
    return definitions


def _not_dmn(root: etree._Element, file: str) -> ProgramError:
    if "/DMN/" in namespace(root):
        what = Text(
            f"Diese DMN-Fassung wird nicht gelesen ({namespace(root)}); möglich sind 1.2 bis 1.5.",
            f"This version of DMN is not read ({namespace(root)}); 1.2 to 1.5 are.",
        )
        return refuse("dmn-version", what, file, line_of(root))
    what = Text("Die Datei ist kein DMN-Modell.", "The file is not a DMN model.")
    return refuse("dmn-not-dmn", what, file, line_of(root))


class _DefinitionsReader(ExpressionReader):
    def check_vocabulary(self, root: etree._Element) -> None:
        """Refuses every element and attribute that is neither executed nor inert."""
        pending = [(root, False)]
        while pending:
            element, in_service = pending.pop()
            known = vocabulary.allowed(local(element), in_service=in_service)
            if known is None:
                continue
            children, attributes = known
            for attribute in element.attrib:
                if not str(attribute).startswith("{") and str(attribute) not in attributes:
                    self._unknown(element, str(attribute))
            for child in element:
                if namespace(child) != self.namespace and local(child) != "DMNDI":
                    self._unknown(child, local(child))
                elif local(child) in children:
                    pending.append((child, local(element) == "decisionService"))
                elif local(child) not in vocabulary.INERT:
                    self._unknown(child, local(child))

    def _unknown(self, element: etree._Element, name: str) -> None:
        what = Text(f"„{name}“ ist an dieser Stelle unbekannt.", f"“{name}” is not known here.")
        self.findings.append(Finding("dmn-unknown", what, self.place(element)))

    def definitions(self, root: etree._Element, source: bytes) -> Definitions:
        elements = tuple(self._elements(root))
        if len(elements) > MAX_ELEMENTS:
            what = Text(f"Mehr als {MAX_ELEMENTS} Elemente.", f"More than {MAX_ELEMENTS} elements.")
            raise refuse("dmn-too-large", what, self.file)
        self._unique_ids(elements)
        shapes, edges = self._diagram(root)
        return Definitions(
            namespace=root.get("namespace", ""),
            name=root.get("name", ""),
            version=VERSIONS[self.namespace],
            source=source,
            file=self.file,
            imports=tuple(self._import(element) for element in self.children(root, "import")),
            types=tuple(self._item_definition(element) for element in self.children(root, "itemDefinition")),
            elements=elements,
            shapes=shapes,
            edges=edges,
        )

    def _elements(self, root: etree._Element) -> Iterator[Element]:
        readers: dict[str, Callable[[etree._Element], Element]] = {
            "inputData": self._input_data,
            "decision": self._decision,
            "businessKnowledgeModel": self._knowledge_model,
            "decisionService": self._service,
        }
        for child in root:
            reader = readers.get(local(child)) if namespace(child) == self.namespace else None
            if reader is not None:
                yield reader(child)

    def _unique_ids(self, elements: tuple[Element, ...]) -> None:
        seen: set[str] = set()
        for element in elements:
            if element.id in seen:
                what = Text(
                    f"Die Kennung „{element.id}“ ist doppelt vergeben.", f"The id “{element.id}” is used twice."
                )
                self.findings.append(Finding("dmn-duplicate-id", what, element.place))
            seen.add(element.id)

    def _import(self, element: etree._Element) -> Import:
        location = element.get("locationURI", "")
        return Import(element.get("name", ""), element.get("namespace", ""), location, self.place(element))

    def _item_definition(self, element: etree._Element) -> ItemDefinition:
        function = self.child(element, "functionItem")
        return ItemDefinition(
            name=" ".join(element.get("name", "").split()),
            type_ref=text_of(self.child(element, "typeRef")).strip(),
            allowed=self.optional_literal(element, "allowedValues"),
            is_collection=element.get("isCollection") == "true",
            components=tuple(self._item_definition(part) for part in self.children(element, "itemComponent")),
            function=None if function is None else self._function_item(function),
            place=self.place(element),
            constraint=self.optional_literal(element, "typeConstraint"),
            label=element.get("label", ""),
        )

    def _function_item(self, element: etree._Element) -> FunctionItem:
        parameters = tuple(self.parameter(part) for part in self.children(element, "parameters"))
        return FunctionItem(parameters, element.get("outputTypeRef", ""))

    def _input_data(self, element: etree._Element) -> InputData:
        name = self.name(element)
        variable = self.variable(element, name)
        return InputData(self.identity(element), name, variable, self.place(element), element.get("label", ""))

    def _decision(self, element: etree._Element) -> Decision:
        name = self.name(element)
        return Decision(
            id=self.identity(element),
            name=name,
            variable=self.variable(element, name),
            logic=self.expression(element, required=False),
            requires=tuple(self._references(element, "informationRequirement", "requiredDecision", "requiredInput")),
            knowledge=tuple(self._references(element, "knowledgeRequirement", "requiredKnowledge")),
            place=self.place(element),
            question=text_of(self.child(element, "question")).strip(),
            label=element.get("label", ""),
            description=text_of(self.child(element, "description")).strip(),
            valid_from=element.get(f"{{{LAUFZETTEL}}}valid_from", "").strip(),
            named_by_variable=self.child(element, "variable") is not None,
        )

    def _knowledge_model(self, element: etree._Element) -> KnowledgeModel:
        logic = self.child(element, "encapsulatedLogic")
        name = self.name(element)
        return KnowledgeModel(
            id=self.identity(element),
            name=name,
            variable=self.variable(element, name),
            logic=None if logic is None else self.function(logic),
            knowledge=tuple(self._references(element, "knowledgeRequirement", "requiredKnowledge")),
            place=self.place(element),
        )

    def _service(self, element: etree._Element) -> DecisionService:
        name = self.name(element)

        def hrefs(tag: str) -> tuple[str, ...]:
            return tuple(child.get("href", "") for child in self.children(element, tag))

        return DecisionService(
            id=self.identity(element),
            name=name,
            variable=self.variable(element, name),
            outputs=hrefs("outputDecision"),
            encapsulated=hrefs("encapsulatedDecision"),
            input_decisions=hrefs("inputDecision"),
            input_data=hrefs("inputData"),
            place=self.place(element),
        )

    def _references(self, element: etree._Element, requirement: str, *tags: str) -> Iterator[str]:
        for child in self.children(element, requirement):
            for part in child:
                if local(part) in tags:
                    yield part.get("href", "")

    def _diagram(self, root: etree._Element) -> tuple[tuple[Shape, ...], tuple[Edge, ...]]:
        shapes, edges = [], []
        for part in root.iterchildren("{*}DMNDI"):
            for element in part.iter("{*}DMNShape", "{*}DMNEdge"):
                about = element.get("dmnElementRef", "").rpartition(":")[2].lstrip("#")
                if local(element) == "DMNShape":
                    bounds = element.find("{*}Bounds")
                    if bounds is not None:
                        sizes = [_number(bounds.get(side)) for side in ("x", "y", "width", "height")]
                        shapes.append(Shape(about, *sizes))
                else:
                    points = [(_number(point.get("x")), _number(point.get("y"))) for point in element]
                    edges.append(Edge(about, tuple(points)))
        return tuple(shapes), tuple(edges)


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
