"""Small questions to an XML element."""

from enum import Enum
from typing import TYPE_CHECKING

from laufzettel.kernel.bpmn.vocabulary import BPMN, BPMNDI, INERT_NAMESPACES, PREFIXES

if TYPE_CHECKING:
    from lxml import etree


class Kind(Enum):
    """Whose element it is."""

    BPMN = "bpmn"
    INERT = "inert"
    FOREIGN = "foreign"


def namespace(element: "etree._Element") -> str:
    """The namespace of the tag, empty when there is none."""
    tag = str(element.tag)
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def local(element: "etree._Element") -> str:
    """The tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def kind_of(element: "etree._Element") -> Kind:
    """BPMN's own, inert by the closed list, or foreign."""
    space = namespace(element)
    if space == BPMN:
        return Kind.BPMN
    return Kind.INERT if space in INERT_NAMESPACES or space == BPMNDI else Kind.FOREIGN


def shown(element: "etree._Element") -> str:
    """The tag as the author wrote it, with the usual prefix."""
    prefix = PREFIXES.get(namespace(element), element.prefix or "")
    return f"{prefix}:{local(element)}" if prefix and prefix != "bpmn" else local(element)


def text_of(element: "etree._Element | None") -> str:
    """The text inside, empty when there is none."""
    return "" if element is None else "".join(str(part) for part in element.itertext())


def reference(element: "etree._Element", attribute: str) -> str:
    """An id reference; a namespace prefix before it is dropped."""
    return str(element.get(attribute) or "").rpartition(":")[2]


def line_of(element: "etree._Element") -> int:
    """The line it begins in, 0 when unknown."""
    line: int | None = element.sourceline  # type: ignore[assignment]
    return line or 0
