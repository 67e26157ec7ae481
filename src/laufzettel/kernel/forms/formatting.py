"""Values in German and English words: for the check page, letters and the office."""

from collections.abc import Mapping
from decimal import Decimal

from laufzettel.kernel.feel import Date, DateTime, Time
from laufzettel.kernel.forms.paths import Value
from laufzettel.kernel.problems import NO_TEXT, Text, joined

YES, NO = Text("Ja", "Yes"), Text("Nein", "No")
NOT_GIVEN = Text("keine Angabe", "not given")

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def number_text(value: Decimal | int, digits: int | None = None) -> Text:
    """`1.234,5` and `1,234.5`; with `digits` exactly that many after the comma."""
    number = Decimal(value)
    if digits is None and number == number.to_integral_value():
        digits = 0
    english = f"{number:,.{digits}f}" if digits is not None else f"{number.normalize():,f}"
    return Text(english.translate(str.maketrans(",.", ".,")), english)


def money_text(value: Decimal | int) -> Text:
    """`1.234,50 €` and `€1,234.50`."""
    number = number_text(value, 2)
    sign, amount = ("-", number.en[1:]) if number.en.startswith("-") else ("", number.en)
    return Text(f"{number}\N{NO-BREAK SPACE}€", f"{sign}€{amount}")


def date_text(value: Date) -> Text:
    """`03.05.1985` and `3 May 1985`."""
    return Text(
        f"{value.day:02}.{value.month:02}.{value.year:04}", f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    )


def time_text(value: Time) -> Text:
    """`14:30 Uhr` and `14:30`."""
    return Text(f"{value.hour:02}:{value.minute:02} Uhr", f"{value.hour:02}:{value.minute:02}")


def date_time_text(value: DateTime) -> Text:
    """`03.05.1985, 14:30 Uhr` and `3 May 1985, 14:30`."""
    day, clock = date_text(value.date), time_text(value.time)
    return Text(f"{day}, {clock}", f"{day.en}, {clock.en}")


def in_words(value: Value) -> Text:
    """Any FEEL value for people; null is the empty text."""
    match value:
        case None:
            return NO_TEXT
        case bool():
            return YES if value else NO
        case Text():
            return value
        case str():
            return Text(value, value)
        case int() | Decimal():
            return number_text(value)
        case Date():
            return date_text(value)
        case DateTime():
            return date_time_text(value)
        case Time():
            return time_text(value)
        case list():
            return joined([in_words(item) for item in value])
        case Mapping():
            return joined([in_words(item) for item in value.values()])
    return Text(str(value), str(value))
