"""The zeebe extension elements of a BPMN element."""

from typing import TYPE_CHECKING

from laufzettel.kernel.bpmn import vocabulary as words
from laufzettel.kernel.bpmn.findings import Findings
from laufzettel.kernel.bpmn.model import Tag
from laufzettel.kernel.bpmn.tags import line_of, local, namespace, shown

if TYPE_CHECKING:
    from lxml import etree


def read_extensions(root: "etree._Element", kind: str, findings: Findings, element: str = "") -> dict[str, Tag]:
    """The executed extension elements by name; anything neither executed nor inert is noted."""
    tags: dict[str, Tag] = {}
    owner = element or root.get("id", "")
    for container in root.findall(f"{{{words.BPMN}}}extensionElements"):
        for child in container:
            name, space = local(child), namespace(child)
            if space in words.INERT_NAMESPACES:
                continue
            if space != words.ZEEBE or name not in words.EXTENSIONS.get(kind, set()):
                _refuse(findings, child, owner)
            elif name in tags:
                findings.add(
                    "twice",
                    f"„{shown(child)}“ steht zweimal an diesem Element.",
                    f"'{shown(child)}' stands twice at this element.",
                    element=owner,
                    line=line_of(child),
                )
            else:
                tags[name] = _tag(child, findings, owner)
    return tags


def _tag(child: "etree._Element", findings: Findings, owner: str) -> Tag:
    name = local(child)
    known = words.EXTENSION_ATTRIBUTES.get(name, set())
    for key in child.attrib:
        attribute = str(key).rpartition("}")[2]
        if attribute not in known and "*" not in known:
            findings.add(
                "unknown-attribute",
                f"Das Attribut „{attribute}“ an „{shown(child)}“ wird nicht unterstützt.",
                f"The attribute '{attribute}' of '{shown(child)}' is not supported.",
                element=owner,
                line=line_of(child),
            )
    if name == "properties":
        return Tag(name, line_of(child), {})
    children: list[Tag] = []
    for inner in child:
        if local(inner) in words.EXTENSION_CHILDREN.get(name, set()):
            children.append(_tag(inner, findings, owner))
        else:
            _refuse(findings, inner, owner)
    attributes = {str(key): str(value) for key, value in child.attrib.items()}
    return Tag(name, line_of(child), attributes, tuple(children))


def _refuse(findings: Findings, child: "etree._Element", owner: str) -> None:
    findings.add(
        "unsupported",
        f"„{shown(child)}“ wird hier nicht unterstützt.",
        f"'{shown(child)}' is not supported here.",
        element=owner,
        line=line_of(child),
    )
