"""Service dates in working days of the office, with pauses, and resubmission."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .days import holiday

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When an office works: by weekday (Monday is 0), never on public holidays of the Land, never on `closed` days."""

    land: str
    weekdays: frozenset[int] = frozenset(range(5))
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("an office works on some days of the week")

    def works(self, day: date) -> bool:
        """Whether `day` is a working day."""
        return day.weekday() in self.weekdays and day not in self.closed and not holiday(day, self.land)

    def next_working_day(self, day: date) -> date:
        """`day`, or the next one on which the office works."""
        for _ in range(LONGEST):
            if self.works(day):
                return day
            day += timedelta(days=1)
        raise ValueError("the office never works")


@dataclass(frozen=True, slots=True)
class Pause:
    """A question back is open: asked on `start`, answered on `end`, None while nobody has answered.

    The days after `start` up to and with `end` do not count; asked and answered on one day costs nothing.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError("a pause does not end before it starts")

    def covers(self, day: date) -> bool:
        """Whether `day` is lost to it."""
        return self.start < day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class ServiceDate:
    """`day` is None while a pause is open; then `remaining` working days are left when it ends."""

    day: date | None
    remaining: int


def service_date(
    start: date, working_days: int, calendar: WorkingCalendar, pauses: Iterable[Pause] = ()
) -> ServiceDate:
    """The day by which something is to be done `working_days` after `start`, which does not count itself."""
    if not 0 <= working_days <= LONGEST:
        raise ValueError("working days out of bounds")
    known, day, remaining = sorted(pauses, key=lambda pause: pause.start), start, working_days
    for _ in range(LONGEST * 4):
        if remaining == 0:
            return ServiceDate(calendar.next_working_day(day) if working_days == 0 else day, 0)
        day += timedelta(days=1)
        if any(pause.end is None and pause.covers(day) for pause in known):
            return ServiceDate(None, remaining)
        if calendar.works(day) and not any(pause.covers(day) for pause in known):
            remaining -= 1
    raise ValueError("the office hardly ever works")


def working_days_left(today: date, due: date, calendar: WorkingCalendar) -> int:
    """Working days after `today` up to `due`; negative when `due` has passed ("seit zwei Arbeitstagen überfällig")."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sign * sum(calendar.works(day) for day in span)


def resubmission(day: date, calendar: WorkingCalendar) -> date:
    """When a file is put before somebody again: on `day`, or on the next working day."""
    return calendar.next_working_day(day)
