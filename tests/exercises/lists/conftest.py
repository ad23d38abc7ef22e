"""Lists of Ana's."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import User
from exercises.models import Exercise, ExerciseList


@pytest.fixture
def easy_days(library: None, ana: User, now: datetime) -> ExerciseList:
    """A list of Ana's with the clamshell, the step-up and the pelvic drop, in this order."""
    made = ExerciseList.objects.start(ana, "Easy days", now)
    for slug in ("clamshell", "step-up", "pelvic-drop"):
        made.add(Exercise.objects.get(slug=slug))
    return made


def slugs(kept: ExerciseList) -> list[str]:
    """Return what is on a list, in its order."""
    return list(kept.entries.values_list("exercise__slug", flat=True))
