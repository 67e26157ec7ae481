"""Days, months and time zones, over the whole range of years that FEEL knows."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

MAX_YEAR = 999_999_999
NANOS = 1_000_000_000
DAY_NANOS = 86_400 * NANOS

Zone = int | str | None
"""An offset in seconds east of UTC, the name of a zone of the tz database, or None for local time."""

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_EPOCH_DAYS = 719_468


def is_leap_year(year: int) -> bool:
    """Whether `year` (proleptic Gregorian, with a year 0) has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """The number of days of a month."""
    return 29 if month == 2 and is_leap_year(year) else _MONTH_DAYS[month - 1]


def is_date(year: int, month: int, day: int) -> bool:
    """Whether such a day exists within FEEL's range of years."""
    return -MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - _EPOCH_DAYS


def day_of_number(number: int) -> tuple[int, int, int]:
    """Year, month and day of a `day_number`."""
    era, day_of_era = divmod(number + _EPOCH_DAYS, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day


def add_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """The same day `months` later; the last of the month where there is no such day."""
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return year, month + 1, min(day, month_length(year, month + 1))


@lru_cache(maxsize=1)
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    """Whether the tz database has a zone of this name."""
    return name in _zone_names()


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _python_moment(days: int, nanos: int) -> datetime:
    """A naive datetime; years that `datetime` does not know borrow the same year of another 400-year cycle."""
    if not -719_161 <= days < 2_932_895:
        days = days % 146_097
    return datetime(1970, 1, 1) + timedelta(days=days, seconds=nanos // NANOS)  # noqa: DTZ001


def offset_of(zone: int | str, days: int, nanos: int) -> int:
    """Seconds east of UTC that `zone` has at a local day and time of day."""
    if isinstance(zone, int):
        return zone
    return _seconds(_python_moment(days, nanos).replace(tzinfo=_zone(zone)))


def offset_at(zone: int | str, days: int, nanos: int) -> int:
    """Seconds east of UTC that `zone` has at a day and time of day of UTC."""
    if isinstance(zone, int):
        return zone
    return _seconds(_zone(zone).fromutc(_python_moment(days, nanos).replace(tzinfo=_zone(zone))))


def _seconds(moment: datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def offset_text(zone: Zone) -> str:
    """How a zone stands behind a time: `Z`, `+01:00`, `@Europe/Berlin`, or nothing."""
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    text = f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text
