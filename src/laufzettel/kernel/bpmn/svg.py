"""The diagram as SVG, drawn on the server: works without scripts and under a strict content security policy.

No style attributes: looks come from classes (`lz-bpmn…`), with presentation attributes as the fallback. What has been
visited, what is current and what has an incident is told by a badge and by line width, not by colour alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from laufzettel.kernel.bpmn import vocabulary as words
from laufzettel.kernel.bpmn.diagram import Box, Edge, Shape
from laufzettel.kernel.bpmn.model import Element, Model
from laufzettel.kernel.bpmn.outline import outline
from laufzettel.kernel.bpmn.svg_icons import (
    EVENT_ICONS,
    FILLED_ICONS,
    GATEWAY_ICONS,
    LOOP_ICONS,
    TASK_ICONS,
)
from laufzettel.kernel.bpmn.svg_parts import (
    FONT,
    arrow,
    badge,
    circle,
    cylinder,
    document,
    icon,
    ink_on,
    middle,
    num,
    outside,
    pool_line,
    rect,
    slash,
    text_in,
)
from laufzettel.kernel.problems import Text

MARGIN = 20.0


class Svg(str):
    """An SVG element, escaped by construction: Django templates take it as it is."""

    __slots__ = ()

    def __html__(self) -> "Svg":
        """What a template engine asks for."""
        return self


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of elements and flows by what has happened to them."""

    visited: frozenset[str]
    current: frozenset[str]
    incidents: frozenset[str]

    def of(self, element: str) -> str:
        """The strongest mark of an element."""
        if element in self.incidents:
            return "incident"
        return "current" if element in self.current else "visited" if element in self.visited else ""


def draw(
    model: Model,
    *,
    visited: Iterable[str] = (),
    current: Iterable[str] = (),
    incidents: Iterable[str] = (),
    language: str = "de",
) -> Svg:
    """The picture of a model, empty when its file has none.

    `visited`, `current` and `incidents` are keys of elements and flows as history and state name them. The picture
    has a name and the outline of the process as its description, in `language` (German unless it is English).
    """
    marks = Marks(*(frozenset(key.rpartition("/")[2] for key in keys) for keys in (visited, current, incidents)))
    return _Drawing(model, marks, language).svg()


