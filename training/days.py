"""On which local day and in which week a moment counts: the runner's clock, not the server's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts.models import User

WEEK = timedelta(days=7)


def zone_of(runner: User) -> tzinfo:
    """Return the runner's time zone; UTC where the stored name is not known here."""
    try:
        return ZoneInfo(runner.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the instant of a wall-clock time, in UTC.

    When clocks go back, the first of the two hours is meant; a time that clocks skip counts as if
    they had not been changed yet.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)


def local_day(instant: datetime, zone: tzinfo) -> date:
    """Return the date on the runner's calendar."""
    return instant.astimezone(zone).date()


def monday_of(day: date) -> date:
    """Return the first day of the week."""
    return day - timedelta(days=day.weekday())


def week_bounds(now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the instants at which the runner's present week starts and ends."""
    monday = monday_of(local_day(now, zone))
    return moment(monday, time.min, zone), moment(monday + WEEK, time.min, zone)
