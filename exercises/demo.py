"""What the demo's runner keeps: favorites and one list."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from exercises.models import Exercise, ExerciseList

FAVORITES = ("hip-airplane", "lateral-step-down", "clamshell")
LIST = "Before an easy run"
ON_LIST = ("glute-bridge", "side-plank", "lateral-band-walk", "single-leg-deadlift", "step-up")


def make_lists(runner: User, now: datetime) -> ExerciseList:
    """Give a runner some favorites and a list, which is returned."""
    rows = {row.slug: row for row in Exercise.objects.published()}
    favorites = ExerciseList.objects.favorites_of(runner, now)
    made = ExerciseList.objects.start(runner, LIST, now)
    for kept, slugs in ((favorites, FAVORITES), (made, ON_LIST)):
        for slug in slugs:
            if slug in rows:
                kept.add(rows[slug])
    return made
