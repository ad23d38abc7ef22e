"""The demo's imports: one at each step, none of them written into the library."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from accounts.models import User
from exercises.models import Exercise, ImportJob
from exercises.port import jobs
from exercises.port.mapping import Mapping
from exercises.port.resources import export

PREFIX = "demo-"
FOREIGN: list[dict[str, Any]] = [
    {
        "id": "Hip_Circles_(Prone)",
        "name": "Hip Circles (Prone)",
        "force": "pull",
        "level": "beginner",
        "equipment": "body only",
        "primaryMuscles": ["abductors"],
        "secondaryMuscles": ["adductors"],
        "instructions": ["Lie on your front.", "Draw a circle with one knee."],
        "category": "stretching",
    },
    {
        "id": "Monster_Walk",
        "name": "Monster Walk",
        "force": None,
        "level": "intermediate",
        "equipment": "bands",
        "primaryMuscles": ["abductors"],
        "secondaryMuscles": [],
        "instructions": ["Step sideways.", "Keep the band tight."],
        "category": "strength",
    },
]
DEFAULTS = {"laterality": "bilateral", "sets": "2", "reps": "10", "rest_seconds": "45"}


def fill(editor: User, now: datetime) -> None:
    """Replace the demo's imports: one to map, one with unknown words, one that is ready."""
    ImportJob.objects.filter(file_name__startswith=PREFIX).delete()
    foreign = json.dumps(FOREIGN).encode()
    jobs.upload(f"{PREFIX}columns.json", foreign, editor, now)
    strange = jobs.upload(f"{PREFIX}words.json", foreign, editor, now)
    _check(strange, Mapping(Mapping.of(strange.mapping).columns, DEFAULTS), now)
    ours = json.loads(export("json", Exercise.objects.filter(slug__in=["clamshell", "step-up"])))
    ours[0]["cues"] = ["Slow and quiet.", *ours[0]["cues"][1:]]
    ours.append({**ours[0], "slug": "wall-clamshell", "name": "Wall clamshell", "easier": []})
    ours[-1] |= {
        "harder": [],
        "evidence": [],
        "setup": "Lie on your side with your heels on a wall.",
    }
    ready = jobs.upload(f"{PREFIX}spring.json", json.dumps(ours).encode(), editor, now)
    _check(ready, Mapping.of(ready.mapping), now)


def _check(job: ImportJob, mapping: Mapping, now: datetime) -> None:
    jobs.choose(job, mapping)
    jobs.work(job.pk, uuid4(), lambda: now)
