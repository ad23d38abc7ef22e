"""Over which time the progress page looks: a quarter, or all there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db import models

from accounts.models import User
from training.days import WEEK, local_day, moment, monday_of, zone_of

QUARTER_WEEKS = 13


class Length(models.TextChoices):
    """How far back."""

    QUARTER = "quarter", "13 weeks"
    ALL = "all", "All"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of whole weeks up to the runner's today; without `first` it has no beginning."""

    length: Length
    first: date | None
    today: date
    zone: tzinfo

    @property
    def starts_at(self) -> datetime | None:
        """Return the instant at which the first week begins."""
        return moment(self.first, time.min, self.zone) if self.first else None

    @property
    def words(self) -> str:
        """Name the stretch in a sentence."""
        return f"the last {QUARTER_WEEKS} weeks" if self.first else "the whole log"

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first is None or day >= self.first


def span_of(runner: User, now: datetime, asked: str) -> Span:
    """Return the stretch that an address asks for; a quarter where it asks for none we know."""
    zone = zone_of(runner)
    today = local_day(now, zone)
    length = Length(asked) if asked in Length.values else Length.QUARTER
    first = monday_of(today) - (QUARTER_WEEKS - 1) * WEEK if length == Length.QUARTER else None
    return Span(length, first, today, zone)


def months_between(first: date, last: date) -> list[date]:
    """Return the first day of each month from one day to another, oldest first."""
    found = [first.replace(day=1)]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found
