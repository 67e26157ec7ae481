"""When a timer is due (rule 23): dates, durations and cycles, in the zone of `now`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from laufzettel.kernel import feel
from laufzettel.kernel.bpmn.trouble import Trouble
from laufzettel.kernel.bpmn.values import Value
from laufzettel.kernel.problems import Text

ENDLESS = -1
_DURATION = re.compile(
    r"P(?=[0-9T])(?:(?P<years>[0-9]{1,4})Y)?(?:(?P<months>[0-9]{1,5})M)?(?:(?P<weeks>[0-9]{1,5})W)?"
    r"(?:(?P<days>[0-9]{1,6})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,7})H)?(?:(?P<minutes>[0-9]{1,8})M)?(?:(?P<seconds>[0-9]{1,9})(?:\.[0-9]+)?S)?)?"
)
_CYCLE = re.compile(r"R(?P<count>[0-9]{0,6})/(?:(?P<start>[^/P][^/]*)/)?(?P<interval>P[^/]*)")


@dataclass(frozen=True, slots=True)
class Interval:
    """A length of time: months and days go by the calendar of the tenant's zone, seconds are exact."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def after(self, start: datetime, zone: Any) -> datetime:
        """The moment this much after `start`. A local time that the clock skips is taken an hour later."""
        moment = start.astimezone(zone)
        if self.months:
            date = feel.Date.from_python(moment.date())
            months = date.year * 12 + date.month - 1 + self.months
            year, month = divmod(months, 12)
            moment = moment.replace(year=year, month=month + 1, day=min(date.day, _month_length(year, month + 1)))
        if self.days:
            moment += timedelta(days=self.days)  # wall clock: the zone stays attached
        # to UTC and back: a moment in a gap of the clock becomes the one after it
        exact = moment.astimezone(UTC) + timedelta(seconds=self.seconds)
        return exact.astimezone(zone)

    def __str__(self) -> str:
        text = "P" + (f"{self.months}M" if self.months else "") + (f"{self.days}D" if self.days else "")
        return text + (f"T{self.seconds}S" if self.seconds else "") if text != "P" else f"PT{self.seconds}S"


def _month_length(year: int, month: int) -> int:
    return 31 if month == 12 else (datetime(year, month + 1, 1) - timedelta(days=1)).day  # noqa: DTZ001 - a date only


def interval_of(value: Value) -> Interval | None:
    """The interval a FEEL duration or an ISO text means; None when it is none or negative."""
    if isinstance(value, feel.YearsMonthsDuration):
        return Interval(months=value.months) if value.months >= 0 else None
    if isinstance(value, feel.DaysTimeDuration):
        if value.nanos < 0:
            return None
        days, rest = divmod(value.nanos, 86_400_000_000_000)
        return Interval(days=days, seconds=rest // 1_000_000_000)
    if not isinstance(value, str) or not (match := _DURATION.fullmatch(value)):
        return None
    part = {name: int(text or 0) for name, text in match.groupdict().items()}
    return Interval(
        part["years"] * 12 + part["months"],
        part["weeks"] * 7 + part["days"],
        part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"],
    )


def moment_of(value: Value, zone: Any) -> datetime | None:
    """The aware moment a FEEL value or an ISO text means; a date is its midnight, local time is in `zone`."""
    if isinstance(value, feel.Date | feel.DateTime):
        return _from_feel(value, zone)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)


def _from_feel(value: "feel.Date | feel.DateTime", zone: Any) -> datetime | None:
    try:
        if isinstance(value, feel.Date):
            day = value.to_python()
            return datetime(day.year, day.month, day.day, tzinfo=zone)
        moment = value.to_python()
    except (ValueError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(zone)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer fires next; for a cycle how many more times (-1: for ever) and how far apart."""

    due: datetime
    left: int = 0
    interval: Interval | None = None


def schedule(kind: str, value: Value, now: datetime) -> Schedule:
    """The schedule of a timer that is armed now. Trouble when the value is no such time."""
    zone, found = now.tzinfo, None
    try:
        if kind == "date":
            moment = moment_of(value, zone)
            found = Schedule(moment) if moment else None
        elif kind == "duration":
            interval = interval_of(value)
            found = Schedule(interval.after(now, zone)) if interval else None
        else:
            found = _cycle(value, now)
    except (OverflowError, ValueError):
        found = None
    if found is None:
        raise _not_a_time(kind, value)
    return found


def _cycle(value: Value, now: datetime) -> Schedule | None:
    match = _CYCLE.fullmatch(value) if isinstance(value, str) else None
    interval = interval_of(match["interval"]) if match else interval_of(value)
    if interval is None or interval == Interval():
        return None
    count = match["count"] if match else ""
    start = match["start"] if match else None
    if count and not int(count):
        return None
    first = moment_of(start, now.tzinfo) if start else interval.after(now, now.tzinfo)
    return Schedule(first, int(count) - 1 if count else ENDLESS, interval) if first else None


def next_schedule(last: datetime, left: int, interval_text: str, now: datetime) -> Schedule | None:
    """The next firing of a cycle after its due `last`; None when it has ended.

    An endless cycle that was missed (downtime) goes on with its first due after now.
    """
    interval = interval_of(interval_text)
    if interval is None or left == 0:
        return None
    due = interval.after(last, now.tzinfo)
    if left != ENDLESS:
        return Schedule(due, left - 1, interval)
    if due <= now and not (interval.months or interval.days):
        missed = (now - due) // timedelta(seconds=interval.seconds)
        due += missed * timedelta(seconds=interval.seconds)
    while due <= now:
        due = interval.after(due, now.tzinfo)
    return Schedule(due, ENDLESS, interval)


def _not_a_time(kind: str, value: Value) -> Trouble:
    de, en = {
        "date": ("kein Zeitpunkt", "not a point in time"),
        "duration": ("keine Dauer", "not a duration"),
        "cycle": ("kein Zyklus", "not a cycle"),
    }[kind]
    shown = "null" if value is None else feel.to_text(value)
    return Trouble("timer", Text(f"„{shown}“ ist {de}.", f"'{shown}' is {en}."), shown)
