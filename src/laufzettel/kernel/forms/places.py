"""Which places a postcode has: what fills the place once the postcode is typed.

From the list of municipalities of the Statistisches Bundesamt (state of 2020) with postcodes of OpenStreetMap (ODbL).
Postcodes of firms and boxes are not in it: a postcode that is not there may still be right.
"""

from functools import cache
from importlib.resources import files


@cache
def _places() -> dict[str, tuple[str, ...]]:
    text = (files("laufzettel.kernel.forms") / "data" / "postcodes.txt").read_text("utf-8")
    lines = (line.partition(" ") for line in text.splitlines())
    return {postcode: tuple(names.split("|")) for postcode, _, names in lines}


def places_of(postcode: str) -> tuple[str, ...]:
    """The municipalities with this postcode, the largest first; empty when it is not known."""
    return _places().get(postcode.strip(), ())


def only_place_of(postcode: str) -> str:
    """The place, where there is only one; else empty."""
    places = places_of(postcode)
    return places[0] if len(places) == 1 else ""
