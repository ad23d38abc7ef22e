"""Exercises and a way to write a workout sheet as a browser sends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise, Laterality, Measure, Program
from exercises.publishing import release
from tests.conftest import NOW
from training.models import HealthConsent, Run, Side, Workout, WorkoutSet

DEFAULTS: dict[str, Any] = {
    "planes": ["frontal"],
    "primary_muscles": ["gluteus medius"],
    "level": 1,
    "laterality": Laterality.UNILATERAL,
    "measure": Measure.REPS,
    "sets": 2,
    "per_side": True,
    "rest_seconds": 45,
    "target_rir": 3,
    "setup": "Lie on your side.",
    "steps": ["Lift the top knee."],
    "stop_signs": ["Pinch at the front of the hip"],
    "no_known_study": True,
}
BILATERAL = {"laterality": Laterality.BILATERAL, "per_side": False}


def make_exercise(slug: str, name: str, **fields: Any) -> Exercise:
    exercise = Exercise.objects.create(slug=slug, name=name, **{**DEFAULTS, **fields})
    release.publish(exercise, None, NOW)
    return exercise


@pytest.fixture
def clamshell(db: None) -> Exercise:
    """One-sided, in reps: 2 sets of 15 a side."""
    return make_exercise("clamshell", "Clamshell", reps=15, planes=["transverse", "frontal"])


@pytest.fixture
def side_plank(db: None) -> Exercise:
    """One-sided, in seconds, effort on a scale of 10: 3 sets of 25 s a side."""
    return make_exercise(
        "side-plank",
        "Side plank",
        measure=Measure.HOLD,
        hold_seconds=25,
        sets=3,
        target_rir=None,
        target_rpe=7,
        level=2,
    )


@pytest.fixture
def bridge(db: None) -> Exercise:
    """Both sides at once, in reps, may be loaded: 2 sets of 12."""
    return make_exercise(
        "glute-bridge",
        "Glute bridge",
        reps=12,
        planes=["sagittal"],
        measure_also=["load"],
        **BILATERAL,
    )


@pytest.fixture
def band_walk(db: None) -> Exercise:
    """Both sides at once, in meters, with a band: 3 sets of 10 m."""
    return make_exercise(
        "lateral-band-walk",
        "Lateral band walk",
        measure=Measure.DISTANCE,
        distance_m=10,
        sets=3,
        measure_also=["band"],
        target_rir=None,
        target_rpe=6,
        **BILATERAL,
    )


@pytest.fixture
def hop(db: None) -> Exercise:
    """A jump, for which the pain limit is stricter."""
    return make_exercise("side-hop-stick", "Side hop and stick", reps=5, traits=["plyometric"])


type Row = Mapping[str, Any]


def block(exercise: Exercise | None, *rows: Row) -> dict[str, Any]:
    """Return a block: each row maps sides to an amount or to cells."""
    return {"exercise": exercise, "rows": rows}


def sheet(*blocks: dict[str, Any], pk: UUID | None = None, **fields: Any) -> dict[str, str]:
    """Return the fields of a workout sheet as a browser sends them."""
    data = {"id": str(pk or uuid7()), "day": "2026-11-23", "clock": "07:30", "note": ""}
    data |= {name: str(value) for name, value in fields.items()}
    for index, one in enumerate(blocks):
        slug = one["exercise"].slug if one["exercise"] else ""
        data[f"b{index}-exercise"] = slug
        data[f"b{index}-shown"] = one.get("shown", slug)
        for number, row in enumerate(one["rows"]):
            for side, cells in row.items():
                given = cells if isinstance(cells, dict) else {"amount": cells}
                for name, value in given.items():
                    data[f"b{index}-s{number}-{side}-{name}"] = str(value)
    return data


@pytest.fixture
def consent(ana: User) -> None:
    """Ana agreed that her pain scores are kept."""
    HealthConsent.give(ana, NOW)


def log_workout(runner: User, *rows: WorkoutSet, **fields: Any) -> Workout:
    """Store a finished workout with unsaved rows."""
    started_at = fields.pop("started_at", NOW)
    workout = Workout.objects.create(
        runner=runner, started_at=started_at, finished_at=started_at, **fields
    )
    workout.rewrite(started_at, workout.note, rows, NOW)
    return workout


def log_run(runner: User, distance_m: int, days_ago: int = 0, **fields: Any) -> Run:
    """Store a run of some days ago."""
    started_at = NOW - timedelta(days=days_ago)
    values = {"started_at": started_at, "distance_m": distance_m} | fields
    return Run.objects.create(runner=runner, **values)


def run_data(**fields: Any) -> dict[str, str]:
    """Return the fields of a run as a browser sends them: 8 km in 46:10 this morning."""
    data = {"id": uuid7(), "day": "2026-11-23", "clock": "07:30", "distance": "8", "unit": "km"}
    data |= {"time": "46:10", "pain": "", "note": ""} | fields
    return {name: str(value) for name, value in data.items()}


def one_side(exercise: Exercise, side: str, amount: int, index: int = 1, **f: Any) -> WorkoutSet:
    """Return an unsaved row of one side."""
    values = {"position": 1, exercise.measure: amount} | f
    return WorkoutSet(exercise=exercise, side=Side(side), set_index=index, **values)


def both_sides(exercise: Exercise, left: int, right: int, index: int = 1) -> list[WorkoutSet]:
    """Return the unsaved rows of one set with two sides."""
    return [one_side(exercise, "left", left, index), one_side(exercise, "right", right, index)]


def line(exercise: Exercise, sets: int, **amount: int) -> dict[str, Any]:
    measure = next(iter(amount))
    empty = {"reps": None, "hold_seconds": None, "distance_m": None}
    dose: dict[str, Any] = {
        **empty,
        **amount,
        "measure": measure,
        "also": [],
        "sets": sets,
        "per_side": exercise.per_side,
        "rest_seconds": 45,
        "tempo": "",
        "target_rir": 3,
        "target_rpe": None,
    }
    return {
        "exercise": exercise.slug,
        "dose": dose,
        "load": "bodyweight",
        "band": "",
        "guide": "",
        "note": "",
    }


def day(kind: str, title: str, lines: Sequence[dict[str, Any]] = (), **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"minutes": None, "note": "", "tests": []}
    return {"kind": kind, "title": title, "lines": list(lines), **empty, **more}


@pytest.fixture
def program(clamshell: Exercise, side_plank: Exercise, bridge: Exercise) -> Program:
    """Two weeks of A and C with a re-test at the end; the second week is lighter."""
    lines = [
        line(bridge, 3, reps=10),
        line(clamshell, 3, reps=12),
        line(side_plank, 3, hold_seconds=20),
    ]

    def week(focus: str, *, lighter: bool) -> dict[str, Any]:
        days = [
            day("strength", "Session A", lines, minutes=35),
            day("run", "Easy run"),
            day("strength", "Session C", lines, minutes=35),
            *(day("rest", "Rest") for _ in range(3)),
            day("assessment", "Re-test", minutes=20, tests=["side_plank"])
            if lighter
            else day("rest", "Rest"),
        ]
        return {"focus": focus, "is_deload": lighter, "days": days}

    made = Program.objects.create(
        slug="foundation",
        title="Foundation",
        tagline="Two weeks",
        goal="Begin.",
        level=1,
        equipment_note="Nothing.",
        entry_marks=["No warning sign"],
        exit_marks=["Done"],
        weeks=[week("Settle in", lighter=False), week("Ease off", lighter=True)],
    )
    release.publish(made, None, NOW)
    return made
