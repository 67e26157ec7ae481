"""Values and conditions in words, German or English, as a clerk reads them."""

from collections.abc import Sequence
from decimal import Decimal

from laufzettel.kernel.dmn.sets import ORDERED, Interval, ValueSet, value_of
from laufzettel.kernel.feel.temporal import Date, DateTime, DaysTimeDuration, Time, YearsMonthsDuration
from laufzettel.kernel.feel.text import number_text, to_text
from laufzettel.kernel.feel.values import Range, Value
from laufzettel.kernel.problems import Text

_NONE = Text("nicht angegeben", "not given")
_YES, _NO = Text("ja", "yes"), Text("nein", "no")
_EMPTY = Text("leer", "empty")
_AND, _OR = Text(" und ", " and "), Text(" oder ", " or ")
_ENDS = {
    "number": {
        "from": Text("mindestens {}", "at least {}"),
        "above": Text("mehr als {}", "more than {}"),
        "to": Text("höchstens {}", "at most {}"),
        "below": Text("weniger als {}", "less than {}"),
    },
    "date": {
        "from": Text("ab {}", "from {}"),
        "above": Text("nach {}", "after {}"),
        "to": Text("bis {}", "until {}"),
        "below": Text("vor {}", "before {}"),
    },
}


def value_words(value: Value, language: str) -> str:
    """A value as a person writes it: `ja`, `1,5`, `02.03.2026`, `Rex, Bello`."""
    match value:
        case None:
            return _NONE.in_language(language)
        case bool():
            return (_YES if value else _NO).in_language(language)
        case Decimal():
            text = number_text(value)
            return text if language.startswith("en") else text.replace(".", ",")
        case Date():
            return _date_words(value, language)
        case DateTime():
            return f"{_date_words(value.date, language)} {_time_words(value.time)}"
        case Time():
            return _time_words(value)
        case DaysTimeDuration() | YearsMonthsDuration():
            return _duration_words(value, language)
        case list():
            return ", ".join(value_words(item, language) for item in value) or _EMPTY.in_language(language)
        case dict():
            return ", ".join(f"{name} {value_words(item, language)}" for name, item in value.items())
        case Range():
            return to_text(value)
    return to_text(value)


def condition_words(cell: ValueSet, language: str) -> str:
    """A set in words: `mindestens 2`, `von 1 bis 3`, `Rex oder Bello`, `nicht Rex`."""
    if cell.kind in ORDERED:
        parts = [_interval_words(cell.kind, part, language) for part in cell.intervals]
        return _OR.in_language(language).join(parts)
    names = [value_words(value_of(cell.kind, key), language) for key in sorted(cell.values)]
    joined = _OR.in_language(language).join(names)
    return f"{Text('nicht', 'not').in_language(language)} {joined}" if cell.negated else joined


def is_single(cell: ValueSet) -> bool:
    """Whether the set holds one value, so that it needs no words beside that value."""
    if cell.kind in ORDERED:
        return len(cell.intervals) == 1 and cell.intervals[0].low == cell.intervals[0].high is not None
    return len(cell.values) == 1 and not cell.negated


def conjunction(parts: Sequence[str], language: str) -> str:
    return _AND.in_language(language).join(parts)


def _interval_words(kind: str, part: Interval, language: str) -> str:
    low = None if part.low is None else value_words(value_of(kind, part.low), language)
    high = None if part.high is None else value_words(value_of(kind, part.high), language)
    if low is not None and low == high:
        return low
    if low is not None and high is not None and part.low_included and part.high_included:
        return Text("von {} bis {}", "from {} to {}").in_language(language).format(low, high)
    words = _ENDS["date" if kind in {"date", "date and time", "time"} else "number"]
    said = []
    if low is not None:
        said.append(words["from" if part.low_included else "above"].in_language(language).format(low))
    if high is not None:
        said.append(words["to" if part.high_included else "below"].in_language(language).format(high))
    return conjunction(said, language) or Text("beliebig", "anything").in_language(language)


def _date_words(day: Date, language: str) -> str:
    if language.startswith("en") or not 0 < day.year <= 9999:
        return str(day)
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def _time_words(time: Time) -> str:
    text = str(time)
    return text[:5] + text[8:] if text[5:8] == ":00" else text


def _duration_words(value: DaysTimeDuration | YearsMonthsDuration, language: str) -> str:
    if isinstance(value, YearsMonthsDuration):
        amounts = zip(
            divmod(abs(value.months), 12), (("Jahr", "Jahre", "year"), ("Monat", "Monate", "month")), strict=True
        )
        sign = "-" if value.months < 0 else ""
    elif value.nanos % 86_400_000_000_000 == 0:
        amounts = zip((abs(value.nanos) // 86_400_000_000_000,), (("Tag", "Tage", "day"),), strict=True)
        sign = "-" if value.nanos < 0 else ""
    else:
        return to_text(value)
    said = [f"{amount} {_unit(amount, unit, language)}" for amount, unit in amounts if amount]
    return sign + " ".join(said) if said else "0"


def _unit(amount: int, unit: tuple[str, str, str], language: str) -> str:
    if language.startswith("en"):
        return unit[2] if amount == 1 else unit[2] + "s"
    return unit[0] if amount == 1 else unit[1]
