"""Mornings after sessions: mostly quiet, a little after what hurt, some not asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from accounts.models import User
from training.days import local_day, moment, zone_of
from training.models import MorningPain, Workout, WorkoutSet

ANSWERED = 0.8


def make_mornings(
    runner: User, workouts: Iterable[Workout], rows: Iterable[WorkoutSet], now: datetime, seed: int
) -> list[MorningPain]:
    """Return unsaved answers for the mornings after some workouts, by the pain in their sets."""
    random = Random(f"{seed}:{runner.email}:mornings")  # noqa: S311 - a story, not a secret
    worst = _worst(rows)
    zone, found = zone_of(runner), {}
    for workout in workouts:
        day = local_day(workout.started_at, zone) + timedelta(days=1)
        at = moment(day, time(7, 15), zone)
        said, is_asked = worst.get(workout.pk, 0) - random.choice((1, 2, 2, 3)), random.random()
        if at < now and is_asked < ANSWERED:
            found[day] = MorningPain(runner=runner, day=day, score=max(0, said), at=at)
    return list(found.values())


def _worst(rows: Iterable[WorkoutSet]) -> Mapping[UUID, int]:
    worst: dict[UUID, int] = {}
    for row in rows:
        worst[row.workout_id] = max(row.pain_score or 0, worst.get(row.workout_id, 0))
    return worst
