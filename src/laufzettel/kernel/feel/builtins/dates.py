"""Functions of temporal values."""

from decimal import Decimal

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.calendar import NANOS, day_number, is_zone, month_length
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.temporal_text import Temporal, parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.values import Value

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def _read(run: Run, value: Temporal | None, text: str) -> Value:
    if value is None:
        shown = text[:40]
        return run.null("feel-no-temporal", f"„{shown}“ ist keine gültige Angabe", f"“{shown}” is not valid")
    return value


@built_in("date(from: string) -> date | Null")
def _date(run: Run, text: str) -> Value:
    return _read(run, parse_date(text), text)


@built_in("date(from: date) -> date")
def _date_itself(_run: Run, value: Date) -> Value:
    return value


@built_in("date(from: date and time) -> date")
def _date_of(_run: Run, value: DateTime) -> Value:
    return value.date


@built_in("date(year: number; month: number; day: number) -> date | Null")
def _date_from_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    try:
        return Date(int(year), int(month), int(day))
    except ValueError:
        return _read(run, None, f"{year}-{month}-{day}")


@built_in("time(from: string) -> time | Null")
def _time(run: Run, text: str) -> Value:
    return _read(run, parse_time(text), text)


@built_in("time(from: time) -> time")
def _time_itself(_run: Run, value: Time) -> Value:
    return value


@built_in("time(from: date and time) -> time")
def _time_of(_run: Run, value: DateTime) -> Value:
    return value.time


@built_in("time(hour: number; minute: number; second: number; offset?: days and time duration | Null) -> time | Null")
def _time_from_parts(
    run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: DaysTimeDuration | None
) -> Value:
    nanos = int(second * NANOS)
    zone = None if offset is None else int(offset.nanos / NANOS)
    try:
        return Time.of(int(hour), int(minute), nanos // NANOS, nanos % NANOS, zone)
    except ValueError:
        return _read(run, None, f"{hour}:{minute}:{second}")


@built_in("date and time(from: string) -> date and time | Null")
def _date_time(run: Run, text: str) -> Value:
    day = parse_date(text)
    return DateTime(day, Time(0)) if day else _read(run, parse_date_time(text), text)


@built_in("date and time(date: date; time: time) -> date and time")
def _date_time_joined(_run: Run, day: Date, time: Time) -> Value:
    return DateTime(day, time)


@built_in("date and time(date: date and time; time: time) -> date and time")
def _date_time_replaced(_run: Run, moment: DateTime, time: Time) -> Value:
    return DateTime(moment.date, time)


@built_in("date and time(date: date and time; timezone: string) -> date and time | Null")
def _date_time_in_zone(run: Run, moment: DateTime, zone: str) -> Value:
    if not is_zone(zone):
        return _read(run, None, zone)
    if moment.time.zone is None:
        return DateTime(moment.date, Time(moment.time.nanos, zone))
    return DateTime.of_instant(moment.instant, zone)


@built_in("date and time(from: date and time) -> date and time")
def _date_time_itself(_run: Run, value: DateTime) -> Value:
    return value


@built_in("duration(from: string) -> days and time duration | years and months duration | Null")
def _duration(run: Run, text: str) -> Value:
    return _read(run, parse_duration(text), text)


@built_in("duration(from: days and time duration) -> days and time duration")
def _days_itself(_run: Run, value: DaysTimeDuration) -> Value:
    return value


@built_in("duration(from: years and months duration) -> years and months duration")
def _months_itself(_run: Run, value: YearsMonthsDuration) -> Value:
    return value


@built_in(
    "years and months duration(from: date | date and time; to: date | date and time) -> years and months duration"
)
def _months_between(_run: Run, start: Date | DateTime, end: Date | DateTime) -> Value:
    """Whole months between two days; a month that is not complete does not count, in either direction."""
    first, last = _day(start), _day(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    return YearsMonthsDuration(months - (months > 0 and last.day < first.day) + (months < 0 and last.day > first.day))


@built_in("now() -> date and time")
def _now(run: Run) -> Value:
    return run.now


@built_in("today() -> date")
def _today(run: Run) -> Value:
    return run.now.date


def _day(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@built_in("day of year(date: date | date and time) -> number")
def _day_of_year(_run: Run, value: Date | DateTime) -> Value:
    day = _day(value)
    return Decimal(day.number - day_number(day.year, 1, 1) + 1)


@built_in("day of week(date: date | date and time) -> string")
def _day_of_week(_run: Run, value: Date | DateTime) -> Value:
    return WEEKDAYS[_day(value).weekday - 1]


@built_in("month of year(date: date | date and time) -> string")
def _month_of_year(_run: Run, value: Date | DateTime) -> Value:
    return MONTHS[_day(value).month - 1]


@built_in("week of year(date: date | date and time) -> number")
def _week_of_year(_run: Run, value: Date | DateTime) -> Value:
    """ISO 8601: the week belongs to the year of its Thursday."""
    day = _day(value)
    thursday = Date.of_number(day.number - day.weekday + 4)
    return Decimal((thursday.number - day_number(thursday.year, 1, 1)) // 7 + 1)


@built_in("last day of month(date: date | date and time) -> date")
def _last_day_of_month(_run: Run, value: Date | DateTime) -> Value:
    day = _day(value)
    return Date(day.year, day.month, month_length(day.year, day.month))
