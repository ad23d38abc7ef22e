"""Who may reach a workout: its runner, and nobody else.

Every page takes a workout from here. To a stranger, an editor or an operator it does not exist.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from accounts.models import User
from training.models import Workout


def find_workout(runner: User, pk: UUID) -> Workout | None:
    """Return the runner's workout, deleted or not, or None where the id is free.

    Raises Http404 when the id belongs to somebody else.
    """
    workout = Workout.objects.filter(pk=pk).first()
    if workout is not None and workout.runner_id != runner.pk:
        raise Http404("No such workout.")
    return workout


def get_workout(runner: User, pk: UUID, *, deleted: bool = False) -> Workout:
    """Return the runner's workout that is in the log or, if asked, that was deleted.

    Raises Http404 otherwise.
    """
    workout = find_workout(runner, pk)
    if workout is None or (workout.deleted_at is not None) is not deleted:
        raise Http404("No such workout.")
    return workout


def find_deleted(runner: User, text: str) -> Workout | None:
    """Return the runner's deleted workout whose id an address names, if it names one."""
    try:
        found = find_workout(runner, UUID(text))
    except (ValueError, Http404):
        return None
    return found if found and found.deleted_at else None
