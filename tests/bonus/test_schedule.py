"""When the next mail is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonus import schedule


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("previous", "delay_days", "local_hour", "zone", "due"),
    [
        # an ordinary day: two calendar days later, at seven on the subscriber's clock
        ("2026-11-23 12:00", 2, 7, "UTC", "2026-11-25 07:00"),
        ("2026-11-23 12:00", 2, 7, "America/New_York", "2026-11-25 12:00"),
        ("2026-11-23 12:00", 2, 7, "Asia/Kolkata", "2026-11-25 01:30"),
        # the calendar day is the subscriber's: late in New York it is tomorrow in UTC
        ("2026-11-24 03:00", 2, 7, "America/New_York", "2026-11-25 12:00"),
        # spring: the wall clock stays at seven, the instant moves
        ("2026-03-07 12:00", 2, 7, "America/New_York", "2026-03-09 11:00"),
        ("2026-03-27 06:00", 3, 7, "Europe/Berlin", "2026-03-30 05:00"),
        # autumn: the same, the other way
        ("2026-10-30 11:00", 3, 7, "America/New_York", "2026-11-02 12:00"),
        ("2026-10-24 05:00", 2, 7, "Europe/Berlin", "2026-10-26 06:00"),
        # an hour that does not exist becomes the hour after
        ("2026-03-06 12:00", 2, 2, "America/New_York", "2026-03-08 07:00"),
        ("2026-03-27 12:00", 2, 2, "Europe/Berlin", "2026-03-29 01:00"),
        # an hour that exists twice is its first occurrence
        ("2026-10-30 12:00", 2, 1, "America/New_York", "2026-11-01 05:00"),
        ("2026-10-23 12:00", 2, 2, "Europe/Berlin", "2026-10-25 00:00"),
        # a whole day that does not exist (Samoa crossed the date line)
        ("2011-12-28 20:00", 2, 7, "Pacific/Apia", "2011-12-30 17:00"),
        # never sooner than 24 hours after the mail before
        ("2026-11-23 12:00", 1, 7, "UTC", "2026-11-25 07:00"),
        ("2026-11-23 12:00", 0, 7, "UTC", "2026-11-25 07:00"),
        ("2026-11-23 07:00", 1, 7, "UTC", "2026-11-24 07:00"),
        # 23 hours on a spring day are not 24: the next morning
        ("2026-03-07 12:00", 1, 7, "America/New_York", "2026-03-09 11:00"),
        # an unknown zone is 07:00 UTC, whatever the step's hour
        ("2026-11-23 12:00", 2, 18, "", "2026-11-25 07:00"),
        ("2026-11-23 12:00", 2, 18, "Mars/Olympus", "2026-11-25 07:00"),
        ("2026-11-23 12:00", 2, 18, "../../etc/passwd", "2026-11-25 07:00"),
        ("2026-11-23 12:00", 2, 18, "America", "2026-11-25 07:00"),
    ],
)
def test_a_step_is_due(
    previous: str, delay_days: int, local_hour: int, zone: str, due: str
) -> None:
    assert schedule.due_after(
        utc(previous), delay_days=delay_days, local_hour=local_hour, zone=zone
    ) == utc(due)


def test_the_first_step_is_due_at_once(now: datetime) -> None:
    assert schedule.first_due(now) == now


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 5), (1, 5), (2, 10), (4, 40), (30, 360)])
def test_tries_grow_apart_up_to_six_hours(now: datetime, attempts: int, minutes: int) -> None:
    assert schedule.retry_at(attempts, now, 0) - now == timedelta(minutes=minutes)


@pytest.mark.parametrize("attempts", [1, 3, 20])
def test_chance_draws_a_retry_out_by_a_quarter_at_most(now: datetime, attempts: int) -> None:
    least = schedule.retry_at(attempts, now, 0) - now
    most = schedule.retry_at(attempts, now, 1) - now
    assert most == least * 1.25
    assert least < schedule.retry_at(attempts, now, 0.5) - now < most


SATURDAY_SUNDAY = frozenset({5, 6})


@pytest.mark.parametrize(
    ("previous", "given", "due"),
    [
        # hours: within the hours of the step it is that moment
        ("2026-11-23 08:00", {"delay_hours": 30, "local_hour": 7}, "2026-11-24 14:00"),
        # before they begin, it waits for them; after they end, for the next day's
        ("2026-11-23 03:00", {"delay_hours": 24, "local_hour": 7}, "2026-11-24 07:00"),
        (
            "2026-11-23 20:00",
            {"delay_hours": 24, "local_hour": 7, "until_hour": 20},
            "2026-11-25 07:00",
        ),
        # fewer hours than the minimum gap are the minimum gap
        ("2026-11-23 08:00", {"delay_hours": 2, "local_hour": 7}, "2026-11-24 08:00"),
        (
            "2026-11-23 08:00",
            {"delay_hours": 2, "local_hour": 7, "gap": timedelta(hours=1)},
            "2026-11-23 10:00",
        ),
        # the hours are the reader's
        (
            "2026-11-23 20:00",
            {"delay_hours": 24, "local_hour": 7, "until_hour": 20, "zone": "America/New_York"},
            "2026-11-24 20:00",
        ),
        # weekdays: Saturday and Sunday are passed over
        (
            "2026-11-25 12:00",
            {"delay_days": 3, "local_hour": 7, "skip": SATURDAY_SUNDAY},
            "2026-11-30 07:00",
        ),
        (
            "2026-11-27 12:00",
            {"delay_hours": 24, "local_hour": 7, "skip": SATURDAY_SUNDAY},
            "2026-11-30 07:00",
        ),
        # the weekday is the reader's: Friday evening in New York is Saturday in UTC
        (
            "2026-11-27 01:00",
            {
                "delay_hours": 24,
                "local_hour": 7,
                "zone": "America/New_York",
                "skip": SATURDAY_SUNDAY,
            },
            "2026-11-28 01:00",
        ),
        # a minimum gap of two days moves the day
        (
            "2026-11-23 12:00",
            {"delay_days": 1, "local_hour": 7, "gap": timedelta(days=2)},
            "2026-11-26 07:00",
        ),
        # an unknown zone: the hours begin at 07:00 UTC and are as many
        (
            "2026-11-23 12:00",
            {"delay_hours": 24, "local_hour": 18, "until_hour": 20, "zone": "Mars/Olympus"},
            "2026-11-25 07:00",
        ),
    ],
)
def test_hours_weekdays_and_gaps(previous: str, given: dict[str, Any], due: str) -> None:
    assert schedule.due_after(utc(previous), **{"zone": "UTC", **given}) == utc(due)


@given(
    previous=st.datetimes(
        datetime(2024, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
        datetime(2028, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
    days=st.integers(0, 9),
    hours=st.integers(0, 99),
    start=st.integers(0, 23),
    length=st.integers(1, 24),
    zone=st.sampled_from(
        ["", "UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Gone/Zone"]
    ),
    skip=st.frozensets(st.integers(0, 6), max_size=6),
    gap=st.integers(1, 72),
)
def test_whatever_the_clock_does(
    previous: datetime,
    days: int,
    hours: int,
    start: int,
    length: int,
    zone: str,
    skip: frozenset[int],
    gap: int,
) -> None:
    due = schedule.due_after(
        previous,
        delay_days=0 if hours else days,
        delay_hours=hours,
        local_hour=start,
        until_hour=min(24, start + length),
        zone=zone,
        skip=skip,
        gap=timedelta(hours=gap),
    )
    local = due.astimezone(schedule.zone_of(zone))
    assert due >= previous + timedelta(hours=max(gap, hours))
    assert local.weekday() not in skip
    first = start if schedule.known_zone(zone) else 7
    # An hour that does not exist is the hour after.
    assert first <= local.hour <= min(23, first + length)
    assert due - previous < timedelta(days=9 + 8 + 6)
