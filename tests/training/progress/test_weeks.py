"""Weeks, streaks and the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from training.progress import weeks

TODAY = date(2026, 11, 25)  # a Wednesday
MONDAY = date(2026, 11, 23)


def done(*counts: int, resting: tuple[int, ...] = ()) -> list[weeks.Week]:
    """Weeks up to the present one with so many sessions each, the newest last."""
    first = MONDAY - timedelta(weeks=len(counts) - 1)
    mondays = [first + timedelta(weeks=place) for place in range(len(counts))]
    days = [day for day, count in zip(mondays, counts, strict=True) for _ in range(count)]
    return weeks.weeks(days, first, TODAY, [mondays[place] for place in resting])


@pytest.mark.parametrize(
    ("counts", "resting", "expected"),
    [
        ((2, 3, 2), (), 3),
        ((2, 1, 2), (), 1),
        ((2, 2, 0), (), 2),  # the present week is not over
        ((2, 0, 2), (1,), 2),  # planned rest neither adds nor ends
        ((2, 2, 0, 0), (3,), 0),  # the rest of this week does not mend the last one
        ((2, 2, 0), (2,), 2),
        ((0, 0), (), 0),
        ((5, 5), (0,), 2),  # who trained in a week of rest has kept it
    ],
)
def test_a_streak_forgives_planned_rest_and_nothing_else(
    counts: tuple[int, ...], resting: tuple[int, ...], expected: int
) -> None:
    assert weeks.streak(done(*counts, resting=resting), TODAY) == expected


def test_weeks_without_sessions_are_weeks_too() -> None:
    assert [one.sessions for one in done(2, 0, 1)] == [2, 0, 1]


@pytest.mark.parametrize(
    ("counts", "words"),
    [((2, 1), "One more by Sunday"), ((2, 0), "Two more by Sunday"), ((2, 2), ""), ((0, 1), "")],
)
def test_the_present_week_says_what_keeps_the_row_going(
    counts: tuple[int, ...], words: str
) -> None:
    assert weeks.still_to_do(done(*counts), TODAY) == words


def test_a_week_of_rest_asks_for_nothing() -> None:
    assert weeks.still_to_do(done(2, 0, resting=(1,)), TODAY) == ""


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "No streak yet. Rest days and planned rest never break one."),
        (1, "One week in a row with two sessions or more."),
        (6, "Six weeks in a row with two sessions or more."),
    ],
)
def test_a_streak_is_said(count: int, words: str) -> None:
    assert weeks.say(count, 2) == words


def test_a_month_is_laid_out_by_weeks() -> None:
    sessions, runs = Counter([date(2026, 11, 24)]), Counter([date(2026, 11, 24), TODAY])
    found = weeks.month(date(2026, 11, 1), done(0, 1), sessions, runs, TODAY)
    assert [sum(day is not None for day in days) for _, days in found.rows] == [1, 7, 7, 7, 7, 1]
    _, week = found.rows[4]
    assert [day.words for day in week if day] == ["", "1 session, 1 run", "1 run", *[""] * 4]
    assert [day.number for day in week if day and day.is_today] == [25]


def test_a_month_leads_to_the_one_before_only_where_something_was_logged() -> None:
    first = date(2026, 11, 1)
    found = weeks.month(first, done(1, 1), Counter(), Counter(), TODAY)
    assert (found.before, found.after) == (None, None)
    found = weeks.month(first, done(*[1] * 9), Counter(), Counter(), TODAY)
    assert found.before == date(2026, 10, 1)
    earlier = weeks.month(date(2026, 10, 1), done(*[1] * 9), Counter(), Counter(), TODAY)
    assert earlier.after == first
