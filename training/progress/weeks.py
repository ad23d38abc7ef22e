"""Weeks of training: how many sessions each had, and how many in a row kept to the goal.

A streak is counted in weeks, so a day of rest never breaks it. A week of planned rest neither adds
to it nor ends it, and the present week ends nothing before it is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.humanize.templatetags.humanize import apnumber
from django.template.defaultfilters import pluralize

from training.days import WEEK, monday_of
from training.progress.tables import Table

# Two to three sessions a week (evidence brief 4.3, after Blagrove 2018).
GOAL = 2


@dataclass(frozen=True, slots=True)
class Week:
    """One week; `rests` where rest was planned."""

    monday: date
    sessions: int
    goal: int
    rests: bool = False

    @property
    def kept(self) -> bool:
        """Tell whether it had as many sessions as were wanted."""
        return self.sessions >= self.goal


def weeks(
    days: Iterable[date],
    first: date,
    today: date,
    resting: Collection[date] = (),
    goal: int = GOAL,
) -> list[Week]:
    """Count sessions by week from the week of `first` to the present one, oldest first.

    `days` has a day for each session; `resting` are the Mondays of weeks with planned rest.
    """
    counts = Counter(monday_of(day) for day in days)
    monday, last, found = monday_of(first), monday_of(today), []
    while monday <= last:
        found.append(Week(monday, counts[monday], goal, monday in resting))
        monday += WEEK
    return found


def streak(done: Iterable[Week], today: date) -> int:
    """Count the weeks in a row, up to now, that kept to the goal; `done` is oldest first."""
    count = 0
    for week in reversed(list(done)):
        if week.kept:
            count += 1
        elif not (week.rests or week.monday == monday_of(today)):
            break
    return count


def say(count: int, goal: int) -> str:
    """Say a streak in one sentence."""
    if not count:
        return "No streak yet. Rest days and planned rest never break one."
    wanted = f"{_number(goal)} session{pluralize(goal)} or more"
    weeks = f"{_number(count)} week{pluralize(count)} in a row with {wanted}."
    return weeks[0].upper() + weeks[1:]


def still_to_do(done: list[Week], today: date) -> str:
    """Say what the present week lacks to go on with the streak, "" where nothing does."""
    now = done[-1] if done else None
    if now is None or now.kept or now.rests or not streak(done, today):
        return ""
    missing = _number(now.goal - now.sessions)
    return f"{missing[0].upper()}{missing[1:]} more by Sunday"


def table(done: Iterable[Week], running: Counter[date]) -> Table:
    """Return weeks as rows; `running` counts the runs by Monday."""
    rows = [
        (one.monday, one.sessions, one.goal, "rest" if one.rests else "", running[one.monday])
        for one in done
    ]
    headers = ("Week from", "Sessions", "Goal", "Planned", "Runs")
    return Table("weeks", "Sessions by week", headers, rows)


def _number(count: int) -> str:
    return str(apnumber(count))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar: what was done on it, and whether it is today."""

    number: int
    sessions: int
    runs: int
    is_today: bool

    @property
    def words(self) -> str:
        """Say what was done, for who cannot see the disc."""
        parts = [("session", self.sessions), ("run", self.runs)]
        return ", ".join(f"{count} {noun}{pluralize(count)}" for noun, count in parts if count)


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a calendar: weeks of seven cells, None for days of other months."""

    first: date
    rows: tuple[tuple[Week, tuple[Day | None, ...]], ...]
    before: date | None
    after: date | None


def month(
    first: date, done: Iterable[Week], sessions: Counter[date], runs: Counter[date], today: date
) -> Month:
    """Lay out a month; `first` is its first day, the counters are by day."""
    by_monday = {one.monday: one for one in done}
    monday, rows = monday_of(first), []
    following = (first + timedelta(days=32)).replace(day=1)
    while monday < following:
        days = [monday + timedelta(days=place) for place in range(7)]
        cells = tuple(
            Day(day.day, sessions[day], runs[day], day == today)
            if day.month == first.month
            else None
            for day in days
        )
        week = by_monday.get(monday, Week(monday, sum(sessions[day] for day in days), GOAL))
        rows.append((week, cells))
        monday += WEEK
    oldest = min(by_monday, default=today)
    before = (first - timedelta(days=1)).replace(day=1)
    return Month(
        first,
        tuple(rows),
        before if first > oldest else None,
        following if following <= today else None,
    )
