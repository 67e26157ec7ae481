"""A tenant's accent colour, made readable: WCAG 2.2 contrast is computed, never hoped for."""

import re
from dataclasses import dataclass

WHITE = (255, 255, 255)
INK = (19, 21, 37)
LIGHT_PAGE = WHITE
DARK_PAGE = INK
KERN_BLUE = "#2044aa"
READABLE = 4.5
"""WCAG 2.2, 1.4.3: text of normal size."""

type Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Accent:
    """An accent and the colour of text on it, as `#rrggbb`."""

    colour: str
    on: str


def parse(text: str) -> Colour | None:
    """The colour `#rrggbb` names; None for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def accent_for(text: str, page: Colour) -> Accent:
    """The accent nearest to `text` that can be told from the page by 4.5 to 1, and the text colour to write on it.

    `page` is the background (`LIGHT_PAGE` or `DARK_PAGE`). Without a usable colour it is KERN's blue.
    """
    colour = parse(text) or parse(KERN_BLUE) or INK
    away = INK if page == LIGHT_PAGE else WHITE
    for step in range(101):
        mixed = _mix(colour, away, step / 100)
        if contrast(mixed, page) >= READABLE:
            colour = mixed
            break
    on = WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK
    return Accent(_hex(colour), _hex(on))


def stylesheet(text: str) -> str:
    """The few lines of CSS that give a tenant its colour in light and dark."""
    light, dark = accent_for(text, LIGHT_PAGE), accent_for(text, DARK_PAGE)
    return (
        f":root{{--lz-accent:{light.colour};--lz-on-accent:{light.on}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--lz-accent:{dark.colour};--lz-on-accent:{dark.on}}}}}\n"
    )


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
