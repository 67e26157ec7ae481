"""Service dates with pauses, and resubmission."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laufzettel.kernel.law import Pause, ServiceDate, WorkingCalendar, resubmission, service_date, working_days_left

HESSE = WorkingCalendar("HE")
BRIDGE = WorkingCalendar("HE", closed=frozenset((date(2026, 5, 15), date(2026, 12, 24))))
MONDAY_TO_THURSDAY = WorkingCalendar("HE", weekdays=frozenset(range(4)))


@pytest.mark.parametrize(
    ("start", "days", "calendar", "due"),
    [
        (date(2026, 5, 4), 1, HESSE, date(2026, 5, 5)),
        (date(2026, 5, 4), 5, HESSE, date(2026, 5, 11)),
        (date(2026, 5, 12), 2, HESSE, date(2026, 5, 15)),  # Ascension between
        (date(2026, 5, 12), 2, BRIDGE, date(2026, 5, 18)),  # and the bridge day
        (date(2026, 5, 9), 1, HESSE, date(2026, 5, 11)),  # from a Saturday
        (date(2026, 12, 23), 1, BRIDGE, date(2026, 12, 28)),
        (date(2026, 5, 4), 20, HESSE, date(2026, 6, 3)),  # Ascension and Whit Monday
        (date(2026, 5, 7), 1, MONDAY_TO_THURSDAY, date(2026, 5, 11)),
        (date(2026, 5, 9), 0, HESSE, date(2026, 5, 11)),
    ],
)
def test_service_date_by_hand(start: date, days: int, calendar: WorkingCalendar, due: date) -> None:
    assert service_date(start, days, calendar) == ServiceDate(due, 0)


def test_a_question_back_stops_the_clock_from_the_next_day_to_the_answer() -> None:
    # given five days from Monday 4 May; asked on Tuesday, answered on Thursday: Wednesday and Thursday are lost
    asked = Pause(date(2026, 5, 5), date(2026, 5, 7))
    assert service_date(date(2026, 5, 4), 5, HESSE, [asked]).day == date(2026, 5, 13)
    # then asked and answered on one day costs nothing
    assert service_date(date(2026, 5, 4), 5, HESSE, [Pause(date(2026, 5, 5), date(2026, 5, 5))]).day == date(
        2026, 5, 11
    )


def test_while_a_question_is_open_there_is_no_date_but_a_rest() -> None:
    assert service_date(date(2026, 5, 4), 5, HESSE, [Pause(date(2026, 5, 6))]) == ServiceDate(None, 3)


def test_pauses_that_overlap_count_once() -> None:
    pauses = [Pause(date(2026, 5, 5), date(2026, 5, 7)), Pause(date(2026, 5, 6), date(2026, 5, 8))]
    assert service_date(date(2026, 5, 4), 5, HESSE, pauses).day == date(2026, 5, 15)


def test_days_left_in_words_of_the_worklist() -> None:
    assert working_days_left(date(2026, 5, 4), date(2026, 5, 7), HESSE) == 3
    assert working_days_left(date(2026, 5, 4), date(2026, 5, 4), HESSE) == 0
    assert working_days_left(date(2026, 5, 11), date(2026, 5, 8), HESSE) == -1


def test_resubmission_waits_for_the_next_working_day() -> None:
    assert resubmission(date(2026, 5, 14), HESSE) == date(2026, 5, 15)
    assert resubmission(date(2026, 5, 14), BRIDGE) == date(2026, 5, 18)


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="pause"):
        Pause(date(2026, 5, 5), date(2026, 5, 4))
    with pytest.raises(ValueError, match="days of the week"):
        WorkingCalendar("HE", weekdays=frozenset())
    with pytest.raises(ValueError, match="bounds"):
        service_date(date(2026, 5, 4), -1, HESSE)


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(1, 60), st.integers(0, 10), st.integers(0, 10))
def test_a_pause_costs_exactly_its_working_days(start: date, days: int, after: int, length: int) -> None:
    pause = Pause(start + timedelta(days=after), start + timedelta(days=after + length))
    plain, paused = service_date(start, days, HESSE).day, service_date(start, days, HESSE, [pause]).day
    assert plain is not None
    assert paused is not None
    lost = sum(HESSE.works(start + timedelta(days=after + n)) for n in range(1, length + 1))
    if pause.end is not None and pause.end <= plain:
        assert working_days_left(plain, paused, HESSE) == lost
    assert HESSE.works(paused)
    assert working_days_left(start, plain, HESSE) == days
