"""From what a browser posted to a typed value: blank is null, a date is a date."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import regex

from laufzettel.kernel.feel import Date
from laufzettel.kernel.forms.dates import (
    Numbers,
    numbers_in,
    numbers_in_parts,
    parse_date,
    parse_date_parts,
    parse_date_time,
    parse_number,
    parse_time,
)
from laufzettel.kernel.forms.model import SEVERAL, Field, Option
from laufzettel.kernel.forms.paths import Value

MAX_TEXT = 10_000
DATE_PARTS = ("tag", "monat", "jahr")

_FORBIDDEN = regex.compile(r"[\p{Cs}\p{Co}\p{Cn}]|(?![\t\n])\p{Cc}")
_BLANKS = regex.compile(r"[\p{Zs}\t]+")


class Unreadable(Exception):
    """What was typed is no value of the field: the code of the error and its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)


def parse(node: Field, posted: Sequence[str], options: tuple[Option, ...], today: Date | None) -> Value:
    """The typed value of what was posted under the field's name; raises Unreadable."""
    if node.type in SEVERAL:
        return _several(posted, options)
    text = posted[-1] if posted else ""
    if node.type == "checkbox":
        return _ticked(node, text)
    if options or node.type in ("radio", "select"):
        return _chosen(text, options)
    text = clean(text, lines=node.type == "textarea")
    if not text:
        return None
    if len(text) > MAX_TEXT:
        raise Unreadable("too-long", limit=MAX_TEXT, length=len(text))
    return _typed(node, text, today)


def parse_three(node: Field, parts: Sequence[str], today: Date | None) -> Value:
    """A date from its three fields; null when all are blank."""
    texts = [clean(part) for part in parts]
    if not any(texts):
        return None
    latest = _this_year_at_most(node, today)
    date = parse_date_parts(texts, latest)
    if date is None:
        raise _no_date(numbers_in_parts(texts, latest))
    return date


def _no_date(numbers: Numbers | None) -> Unreadable:
    """What is written like a date, but is no day of the calendar, is told so."""
    if numbers is None or numbers[0] < 1000:
        return Unreadable("date")
    year, month, day = numbers
    return Unreadable("no-such-day", day=f"{day}.{month}.{year}")


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, one kind of line end, no blanks around; raises Unreadable for characters that no text may hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise Unreadable("characters", character=f"U+{ord(forbidden[0]):04X}")
    text = unicodedata.normalize("NFC", text)
    if lines:
        return "\n".join(line.rstrip() for line in text.split("\n")).strip()
    return _BLANKS.sub(" ", text.replace("\n", " ")).strip()


def printable(text: str) -> str:
    """The text without the characters that `clean` refuses: what can be shown again."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _several(posted: Sequence[str], options: tuple[Option, ...]) -> Value:
    wanted = {text for text in posted if text}
    if wanted - {option.posted for option in options}:
        raise Unreadable("option")
    return [option.value for option in options if option.posted in wanted]


def _ticked(node: Field, text: str) -> Value:
    if node.display == "yes-no":
        if text not in ("", "true", "false"):
            raise Unreadable("option")
        return text == "true" if text else None
    return text not in ("", "false")


def _chosen(text: str, options: tuple[Option, ...]) -> Value:
    if not text:
        return None
    for option in options:
        if option.posted == text:
            return option.value
    raise Unreadable("option")


def _typed(node: Field, text: str, today: Date | None) -> Value:
    if node.type == "number":
        number = parse_number(text)
        if number is None:
            raise Unreadable("number")
        return number
    if node.type in _CLOCKS:
        latest = _this_year_at_most(node, today)
        value = _CLOCKS[node.type](text, latest)
        if value is None and node.type == "date":
            raise _no_date(numbers_in(text, latest))
        if value is None:
            raise Unreadable(node.type)
        return value
    return text


_CLOCKS: dict[str, Callable[[str, Date | None], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "datetime": parse_date_time,
}


def _this_year_at_most(node: Field, today: Date | None) -> Date | None:
    """Nobody is born in the next ten years: `3.5.30` is 1930 there."""
    if node.kind == "date-of-birth" and today is not None:
        return Date(today.year - 10, 1, 1)
    return today
