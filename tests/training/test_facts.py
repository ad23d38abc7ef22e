"""What the log says about runners, as yes or no."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import facts
from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from training.assessments.protocols import BASELINE
from training.models import (
    AssessmentResult,
    Enrollment,
    HipCheck,
    Run,
    SafetyCheck,
    Side,
    Workout,
    WorkoutSet,
)

pytestmark = pytest.mark.django_db


def holds(name: str, user: User, now: datetime = NOW) -> bool:
    return user.pk in facts.known()[name].when([user.pk], now)


def log(user: User, ago: timedelta = timedelta(hours=1), **fields: Any) -> Workout:
    return Workout.objects.create(runner=user, started_at=NOW - ago, **fields)


def do(workout: Workout, exercise: Exercise, side: Side, **fields: Any) -> None:
    WorkoutSet.objects.create(
        workout=workout,
        exercise=exercise,
        position=1,
        set_index=1,
        side=side,
        reps=10,
        completed_at=workout.started_at,
        **fields,
    )


@pytest.mark.parametrize(
    ("days", "name", "expected"),
    [
        (6, "trained_last_7_days", True),
        (8, "trained_last_7_days", False),
        (-1, "trained_last_7_days", False),
        (300, "logged_a_workout", True),
    ],
)
def test_by_when_a_workout_began(ana: User, days: int, name: str, expected: bool) -> None:
    log(ana, timedelta(days=days))
    assert holds(name, ana) is expected


def test_a_run_is_training_too(ana: User) -> None:
    Run.objects.create(runner=ana, started_at=NOW - timedelta(days=1), distance_m=5000)
    assert holds("trained_last_7_days", ana)
    assert not holds("logged_a_workout", ana)


def test_deleted_entries_say_nothing(ana: User) -> None:
    log(ana, deleted_at=NOW)
    assert not holds("trained_last_7_days", ana)


def test_it_is_about_whom_it_is_asked(ana: User, cleo: User) -> None:
    log(ana)
    assert not holds("trained_last_7_days", cleo)


@pytest.mark.parametrize(("times", "expected"), [(3, False), (4, True)])
def test_four_workouts_in_two_weeks(ana: User, times: int, expected: bool) -> None:
    for day in range(times):
        log(ana, timedelta(days=day, hours=1))
    assert holds("trained_4_times_last_14_days", ana) is expected


def check_of(user: User, ago: timedelta = timedelta(hours=1)) -> HipCheck:
    return HipCheck.objects.create(runner=user, started_at=NOW - ago, first_side="left")


def test_the_baseline_is_five_tests_on_both_sides(ana: User) -> None:
    check = check_of(ana)
    for key in BASELINE:
        AssessmentResult.objects.create(hip_check=check, assessment=key, side="left", value=9)
        assert not holds("finished_baseline_test", ana)
        AssessmentResult.objects.create(hip_check=check, assessment=key, side="right", value=9)
    assert holds("finished_baseline_test", ana)


def test_a_warning_sign_counts_until_a_clinician_cleared_it(ana: User) -> None:
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW - timedelta(days=1))
    assert not holds("reported_strong_pain", ana)
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW - timedelta(hours=1))
    assert holds("reported_strong_pain", ana)
    SafetyCheck.clear(ana, NOW)
    assert not holds("reported_strong_pain", ana)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ({"value": 9, "stop_reason": "form", "pain_score": 5}, False),
        ({"value": 9, "stop_reason": "form", "pain_score": 6}, True),
        ({"stop_reason": "pain", "pain_score": 3}, True),
    ],
)
def test_a_test_that_hurt_counts(ana: User, result: dict[str, Any], expected: bool) -> None:
    AssessmentResult.objects.create(
        hip_check=check_of(ana), assessment="side_plank", side="left", **result
    )
    assert holds("reported_strong_pain", ana) is expected


def test_a_program_under_way(ana: User) -> None:
    assert not holds("enrolled_in_program", ana)
    plan = Enrollment.objects.create(
        runner=ana, program="foundation", start_on=NOW.date(), created_at=NOW
    )
    assert holds("enrolled_in_program", ana)
    Enrollment.objects.filter(pk=plan.pk).update(ended_on=NOW.date(), end="dropped")
    assert not holds("enrolled_in_program", ana)


@pytest.mark.parametrize(
    ("score", "name", "expected"),
    [
        (2, "reported_pain", False),
        (3, "reported_pain", True),
        (5, "reported_strong_pain", False),
        (6, "reported_strong_pain", True),
    ],
)
@pytest.mark.parametrize("kind", ["set", "run"])
def test_pain_from_sets_and_runs(
    ana: User, clamshell: Exercise, score: int, name: str, expected: bool, kind: str
) -> None:
    if kind == "set":
        do(log(ana), clamshell, Side.LEFT, pain_score=score)
    else:
        Run.objects.create(
            runner=ana, started_at=NOW - timedelta(hours=1), distance_m=5000, pain_score=score
        )
    assert holds(name, ana) is expected
    assert facts.known()[name].about_health


def test_old_pain_counts_no_more(ana: User, clamshell: Exercise) -> None:
    do(log(ana, timedelta(days=15)), clamshell, Side.LEFT, pain_score=9)
    assert not holds("reported_pain", ana)
