"""The picture's geometry, from BPMNDI: shapes, edges, labels."""

import re
from dataclasses import dataclass

from lxml import etree

from laufzettel.kernel.bpmn.vocabulary import BIOC, BPMNDI, COLOR, DC, DI

type Point = tuple[float, float]
MAX_COORDINATE = 1_000_000.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in diagram units (pixels), y downwards."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Shape:
    """A node's box, and its label's when the modeller has moved it."""

    element: str
    box: Box
    label: Box | None = None
    is_expanded: bool = True
    is_horizontal: bool = True
    is_marker_visible: bool = False
    fill: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow's line through its waypoints."""

    element: str
    points: tuple[Point, ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """All shapes and edges of the file's planes, in document order."""

    shapes: tuple[Shape, ...] = ()
    edges: tuple[Edge, ...] = ()


def read_diagram(root: "etree._Element") -> Diagram:
    """What BPMNDI says. Shapes without usable coordinates are left out: a picture is no reason to refuse a process."""
    shapes: list[Shape] = []
    edges: list[Edge] = []
    for plane in root.iter(f"{{{BPMNDI}}}BPMNPlane"):
        for child in plane:
            element = str(child.get("bpmnElement") or "").rpartition(":")[2]
            label = _label(child)
            if child.tag == f"{{{BPMNDI}}}BPMNShape":
                box = _box(child.find(f"{{{DC}}}Bounds"))
                if box is not None:
                    shapes.append(_shape(child, element, box, label))
            elif child.tag == f"{{{BPMNDI}}}BPMNEdge":
                points = tuple(point for way in child.iter(f"{{{DI}}}waypoint") if (point := _point(way)) is not None)
                if len(points) > 1:
                    edges.append(Edge(element, points, label))
    return Diagram(tuple(shapes), tuple(edges))


def _shape(child: "etree._Element", element: str, box: Box, label: Box | None) -> Shape:
    return Shape(
        element,
        box,
        label,
        is_expanded=child.get("isExpanded", "true") != "false",
        is_horizontal=child.get("isHorizontal", "true") != "false",
        is_marker_visible=child.get("isMarkerVisible") == "true",
        fill=_colour(child, "background-color", "fill"),
        stroke=_colour(child, "border-color", "stroke"),
    )


def _colour(child: "etree._Element", standard: str, bioc: str) -> str:
    """A colour as the modeller set it, by OMG's extension or bpmn.io's older one; only `#rrggbb` is taken."""
    text = child.get(f"{{{COLOR}}}{standard}") or child.get(f"{{{BIOC}}}{bioc}") or ""
    return str(text) if _HEX.fullmatch(str(text)) else ""


def _label(child: "etree._Element") -> Box | None:
    label = child.find(f"{{{BPMNDI}}}BPMNLabel")
    return None if label is None else _box(label.find(f"{{{DC}}}Bounds"))


def _box(bounds: "etree._Element | None") -> Box | None:
    if bounds is None:
        return None
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return Box(x, y, width, height)


def _point(way: "etree._Element") -> Point | None:
    x, y = _number(way.get("x")), _number(way.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: "str | bytes | None") -> float | None:
    try:
        number = float(str(text))
    except ValueError:
        return None
    return number if abs(number) <= MAX_COORDINATE else None
