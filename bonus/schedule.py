"""The schedule: the only place that decides when a mail is due.

A step is due `delay_days` calendar days after the mail before it, at the step's hour on the
subscriber's clock; or `delay_hours` hours after it, and where that falls outside the hours in
which the step may leave (`local_hour` to `until_hour`), at the next time they begin. It never
leaves on a weekday that the step skips, and never sooner than the minimum gap of its series after
that mail (24 hours). The first step is due at once. A reader may choose another hour, twice as
long a delay, and a day before which nothing comes.

Late: a step with `late_days` that could not leave for longer than that is passed over, and the
next one waits its own delay from then. Without it nothing is too late, and everything after moves
back. What becomes due late leaves only within its hours, if it has an `until_hour`.

Clock changes: an hour that does not exist (spring) becomes the same instant that the clock
would have shown without the change, so 02:00 becomes 03:00; an hour that exists twice (autumn)
is its first occurrence. A zone that is not known, or no longer, is 07:00 UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bonus.hours import UNKNOWN_ZONE_HOUR, hours_of
from bonus.hours import known_zone as known_zone
from bonus.hours import zone_of as zone_of

if TYPE_CHECKING:
    from bonus.models import Enrollment, Step, Subscriber

MINIMUM_GAP = timedelta(hours=24)
MAXIMUM_LATENESS = timedelta(days=5)
# Ends of a mail after which its step never comes again.
BEHIND = (
    "accepted",
    "delivered",
    "bounced",
    "complained",
    "failed",
    "passed",
    "expired",
    "uncertain",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def first_due(now: datetime) -> datetime:
    """Return when the first step is due: at once."""
    return now


def due_after(
    previous: datetime,
    *,
    local_hour: int,
    zone: str,
    delay_days: int = 0,
    delay_hours: int = 0,
    until_hour: int | None = None,
    skip: frozenset[int] = frozenset(),
    not_before: date | None = None,
    gap: timedelta = MINIMUM_GAP,
) -> datetime:
    """Return when a step is due whose mail before left at `previous`; both in UTC."""
    hours = hours_of(local_hour, zone, until_hour, skip)
    if delay_hours:
        return hours.first(previous + max(timedelta(hours=delay_hours), gap), not_before)
    day = previous.astimezone(hours.clock).date() + timedelta(days=delay_days)
    day = hours.next_day(max(day, not_before or day))
    while (due := hours.opening(day)) < previous + gap:
        day = hours.next_day(day + timedelta(days=1))
    return due


def next_due(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return when `step` is due for an enrollment whose step before it ended at `now`, in UTC."""
    reader = enrollment.subscriber
    own = reader.hour is not None
    return due_after(
        now,
        delay_days=step.delay_days * reader.pace,
        delay_hours=step.delay_hours * reader.pace,
        # An hour of the reader's own choice is that hour, also where a step counts hours.
        local_hour=step.local_hour if reader.hour is None else reader.hour,
        until_hour=(reader.hour or 0) + 1 if own else step.until_hour,
        skip=_skipped(step),
        zone=_zone_of_hours(reader),
        not_before=reader.paused_until,
        gap=timedelta(hours=step.version.gap_hours),
    )


def within_hours(reader: Subscriber, step: Step, now: datetime) -> datetime:
    """Return the first time from now on at which a step may leave that ought to have left.

    Only steps with an `until_hour` are bound by it; the others leave late at any hour.
    """
    if step.until_hour is None:
        return now
    own = reader.hour is not None
    start = step.local_hour if reader.hour is None else reader.hour
    end = max(start + 1, step.until_hour) if own else step.until_hour
    return hours_of(start, _zone_of_hours(reader), end, _skipped(step)).first(now)


def is_too_late(due: datetime | None, step: Step, now: datetime) -> bool:
    """Tell whether a step that was due at `due` is to be passed over."""
    return bool(due and step.late_days and now > due + timedelta(days=step.late_days))


def try_again_tomorrow(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return the next time, a day from now at the step's hour, to look at a step that waits."""
    reader = enrollment.subscriber
    return due_after(
        now,
        delay_days=1,
        local_hour=step.local_hour if reader.hour is None else reader.hour,
        skip=_skipped(step),
        zone=_zone_of_hours(reader),
        not_before=reader.paused_until,
        gap=timedelta(),
    )


def hold_due(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return when the mail leaves that tells of a hold: at its next hour, after the minimum gap.

    A pause of the reader's own is kept.
    """
    reader = enrollment.subscriber
    gap = timedelta(hours=step.version.gap_hours)
    previous = enrollment.last_sent_at
    earliest = max(now, previous + gap) if previous else now
    start = step.local_hour if reader.hour is None else reader.hour
    hours = hours_of(start, _zone_of_hours(reader), start + 1, _skipped(step))
    return hours.first(earliest, reader.paused_until)


def resumed_due(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return when the next step is due for somebody whose series was on hold: tomorrow."""
    tomorrow = try_again_tomorrow(enrollment, step, now)
    return max(tomorrow, resume_due(enrollment, now))


def moved_due(enrollment: Enrollment, step: Step, now: datetime) -> datetime:
    """Return when `step` is due for someone whom a new version made wait for it.

    Its own delay counts from the last mail. Where that would be at once, it comes when their next
    mail was due anyway, but not within a day of the change if that is over too. Who waits for the
    first mail gets it when they would have.
    """
    counted = enrollment.counted_from or enrollment.last_sent_at
    before = enrollment.next_due_at
    if counted is None and before:
        return before
    own = next_due(enrollment, step, counted) if counted else now
    if own > now:
        return own
    return before if before and before > now else try_again_tomorrow(enrollment, step, now)


def gap_end(enrollment: Enrollment, now: datetime) -> datetime:
    """Return before when nobody gets another mail of the series who has just got one."""
    return now + timedelta(hours=enrollment.version.gap_hours)


def resume_due(enrollment: Enrollment, now: datetime) -> datetime:
    """Return when someone who left and came back gets the next step: soon, but not in a rush."""
    if enrollment.last_sent_at is None:
        return first_due(now)
    return max(now, gap_end(enrollment, enrollment.last_sent_at))


def replanned(enrollment: Enrollment, now: datetime) -> datetime:
    """Return when the next step is due after its reader changed hour, pace, zone or pause."""
    counted = enrollment.counted_from or enrollment.last_sent_at
    if counted is None or enrollment.next_step is None:
        return max(first_due(now), pause_end(enrollment.subscriber) or now)
    return max(now, next_due(enrollment, enrollment.next_step, counted))


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


def _skipped(step: Step) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in step.skip_weekdays)


def forecast(
    enrollment: Enrollment, steps: Iterable[Step], now: datetime
) -> Iterator[tuple[Step, datetime]]:
    """Yield the steps still to come with the times at which they are expected, in UTC.

    `steps` are the main ones of the enrollment's version, in order. What a condition may do is
    not foreseen.
    """
    upcoming = enrollment.return_to or enrollment.next_step
    had = set(enrollment.deliveries.filter(state__in=BEHIND).values_list("step_key", flat=True))
    due: datetime | None = None
    for step in steps:
        if upcoming is None or step.order < upcoming.order or step.key in had:
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