class _Drawing:
    def __init__(self, model: Model, marks: Marks, language: str) -> None:
        self.model = model
        self.marks = marks
        self.language = language
        self.elements: dict[str, Element] = {}
        for process in model.processes.values():
            self.elements.update(process.elements)
        self.defaults = {e.attributes["default"] for e in self.elements.values() if "default" in e.attributes}
        hidden = {s.element for s in model.diagram.shapes if not s.is_expanded}
        self.shapes = [shape for shape in model.diagram.shapes if not self.is_hidden(shape.element, hidden)]
        self.edges = model.diagram.edges

    def is_hidden(self, element: str, hidden: set[str]) -> bool:
        """Whether it lies in a collapsed sub-process, whose inside is drawn on another plane."""
        found = self.elements.get(element)
        while found is not None:
            if found.scope in hidden:
                return True
            found = self.elements.get(found.scope)
        return False

    def svg(self) -> Svg:
        if not self.shapes:
            return Svg("")
        box = self.bounds()
        view = f"{num(box.x)} {num(box.y)} {num(box.width)} {num(box.height)}"
        body = "".join([self.shape(s) for s in self.shapes if self.is_container(s)])
        body += "".join(self.edge(edge) for edge in self.edges)
        body += "".join([self.shape(s) for s in self.shapes if not self.is_container(s)])
        body += "".join(self.edge_label(edge) for edge in self.edges)
        return Svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="lz-bpmn" viewBox="{view}" width="{num(box.width)}" '
            f'height="{num(box.height)}" role="img" aria-labelledby="lz-bpmn-title lz-bpmn-text" '
            f'font-family="sans-serif" font-size="{num(FONT)}" fill="none" stroke="currentColor">'
            f'<title id="lz-bpmn-title">{escape(self.title())}</title>'
            f'<desc id="lz-bpmn-text">{escape(self.description())}</desc>{body}</svg>'
        )

    def title(self) -> str:
        names = ", ".join(process.name or process.id for process in self.model.processes.values())
        return Text(f"Prozess {names}", f"Process {names}").in_language(self.language)

    def description(self) -> str:
        return " ".join(
            step.text.in_language(self.language)
            for step in outline(
                self.model, visited=self.marks.visited, current=self.marks.current, incidents=self.marks.incidents
            )
        )

    def bounds(self) -> Box:
        """Around everything that is drawn."""
        boxes = [shape.box for shape in self.shapes]
        boxes += [s.label for s in self.shapes if s.label] + [e.label for e in self.edges if e.label]
        points = [point for edge in self.edges for point in edge.points]
        left = min([box.x for box in boxes] + [x for x, _ in points]) - MARGIN
        top = min([box.y for box in boxes] + [y for _, y in points]) - MARGIN
        right = max([box.x + box.width for box in boxes] + [x for x, _ in points]) + MARGIN
        bottom = max([box.y + box.height for box in boxes] + [y for _, y in points]) + MARGIN
        return Box(left, top, right - left, bottom - top)

    def is_container(self, shape: Shape) -> bool:
        kind = self.model.kinds.get(shape.element, "")
        is_large = kind == "callActivity" and shape.box.height > 120  # drawn with its inside, as some tools do
        return (
            kind in {"participant", "lane", "group"} or is_large or (kind in words.SUBPROCESSES and shape.is_expanded)
        )

    # Shapes

    def shape(self, shape: Shape) -> str:
        kind = self.model.kinds.get(shape.element, "")
        element = self.elements.get(shape.element)
        mark = self.marks.of(shape.element)
        inner = self.body(shape, kind, element) + self.label(shape, kind) + badge(shape.box, mark)
        classes = f"lz-bpmn-node lz-bpmn-{kind or 'unknown'}" + (f" is-{mark}" if mark else "")
        is_open = self.is_container(shape) or kind == "textAnnotation"
        fill = shape.fill or ("none" if is_open else "Canvas")
        colour = f' fill="{fill}"' + (f' stroke="{shape.stroke}"' if shape.stroke else "")
        return f'<g class="{classes}" data-element={quoteattr(shape.element)}{colour}>{inner}</g>'

    def body(self, shape: Shape, kind: str, element: Element | None) -> str:
        box = shape.box
        width = 3.0 if self.marks.of(shape.element) in ("current", "incident") else 1.5
        if kind in words.EVENTS:
            return self.event(box, kind, element, width)
        if kind.endswith("Gateway"):
            return self.gateway(shape, kind, width)
        if kind in {"participant", "lane"}:
            return rect(box, 0, 1.0) + pool_line(shape, kind)
        if kind == "textAnnotation":
            x, y = num(box.x), num(box.y)
            return f'<path d="M{num(box.x + 12)} {y}H{x}v{num(box.height)}h12"/>'
        if kind == "group":
            return rect(box, 10, 1.0, ' stroke-dasharray="8 4 2 4"')
        if kind in {"dataObjectReference", "dataObject", "dataInput", "dataOutput"}:
            return document(box)
        if kind == "dataStoreReference":
            return cylinder(box)
        return self.activity(shape, kind, element, width)

    def event(self, box: Box, kind: str, element: Element | None, width: float) -> str:
        x, y, radius = box.x + box.width / 2, box.y + box.height / 2, min(box.width, box.height) / 2
        is_quiet = element is not None and (
            element.attributes.get("cancelActivity") == "false" or element.attributes.get("isInterrupting") == "false"
        )
        dash = ' stroke-dasharray="4 3"' if is_quiet else ""
        outer = width + 2.0 if kind == "endEvent" else width
        text = circle(x, y, radius, outer, dash)
        if kind in {"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}:
            text += circle(x, y, radius - 3.5, width, dash)
        event = element.event.kind if element is not None and element.event is not None else "none"
        filled = kind in {"endEvent", "intermediateThrowEvent"} or event == "terminate"
        return text + icon(
            EVENT_ICONS.get(event, ""), x - radius * 0.55, y - radius * 0.55, radius * 1.1, filled=filled
        )

    def gateway(self, shape: Shape, kind: str, width: float) -> str:
        box = shape.box
        x, y = box.x + box.width / 2, box.y + box.height / 2
        right, bottom = box.x + box.width, box.y + box.height
        path = f"M{num(x)} {num(box.y)}L{num(right)} {num(y)}L{num(x)} {num(bottom)}L{num(box.x)} {num(y)}z"
        size = box.width * 0.44
        sign = icon(GATEWAY_ICONS.get(kind, ""), x - size / 2, y - size / 2, size, width=2.0)
        return f'<path class="lz-bpmn-shape" d="{path}" stroke-width="{num(width)}"/>{sign}'

    def activity(self, shape: Shape, kind: str, element: Element | None, width: float) -> str:
        box = shape.box
        is_event_subprocess = element is not None and element.has("triggeredByEvent")
        dash = ' stroke-dasharray="2 3"' if is_event_subprocess else ""
        text = rect(box, 10, width + 2.0 if kind == "callActivity" else width, dash)
        text += icon(TASK_ICONS.get(kind, ""), box.x + 4, box.y + 4, 13, filled=kind in FILLED_ICONS)
        markers = []
        if element is not None and element.loop is not None:
            markers.append("sequential" if element.loop.is_sequential else "parallel")
        if element is not None and element.has("isForCompensation"):
            markers.append("compensation")
        if kind in words.SUBPROCESSES and not shape.is_expanded:
            markers.append("collapsed")
        if kind == "adHocSubProcess":
            markers.append("ad-hoc")
        left = box.x + box.width / 2 - len(markers) * 9
        for position, marker in enumerate(markers):
            text += icon(LOOP_ICONS[marker], left + position * 18, box.y + box.height - 18, 15)
        return text

    def label(self, shape: Shape, kind: str) -> str:
        name = self.model.names.get(shape.element, "")
        if not name:
            return ""
        box, letters = shape.box, ink_on(shape.fill)
        if kind in {"participant", "lane"} and shape.is_horizontal:
            x, y = box.x + 15, box.y + box.height / 2
            return (
                f'<text class="lz-bpmn-label" x="{num(x)}" y="{num(y)}" transform="rotate(-90 {num(x)} {num(y)})" '
                f'text-anchor="middle" dominant-baseline="central" fill="currentColor" '
                f'stroke="none">{escape(name)}</text>'
            )
        if shape.label is not None and kind not in words.ACTIVITIES:
            return text_in(name, self.beside(name, shape.label, box), ink="currentColor", is_top=True)
        if kind in words.EVENTS or kind.endswith("Gateway") or kind.startswith("data"):
            below = Box(box.x + box.width / 2 - 45, box.y + box.height + 4, 90, 28)
            return text_in(name, self.beside(name, below, box), ink="currentColor", is_top=True)
        if self.is_container(shape):
            return text_in(name, Box(box.x + 10, box.y + 5, box.width - 20, 30), ink=letters, is_top=True)
        if kind == "textAnnotation":
            return text_in(name, Box(box.x + 6, box.y, box.width - 6, box.height), ink="currentColor", is_left=True)
        return text_in(name, Box(box.x + 3, box.y, box.width - 6, box.height), ink=letters)

    def beside(self, name: str, label: Box, of: Box) -> Box:
        """Where a name outside of its shape does not run into another one."""
        return outside(name, label, of, (other.box for other in self.shapes if not self.is_container(other)))

    # Edges

    def edge(self, edge: Edge) -> str:
        kind = self.model.kinds.get(edge.element, "")
        mark = self.marks.of(edge.element)
        path = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in edge.points)
        is_flow = kind == "sequenceFlow"
        dash = "" if is_flow else ' stroke-dasharray="6 4"' if kind == "messageFlow" else ' stroke-dasharray="1 4"'
        width = 2.5 if mark else 1.5
        text = f'<path d="{path}" stroke-width="{num(width)}" stroke-linejoin="round"{dash}/>'
        if is_flow or kind == "messageFlow":
            text += arrow(edge.points, filled=is_flow)
        if edge.element in self.defaults:
            text += slash(edge.points)
        classes = f"lz-bpmn-edge lz-bpmn-{kind or 'unknown'}" + (f" is-{mark}" if mark else "")
        return f'<g class="{classes}" data-element={quoteattr(edge.element)}>{text}</g>'

    def edge_label(self, edge: Edge) -> str:
        name = self.model.names.get(edge.element, "")
        if not name:
            return ""
        x, y = middle(edge.points)
        label = edge.label or Box(x - 40, y - 18, 80, 16)
        return text_in(name, outside(name, label, label, ()), ink="currentColor", is_top=True)
