"""Changing a workout."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, both_sides, log_workout, one_side, sheet
from training.models import Workout, WorkoutSet

pytestmark = pytest.mark.django_db


@pytest.fixture
def workout(ana: User, clamshell: Exercise) -> Workout:
    rows = [*both_sides(clamshell, 15, 13), *both_sides(clamshell, 12, 11, index=2)]
    rows[0].prescribed_reps = 20
    rows[0].pain_score = 1
    return log_workout(ana, *rows, started_at=NOW - timedelta(hours=1, seconds=-17), note="Steady")


def edit(browser: Client, workout: Workout, data: dict[str, str]) -> None:
    response = browser.post(f"/training/workouts/{workout.pk}/edit/", data)
    assert response.status_code == 302
    workout.refresh_from_db()


def test_the_sheet_shows_what_was_logged(as_ana: Client, workout: Workout) -> None:
    page = as_ana.get(f"/training/workouts/{workout.pk}/edit/").content.decode()
    for words in ('value="15"', 'value="11"', "Steady", 'value="11:00"', 'value="2026-11-23"'):
        assert words in page


@pytest.mark.usefixtures("consent")
def test_editing_keeps_the_prescription_and_the_seconds(
    as_ana: Client, workout: Workout, clamshell: Exercise
) -> None:
    started_at = workout.started_at
    data = sheet(block(clamshell, {"left": 14, "right": 13}), clock="11:00", note="Better")
    edit(as_ana, workout, data)
    left, right = workout.sets.order_by("side")
    assert (left.reps, left.prescribed_reps, left.pain_score, right.reps) == (14, 20, None, 13)
    assert (workout.started_at, workout.note) == (started_at, "Better")


def test_moving_a_workout_moves_its_sets(
    as_ana: Client, workout: Workout, clamshell: Exercise
) -> None:
    before = workout.sets.get(set_index=1, side="left").completed_at
    edit(as_ana, workout, sheet(block(clamshell, {"left": 15}), day="2026-11-20", clock="11:00"))
    after = workout.sets.get().completed_at
    assert before and after
    assert timedelta(days=3) <= before - after < timedelta(days=3, minutes=1)


def test_the_form_cannot_rename_the_workout(
    as_ana: Client, ana: User, workout: Workout, clamshell: Exercise
) -> None:
    other = log_workout(ana, one_side(clamshell, "left", 1))
    edit(as_ana, workout, sheet(block(clamshell, {"left": 9}), pk=other.pk))
    assert WorkoutSet.objects.get(workout=other).reps == 1
    assert workout.sets.get().reps == 9


def test_finishing_twice_keeps_the_first_end(ana: User) -> None:
    running = Workout.objects.create(runner=ana, started_at=NOW)
    assert running.finish(NOW + timedelta(minutes=30))
    assert not running.finish(NOW + timedelta(minutes=50))
    assert running.finished_at == NOW + timedelta(minutes=30)


def test_a_long_workout_loses_nothing(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    rows = [row for index in range(1, 13) for row in both_sides(clamshell, 15, 15, index)]
    long = log_workout(ana, *rows)
    page = as_ana.get(f"/training/workouts/{long.pk}/edit/").content.decode()
    assert page.count('value="15"') == 24
    edit(as_ana, long, sheet(block(clamshell, *[{"left": 15, "right": 15}] * 12)))
    assert long.sets.count() == 24


def test_more_than_twenty_sets_are_read_back(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    rows = [row for index in range(1, 26) for row in both_sides(clamshell, 15, 15, index)]
    long = log_workout(ana, *rows)
    edit(as_ana, long, sheet(block(clamshell, *[{"left": 15, "right": 14}] * 25)))
    assert long.sets.filter(side="right", reps=14).count() == 25


def test_more_than_twenty_exercises_are_read_back(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    rows = [
        one_side(clamshell, "left", 15, index, position=index)
        if index % 2
        else one_side(bridge, "both", 12, index, position=index)
        for index in range(1, 24)
    ]
    long = log_workout(ana, *rows)
    blocks = [
        block(clamshell, {"left": 15}) if number % 2 else block(bridge, {"both": 12})
        for number in range(1, 24)
    ]
    edit(as_ana, long, sheet(*blocks))
    assert list(long.sets.values_list("position", flat=True)) == list(range(1, 24))
