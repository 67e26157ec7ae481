"""On what norm an office may correct or annul a notice that it has issued."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from .tables import ChangeRule, applying, change_rules

ChangeKind = Literal["correction", "annulment"]


def ways_to_change(procedure: str, *, land: str, on: date) -> tuple[ChangeRule, ...]:
    """The norms of a procedure in a Land on a day, corrections first; none where no row is known.

    A row of the Land stands in for that of any Land with the same key.
    """
    rows = [row for row in change_rules() if row.procedure == procedure]
    found = (applying(_of(key, rows), land=land, on=on) for key in dict.fromkeys(row.key for row in rows))
    return tuple(sorted((row for row in found if row is not None), key=lambda row: row.kind != "correction"))


def way_to_change(procedure: str, key: str, *, land: str, on: date) -> ChangeRule | None:
    """One of them, by its key."""
    return next((row for row in ways_to_change(procedure, land=land, on=on) if row.key == key), None)


def _of(key: str, rows: Iterable[ChangeRule]) -> Iterable[ChangeRule]:
    return (row for row in rows if row.key == key)
