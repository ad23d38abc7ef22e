"""What support sees of a log that its runner has opened: nothing about health, and no free words.

Columns are allowed one by one, so that a new one is hidden until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from accounts.models import User
from accounts.privacy import Table, table
from training.models import Enrollment, Run, RunImport, TrainingPreferences, Workout, WorkoutSet

MOST = 200  # rows of a kind, the newest
COUNTS = ("file_name", "state", "reason", "total", "added", "known", "skipped", "made_at")
SHOWN: dict[type[models.Model], tuple[str, ...]] = {
    Workout: ("id", "started_at", "created_at", "updated_at", "deleted_at"),
    WorkoutSet: ("workout", "exercise", "set_index", "side", "reps", "hold_seconds", "load_kg"),
    Run: ("started_at", "distance_m", "duration_s", "sport", "source", "deleted_at"),
    Enrollment: ("program", "start_on", "strength_days", "running_days", "ended_on"),
    TrainingPreferences: (
        "distance_unit",
        "weight_unit",
        "sessions_a_week",
        "running_days",
        "long_run_day",
        "reminder_hour",
    ),
    RunImport: COUNTS,
}


def tables(runner: User) -> list[Table]:
    """Return the parts of a runner's log that support may see."""
    sets = WorkoutSet.objects.filter(workout__runner=runner).select_related("workout", "exercise")
    return [
        _shown("Workouts", Workout.objects.filter(runner=runner).order_by("-started_at")[:MOST]),
        _shown("Sets", sets.order_by("-workout__started_at", "set_index")[:MOST]),
        _shown("Runs", Run.objects.filter(runner=runner).order_by("-started_at")[:MOST]),
        _shown("Plans", Enrollment.objects.filter(runner=runner).order_by("-created_at")[:MOST]),
        _shown("Settings", TrainingPreferences.objects.filter(runner=runner)),
        _shown("Imports of runs", RunImport.objects.filter(runner=runner)[:MOST]),
    ]


def _shown[M: models.Model](name: str, rows: models.QuerySet[M] | Iterable[M]) -> Table:
    found = list(rows)
    if not found:
        return table(name, [])
    kept = SHOWN[type(found[0])]
    fields = found[0]._meta.concrete_fields
    return table(name, found, *(field.name for field in fields if field.name not in kept))
