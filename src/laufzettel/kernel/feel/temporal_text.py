"""Reading temporal values from text, as XML Schema and ISO 8601 write them."""

import re

from laufzettel.kernel.feel.calendar import NANOS, Zone
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration

Temporal = Date | Time | DateTime | DaysTimeDuration | YearsMonthsDuration

_DATE = r"(?P<year>-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_OFFSET = r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z0-9_+\-/]+)?"
_TIME = (
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9})[0-9]{0,25})?" + _OFFSET
)
_DATE_ONLY = re.compile(_DATE)
_TIME_ONLY = re.compile("T?" + _TIME)
_DATE_TIME = re.compile(f"{_DATE}T{_TIME}")
_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,18})Y)?(?:([0-9]{1,18})M)?")
_NANOS = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,18})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,18})H)?(?:([0-9]{1,18})M)?(?:([0-9]{1,18})(?:\.([0-9]{0,9})[0-9]{0,25})?S)?)?"
)


def parse_zone(text: str | None) -> Zone:
    """`Z`, `+01:00`, `@Europe/Berlin` or nothing; ValueError when out of range."""
    if not text:
        return None
    if text == "Z":
        return 0
    if text.startswith("@"):
        return text[1:]
    hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
    if minutes > 59 or (seconds and seconds[0] > 59):
        raise ValueError(f"no such offset: {text}")
    offset = hours * 3600 + minutes * 60 + (seconds[0] if seconds else 0)
    return -offset if text[0] == "-" else offset


def _date_of(match: re.Match[str]) -> Date:
    if match["year"] in {"-0000"}:
        raise ValueError("no such year: -0000")
    return Date(int(match["year"]), int(match["month"]), int(match["day"]))


def _time_of(match: re.Match[str]) -> Time:
    nanos = int((match["fraction"] or "").ljust(9, "0"))
    zone = parse_zone(match["zone"])
    if match["hour"] == "24" and match["minute"] == match["second"] == "00" and not nanos:
        return Time(0, zone)
    return Time.of(int(match["hour"]), int(match["minute"]), int(match["second"]), nanos, zone)


def parse_date(text: str) -> Date | None:
    """A date, or None when `text` is none."""
    match = _DATE_ONLY.fullmatch(text)
    try:
        return _date_of(match) if match else None
    except ValueError:
        return None


def parse_time(text: str) -> Time | None:
    """A time, or None when `text` is none."""
    match = _TIME_ONLY.fullmatch(text)
    try:
        return _time_of(match) if match else None
    except ValueError:
        return None


def parse_date_time(text: str) -> DateTime | None:
    """A date and time, or None when `text` is none."""
    match = _DATE_TIME.fullmatch(text)
    try:
        if match is None:
            return None
        day = _date_of(match)
        return DateTime(Date.of_number(day.number + 1) if match["hour"] == "24" else day, _time_of(match))
    except ValueError:
        return None


def parse_duration(text: str) -> DaysTimeDuration | YearsMonthsDuration | None:
    """A duration of either kind, or None when `text` is none."""
    if match := _MONTHS.fullmatch(text):
        sign, years, months = match.groups()
        total = int(years or 0) * 12 + int(months or 0)
        return YearsMonthsDuration(-total if sign else total)
    if match := _NANOS.fullmatch(text):
        sign, days, hours, minutes, seconds, fraction = match.groups()
        whole = ((int(days or 0) * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
        nanos = whole * NANOS + int((fraction or "").ljust(9, "0"))
        return DaysTimeDuration(-nanos if sign else nanos)
    return None


def parse_temporal(text: str) -> Temporal | None:
    """Whatever `@"…"` may hold, or None."""
    return parse_date(text) or parse_date_time(text) or parse_time(text) or parse_duration(text)
