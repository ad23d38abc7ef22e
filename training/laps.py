"""What a plan is made of: sessions on dates, in laps, by the runner's terms and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STRENGTH, ASSESSMENT = "strength", "assessment"


@dataclass(frozen=True, slots=True)
class Item:
    """A session or re-test of a program's week, by the number of its day."""

    day: int
    kind: str


@dataclass(frozen=True, slots=True)
class Week:
    """What a week of a program asks for, in order."""

    items: tuple[Item, ...]
    is_deload: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """When a runner trains; days are numbers, Monday being 0."""

    start_on: date
    strength_days: frozenset[int]
    long_run_day: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A shift by days, a pause of days (None while it goes on) or a repeat, from a day on."""

    kind: str
    on: date
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a day of a lap: done, or else skipped."""

    lap: int
    day: int
    on: date
    is_done: bool


class Status(StrEnum):
    """Where a session stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Session:
    """One session or re-test on a date."""

    lap: int
    week: int
    day: int
    kind: str
    on: date
    status: Status
    is_deload: bool = False

    @property
    def key(self) -> str:
        """Return how addresses name it."""
        return f"{self.lap}-{self.day}"


@dataclass(frozen=True, slots=True)
class Lap:
    """One week of the runner's calendar, counted from 1, which plays one of the program's weeks.

    `why` says why that is not simply the next one.
    """

    number: int
    week: int
    days: tuple[date, ...]
    sessions: tuple[Session, ...]
    is_deload: bool
    why: str = ""

    @property
    def is_trained(self) -> bool:
        """Tell whether anything of it was done."""
        return any(one.status == Status.DONE for one in self.sessions)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole way, from the first lap to the last week of the program."""

    laps: tuple[Lap, ...]
    weeks: int
    paused_on: date | None = None
    is_complete: bool = False

    @property
    def sessions(self) -> Iterator[Session]:
        """Yield all sessions and re-tests in order."""
        return (one for lap in self.laps for one in lap.sessions)

    def find(self, key: str) -> Session | None:
        """Return a session by its key."""
        return next((one for one in self.sessions if one.key == key), None)

    def on(self, day: date) -> Session | None:
        """Return what stands on a day and is open or was done on it, what is open first."""
        here = [
            one
            for one in self.sessions
            if one.on == day and one.status in {Status.OPEN, Status.DONE, Status.SKIPPED}
        ]
        return min(here, key=lambda one: one.status != Status.OPEN, default=None)

    def after(self, day: date) -> Session | None:
        """Return the next open session after a day."""
        later = (one for one in self.sessions if one.on > day and one.status == Status.OPEN)
        return next(later, None)

    def lap_of(self, day: date) -> Lap | None:
        """Return the lap that a day lies in."""
        return next((lap for lap in self.laps if lap.days[0] <= day <= lap.days[-1]), None)
