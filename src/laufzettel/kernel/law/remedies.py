"""The remedy against an act: its text, its time limit, whether it suspends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .periods import End, Period, end_of_period
from .tables import RemedyRule, applying, remedy_rules

REMEDY_LANGUAGES = ("de", "en")
"""The languages in which the table has its texts."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What stands in the letter, as paragraphs of plain text, and what the platform counts with.

    `period` is empty where no time limit runs.
    """

    title: str
    paragraphs: tuple[str, ...]
    period: Period
    suspends: bool
    norm: str
    verified: bool
    note: str = ""


def remedy(
    procedure: str,
    kind: str,
    *,
    on: date,
    body: Sequence[str] = (),
    court: Sequence[str] = (),
    language: str = "de",
    land: str = "HE",
    demands_payment: bool = True,
) -> Remedy:
    """The remedy of an act issued `on` a day. `body` and `court` are name and address, line by line.

    Without `demands_payment` it says nothing of an amount that has to be paid all the same.

    A remedy that the procedure does not know, or an address that its text needs and that is missing, is a `ValueError`.
    """
    rule = _rule(procedure, kind, land=land, on=on)
    tongue = "en" if language.startswith("en") else "de"
    places = {"{body}": "\n".join(body), "{court}": "\n".join(court)}
    paragraphs = rule.en if tongue == "en" else rule.de
    for needed in set(paragraphs) & set(places):
        if not places[needed].strip():
            raise ValueError(f"{procedure}, {kind}: address missing for {needed}")
    if demands_payment and rule.payment:
        paragraphs = (*paragraphs, rule.payment[tongue])
    return Remedy(
        title=rule.title[tongue],
        paragraphs=tuple(places.get(paragraph, paragraph) for paragraph in paragraphs),
        period=rule.period,
        suspends=rule.suspends,
        norm=rule.norm,
        verified=rule.verified,
        note=rule.note,
    )


def remedy_end(procedure: str, kind: str, *, notified: date, on: date, land: str) -> End | None:
    """The last day for the remedy after notification; None where no time limit runs."""
    period = _rule(procedure, kind, land=land, on=on).period
    return None if period.is_empty else end_of_period(notified, period, land=land)


def _rule(procedure: str, kind: str, *, land: str, on: date) -> RemedyRule:
    rows = (row for row in remedy_rules() if (row.procedure, row.remedy) == (procedure, kind))
    rule = applying(rows, land=land, on=on)
    if rule is None:
        raise ValueError(f"no remedy: {procedure}, {kind}")
    return rule
