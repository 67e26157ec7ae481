"""The built-in functions: `FUNCTIONS` by name, each with the overloads it has."""

from laufzettel.kernel.feel.builtins import (
    contexts,
    conversions,
    dates,
    lists,
    numbers,
    ranges,
    statistics,
    strings,
)
from laufzettel.kernel.feel.builtins.registry import FUNCTIONS, MULTI_WORD

__all__ = [
    "FUNCTIONS",
    "MULTI_WORD",
    "contexts",
    "conversions",
    "dates",
    "lists",
    "numbers",
    "ranges",
    "statistics",
    "strings",
]
