"""Sizes at which text fits the fields of a letter, reckoned with the widths of the font before anything is set.

Setting it several times to find out would cost a quarter of the whole letter.
"""

import re
from collections.abc import Sequence

from .font_tables import advances

MILLIMETRES_A_POINT = 25.4 / 72
PITCH = 1.17  # from line to line, in em, as the template has it
SAFETY = 1.02
_PIECE = re.compile(r"[^\s\u200b-]*-?(?:[\s\u200b]+|$|(?<=-))")


class DoesNotFit(ValueError):
    """The address, the remarks above it or the information block is too long for its field, even in 7 point."""


def width(text: str) -> float:
    """How wide a text is, in em; what the font lacks counts as wide."""
    known = advances()
    return sum(known.get(character, 1.0) for character in text)


def lines_needed(text: str, room: float) -> int:
    """Into how many lines a text breaks in `room` em; a word longer than that counts for several."""
    lines, used = 0, 0.0
    for line in text.split("\n"):
        lines, used = lines + 1, 0.0
        for piece in _PIECE.findall(line):
            needed = width(piece.rstrip()) * SAFETY
            if used and used + needed > room:
                lines, used = lines + 1, 0.0
            extra = int(needed // room)
            lines, used = lines + extra, used + needed - extra * room + width(piece[len(piece.rstrip()) :])
    return lines


def size_of_lines(lines: Sequence[str], *, wide: float, high: float, sizes: Sequence[float]) -> float:
    """The first of `sizes`, in points, at which the lines fit a field of millimetres. Raises DoesNotFit."""
    for size in sizes:
        em = size * MILLIMETRES_A_POINT
        if sum(lines_needed(line, wide / em) for line in lines) * PITCH * em <= high:
            return size
    raise DoesNotFit("address")


def size_of_pairs(
    pairs: Sequence[tuple[str, str]], *, wide: float, high: float, gaps: tuple[float, float], sizes: Sequence[float]
) -> float:
    """The same for two columns, the first as wide as its longest label; `gaps` between columns and between rows."""
    for size in sizes:
        em = size * MILLIMETRES_A_POINT
        label = min(max((width(one) for one, _ in pairs), default=0.0) * em * SAFETY, wide / 2)
        rows = [
            max(lines_needed(one, label / em), lines_needed(two, (wide - label - gaps[0]) / em)) for one, two in pairs
        ]
        if sum(rows) * PITCH * em + len(rows) * gaps[1] <= high:
            return size
    raise DoesNotFit("information block")
