"""Statutory dates (§§ 186 to 193 BGB), worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel.law import (
    LAENDER,
    Period,
    computed_end,
    end_of_period,
    extended,
    fiction_of_approval,
    holiday,
    moved,
    moves_an_end,
)

MONTH = Period(months=1)


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        # one month after notification, as for a remedy
        (date(2026, 5, 8), MONTH, date(2026, 6, 8)),
        (date(2026, 5, 4), MONTH, date(2026, 6, 5)),  # 4 June is Corpus Christi
        (date(2026, 1, 31), MONTH, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2025, 1, 31), MONTH, date(2025, 2, 28)),
        (date(2024, 1, 31), MONTH, date(2024, 2, 29)),
        (date(2026, 3, 3), MONTH, date(2026, 4, 7)),  # 3 April is Good Friday
        (date(2026, 11, 24), MONTH, date(2026, 12, 24)),  # Christmas Eve does not move it
        (date(2026, 11, 25), MONTH, date(2026, 12, 28)),
        (date(2026, 11, 30), MONTH, date(2026, 12, 30)),
        (date(2025, 12, 1), MONTH, date(2026, 1, 2)),  # New Year's Day
        (date(2025, 12, 31), MONTH, date(2026, 2, 2)),  # 31 January 2026 is a Saturday
        (date(2026, 12, 31), Period(months=2), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        # weeks and days
        (date(2026, 5, 4), Period(weeks=2), date(2026, 5, 18)),
        (date(2026, 4, 17), Period(weeks=2), date(2026, 5, 4)),  # 1 May is a Friday
        (date(2026, 5, 4), Period(days=10), date(2026, 5, 15)),  # 14 May is Ascension
        (date(2026, 5, 4), Period(days=14), date(2026, 5, 18)),
        # years
        (date(2024, 2, 29), Period(years=1), date(2025, 2, 28)),
        (date(2026, 10, 3), Period(years=1), date(2027, 10, 4)),  # 3 October 2027 is a Sunday
        (date(2026, 3, 1), Period(years=1, months=3), date(2027, 6, 1)),
    ],
)
def test_end_by_hand(start: date, period: Period, end: date) -> None:
    assert end_of_period(start, period, land="HE").day == end


def test_a_period_that_starts_with_the_day_ends_a_day_earlier() -> None:
    # a person born on 1 March 2008 is 18 with the end of 28 February 2026
    assert computed_end(date(2008, 3, 1), Period(years=18), start_counts=True) == date(2026, 2, 28)
    assert computed_end(date(2026, 1, 1), MONTH, start_counts=True) == date(2026, 1, 31)


def test_holidays_are_those_of_the_land() -> None:
    corpus_christi = date(2026, 6, 4)
    assert holiday(corpus_christi, "HE") == "Fronleichnam"
    assert holiday(corpus_christi, "NI") == ""
    assert end_of_period(date(2026, 5, 4), MONTH, land="NI").day == corpus_christi
    assert [moves_an_end(date(2026, 12, day), "HE") for day in (24, 25, 26, 27, 28, 31)] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]


def test_an_unknown_land_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        holiday(date(2026, 1, 1), "XX")


def test_an_extension_joins_the_computed_end_and_is_moved_once() -> None:
    # given a month that ends on Saturday 28 February 2026, moved to Monday 2 March
    first = end_of_period(date(2026, 1, 31), MONTH, land="HE")
    assert (first.computed, first.day, first.was_moved) == (date(2026, 2, 28), date(2026, 3, 2), True)
    # then two weeks more end two weeks after the Saturday, moved again
    assert extended(first, Period(weeks=2), land="HE").day == date(2026, 3, 16)
    assert extended(first, MONTH, land="HE").day == date(2026, 3, 30)


def test_fiction_of_approval_needs_a_norm_and_runs_from_complete_documents() -> None:
    end = fiction_of_approval(date(2026, 5, 4), norm="§ 42a HVwVfG, § 6a GewO", land="HE")
    assert end.day == date(2026, 8, 4)
    longer = fiction_of_approval(date(2026, 5, 4), norm="§ 6a GewO", land="HE", extension=Period(months=1))
    assert longer.day == date(2026, 9, 4)
    with pytest.raises(ValueError, match="norm"):
        fiction_of_approval(date(2026, 5, 4), norm=" ", land="HE")


def test_a_period_has_a_length_and_is_not_negative() -> None:
    with pytest.raises(ValueError, match="length"):
        computed_end(date(2026, 1, 1), Period())
    with pytest.raises(ValueError, match="negative"):
        Period(days=-1)


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 3), st.integers(0, 30), st.integers(0, 20), st.integers(0, 400)).filter(
    lambda period: not period.is_empty
)


@given(DAYS, PERIODS, st.sampled_from(sorted(LAENDER)))
def test_an_end_is_a_working_day_and_no_earlier_than_the_calendar_says(start: date, period: Period, land: str) -> None:
    end = end_of_period(start, period, land=land)
    assert start < end.computed <= end.day <= end.computed + timedelta(days=6)
    assert not moves_an_end(end.day, land)
    assert all(moves_an_end(end.computed + timedelta(days=n), land) for n in range((end.day - end.computed).days))
    assert moved(end.day, land) == end.day


@given(DAYS, st.integers(1, 60))
def test_months_keep_the_number_of_the_day_or_take_the_last(start: date, months: int) -> None:
    end = computed_end(start, Period(months=months))
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)
    assert (end.year - start.year) * 12 + end.month - start.month == months
