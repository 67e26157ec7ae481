"""Boxes, lines, letters and arrows of the diagram as SVG text."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from laufzettel.kernel.bpmn.diagram import Box, Point, Shape
from laufzettel.kernel.bpmn.svg_icons import BADGES

FONT = 12.0
LETTER = 6.2
"""The width of an average letter of 12 px text, for breaking lines."""
NARROWEST, WIDEST = 92.0, 130.0
"""A label outside of its shape is at least this wide, and wider for a long German word, which stays whole."""


def num(number: float) -> str:
    """A number as short as it goes."""
    return f"{number:.1f}".removesuffix(".0")


def rect(box: Box, corner: float, width: float, more: str = "") -> str:
    """A rectangle with rounded corners."""
    return (
        f'<rect class="lz-bpmn-shape" x="{num(box.x)}" y="{num(box.y)}" width="{num(box.width)}" '
        f'height="{num(box.height)}" rx="{num(corner)}" stroke-width="{num(width)}"{more}/>'
    )


def circle(x: float, y: float, radius: float, width: float, more: str = "") -> str:
    """A circle."""
    return (
        f'<circle class="lz-bpmn-shape" cx="{num(x)}" cy="{num(y)}" r="{num(max(radius, 1))}" '
        f'stroke-width="{num(width)}"{more}/>'
    )


def icon(path: str, x: float, y: float, size: float, *, filled: bool = False, width: float = 1.2) -> str:
    """A small picture on its 16 by 16 grid, scaled."""
    if not path:
        return ""
    scale = size / 16
    fill = "currentColor" if filled else "none"
    return (
        f'<path class="lz-bpmn-icon" d="{path}" transform="translate({num(x)} {num(y)}) scale({scale:.3f})" '
        f'fill="{fill}" stroke-width="{num(width)}"/>'
    )


def badge(box: Box, mark: str) -> str:
    """A sign beside the colour: a tick, a triangle, an exclamation mark."""
    if not mark:
        return ""
    x, y = box.x + box.width - 8, box.y - 8
    return (
        f'<g class="lz-bpmn-badge" transform="translate({num(x)} {num(y)})">'
        f'<circle cx="8" cy="8" r="8" fill="currentColor" stroke="none"/>'
        f'<path d="{BADGES[mark]}" stroke="Canvas" stroke-width="2"/></g>'
    )


def text_in(name: str, box: Box, *, ink: str, is_top: bool = False, is_left: bool = False) -> str:
    """A name inside a box, broken into lines."""
    lines = broken(name, max(int(box.width / LETTER), 4), None if is_top else max(int(box.height / 15), 1))
    x = box.x + 4 if is_left else box.x + box.width / 2
    first = box.y + FONT if is_top else box.y + box.height / 2 - (len(lines) - 1) * 7.5 + 4
    if not is_top and len(lines) > 3:
        first += 5  # below the icon in the corner
    halo = 'stroke="Canvas" stroke-width="3" paint-order="stroke"' if is_top else 'stroke="none"'
    anchor = "start" if is_left else "middle"
    spans = "".join(
        f'<tspan x="{num(x)}" y="{num(first + position * 15)}">{escape(line)}</tspan>'
        for position, line in enumerate(lines)
    )
    return f'<text class="lz-bpmn-label" text-anchor="{anchor}" fill="{ink}" {halo}>{spans}</text>'


def outside(name: str, box: Box, of: Box, others: Iterable[Box]) -> Box:
    """Where a label outside of its shape is written: wide enough, from above no further than its box, beside others."""
    longest = max(len(word) for word in name.split()) * LETTER + 2
    width = max(box.width, NARROWEST, min(longest, WIDEST))
    height = 15.0 * len(broken(name, int(width / LETTER), None))
    x, y = box.x - (width - box.width) / 2, box.y
    if box.y + box.height <= of.y:
        y = box.y + box.height - height
    for other in others:
        if x < other.x + other.width and other.x < x + width and y < other.y + other.height and other.y < y + height:
            left, right = other.x - 4 - (x + width), other.x + other.width + 4 - x
            aside = left if -left < right else right
            x += aside if abs(aside) <= NARROWEST / 2 else 0
    return Box(x, y, width, height)


def broken(name: str, letters: int, most: int | None) -> list[str]:
    """Break a name into lines of about so many letters; a word that is too long is broken too."""
    lines = [""]
    for word in name.split():
        rest = word
        while len(rest) > letters:
            kept = min(letters - 1, max(len(rest) - 4, letters // 2))  # no two letters alone on a line
            lines.append(rest[:kept] + "-")
            rest = rest[kept:]
        joined = f"{lines[-1]} {rest}".strip()
        if len(joined) <= letters:
            lines[-1] = joined
        else:
            lines.append(rest)
    lines = [line for line in lines if line]
    if most is not None and len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: max(letters - 1, 1)] + "…"]
    return lines


def ink_on(fill: str) -> str:
    """Black or white, whichever reads better on a colour the modeller chose."""
    if not fill:
        return "currentColor"
    red, green, blue = (int(fill[start : start + 2], 16) for start in (1, 3, 5))
    return "#000000" if (red * 299 + green * 587 + blue * 114) / 1000 > 140 else "#ffffff"


def pool_line(shape: Shape, kind: str) -> str:
    """The line beside the name of a pool."""
    if kind != "participant" or not shape.is_horizontal:
        return ""
    return f'<path d="M{num(shape.box.x + 30)} {num(shape.box.y)}v{num(shape.box.height)}"/>'


def document(box: Box) -> str:
    """A data object: a sheet with a folded corner."""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    fold = min(box.width, box.height) / 4
    return (
        f'<path class="lz-bpmn-shape" d="M{num(x)} {num(y)}H{num(right - fold)}L{num(right)} {num(y + fold)}'
        f'V{num(bottom)}H{num(x)}zM{num(right - fold)} {num(y)}v{num(fold)}h{num(fold)}"/>'
    )


def cylinder(box: Box) -> str:
    """A data store."""
    x, y, width, height = box.x, box.y, box.width, box.height
    bend = height / 6
    return (
        f'<path class="lz-bpmn-shape" d="M{num(x)} {num(y + bend)}c0 {num(-bend)} {num(width)} {num(-bend)} '
        f"{num(width)} 0v{num(height - 2 * bend)}c0 {num(bend)} {num(-width)} {num(bend)} {num(-width)} 0z"
        f'M{num(x)} {num(y + bend)}c0 {num(bend)} {num(width)} {num(bend)} {num(width)} 0"/>'
    )


def direction(start: Point, end: Point) -> Point:
    """From one point to another, of length one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return dx / length, dy / length


