"""Left and right: one set, two numbers."""

from __future__ import annotations

import pytest

from accounts.models import User
from exercises.models import Exercise, Measure
from tests.training.conftest import both_sides, log_workout, one_side
from training import sides
from training.models import Workout, WorkoutSet


def rows_of(workout: Workout) -> list[WorkoutSet]:
    return list(workout.sets.with_exercise())


def test_left_and_right_of_one_index_are_one_set(ana: User, clamshell: Exercise) -> None:
    workout = log_workout(ana, *both_sides(clamshell, 15, 15), *both_sides(clamshell, 12, 12, 2))
    assert sides.count_sets(rows_of(workout)) == 2


def test_one_side_alone_is_a_set(ana: User, clamshell: Exercise) -> None:
    assert sides.count_sets(rows_of(log_workout(ana, one_side(clamshell, "left", 15)))) == 1


def test_a_set_still_to_do_does_not_count(ana: User, clamshell: Exercise) -> None:
    row = one_side(clamshell, "left", 15)
    row.reps = None
    assert sides.count_sets([row]) == 0


def test_sides_are_added_up_apart(clamshell: Exercise, side_plank: Exercise) -> None:
    rows = [*both_sides(clamshell, 15, 13), *both_sides(side_plank, 22, 30)]
    found = [(total.measure, total.left, total.right) for total in sides.totals(rows)]
    assert found == [(Measure.REPS, 15, 13), (Measure.HOLD, 22, 30)]


def test_sets_of_both_sides_at_once_have_no_sides(bridge: Exercise) -> None:
    assert sides.totals([one_side(bridge, "both", 12)]) == []


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        (15, 13, "Left did 2 reps more."),
        (14, 15, "Right did 1 rep more."),
        (15, 15, "Both sides did the same in reps."),
    ],
)
def test_the_difference_is_said_plainly(left: int, right: int, words: str) -> None:
    assert sides.Totals(Measure.REPS, left, right).sentence == words
