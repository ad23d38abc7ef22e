"""The whole story of one runner: workouts, runs and hip checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from exercises.models import Exercise
from training.demo.checks import make_checks
from training.demo.mornings import make_mornings
from training.demo.runs import make_runs
from training.demo.workouts import make_workouts
from training.models import (
    AssessmentResult,
    HealthConsent,
    HipCheck,
    MorningPain,
    Run,
    Workout,
    WorkoutSet,
)


def make_history(
    runner: User, exercises: Sequence[Exercise], now: datetime, seed: int, weeks: int = 26
) -> list[Workout]:
    """Store `weeks` weeks of workouts, runs and checks up to now; return the workouts by time.

    The same runner, exercises, now and seed always make the same rows, ids included; what is
    there already is left alone. Raises ValueError without exercises.
    """
    workouts, rows = make_workouts(runner, exercises, now, seed, weeks)
    runs = make_runs(runner, now, seed, weeks)
    checks, results = make_checks(runner, now, seed, weeks)
    mornings = make_mornings(runner, workouts, rows, now, seed)
    starts = [entry.started_at for entry in (*workouts, *runs, *checks)]
    with transaction.atomic():
        if starts:
            HealthConsent.give(runner, min(starts))
        Workout.objects.bulk_create(workouts, ignore_conflicts=True)
        WorkoutSet.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        MorningPain.objects.bulk_create(mornings, ignore_conflicts=True)
        Run.objects.bulk_create(runs, ignore_conflicts=True)
        HipCheck.objects.bulk_create(checks, ignore_conflicts=True)
        AssessmentResult.objects.bulk_create(results, ignore_conflicts=True)
    return workouts
