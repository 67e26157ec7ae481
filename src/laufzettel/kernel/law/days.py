"""Public holidays of a Land, and the end of a period that falls on one."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import holidays

LAENDER = frozenset(("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"))
SATURDAY = 5


@cache
def _calendar(land: str, year: int) -> Mapping[date, str]:
    if land not in LAENDER:
        raise ValueError(f"unknown Land: {land}")
    return {
        day: str(name) for day, name in holidays.country_holidays("DE", subdiv=land, years=year, language="de").items()
    }


def holiday(day: date, land: str) -> str:
    """The name of the public holiday that `day` is in the whole of `land` ("HE"), else an empty string.

    24 and 31 December and a town's own closing days are none.
    """
    return _calendar(land, day.year).get(day, "")


def moves_an_end(day: date, land: str) -> bool:
    """Saturday, Sunday or public holiday (§ 193 BGB, § 31 Abs. 3 VwVfG, § 108 Abs. 3 AO, § 26 Abs. 3 SGB X)."""
    return day.weekday() >= SATURDAY or bool(holiday(day, land))


def moved(day: date, land: str) -> date:
    """`day`, or the next day that is no Saturday, Sunday or public holiday."""
    while moves_an_end(day, land):
        day += timedelta(days=1)
    return day
