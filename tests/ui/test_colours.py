"""A tenant's colour is readable, whatever it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.ui.colours import DARK_PAGE, LIGHT_PAGE, READABLE, Colour, accent_for, contrast, parse, stylesheet

ANY_COLOUR = st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True)


def of(text: str) -> Colour:
    colour = parse(text)
    assert colour is not None
    return colour


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#2044aa", "#ffffff", 8.51),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert round(contrast(of(one), of(other)), 2) == expected


def test_a_colour_that_is_dark_enough_stays_as_it_is() -> None:
    assert accent_for("#b5121b", LIGHT_PAGE).colour == "#b5121b"
    assert accent_for("#b5121b", LIGHT_PAGE).on == "#ffffff"


def test_yellow_becomes_darker_on_white_and_stays_on_dark() -> None:
    light, dark = accent_for("#ffcc00", LIGHT_PAGE), accent_for("#ffcc00", DARK_PAGE)

    assert light.colour != "#ffcc00"
    assert contrast(of(light.colour), LIGHT_PAGE) >= READABLE
    assert (dark.colour, dark.on) == ("#ffcc00", "#131525")


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#ffffff;}body{display:none", "url(x)"])
def test_what_is_no_colour_gives_the_standard_one(text: str) -> None:
    assert accent_for(text, LIGHT_PAGE).colour == "#2044aa"


@given(ANY_COLOUR, st.sampled_from([LIGHT_PAGE, DARK_PAGE]))
def test_every_accent_can_be_read_on_the_page_and_written_on(text: str, page: Colour) -> None:
    accent = accent_for(text, page)

    assert contrast(of(accent.colour), page) >= READABLE
    assert contrast(of(accent.colour), of(accent.on)) >= READABLE


@given(st.text(max_size=30))
def test_the_stylesheet_holds_nothing_but_colours(text: str) -> None:
    assert set(re.findall(r"--[a-z-]+:([^;}]+)", stylesheet(text))) <= set(
        re.findall(r"#[0-9a-f]{6}", stylesheet(text))
    )
