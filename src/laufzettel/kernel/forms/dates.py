"""Dates, times and numbers as people type them."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from laufzettel.kernel.feel import Date, DateTime, Time

type Numbers = tuple[int, int, int]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jan", "jänner", "january"),
            ("februar", "feb", "february"),
            ("märz", "mrz", "maerz", "march", "mar"),
            ("april", "apr"),
            ("mai", "may"),
            ("juni", "jun", "june"),
            ("juli", "jul", "july"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt", "october", "oct"),
            ("november", "nov"),
            ("dezember", "dez", "december", "dec"),
        ),
        start=1,
    )
    for name in names
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SEPARATED = re.compile(r"(\d{1,2})\s*[./,\- ]\s*(\d{1,2})\s*[./,\- ]\s*(\d{4}|\d{2})")
_NAMED = re.compile(r"(\d{1,2})\.?\s*([^\W\d_]+)\.?\s*(\d{4}|\d{2})")
_BARE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?(?::(\d{2}))?(?:\s*uhr)?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?|[+-]?[.,]\d{1,30}")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,' ])\d{3}(?:\1\d{3})*(?:[.,]\d+)?")


def parse_date(text: str, today: Date | None) -> Date | None:
    """`3.5.85`, `03/05/1985`, `3. Mai 1985`, `030585`, `1985-05-03`; None for anything else, also for the 31 April.

    A year of two digits lies in the hundred years that end ten years after `today`.
    """
    found = numbers_in(text, today)
    return _date(found) if found else None


def numbers_in(text: str, today: Date | None) -> Numbers | None:
    """Year, month and day of what is written like a date, whether or not there is such a day."""
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _SEPARATED.fullmatch(text) or _BARE.fullmatch(text):
        return _year(match[3], today), int(match[2]), int(match[1])
    if (match := _NAMED.fullmatch(text)) and match[2].lower() in _MONTHS:
        return _year(match[3], today), _MONTHS[match[2].lower()], int(match[1])
    return None


def parse_date_parts(parts: Sequence[str], today: Date | None) -> Date | None:
    """Day, month and year from three fields; the month may be a name."""
    found = numbers_in_parts(parts, today)
    return _date(found) if found else None


def numbers_in_parts(parts: Sequence[str], today: Date | None) -> Numbers | None:
    """Year, month and day of three fields that are filled like a date, whether or not there is such a day."""
    day, month, year = (part.strip().rstrip(".") for part in parts)
    if month.lower() in _MONTHS:
        month = str(_MONTHS[month.lower()])
    if not (day.isdecimal() and month.isdecimal() and year.isdecimal() and len(year) in (2, 4)):
        return None
    return (_year(year, today), int(month), int(day)) if len(day + month) <= 4 else None


def parse_time(text: str, _today: Date | None = None) -> Time | None:
    """`14:30`, `14.30 Uhr`, `9 Uhr`, `9h30`."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or (match[2] is None and len(text.strip()) > 2 and "uhr" not in text.lower()):
        return None
    return _made(lambda: Time.of(int(match[1]), int(match[2] or 0), int(match[3] or 0)))


def parse_date_time(text: str, today: Date | None) -> DateTime | None:
    """A date and a time with a `T`, a comma or a space between them; an offset is not read."""
    day, _, clock = re.sub(r"(?<=\d)[T,]\s*", " ", text.strip(), count=1).rpartition(" ")
    if clock.lower() == "uhr":
        day, _, clock = day.rpartition(" ")
    date, time = parse_date(day, today), parse_time(clock)
    return DateTime(date, time) if date and time else None


def parse_number(text: str) -> Decimal | None:
    """`1.234,56`, `1234.5`, `1 234`, `12,50 €`; a lone point before three digits groups, as Germans write."""
    text = text.strip().removesuffix("€").removesuffix("EUR").strip().replace("\N{MINUS SIGN}", "-")
    text = re.sub(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", text)
    grouped = _GROUPED.fullmatch(text)
    if grouped and not (grouped[1] == "," and text.count(",") == 1 and "." not in text):
        rest = text.replace(grouped[1], "")
        return Decimal(rest.replace(",", ".")) if len(rest) <= 34 else None
    if _PLAIN_NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def _year(text: str, today: Date | None) -> int:
    if len(text) == 4:
        return int(text)
    latest = (today.year if today else 2025) + 10
    year = latest - latest % 100 + int(text)
    return year - 100 if year > latest else year


def _date(numbers: Numbers) -> Date | None:
    return _made(lambda: Date(*numbers)) if numbers[0] >= 1000 else None


def _made[T](make: Callable[[], T]) -> T | None:
    try:
        return make()
    except ValueError:
        return None
