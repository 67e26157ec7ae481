"""Functions of temporal values."""

from laufzettel.kernel.feel.builtins.registry import built_in
from laufzettel.kernel.feel.run import Run
from laufzettel.kernel.feel.temporal import Date, DateTime
from laufzettel.kernel.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time
from laufzettel.kernel.feel.values import Value


@built_in("date(from: string) -> date | Null")
def _date(_run: Run, text: str) -> Value:
    return parse_date(text)


@built_in("time(from: string) -> time | Null")
def _time(_run: Run, text: str) -> Value:
    return parse_time(text)


@built_in("date and time(from: string) -> date and time | Null")
def _date_time(_run: Run, text: str) -> Value:
    return parse_date_time(text)


@built_in("duration(from: string) -> days and time duration | years and months duration | Null")
def _duration(_run: Run, text: str) -> Value:
    return parse_duration(text)


@built_in("now() -> date and time")
def _now(run: Run) -> Value:
    return run.now


@built_in("today() -> date")
def _today(run: Run) -> Value:
    return run.now.date


__all__ = ["Date", "DateTime"]
