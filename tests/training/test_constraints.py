"""What the database itself refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_run, log_workout, one_side
from training.models import HealthConsent, Run, Workout, WorkoutSet

BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("one_measure", {"hold_seconds": 20}),
    ("one_measure", {"reps": None}),
    ("one_prescribed", {"prescribed_reps": 10, "prescribed_hold_seconds": 20}),
    ("ranges", {"reps": 501}),
    ("ranges", {"reps": 0}),
    ("ranges", {"reps": None, "hold_seconds": 3601}),
    ("ranges", {"load_kg": -1}),
    ("ranges", {"load_kg": 501}),
    ("ranges", {"rpe": 11}),
    ("ranges", {"rir": 11}),
    ("prescribed_ranges", {"prescribed_reps": 0}),
    ("load_or_band", {"load_kg": 5, "band": "light"}),
    ("one_effort", {"rpe": 7, "rir": 3}),
    ("pain", {"pain_score": 11}),
    ("side", {"side": "up"}),
    ("numbers", {"set_index": 0}),
    ("numbers", {"position": 0}),
]


@pytest.mark.parametrize(("name", "fields"), BROKEN)
def test_a_broken_set_is_refused(
    ana: User, clamshell: Exercise, name: str, fields: dict[str, Any]
) -> None:
    workout = log_workout(ana)
    row = one_side(clamshell, "left", 15, workout=workout, completed_at=NOW)
    for field, value in fields.items():
        setattr(row, field, value)
    with pytest.raises(IntegrityError, match=f"training_workoutset_{name}"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    ("first", "second"), [("left", "left"), ("left", "both"), ("both", "right")]
)
def test_a_side_stands_once_in_a_set(
    ana: User, clamshell: Exercise, first: str, second: str
) -> None:
    workout = log_workout(ana, one_side(clamshell, first, 15))
    with pytest.raises(IntegrityError), transaction.atomic():
        one_side(clamshell, second, 15, workout=workout).save()


def test_a_set_to_be_done_has_no_measure(ana: User, clamshell: Exercise) -> None:
    planned = one_side(clamshell, "left", 15, workout=log_workout(ana), prescribed_reps=15)
    planned.reps = None
    planned.save()
    assert planned.result == "not done"


def test_left_and_right_share_an_index(ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 15, 15))
    assert WorkoutSet.objects.count() == 2


def test_a_workout_ends_after_it_starts(ana: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Workout.objects.create(runner=ana, started_at=NOW, finished_at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("distance", {"distance_m": 0}),
        ("distance", {"distance_m": 500_001}),
        ("duration", {"duration_s": 0}),
        ("duration", {"duration_s": 432_001}),
        ("pain", {"pain_score": 11}),
    ],
)
def test_a_broken_run_is_refused(ana: User, name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=f"training_run_{name}"), transaction.atomic():
        Run.objects.create(**{"runner": ana, "started_at": NOW, "distance_m": 8000} | fields)


def test_an_exercise_with_logs_is_never_deleted(ana: User, clamshell: Exercise) -> None:
    log_workout(ana, one_side(clamshell, "left", 15))
    with pytest.raises(ProtectedError):
        clamshell.delete()


def test_one_consent_stands_at_a_time(ana: User, consent: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        HealthConsent.objects.create(runner=ana, version=HealthConsent.VERSION, given_at=NOW)


def test_the_log_goes_with_its_runner(ana: User, clamshell: Exercise, consent: None) -> None:
    log_workout(ana, one_side(clamshell, "left", 15))
    log_run(ana, 8000)
    ana.delete()
    assert not Run.objects.exists()
    assert not WorkoutSet.objects.exists()
