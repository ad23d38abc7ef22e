"""Runs of a half year.

The story: two easy runs in the week and a long one at the weekend that grows by some percent a
week, every fourth week lighter, some runs missed, the pace a little better toward the end. The
last long run is a jump, longer than the cap of `training.longest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random

from accounts.models import User
from training.days import local_day, moment, monday_of, zone_of
from training.demo.ids import make_id
from training.demo.workouts import DELOAD_EVERY
from training.models import Run

EASY_DAYS = ((1, 3), (1, 4), (2, 4))
SATURDAY, SUNDAY = 5, 6
MISSED = 0.08
LIGHTER = 0.75
FIRST_LONG_M = (6_000, 10_000)
GROWTH = 0.9  # the long run of the end is this much longer than that of the start
EASY_SHARE = (0.5, 0.65)
JUMP = 1.35
PACE_S = (330, 400)  # per km, at the start
FASTER = 0.05
NOTES = (
    "Long and slow.",
    "Windy along the river.",
    "Left hip quiet today.",
    "Trail, soft ground.",
    "New shoes.",
)


def make_runs(runner: User, now: datetime, seed: int, weeks: int) -> list[Run]:
    """Return the unsaved runs of `weeks` weeks up to now, oldest first."""
    random = Random(f"{seed}:{runner.email}:runs")  # noqa: S311 - a story, not a secret
    first_long = random.uniform(*FIRST_LONG_M)
    pace = random.uniform(*PACE_S)
    easy_days = random.choice(EASY_DAYS)
    long_day = random.choice((SATURDAY, SUNDAY, SUNDAY))
    starts = list(_starts(random, runner, now, weeks, (*easy_days, long_day)))
    last_long = max((start for start in starts if start[2] == long_day), default=None)
    runs = []
    for start in starts:
        started_at, week, weekday = start
        progress = week / weeks
        meters = first_long * (1 + GROWTH * progress)
        if start == last_long:
            meters *= JUMP
        elif week % DELOAD_EVERY == DELOAD_EVERY - 1:
            meters *= LIGHTER
        is_long = weekday == long_day
        meters *= random.uniform(0.98, 1.02) if is_long else random.uniform(*EASY_SHARE)
        speed = pace * (1 - FASTER * progress) * (1.03 if is_long else random.uniform(0.97, 1.02))
        runs.append(_run(random, runner, started_at, round(meters, -1), speed))
    return runs


def _starts(
    random: Random, runner: User, now: datetime, weeks: int, weekdays: tuple[int, ...]
) -> Iterator[tuple[datetime, int, int]]:
    """Lay out start, number of the week and day of the week, without the runs that are missed."""
    zone = zone_of(runner)
    monday = monday_of(local_day(now, zone)) - timedelta(weeks=weeks - 1)
    for week in range(weeks):
        for weekday in weekdays:
            day = monday + timedelta(weeks=week, days=weekday)
            clock = time(random.choice((6, 7, 8)), random.randrange(0, 60, 5))
            started_at = moment(day, clock, zone)
            missed = random.random() < MISSED
            if not missed and started_at < now - timedelta(hours=4):
                yield started_at, week, weekday


def _run(random: Random, runner: User, started_at: datetime, meters: float, pace: float) -> Run:
    return Run(
        id=make_id(random, started_at),
        runner=runner,
        started_at=started_at,
        distance_m=int(meters),
        duration_s=round(meters / 1000 * pace),
        pain_score=random.choice((None, None, 0, 0, 1, 2)),
        note=random.choice(NOTES) if random.random() < 0.15 else "",
    )
