"""The hearing before a burdensome act (§ 28 VwVfG, § 91 AO, § 24 SGB X): its text, and the end of the time for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .periods import End, Period, end_of_period
from .tables import HearingRule, applying, hearing_rules

SHORTEST_HEARING, LONGEST_HEARING = 7, 90
"""Days that an authority may set; below a week nobody can answer by post."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What stands in the letter, as paragraphs of plain text, and where it comes from."""

    title: str
    paragraphs: tuple[str, ...]
    norm: str
    end_norm: str
    verified: bool


def knows_hearing(procedure: str) -> bool:
    """Whether a hearing before acts of this procedure is in the tables."""
    return any(row.procedure == procedure for row in hearing_rules())


def hearing(
    procedure: str,
    days: int,
    *,
    on: date,
    body: Sequence[str],
    status: str,
    language: str = "de",
    land: str = "HE",
) -> Hearing:
    """The hearing that a letter of a day opens. `body` is where to write to, line by line, `status` where to answer.

    A procedure without a row is a `ValueError`.
    """
    rule = _rule(procedure, land=land, on=on)
    tongue = "en" if language.startswith("en") else "de"
    places = {"{body}": "\n".join(body), "{status}": status}
    paragraphs = rule.en if tongue == "en" else rule.de
    return Hearing(
        title=rule.title[tongue],
        paragraphs=tuple(places.get(one, one.replace("{days}", str(days))) for one in paragraphs),
        norm=rule.norm,
        end_norm=rule.end_norm,
        verified=rule.verified,
    )


def hearing_end(notified: date, days: int, *, land: str) -> End:
    """The last day to answer: the time begins with the day after notification; Saturdays, Sundays, holidays move it."""
    return end_of_period(notified, Period(days=days), land=land)


def _rule(procedure: str, *, land: str, on: date) -> HearingRule:
    rule = applying((row for row in hearing_rules() if row.procedure == procedure), land=land, on=on)
    if rule is None:
        raise ValueError(f"no hearing: {procedure}")
    return rule
