"""Which places a postcode has: what fills the place once the postcode is typed.

From the list of municipalities of the Statistisches Bundesamt (state of 2020) with postcodes of OpenStreetMap (ODbL).
Postcodes of firms and boxes are not in it: a postcode that is not there may still be right.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from laufzettel.kernel.forms.model import Field, Node


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


def is_place(node: Node) -> bool:
    """Whether it asks for a town: a part of an address, or a text that browsers fill with the town."""
    return isinstance(node, Field) and (node.part == "ort" or node.autocomplete == "address-level2")


def postcode_names(nodes: Iterable[Node]) -> dict[str, str]:
    """By the id of each place: the last part of the key of the postcode that stands beside it."""
    fields = [node for node in nodes if isinstance(node, Field)]
    found: dict[str, str] = {}
    for place in fields:
        if is_place(place):
            beside = [field.key[-1] for field in fields if _is_postcode(field) and field.key[:-1] == place.key[:-1]]
            if len(beside) == 1:
                found[place.id] = beside[0]
    return found


def beside(name: str, place: Field, postcode: str) -> str:
    """The name of the postcode of a place: `halter.ort` and `plz` give `halter.plz`."""
    return name[: len(name) - len(place.key[-1])] + postcode


def _is_postcode(field: Field) -> bool:
    return field.part == "plz" or field.kind == "postcode"
