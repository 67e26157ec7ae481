"""The shipped fonts: which characters they have and how wide these are (OpenType: cmap, hmtx, hhea, head)."""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
TEXT_FONT = FOLDER / "NotoSans-Regular.ttf"


@cache
def covered() -> frozenset[int]:
    """The characters that every style of the text font, or of the Arabic one, has."""
    families: dict[str, list[set[int]]] = {}
    for font in sorted(FOLDER.glob("*.ttf")):
        families.setdefault(font.stem.partition("-")[0], []).append(set(_glyphs(_tables(font)["cmap"])))
    return frozenset().union(*(set.intersection(*styles) for styles in families.values()))


@cache
def advances() -> dict[str, float]:
    """How wide each character of the text font is, in em."""
    tables = _tables(TEXT_FONT)
    units: int = struct.unpack(">H", tables["head"][18:20])[0]
    count: int = struct.unpack(">H", tables["hhea"][34:36])[0]
    widths = struct.unpack(f">{2 * count}H", tables["hmtx"][: 4 * count])[::2]
    return {chr(code): widths[min(glyph, count - 1)] / units for code, glyph in _glyphs(tables["cmap"]).items()}


def _tables(font: Path) -> dict[str, bytes]:
    data = font.read_bytes()
    found: dict[str, bytes] = {}
    for number in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, start, length = struct.unpack(">4sLLL", data[12 + 16 * number : 28 + 16 * number])
        found[tag.decode("ascii")] = data[start : start + length]
    return found


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Characters and their glyphs, from the subtable of format 4 that all these fonts have."""
    for entry in range(struct.unpack(">H", cmap[2:4])[0]):
        offset = struct.unpack(">L", cmap[8 + 8 * entry : 12 + 8 * entry])[0]
        if struct.unpack(">H", cmap[offset : offset + 2])[0] == 4:
            return _segments(cmap[offset:])
    raise ValueError("no table of characters of format 4")


def _segments(table: bytes) -> dict[int, int]:
    count = int(struct.unpack(">H", table[6:8])[0]) // 2
    array = struct.unpack(f">{4 * count + 1}H", table[14 : 16 + 8 * count])
    ends, starts = array[:count], array[count + 1 : 2 * count + 1]
    deltas, offsets = array[2 * count + 1 : 3 * count + 1], array[3 * count + 1 :]
    found: dict[int, int] = {}
    for segment in range(count):
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                at = 16 + 6 * count + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                glyph = int(struct.unpack(">H", table[at : at + 2])[0])
            if glyph and (glyph + deltas[segment]) & 0xFFFF:
                found[code] = (glyph + deltas[segment]) & 0xFFFF
    return found
