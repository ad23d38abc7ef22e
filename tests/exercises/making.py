"""Exercises made up for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from exercises.models import Exercise, Publication
from exercises.publishing import release


def make_exercise(slug: str, **fields: Any) -> Exercise:
    """Make a complete draft; its name comes from its slug."""
    facts: dict[str, Any] = {
        "name": slug.replace("-", " ").capitalize(),
        "planes": ["sagittal"],
        "traits": ["isometric"],
        "primary_muscles": ["quadriceps"],
        "equipment_sets": [["wall"]],
        "level": 2,
        "laterality": "unilateral",
        "measure": "reps",
        "sets": 3,
        "reps": 8,
        "per_side": True,
        "rest_seconds": 60,
        "setup": "Stand with your back to a wall.",
        "steps": ["Slide down.", "Stand up."],
        "stop_signs": ["Knee pain above 5 out of 10"],
        "no_known_study": True,
    }
    return Exercise.objects.create(slug=slug, **{**facts, **fields})


def change(work: Publication, by: User | None, now: datetime, **fields: Any) -> None:
    """Save other words, as the admin's form does."""
    for name, value in fields.items():
        setattr(work, name, value)
    work.save()
    release.note_change(work, by, now)
