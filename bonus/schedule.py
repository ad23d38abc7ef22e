"""The schedule: the only place that decides when a mail is due.

A step is due `delay_days` calendar days after the mail before it, at the step's hour on the
subscriber's clock, and never sooner than 24 hours after that mail. The first step is due at once.
A reader may choose another hour, twice as many days, and a day before which nothing comes.

Clock changes: an hour that does not exist (spring) becomes the same instant that the clock
would have shown without the change, so 02:00 becomes 03:00; an hour that exists twice (autumn)
is its first occurrence. A zone that is not known is 07:00 UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bonus.models import Enrollment, Step, Subscriber

MINIMUM_GAP = timedelta(hours=24)
MAXIMUM_LATENESS = timedelta(days=5)
UNKNOWN_ZONE_HOUR = 7


def known_zone(name: str) -> ZoneInfo | None:
    """Return the IANA zone, or None when the name is empty or means nothing here."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone, or UTC when the name means nothing here."""
    return known_zone(name) or ZoneInfo("UTC")


def first_due(now: datetime) -> datetime:
    """Return when the first step is due: at once."""
    return now


def due_after(
    previous: datetime,
    *,
    delay_days: int,
    local_hour: int,
    zone: str,
    not_before: date | None = None,
) -> datetime:
    """Return when a step is due whose mail before left at `previous`; both in UTC."""
    clock = zone_of(zone)
    hour = local_hour if known_zone(zone) else UNKNOWN_ZONE_HOUR
    day = previous.astimezone(clock).date() + timedelta(days=delay_days)
    if not_before:
        day = max(day, not_before)
    due = datetime.combine(day, time(hour), clock).astimezone(UTC)
    while due < previous + MINIMUM_GAP:
        day += timedelta(days=1)
        due = datetime.combine(day, time(hour), clock).astimezone(UTC)
    return due


def next_due(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return when `step` is due for an enrollment whose step before it ended at `now`, in UTC."""
    reader = enrollment.subscriber
    return due_after(
        now,
        delay_days=step.delay_days * reader.pace,
        local_hour=step.local_hour if reader.hour is None else reader.hour,
        zone=_zone_of_hours(reader),
        not_before=reader.paused_until,
    )


def resume_due(enrollment: Enrollment, now: datetime) -> datetime:
    """Return when someone who left and came back gets the next step: soon, but not in a rush."""
    if enrollment.last_sent_at is None:
        return first_due(now)
    return max(now, enrollment.last_sent_at + MINIMUM_GAP)


def replanned(enrollment: Enrollment, now: datetime) -> datetime:
    """Return when the next step is due after its reader changed hour, pace, zone or pause."""
    if enrollment.last_sent_at is None or enrollment.next_step is None:
        return max(first_due(now), pause_end(enrollment.subscriber) or now)
    return max(now, next_due(enrollment, enrollment.next_step, enrollment.last_sent_at))


def pause_end(reader: Subscriber) -> datetime | None:
    """Return when a reader's pause ends, at their hour of the day, in UTC; None without one."""
    if reader.paused_until is None:
        return None
    hour = UNKNOWN_ZONE_HOUR if reader.hour is None else reader.hour
    end = datetime.combine(reader.paused_until, time(hour), zone_of(reader.time_zone))
    return end.astimezone(UTC)


def is_paused(reader: Subscriber, now: datetime) -> bool:
    """Tell whether a reader wants no mail yet."""
    end = pause_end(reader)
    return end is not None and end > now


def _zone_of_hours(reader: Subscriber) -> str:
    """Return the zone in which the reader's hour counts; an hour of their own is at least UTC's."""
    return reader.time_zone if reader.hour is None or known_zone(reader.time_zone) else "UTC"


def forecast(
    enrollment: Enrollment, steps: Iterable[Step], now: datetime
) -> Iterator[tuple[Step, datetime]]:
    """Yield the steps still to come with the times at which they are expected, in UTC.

    `steps` are those of the enrollment's version, in order.
    """
    upcoming = enrollment.next_step
    due: datetime | None = None
    for step in steps:
        if upcoming is None or step.order < upcoming.order:
            continue
        if due is None:
            due = max(now, enrollment.next_due_at or now)
        else:
            due = next_due(enrollment, step, due)
        yield step, due


def too_late_before(now: datetime) -> datetime:
    """Return the moment before which a mail was planned that is better not sent at all now."""
    return now - MAXIMUM_LATENESS


def retry_at(attempts: int, now: datetime, chance: float) -> datetime:
    """Return when to try again after `attempts` tries: 5, 10, 20 ... minutes, at most 6 hours.

    `chance`, from 0 to 1, draws that out by up to a quarter, so that mails which were put off
    together do not come back together.
    """
    minutes = min(5 * 2 ** max(0, attempts - 1), 360)
    return now + timedelta(minutes=minutes * (1 + chance / 4))
