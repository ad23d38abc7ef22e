"""The calendar of a program: a pure function of its content, the runner's terms and what was done.

Rules (evidence brief 4.3; the programs' own; conventions of coaching): about 48 hours between
sessions, which is one free day; no strength on the day before the longest run; a week in which
nothing was done is missed, one missed week repeats the last completed one, two to four go back two
weeks, more start over. A session that was not done on its day moves on inside its week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from training.laps import (
    ASSESSMENT,
    STRENGTH,
    Change,
    Item,
    Lap,
    Outcome,
    Plan,
    Session,
    Status,
    Terms,
    Week,
)
from training.stretch import DAY, WEEK_DAYS, Stretch, lay_days

__all__ = [
    "ASSESSMENT",
    "STRENGTH",
    "Change",
    "Item",
    "Lap",
    "Outcome",
    "Plan",
    "Session",
    "Status",
    "Terms",
    "Week",
    "make",
    "next_week",
]

BETWEEN = timedelta(days=2)
START_OVER_AFTER = 4
# A plan of the longest program with pauses and repeats is far shorter; this ends what is endless.
MOST_LAPS = 300


def make(
    weeks: Sequence[Week],
    terms: Terms,
    changes: Iterable[Change],
    outcomes: Iterable[Outcome],
    today: date,
) -> Plan:
    """Lay a program out; weeks to come count as if they will be done."""
    known = {(one.lap, one.day): one for one in outcomes}
    queue = sorted(changes, key=lambda change: change.on)
    laps: list[Lap] = []
    start, week, last, missed, why = terms.start_on, 1, 0, 0, ""
    busy: date | None = None
    while week <= len(weeks) and len(laps) < MOST_LAPS:
        stretch = lay_days(start, queue)
        if stretch.days:
            number = len(laps) + 1
            lap, busy = _lap(number, week, weeks[week - 1], terms, stretch, known, today, busy)
            laps.append(replace(lap, why=why))
            is_over = lap.days[-1] < today
            if lap.is_trained or not is_over:
                last, missed = week, 0
            elif not stretch.is_cut:
                missed += 1
        if stretch.is_open:
            return Plan(tuple(laps), len(weeks), paused_on=stretch.cut_on)
        missed += stretch.away // WEEK_DAYS
        is_again = stretch.is_repeated and not missed
        week = last if is_again else next_week(last, missed)
        why = _why(week, missed, is_again=is_again)
        start = stretch.next_start
    ended = bool(laps) and week > len(weeks)
    return Plan(tuple(laps), len(weeks), is_complete=ended and _is_over(laps[-1], today))


def next_week(last: int, missed: int) -> int:
    """Return which week follows the last completed one after so many missed weeks."""
    if missed == 0:
        return last + 1
    if missed > START_OVER_AFTER:
        return 1
    return max(1, last if missed == 1 else last - 1)


def _why(week: int, missed: int, *, is_again: bool) -> str:
    if is_again:
        return f"Week {week} again, as you asked."
    if missed == 1:
        return f"Week {week} again: the week before was missed."
    if missed > START_OVER_AFTER:
        return "From week 1 again: more than four weeks were missed."
    return f"Back to week {week}: {missed} weeks were missed." if missed else ""


def _is_over(lap: Lap, today: date) -> bool:
    return lap.days[-1] < today or all(one.status != Status.OPEN for one in lap.sessions)


def _lap(
    number: int,
    week: int,
    content: Week,
    terms: Terms,
    stretch: Stretch,
    known: dict[tuple[int, int], Outcome],
    today: date,
    busy: date | None,
) -> tuple[Lap, date | None]:
    """Put the sessions of a week on its days; return the lap and the last day with a session.

    Sessions keep their order; what finds no day in its lap is missed.
    """
    first, last = stretch.days[0], stretch.days[-1]
    is_now, is_past = first <= today <= last, last < today
    sessions = []
    settled = {day for lap, day in known if lap == number}
    for item, wanted in _wanted(content, terms, stretch, settled):
        said = known.get((number, item.day))
        if said:
            on, status = said.on, Status.DONE if said.is_done else Status.SKIPPED
            busy = max(busy or on, on) if said.is_done else busy
        elif is_past:
            on, status = wanted, Status.MISSED
        else:
            earliest = max(wanted, today) if is_now else wanted
            free = _free(item, stretch.days, earliest, busy, terms)
            on, status = free or wanted, Status.OPEN if free else Status.MISSED
            busy = free or busy
        sessions.append(Session(number, week, item.day, item.kind, on, status, content.is_deload))
    return Lap(number, week, stretch.days, tuple(sessions), content.is_deload), busy


def _wanted(
    content: Week, terms: Terms, stretch: Stretch, settled: set[int]
) -> Iterator[tuple[Item, date]]:
    """Yield the items that fit the runner's days or are settled, each with the day it is meant for.

    With fewer days than sessions, those at the ends and between are kept: A and C of three.
    """
    pairs = zip(stretch.wanted, stretch.days, strict=True)
    dates = [day for wanted, day in pairs if wanted.weekday() in terms.strength_days]
    strength = [item for item in content.items if item.kind == STRENGTH]
    count = min(len(dates), len(strength))
    kept = dict(zip(_spread(strength, count), _spread(dates, count), strict=True))
    before = stretch.days[0]
    for item in content.items:
        if item.kind == STRENGTH and item not in kept and item.day not in settled:
            continue
        before = kept.get(item, before)
        yield item, before


def _spread[Thing](things: Sequence[Thing], count: int) -> list[Thing]:
    """Pick so many things, the first and the last among them where there are two or more."""
    if count < 2:
        return list(things[:count])
    return [things[round(place * (len(things) - 1) / (count - 1))] for place in range(count)]


def _free(
    item: Item, days: Sequence[date], earliest: date, busy: date | None, terms: Terms
) -> date | None:
    """Return the first day on which an item may stand, or None."""
    from_day = max(earliest, busy + BETWEEN) if busy else earliest
    return next((day for day in days if day >= from_day and _suits(item, day, terms)), None)


def _suits(item: Item, day: date, terms: Terms) -> bool:
    """Tell whether the long run leaves a day free for it: strength not before, a test not after."""
    if terms.long_run_day is None:
        return True
    if item.kind == ASSESSMENT:
        return terms.long_run_day not in {day.weekday(), (day - DAY).weekday()}
    return (day + DAY).weekday() != terms.long_run_day
