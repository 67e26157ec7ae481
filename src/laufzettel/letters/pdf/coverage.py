"""Which characters the shipped fonts can show, and what becomes of the others.

PDF/A wants a glyph for every character; a name with an emoji must not stop a letter.
"""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"

# Joiners that Persian and Urdu need, and the soft hyphen. All other invisible characters are left out: some of them
# turn the direction of the text around and could make an amount or a name read differently from what is stored.
INVISIBLE_KEPT = frozenset("\u00ad\u200c\u200d\u200b")
SPACES = {"\t": " ", "\u00a0": "\u00a0", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}
LONGEST_WORD = 30
_WORD = re.compile(r"\S+")
_SEPARATOR = re.compile(r"[@./_?&=:](?=\w)")
_LONG_RUN = re.compile(r"[^\s\u200b\u00ad]{40}(?=[^\s\u200b])")


def _segments(table: bytes) -> set[int]:
    """The characters of a `cmap` subtable of format 4 (OpenType specification, cmap)."""
    count = int(struct.unpack(">H", table[6:8])[0]) // 2
    array = struct.unpack(f">{4 * count + 1}H", table[14 : 16 + 8 * count])
    ends, starts = array[:count], array[count + 1 : 2 * count + 1]
    deltas, offsets = array[2 * count + 1 : 3 * count + 1], array[3 * count + 1 :]
    found: set[int] = set()
    for segment in range(count):
        for code in range(starts[segment], ends[segment] + 1):
            glyph = code
            if offsets[segment]:
                at = 16 + 6 * count + 2 * segment + offsets[segment] + 2 * (code - starts[segment])
                glyph = int(struct.unpack(">H", table[at : at + 2])[0])
            if glyph and (glyph + deltas[segment]) & 0xFFFF:
                found.add(code)
    return found


def _characters(font: Path) -> set[int]:
    data = font.read_bytes()
    for number in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, start, length = struct.unpack(">4sLLL", data[12 + 16 * number : 28 + 16 * number])
        if tag != b"cmap":
            continue
        cmap = data[start : start + length]
        for entry in range(struct.unpack(">H", cmap[2:4])[0]):
            offset = struct.unpack(">L", cmap[8 + 8 * entry : 12 + 8 * entry])[0]
            if struct.unpack(">H", cmap[offset : offset + 2])[0] == 4:
                return _segments(cmap[offset:])
    raise ValueError(font.name)


@cache
def covered() -> frozenset[int]:
    """The characters that every style of the text font, or of the Arabic one, has."""
    families: dict[str, list[set[int]]] = {}
    for font in sorted(FONTS.glob("*.ttf")):
        families.setdefault(font.stem.partition("-")[0], []).append(_characters(font))
    return frozenset().union(*(set.intersection(*styles) for styles in families.values()))


def printable(text: str) -> str:
    """`text` with everything replaced that the fonts cannot show: an unknown character becomes `[U+1F415]`.

    The text is in normal form C, free of control characters, and runs without any place to break get places to break.
    """
    if text.isascii() and text.isprintable() and len(text) <= LONGEST_WORD:
        return text
    known = covered()
    shown: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        character = SPACES.get(character, character)
        if character == "\n" or character in INVISIBLE_KEPT or (ord(character) in known and _visible(character)):
            shown.append(character)
        elif unicodedata.category(character)[0] != "C":
            shown.append(f"[U+{ord(character):04X}]")
    return breakable("".join(shown))


def has_ink(text: str) -> bool:
    """Whether anything of the text can be seen: PDF/UA wants headings and titles that say something."""
    return any(character.isprintable() and not character.isspace() for character in printable(text))


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def breakable(text: str, longest: int = LONGEST_WORD) -> str:
    """Places to break in words so long that hyphenation may find none, such as a link, a mail address or a key."""
    return _WORD.sub(lambda word: _places(word[0]) if len(word[0]) > longest else word[0], text)


def _places(word: str) -> str:
    return _LONG_RUN.sub("\\g<0>\u200b", _SEPARATOR.sub("\\g<0>\u200b", word))
