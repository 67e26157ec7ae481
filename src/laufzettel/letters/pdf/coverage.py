"""Which characters the shipped fonts can show, and what becomes of the others.

PDF/A wants a glyph for every character; a name with an emoji must not stop a letter.
"""

import re
import unicodedata
from functools import cache

from .font_tables import covered

# Joiners that Persian and Urdu need, and the soft hyphen. All other invisible characters are left out: some of them
# turn the direction of the text around and could make an amount or a name read differently from what is stored.
INVISIBLE_KEPT = frozenset("\u00ad\u200c\u200d\u200b")
SPACES = {"\t": " ", "\u00a0": "\u00a0", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}
LONGEST_WORD = 30
_WORD = re.compile(r"\S+")
_SEPARATOR = re.compile(r"[@./_?&=:](?=\w)")
_LONG_RUN = re.compile(r"[^\s\u200b\u00ad]{40}(?=[^\s\u200b])")


@cache
def _shown_as_is() -> re.Pattern[str]:
    """Texts of nothing but characters that are shown as they are, which is nearly all."""
    shown = sorted(code for code in covered() if _visible(chr(code)) and chr(code) not in SPACES)
    ranges: list[list[int]] = []
    for code in shown:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return re.compile("[\n" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]*")


def printable(text: str) -> str:
    """`text` with everything replaced that the fonts cannot show: an unknown character becomes `[U+1F415]`.

    The text is in normal form C, free of control characters, and runs without any place to break get places to break.
    """
    if _shown_as_is().fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return breakable(text)
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
