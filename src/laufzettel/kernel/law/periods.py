"""Statutory dates: §§ 186 to 193 BGB, which VwVfG § 31, AO § 108 and SGB X § 26 take over."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .days import moved


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time. Weeks are seven days; months and years go by the calendar (§ 188 Abs. 2 BGB)."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.weeks, self.days) < 0:
            raise ValueError("a period is not negative")

    @property
    def is_empty(self) -> bool:
        """Whether it has no length."""
        return not (self.years or self.months or self.weeks or self.days)


@dataclass(frozen=True, slots=True)
class End:
    """The last day of a period; `computed` is the day before it was moved (§ 193 BGB)."""

    day: date
    computed: date

    @property
    def was_moved(self) -> bool:
        """Whether Saturday, Sunday or a public holiday moved it."""
        return self.day != self.computed


def end_of_period(start: date, period: Period, *, land: str, start_counts: bool = False) -> End:
    """The last day on which something can be done in time.

    `start` is the day of the event and is not counted (§ 187 Abs. 1 BGB), unless `start_counts`: the period runs from
    the beginning of that day (§ 187 Abs. 2), as with a day named in a contract or an age. Only the end moves.
    """
    computed = computed_end(start, period, start_counts=start_counts)
    return End(moved(computed, land), computed)


def computed_end(start: date, period: Period, *, start_counts: bool = False) -> date:
    """The last day by the calendar alone (§ 188 BGB), not moved."""
    if period.is_empty:
        raise ValueError("a period has a length")
    last = _add_months(start, 12 * period.years + period.months) + timedelta(days=7 * period.weeks + period.days)
    return last - timedelta(days=1) if start_counts else last


def extended(end: End, by: Period, *, land: str) -> End:
    """A further period, counted from the end of the first (§ 190 BGB).

    Both are one period, so it runs from the computed end of the first, not from the moved one (only in court it is
    otherwise, § 224 Abs. 3 ZPO).
    """
    return end_of_period(end.computed, by, land=land)


def _add_months(day: date, months: int) -> date:
    """The day with the same number, or the month's last where it has none (§ 188 Abs. 3 BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
