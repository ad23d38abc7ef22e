"""The runner's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import User
from training import days

NEW_YORK = ZoneInfo("America/New_York")


def test_late_in_the_evening_is_still_that_day() -> None:
    instant = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    assert days.local_day(instant, NEW_YORK) == date(2026, 11, 21)


def test_an_unknown_zone_is_utc() -> None:
    assert days.zone_of(User(time_zone="Mars/Olympus")) == UTC


def test_a_week_starts_on_the_runners_monday() -> None:
    sunday_evening = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    start, end = days.week_bounds(sunday_evening, NEW_YORK)
    assert start == datetime(2026, 11, 16, 5, 0, tzinfo=UTC)
    assert end == datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_a_week_with_a_clock_change_has_another_length() -> None:
    now = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)  # clocks go back on this Sunday
    start, end = days.week_bounds(now, NEW_YORK)
    assert (end - start).total_seconds() == (7 * 24 + 1) * 3600


def test_the_first_of_two_equal_hours_is_meant() -> None:
    assert days.moment(date(2026, 11, 1), time(1, 30), NEW_YORK).hour == 5


def test_a_skipped_hour_is_no_error() -> None:
    assert days.moment(date(2026, 3, 8), time(2, 30), NEW_YORK) == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )
