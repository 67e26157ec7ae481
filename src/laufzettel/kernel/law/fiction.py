"""Fiction of approval (§ 42a VwVfG): silence becomes consent, where a norm orders it."""

from datetime import date

from .periods import End, Period, end_of_period, extended

USUAL = Period(months=3)


def fiction_of_approval(
    complete_on: date, *, norm: str, land: str, period: Period = USUAL, extension: Period | None = None
) -> End:
    """The day with whose end an approval counts as given.

    It runs from the day on which the documents were complete, three months unless the norm says otherwise, and can be
    extended once. Without a norm that orders it there is none: a `ValueError`.
    """
    if not norm.strip():
        raise ValueError("fiction of approval needs the norm that orders it")
    end = end_of_period(complete_on, period, land=land)
    return end if extension is None else extended(end, extension, land=land)