def arrow(points: tuple[Point, ...], *, filled: bool) -> str:
    """The head of a flow."""
    x, y = points[-1]
    dx, dy = direction(points[-2], points[-1])
    back, side = 10.0, 4.0
    left = (x - back * dx - side * dy, y - back * dy + side * dx)
    right = (x - back * dx + side * dy, y - back * dy - side * dx)
    path = f"M{num(x)} {num(y)}L{num(left[0])} {num(left[1])}L{num(right[0])} {num(right[1])}z"
    return f'<path class="lz-bpmn-arrow" d="{path}" fill="{"currentColor" if filled else "none"}"/>'


def slash(points: tuple[Point, ...]) -> str:
    """The mark of a default flow."""
    dx, dy = direction(points[0], points[1])
    x, y = points[0][0] + dx * 12, points[0][1] + dy * 12
    start = f"{num(x - 5 * (dx + dy))} {num(y + 5 * (dx - dy))}"
    end = f"{num(x + 5 * (dx + dy))} {num(y - 5 * (dx - dy))}"
    return f'<path d="M{start}L{end}"/>'


def middle(points: tuple[Point, ...]) -> Point:
    """Where the label of a flow goes: the middle of its middle part."""
    before = points[(len(points) - 1) // 2]
    after = points[(len(points) - 1) // 2 + 1]
    return (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
