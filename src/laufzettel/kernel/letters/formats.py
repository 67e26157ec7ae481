"""Values as a letter writes them: German (1.234,56 €, 3. Mai 2026) or English, and the functions to choose how."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from laufzettel.kernel.feel import Date, DateTime, DaysTimeDuration, Function, Time, Value, YearsMonthsDuration
from laufzettel.kernel.feel.types import (
    ANY,
    ANY_LIST,
    BOOLEAN,
    DATE,
    DATE_TIME,
    NUMBER,
    STRING,
    TIME,
    FeelType,
    FunctionType,
    UnionType,
)

MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
UNITS = {
    "de": (("Jahr", "Jahre"), ("Monat", "Monate"), ("Tag", "Tage"), ("Stunde", "Stunden"), ("Minute", "Minuten")),
    "en": (("year", "years"), ("month", "months"), ("day", "days"), ("hour", "hours"), ("minute", "minutes")),
}
NO_BREAK = "\u00a0"
HOUR, MINUTE = 3_600_000_000_000, 60_000_000_000
LONGEST_IBAN = 34


def tongue(language: str) -> str:
    """The language whose forms are used: English, or else German."""
    return "en" if language.split("-")[0].lower() == "en" else "de"


def number(value: Decimal, language: str, *, places: int | None = None, grouped: bool = False) -> str:
    """A number; `places` rounds half up, as offices do, and fills with zeros."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(value):{',' if grouped else ''}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if tongue(language) == "de":
        text = text.translate(str.maketrans(",.", ".,"))
    return ("−" if value < 0 and text.strip("0.,") else "") + text


def euro(value: Decimal, language: str) -> str:
    """An amount of money, always with cents: 1.234,56 €."""
    amount = number(value, language, places=2, grouped=True)
    return f"{amount}{NO_BREAK}€" if tongue(language) == "de" else f"€{amount}".replace("€−", "−€")


def day(value: Date, language: str) -> str:
    """3. Mai 2026."""
    month = MONTHS[tongue(language)][value.month - 1]
    return (
        f"{value.day}.{NO_BREAK}{month} {value.year}"
        if tongue(language) == "de"
        else f"{value.day} {month} {value.year}"
    )


def short_day(value: Date, language: str) -> str:
    """03.05.2026."""
    separator = "." if tongue(language) == "de" else "/"
    return separator.join((f"{value.day:02}", f"{value.month:02}", f"{value.year:04}"))


def clock(value: Time, language: str) -> str:
    """14:30 Uhr."""
    text = f"{value.hour:02}:{value.minute:02}"
    return f"{text}{NO_BREAK}Uhr" if tongue(language) == "de" else text


def listed(parts: Sequence[str], language: str) -> str:
    """a, b und c."""
    if len(parts) < 2:
        return "".join(parts)
    last = " und " if tongue(language) == "de" else " and "
    return ", ".join(parts[:-1]) + last + parts[-1]


def text(value: Value, language: str) -> str | None:
    """A value as it stands in a sentence; None for null and for what no sentence can hold."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return {"de": ("nein", "ja"), "en": ("no", "yes")}[tongue(language)][value]
    if isinstance(value, Decimal):
        return number(value, language)
    if isinstance(value, list):
        parts = [text(item, language) for item in value]
        return None if None in parts else listed([part for part in parts if part is not None], language)
    return _temporal(value, language)


def _temporal(value: Value, language: str) -> str | None:
    if isinstance(value, Date):
        return day(value, language)
    if isinstance(value, Time):
        return clock(value, language)
    if isinstance(value, DateTime):
        return f"{day(value.date, language)}, {clock(value.time, language)}"
    if isinstance(value, YearsMonthsDuration):
        return _amounts((abs(value.months) // 12, abs(value.months) % 12, 0, 0, 0), 1, language)
    if isinstance(value, DaysTimeDuration):
        hours, rest = divmod(abs(value.nanos), HOUR)
        return _amounts((0, 0, hours // 24, hours % 24, rest // MINUTE), 2, language)
    return None


def _amounts(amounts: Sequence[int], smallest: int, language: str) -> str:
    units = UNITS[tongue(language)]
    parts = [f"{n} {units[at][n != 1]}" for at, n in enumerate(amounts) if n]
    return listed(parts, language) if parts else f"0 {units[smallest][1]}"


def iban(value: str) -> str:
    """In groups of four, as it is printed on a card."""
    compact = "".join(value.split())[:LONGEST_IBAN]
    return NO_BREAK.join(compact[at : at + 4] for at in range(0, len(compact), 4))


@cache
def functions(language: str) -> Mapping[str, Function]:
    """What a placeholder may call besides FEEL's own functions: `{{euro(betrag)}}`. Null gives null."""
    any_day = UnionType(frozenset((DATE, DATE_TIME)))
    any_time = UnionType(frozenset((TIME, DATE_TIME)))
    made = (
        _function("euro", {"betrag": NUMBER}, lambda n: euro(n, language)),
        _function("zahl", {"wert": NUMBER, "stellen": NUMBER}, lambda n, p: _grouped(n, p, language), optional=1),
        _function("prozent", {"wert": NUMBER}, lambda n: f"{number(n, language)}{NO_BREAK}%"),
        _function("datum", {"tag": any_day}, lambda d: day(_date(d), language)),
        _function("kurzdatum", {"tag": any_day}, lambda d: short_day(_date(d), language)),
        _function("wochentag", {"tag": any_day}, lambda d: WEEKDAYS[tongue(language)][_date(d).weekday - 1]),
        _function(
            "monat", {"tag": any_day}, lambda d: f"{MONTHS[tongue(language)][_date(d).month - 1]} {_date(d).year}"
        ),
        _function("uhrzeit", {"zeit": any_time}, lambda t: clock(t.time if isinstance(t, DateTime) else t, language)),
        _function("ja_nein", {"wert": BOOLEAN}, lambda b: text(b, language)),
        _function("liste", {"werte": ANY_LIST}, lambda values: text(values, language)),
        _function(
            "anzahl",
            {"zahl": NUMBER, "eins": STRING, "viele": STRING},
            lambda n, one, many: _counted(n, one, many, language),
        ),
        _function("iban", {"konto": STRING}, iban),
    )
    return {function.name: function for function in made}


def function_types() -> Mapping[str, FeelType]:
    """The functions' types, for the check of a package."""
    return {
        name: FunctionType(tuple(function.types or (ANY,)), function.result or ANY)
        for name, function in functions("de").items()
    }


def _function(
    name: str, parameters: Mapping[str, FeelType], call: Callable[..., Value], *, optional: int = 0
) -> Function:
    needed = len(parameters) - optional

    def body(_run: object, arguments: list[Value]) -> Value:
        return None if any(one is None for one in arguments[:needed]) else call(*arguments)

    return Function(name, tuple(parameters), body, types=tuple(parameters.values()), result=STRING, optional=optional)


def _date(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


def _grouped(value: Decimal, places: Decimal | None, language: str) -> str:
    return number(value, language, places=None if places is None else min(max(int(places), 0), 12), grouped=True)


def _counted(value: Decimal, one: str, many: str, language: str) -> str:
    return f"{number(value, language)} {one if value == 1 else many}"


FUNCTION_NAMES = frozenset(functions("de"))
