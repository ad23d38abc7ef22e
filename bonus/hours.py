"""The hours of a reader's day in which a step may leave, on their own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNKNOWN_ZONE_HOUR = 7
DAYS_OF_A_WEEK = 7


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


@dataclass(frozen=True, slots=True)
class Hours:
    """When on a reader's clock a step may leave: from `start` until `end`, not on `skip`.

    `skip` holds weekdays as Python counts them, Monday is 0; `end` is at most 24.
    """

    clock: ZoneInfo
    start: int
    end: int = 24
    skip: frozenset[int] = frozenset()

    def opening(self, day: date) -> datetime:
        """Return in UTC when a day's hours begin."""
        return datetime.combine(day, time(self.start), self.clock).astimezone(UTC)

    def next_day(self, day: date) -> date:
        """Return the first day from `day` on whose weekday is not skipped."""
        while day.weekday() in self.skip and len(self.skip) < DAYS_OF_A_WEEK:
            day += timedelta(days=1)
        return day

    def first(self, moment: datetime, not_before: date | None = None) -> datetime:
        """Return the first time from `moment` on that lies within the hours, in UTC."""
        local = moment.astimezone(self.clock)
        day = self.next_day(max(local.date(), not_before or local.date()))
        if day == local.date() and self.start <= local.hour < self.end:
            return moment
        while (opening := self.opening(day)) < moment:
            day = self.next_day(day + timedelta(days=1))
        return opening


def hours_of(start: int, zone: str, end: int | None, skip: frozenset[int]) -> Hours:
    """Return a step's hours on a reader's clock; of an unknown zone they begin at 07:00 UTC."""
    clock = known_zone(zone)
    if clock is None:
        length = (24 if end is None else end) - start
        return Hours(zone_of(""), UNKNOWN_ZONE_HOUR, min(24, UNKNOWN_ZONE_HOUR + length), skip)
    return Hours(clock, start, 24 if end is None else end, skip)
