"""Reads a BPMN file. Every element and attribute is executed, inert by the closed list, or a finding with its place."""

from typing import TYPE_CHECKING

from laufzettel.kernel.bpmn import vocabulary as words
from laufzettel.kernel.bpmn.diagram import read_diagram
from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.model import Element, EventDefinition, Flow, Loop, Model, Process, Tag
from laufzettel.kernel.bpmn.read_events import References, read_event_definition
from laufzettel.kernel.bpmn.read_extensions import read_extensions
from laufzettel.kernel.bpmn.tags import Kind, kind_of, line_of, local, reference, shown, text_of
from laufzettel.kernel.bpmn.xml import parse
from laufzettel.kernel.problems import Finding, Place, ProgramError, Text

if TYPE_CHECKING:
    from lxml import etree

MAX_ELEMENTS = 2000


def read(data: bytes | str, *, file: str = "") -> Model:
    """A BPMN 2.0 file as a model that can be looked at; `compile` makes it run.

    What cannot be executed stands in the findings of its process, so that a model from elsewhere can still be drawn.
    Raises `ProgramError` for what is not BPMN at all, is broken, or breaks a limit.
    """
    root = parse(data, file)
    if root.tag != f"{{{words.BPMN}}}definitions":
        text = Text("Das ist kein BPMN-2.0-Modell.", "This is not a BPMN 2.0 model.")
        raise ProgramError([Finding("bpmn-not-bpmn", text, Place(file, "", line_of(root)))])
    return _Reader(root, file).model()


class _Reader:
    def __init__(self, root: "etree._Element", file: str) -> None:
        self.root = root
        self.file = file
        self.findings = Findings(file)
        self.names: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self._check_ids()
        self.references = References(root)

    def _check_ids(self) -> None:
        """Ids are unique and few enough; every reference relies on that."""
        findings, count = Findings(self.file), 0
        for child in self.root.iter(f"{{{words.BPMN}}}*"):
            name, id_ = local(child), child.get("id")
            if name in words.FLOW_NODES or name == "sequenceFlow":
                count += 1
            if id_ is None:
                continue
            if id_ in self.kinds:
                findings.add(
                    "duplicate-id",
                    f"Die Kennung „{id_}“ kommt zweimal vor.",
                    f"The id '{id_}' occurs twice.",
                    element=id_,
                    line=line_of(child),
                )
            self.kinds[id_] = name
            if child.get("name"):
                self.names[id_] = str(child.get("name"))
            elif name == "textAnnotation":
                self.names[id_] = text_of(child.find(f"{{{words.BPMN}}}text"))
        if count > MAX_ELEMENTS:
            findings.add(
                "too-many-elements",
                f"Das Modell hat {count} Elemente; erlaubt sind {MAX_ELEMENTS}.",
                f"The model has {count} elements; {MAX_ELEMENTS} are allowed.",
            )
        if findings.found:
            raise ProgramError(findings.found)

    def model(self) -> Model:
        processes: dict[str, Process] = {}
        for child in self.root:
            kind, name = kind_of(child), local(child)
            if kind is Kind.BPMN and name == "process":
                process = _ProcessReader(self, child).process()
                processes[process.id] = process
            elif (kind is Kind.BPMN and name not in words.ROOT_ELEMENTS) or kind is Kind.FOREIGN:
                self._unknown(child)
        return Model(
            self.file,
            processes,
            read_diagram(self.root),
            self.names,
            self.kinds,
            tuple(self.findings.found),
        )

    def _unknown(self, child: "etree._Element") -> None:
        what = shown(child)
        self.findings.add(
            "unsupported",
            f"„{what}“ wird nicht unterstützt.",
            f"'{what}' is not supported.",
            element=child.get("id", ""),
            line=line_of(child),
        )


