"""Arithmetic of days."""

from datetime import date

import pytest

from marsad.reading.times_calendar import add_months, day_near, days_between, season_of, shift, week_of, weekday_near


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 3, 31), -1, date(2024, 2, 29)),  # the month's last day holds
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("ahead", "same_day", "expected"),
    [(False, True, 5), (True, True, 5), (False, False, -2), (True, False, 12)],
)
def test_a_weekday_on_its_own_day(ahead, same_day, expected):
    thursday = date(2024, 12, 5)
    assert weekday_near(thursday, 4, ahead=ahead, same_day=same_day) == shift(date(2024, 11, 30), expected)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(False, date(2023, 10, 7)), (None, date(2024, 10, 7)), (True, date(2024, 10, 7))],
)
def test_a_near_coming_day_needs_an_unknown_tense(ahead, expected):
    assert day_near(date(2024, 9, 1), 10, 7, ahead=ahead) == expected


def test_a_day_of_a_far_month_lies_behind():
    assert day_near(date(2024, 6, 1), 10, 7, ahead=None) == date(2023, 10, 7)


def test_a_weekday_picks_the_year():
    assert day_near(date(2024, 12, 5), 12, 1, ahead=False, weekday=5) == date(2023, 12, 1)


def test_a_day_that_no_year_has():
    assert day_near(date(2024, 12, 5), 2, 30, ahead=False) is None


def test_a_winter_is_named_by_the_year_in_which_it_begins():
    winter = season_of(2023, "WI")
    assert (winter.start, winter.end) == (date(2023, 12, 1), date(2024, 2, 29))


def test_a_week_of_the_turn_of_the_year_is_iso():
    assert week_of(date(2024, 12, 31)).timex == "2025-W01"


@pytest.mark.parametrize(
    ("length", "precision"), [(0, "day"), (1, "days"), (31, "days"), (90, "season"), (300, "year")]
)
def test_precision_follows_the_length(length, precision):
    start = date(2024, 1, 1)
    assert days_between(start, shift(start, length)).precision.value == precision
