"""FEEL's own temporal values: ISO 8601 over years to ±999,999,999, nanoseconds and zones.

`==` and `hash` of Python tell everything apart (FEEL's `is`); FEEL's `=` is `operators.equal`.
"""

import datetime as python
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from laufzettel.kernel.feel.calendar import (
    DAY_NANOS,
    NANOS,
    Zone,
    day_number,
    day_of_number,
    is_date,
    is_zone,
    offset_at,
    offset_of,
    offset_text,
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not is_date(self.year, self.month, self.day):
            raise ValueError(f"no such day: {self.year}-{self.month}-{self.day}")

    @classmethod
    def from_python(cls, value: python.date) -> "Date":
        """The day of a Python date (or of the local day of a datetime)."""
        return cls(value.year, value.month, value.day)

    @classmethod
    def of_number(cls, number: int) -> "Date":
        """The day `number` days after 1970-01-01; ValueError outside the range of years."""
        return cls(*day_of_number(number))

    def to_python(self) -> python.date:
        """A Python date; ValueError outside the years 1 to 9999."""
        return python.date(self.year, self.month, self.day)

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday (ISO 8601)."""
        return (self.number + 3) % 7 + 1

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


def _clock_text(nanos: int) -> str:
    seconds, fraction = divmod(nanos, NANOS)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{fraction:09}".rstrip("0") if fraction else text


def _check_zone(zone: Zone) -> None:
    if isinstance(zone, str) and not is_zone(zone):
        raise ValueError(f"no such time zone: {zone}")
    if isinstance(zone, int) and abs(zone) > 18 * 3600:
        raise ValueError(f"no such offset: {zone} s")


def _zone_of(value: python.time | python.datetime) -> Zone:
    """The name of the zone; its offset where it has none that others know, or in the second of two same hours."""
    offset, tzinfo = value.utcoffset(), value.tzinfo
    is_named = isinstance(tzinfo, ZoneInfo) and tzinfo.key != "UTC" and is_zone(str(tzinfo.key))
    if is_named and value.replace(fold=0).utcoffset() == offset:
        return str(tzinfo)
    return None if offset is None else int(offset.total_seconds())


def _tzinfo_of(zone: Zone) -> python.tzinfo | None:
    if isinstance(zone, str):
        return ZoneInfo(zone)
    return None if zone is None else python.timezone(python.timedelta(seconds=zone))


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in nanoseconds since midnight, local or with an offset or zone."""

    nanos: int
    zone: Zone = None

    def __post_init__(self) -> None:
        if not 0 <= self.nanos < DAY_NANOS:
            raise ValueError("no such time of day")
        _check_zone(self.zone)

    @classmethod
    def of(cls, hour: int, minute: int, second: int, nanos: int = 0, zone: Zone = None) -> "Time":
        """A time from its parts; ValueError when a part is out of its range."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nanos < NANOS):
            raise ValueError("no such time of day")
        return cls((hour * 3600 + minute * 60 + second) * NANOS + nanos, zone)

    @classmethod
    def from_python(cls, value: python.time) -> "Time":
        """A Python time with its zone."""
        zone = _zone_of(value)
        return cls.of(value.hour, value.minute, value.second, value.microsecond * 1000, zone)

    def to_python(self) -> python.time:
        """A Python time; parts of a microsecond are cut off."""
        microsecond = self.nanos % NANOS // 1000
        return python.time(self.hour, self.minute, self.second, microsecond, _tzinfo_of(self.zone))

    @property
    def hour(self) -> int:
        """0 to 23."""
        return self.nanos // (3600 * NANOS)

    @property
    def minute(self) -> int:
        """0 to 59."""
        return self.nanos // (60 * NANOS) % 60

    @property
    def second(self) -> int:
        """0 to 59, whole seconds."""
        return self.nanos // NANOS % 60

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; a named zone counts with its rule of 1970-01-01."""
        return None if self.zone is None else offset_of(self.zone, 0, self.nanos)

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight UTC, for comparison; local times as they are."""
        return self.nanos - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        return _clock_text(self.nanos) + offset_text(self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day, local or with an offset or zone."""

    date: Date
    time: Time

    @classmethod
    def from_python(cls, value: python.datetime) -> "DateTime":
        """A Python datetime, naive or aware; a ZoneInfo keeps its name."""
        zone = _zone_of(value)
        clock = Time.of(value.hour, value.minute, value.second, value.microsecond * 1000, zone)
        return cls(Date.from_python(value), clock)

    @classmethod
    def of_instant(cls, nanos: int, zone: Zone) -> "DateTime":
        """The local time in `zone` at an instant in nanoseconds since 1970-01-01T00:00:00Z."""
        offset = 0 if zone is None else offset_at(zone, *divmod(nanos, DAY_NANOS))
        local = nanos + offset * NANOS
        days, clock = divmod(local, DAY_NANOS)
        return cls(Date.of_number(days), Time(clock, zone))

    def to_python(self) -> python.datetime:
        """A Python datetime; parts of a microsecond are cut off."""
        return python.datetime.combine(self.date.to_python(), self.time.to_python())

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at this moment, None for local time."""
        return None if self.time.zone is None else offset_of(self.time.zone, self.date.number, self.time.nanos)

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00Z; local times count as UTC."""
        return self.date.number * DAY_NANOS + self.time.nanos - (self.offset or 0) * NANOS

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """A length of time in nanoseconds."""

    nanos: int

    @classmethod
    def from_python(cls, value: python.timedelta) -> "DaysTimeDuration":
        """A Python timedelta."""
        return cls(((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000)

    def to_python(self) -> python.timedelta:
        """A Python timedelta; parts of a microsecond are cut off."""
        return python.timedelta(microseconds=self.nanos // 1000)

    def __str__(self) -> str:
        sign, rest = ("-", -self.nanos) if self.nanos < 0 else ("", self.nanos)
        days, rest = divmod(rest, DAY_NANOS)
        hours, rest = divmod(rest, 3600 * NANOS)
        minutes, rest = divmod(rest, 60 * NANOS)
        seconds, fraction = divmod(rest, NANOS)
        second_text = f"{seconds}.{fraction:09}".rstrip("0") if fraction else str(seconds)
        parts = ((hours, f"{hours}H"), (minutes, f"{minutes}M"), (seconds or fraction, f"{second_text}S"))
        clock = "".join(text for amount, text in parts if amount)
        day = f"{days}D" if days else ""
        return f"{sign}P{day}T{clock}" if clock else f"{sign}P{day}" if day else "PT0S"


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A length of time in months of the calendar."""

    months: int

    @classmethod
    def from_python(cls, value: int) -> "YearsMonthsDuration":
        """A number of months."""
        return cls(value)

    def to_python(self) -> int:
        """The number of months."""
        return self.months

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        sign = "-" if self.months < 0 else ""
        year_text, month_text = (f"{years}Y" if years else ""), (f"{months}M" if months else "")
        return f"{sign}P{year_text}{month_text}" if years or months else "P0M"