class _ProcessReader:
    """One process: what it cannot run becomes its findings, not the file's."""

    def __init__(self, reader: _Reader, root: "etree._Element") -> None:
        self.root = root
        self.references = reader.references
        self.findings = Findings(reader.file)
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, Flow] = {}
        self.associations: list[tuple[str, str]] = []
        self.lanes: dict[str, str] = {}

    def process(self) -> Process:
        root, id_ = self.root, self.root.get("id", "")
        if not id_:
            self.refuse(root, "no-id", "Ein Prozess braucht eine Kennung.", "A process needs an id.")
        self.check_attributes(root)
        read_extensions(root, "process", self.findings)
        self.read_scope(root, id_)
        return Process(
            id_,
            root.get("name", ""),
            line_of(root),
            root.get("isExecutable") in ("true", "1"),
            self.elements,
            self.flows,
            tuple(self.associations),
            self.lanes,
            tuple(self.findings.found),
        )

    def read_scope(self, root: "etree._Element", scope: str) -> None:
        for child in root:
            name, kind = local(child), kind_of(child)
            if kind is Kind.INERT or (kind is Kind.BPMN and name in {"extensionElements", "completionCondition"}):
                continue
            if kind is Kind.BPMN and name == "laneSet":
                self.read_lanes(child)
            elif kind is Kind.BPMN and name in words.FLOW_NODES:
                self.read_node(child, name, scope)
            elif kind is Kind.BPMN and name == "sequenceFlow":
                self.read_flow(child, scope)
            elif kind is Kind.BPMN and name == "association":
                self.associations.append((reference(child, "sourceRef"), reference(child, "targetRef")))
            elif kind is Kind.BPMN and (name in words.INERT_CHILDREN or name == "multiInstanceLoopCharacteristics"):
                continue
            else:
                self.unsupported(child)

    def read_lanes(self, root: "etree._Element") -> None:
        for lane in root.iter(f"{{{words.BPMN}}}lane"):
            for node in lane.findall(f"{{{words.BPMN}}}flowNodeRef"):
                self.lanes[text_of(node).strip()] = lane.get("name", "")

    def read_node(self, child: "etree._Element", kind: str, scope: str) -> None:
        id_, line = child.get("id", ""), line_of(child)
        if not id_:
            self.refuse(child, "no-id", "Ein Element braucht eine Kennung.", "An element needs an id.")
            return
        self.check_attributes(child)
        self.elements[id_] = Element(
            id_,
            kind,
            child.get("name", ""),
            line,
            scope,
            {str(key): str(value) for key, value in child.attrib.items() if not str(key).startswith("{")},
            self.read_event(child) if kind in words.EVENTS else None,
            self.read_loop(child),
            text_of(child.find(f"{{{words.BPMN}}}completionCondition")).strip(),
            self.references.message(child) if kind == "receiveTask" else None,
            read_extensions(child, kind, self.findings),
        )
        if kind in words.SUBPROCESSES:
            self.read_scope(child, id_)
        else:
            self.check_children(child, kind)

    def check_children(self, root: "etree._Element", kind: str) -> None:
        known = {"extensionElements"} | words.INERT_CHILDREN
        if kind in words.ACTIVITIES:
            known = known | {"multiInstanceLoopCharacteristics"}
        if kind in words.EVENTS:
            known = known | set(words.EVENT_DEFINITIONS)
        for child in root:
            where = kind_of(child)
            if where is Kind.FOREIGN or (where is Kind.BPMN and local(child) not in known):
                self.unsupported(child)

    def read_event(self, root: "etree._Element") -> EventDefinition:
        found = [child for child in root if local(child) in words.EVENT_DEFINITIONS]
        if len(found) > 1:
            self.refuse(
                root,
                "several-definitions",
                "Ein Ereignis darf nur auf eine Sache warten oder eine auslösen.",
                "An event may wait for, or throw, one thing only.",
            )
        if not found:
            return EventDefinition("none", line_of(root))
        return read_event_definition(found[0], self.references, self.findings, root.get("id", ""))

    def read_loop(self, root: "etree._Element") -> Loop | None:
        child = root.find(f"{{{words.BPMN}}}multiInstanceLoopCharacteristics")
        if child is None:
            return None
        tags = read_extensions(child, "multiInstanceLoopCharacteristics", self.findings, root.get("id", ""))
        tag = tags.get("loopCharacteristics") or Tag("loopCharacteristics", line_of(child), {})
        for inner in child:
            if local(inner) not in {"extensionElements", "completionCondition", "documentation"}:
                self.unsupported(inner, root.get("id", ""))
        return Loop(
            line_of(child),
            child.get("isSequential") in ("true", "1"),
            tag.get("inputCollection"),
            tag.get("inputElement"),
            tag.get("outputCollection"),
            tag.get("outputElement"),
            text_of(child.find(f"{{{words.BPMN}}}completionCondition")).strip(),
        )

    def read_flow(self, child: "etree._Element", scope: str) -> None:
        id_ = child.get("id", "")
        if not id_:
            self.refuse(child, "no-id", "Ein Sequenzfluss braucht eine Kennung.", "A sequence flow needs an id.")
            return
        self.check_attributes(child)
        read_extensions(child, "sequenceFlow", self.findings)
        condition = child.find(f"{{{words.BPMN}}}conditionExpression")
        for inner in child:
            if local(inner) not in {"conditionExpression", "documentation", "extensionElements"}:
                self.unsupported(inner, id_)
        self.flows[id_] = Flow(
            id_,
            child.get("name", ""),
            line_of(child),
            scope,
            reference(child, "sourceRef"),
            reference(child, "targetRef"),
            text_of(condition).strip(),
        )

    def check_attributes(self, child: "etree._Element") -> None:
        name = local(child)
        known = words.ATTRIBUTES[name]
        for key, raw in child.attrib.items():
            attribute, value = str(key), str(raw)
            if attribute.startswith("{"):
                if not _inert_attribute(attribute):
                    self.unknown_attribute(child, attribute.rpartition("}")[2])
            elif attribute not in known:
                self.unknown_attribute(child, attribute)
            elif (fixed := words.FIXED.get(attribute)) is not None and value != fixed:
                self.refuse(
                    child,
                    "attribute-value",
                    f"„{attribute}“ darf hier nur „{fixed}“ sein, nicht „{value}“.",
                    f"'{attribute}' may only be '{fixed}' here, not '{value}'.",
                )

    def unknown_attribute(self, child: "etree._Element", attribute: str) -> None:
        self.refuse(
            child,
            "unknown-attribute",
            f"Das Attribut „{attribute}“ an „{shown(child)}“ wird nicht unterstützt.",
            f"The attribute '{attribute}' of '{shown(child)}' is not supported.",
        )

    def unsupported(self, child: "etree._Element", element: str = "") -> None:
        owner = element or child.get("id") or _owner(child)
        self.refuse(
            child,
            "unsupported",
            f"„{shown(child)}“ wird nicht unterstützt.",
            f"'{shown(child)}' is not supported.",
            owner,
        )

    def refuse(self, child: "etree._Element", code: str, de: str, en: str, element: str = "") -> None:
        self.findings.add(code, de, en, element=element or child.get("id", ""), line=line_of(child))


def _inert_attribute(attribute: str) -> bool:
    namespace, _, name = attribute[1:].partition("}")
    if namespace == words.ZEEBE:
        return name in words.TEMPLATE_ATTRIBUTES
    return namespace in words.INERT_NAMESPACES


def _owner(child: "etree._Element") -> str:
    parent = child.getparent()
    return parent.get("id", "") if parent is not None else ""
