"""Workouts of a half year.

The story: two or three sessions a week with weeks missed, a side that starts behind and slowly
catches up, pain that comes and goes, and doses that grow and fall back in every fourth week.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from accounts.models import User
from exercises.models import Exercise, Laterality, Measure
from training.days import local_day, moment, monday_of, zone_of
from training.demo.ids import make_id
from training.forms.side import counts_reserve
from training.models import Band, Side, Workout, WorkoutSet

DAYS = ((0, 3), (1, 4), (0, 2, 5), (1, 3, 5))
MISSED_WEEK = 0.1
PER_SESSION = 5
START_GAP = 0.35  # the weaker side starts with about this share less
CLOSED_AFTER = 0.85  # share of the time after which the difference is gone
DELOAD_EVERY = 4
GROWTH = {Measure.REPS: 0.45, Measure.HOLD: 0.8, Measure.DISTANCE: 0.6}
NOTES = (
    "Felt steady.",
    "Tired legs from the long run.",
    "Balance was better with shoes off.",
    "Short on time, still got it done.",
    "Pelvis stayed level for most reps.",
)


@dataclass(frozen=True)
class Day:
    """One session to be made: when, how far the story has come (0 to 1), and its hurt."""

    started_at: datetime
    progress: float
    is_deload: bool
    pain: float


def make_workouts(
    runner: User, exercises: Sequence[Exercise], now: datetime, seed: int, weeks: int
) -> tuple[list[Workout], list[WorkoutSet]]:
    """Return the unsaved workouts of `weeks` weeks up to now, oldest first, and their rows.

    Raises ValueError without exercises.
    """
    if not exercises:
        raise ValueError("A history needs at least one exercise.")
    random = Random(f"{seed}:{runner.email}")  # noqa: S311 - a story, not a secret
    weaker = random.choice((Side.LEFT, Side.LEFT, Side.RIGHT))
    routines = _routines(random, exercises)
    workouts, rows = [], []
    for number, day in enumerate(_days(random, runner, now, weeks)):
        workout = _workout(random, runner, day)
        routine = routines[min(len(routines) - 1, int(day.progress * len(routines)))]
        chosen = routine[number % len(routine)]
        workouts.append(workout)
        rows += [
            row
            for place, one in enumerate(chosen, 1)
            for row in _sets(random, workout, one, place, day, weaker)
        ]
    return workouts, rows


def _days(random: Random, runner: User, now: datetime, weeks: int) -> Iterator[Day]:
    """Lay out the sessions; the hurt is a slow wave with two flares."""
    zone = zone_of(runner)
    monday = monday_of(local_day(now, zone)) - timedelta(weeks=weeks - 1)
    pattern = random.choice(DAYS)
    flares = [random.uniform(0.15, 0.4), random.uniform(0.55, 0.75)]
    for week in range(weeks):
        missed = random.random() < MISSED_WEEK and week < weeks - 2
        if random.random() < 0.15:
            pattern = random.choice(DAYS)
        for weekday in () if missed else pattern:
            if random.random() < 0.1:
                continue
            started_at = _start(random, monday + timedelta(weeks=week, days=weekday), runner)
            if started_at > now - timedelta(hours=1):
                continue
            progress = (week + weekday / 7) / weeks
            pain = max(4.2 * math.exp(-(((progress - at) / 0.05) ** 2)) for at in flares)
            yield Day(started_at, progress, week % DELOAD_EVERY == DELOAD_EVERY - 1, pain)


def _start(random: Random, day: date, runner: User) -> datetime:
    hour = random.choice((6, 7, 7, 12, 18, 19))
    return moment(day, time(hour, random.randrange(0, 60, 5)), zone_of(runner))


def _workout(random: Random, runner: User, day: Day) -> Workout:
    minutes = random.randrange(18, 44)
    return Workout(
        id=make_id(random, day.started_at),
        runner=runner,
        started_at=day.started_at,
        finished_at=day.started_at + timedelta(minutes=minutes),
        note=random.choice(NOTES) if random.random() < 0.2 else "",
    )


def _routines(random: Random, exercises: Sequence[Exercise]) -> list[list[list[Exercise]]]:
    """Write three routines of two sessions, each harder than the one before."""
    levels = (2, 3, 4)
    return [[_session(random, exercises, level) for _ in "AB"] for level in levels]


def _session(random: Random, exercises: Sequence[Exercise], level: int) -> list[Exercise]:
    """Pick a session up to a level: one exercise for each plane first, then what fits."""
    fitting = [one for one in exercises if one.level <= level] or list(exercises)
    random.shuffle(fitting)
    fitting.sort(key=lambda one: -one.level)
    first = {one.planes[0]: one for one in reversed(fitting) if one.planes}
    chosen = list(first.values())
    return (chosen + [one for one in fitting if one not in chosen])[:PER_SESSION]


def _sets(
    random: Random, workout: Workout, exercise: Exercise, place: int, day: Day, weaker: Side
) -> Iterator[WorkoutSet]:
    """Make the rows of one exercise; the weaker side goes first."""
    one_sided = exercise.laterality == Laterality.UNILATERAL
    stronger = Side.RIGHT if weaker is Side.LEFT else Side.LEFT
    sides = (weaker, stronger) if one_sided else (Side.BOTH,)
    sets = max(1, exercise.sets - 1) if day.is_deload else exercise.sets
    for index in range(1, sets + 1):
        for side in sides:
            minutes = 3 + 6 * (place - 1) + 2 * index
            row = WorkoutSet(
                id=make_id(random, day.started_at),
                workout=workout,
                exercise=exercise,
                position=place,
                set_index=index,
                side=side,
                completed_at=day.started_at + timedelta(minutes=minutes),
            )
            _fill(random, row, day, side is weaker)
            yield row


def _fill(random: Random, row: WorkoutSet, day: Day, is_weaker: bool) -> None:
    """Write the numbers of one row."""
    exercise = row.exercise
    measure = Measure(exercise.measure)
    dose = getattr(exercise, measure)
    grown = dose * (1 + GROWTH[measure] * day.progress) * (0.8 if day.is_deload else 1)
    gap = START_GAP * max(0.0, 1 - day.progress / CLOSED_AFTER) if is_weaker else 0.0
    tired = 1 - 0.04 * (row.set_index - 1)
    setattr(row, measure, max(1, round(grown * (1 - gap) * tired * random.uniform(0.96, 1.04))))
    setattr(row, f"prescribed_{measure}", dose)
    row.prescribed_rir, row.prescribed_rpe = exercise.target_rir, exercise.target_rpe
    if counts_reserve(exercise):
        row.rir = max(0, min(5, (exercise.target_rir or 3) - is_weaker + random.randint(-1, 1)))
    else:
        row.rpe = max(1, min(9, (exercise.target_rpe or 6) + is_weaker + random.randint(-1, 1)))
    _load(row, day.progress)
    hurt = day.pain * (1.0 if is_weaker else 0.3) + random.choice((0, 0, 0, 0, 1))
    row.pain_score = min(5, round(hurt))


def _load(row: WorkoutSet, progress: float) -> None:
    """Give a load or a band that grows in steps, where the exercise takes one."""
    also = row.exercise.measure_also
    if "band" in also:
        row.band = list(Band)[min(2, int(progress * 3))]
    elif "load" in also and progress > 0.25:
        row.load_kg = Decimal(4 + 2 * int((progress - 0.25) * 8))
