"""A sheet starts with as many sets as the dose has, and in them the last result."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, both_sides, log_workout, one_side, sheet
from tests.training.test_sheet_buttons import amounts
from training.models import Workout, WorkoutSet

NEW = "/training/workouts/new/"
pytestmark = pytest.mark.django_db


def filled(browser: Client, *exercises: Exercise) -> str:
    names = "&".join(f"exercise={one.slug}" for one in exercises)
    return browser.get(f"{NEW}?{names}").content.decode()


def log_before(runner: User, days: int, *rows: WorkoutSet) -> Workout:
    return log_workout(runner, *rows, started_at=NOW - timedelta(days=days))


def test_the_last_result_is_filled_in_side_by_side(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_before(ana, 9, *both_sides(clamshell, 9, 9), *both_sides(clamshell, 9, 9, 2))
    log_before(ana, 2, *both_sides(clamshell, 12, 14), *both_sides(clamshell, 10, 13, 2))
    assert amounts(filled(as_ana, clamshell), "b0") == ["12", "14", "10", "13"]


def test_the_dose_is_said_beside_the_last_result(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_before(ana, 2, *both_sides(clamshell, 12, 14))
    assert "Dose: 2 sets of 15 reps a side" in filled(as_ana, clamshell)


def test_the_dose_decides_how_many_sets(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    rows = [row for index in (1, 2, 3) for row in both_sides(clamshell, 10 + index, 15, index)]
    log_before(ana, 2, *rows)
    assert amounts(filled(as_ana, clamshell), "b0") == ["11", "15", "12", "15"]


def test_sets_past_the_last_one_repeat_it(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_before(ana, 2, *both_sides(clamshell, 12, 14))
    assert amounts(filled(as_ana, clamshell), "b0") == ["12", "14", "12", "14"]


def test_a_side_that_was_not_done_has_the_dose(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_before(ana, 2, one_side(clamshell, "left", 12))
    assert amounts(filled(as_ana, clamshell), "b0") == ["12", "15", "12", "15"]


def test_load_is_repeated_and_pain_is_not(
    as_ana: Client, ana: User, bridge: Exercise, consent: None
) -> None:
    log_before(ana, 2, one_side(bridge, "both", 10, load_kg=7.5, pain_score=4, rir=1))
    page = filled(as_ana, bridge)
    assert page.count('value="7.5"') == 2
    assert '<option value="4" selected>' not in page
    assert '<option value="1" selected>' not in page


def test_each_exercise_has_its_own_last_time(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    log_before(ana, 9, one_side(bridge, "both", 8))
    log_before(ana, 2, *both_sides(clamshell, 12, 14))
    page = filled(as_ana, clamshell, bridge)
    assert (amounts(page, "b0")[0], amounts(page, "b1")) == ("12", ["8", "8"])


@pytest.mark.parametrize("whose", ["stranger", "deleted"])
def test_what_is_not_in_the_runners_log_does_not_count(
    as_ana: Client, ana: User, cleo: User, clamshell: Exercise, whose: str
) -> None:
    workout = log_before(cleo if whose == "stranger" else ana, 2, *both_sides(clamshell, 3, 3))
    if whose == "deleted":
        workout.remove(NOW)
    assert amounts(filled(as_ana, clamshell), "b0") == ["15"] * 4


def test_a_result_in_another_measure_does_not_count(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    row = one_side(clamshell, "left", 9)
    row.reps, row.hold_seconds = None, 40
    log_before(ana, 2, row)
    assert amounts(filled(as_ana, clamshell), "b0") == ["15"] * 4


def test_queries_do_not_grow_with_the_exercises(
    as_ana: Client, ana: User, clamshell: Exercise, side_plank: Exercise, bridge: Exercise
) -> None:
    log_before(ana, 2, *both_sides(clamshell, 12, 14), one_side(bridge, "both", 9, position=2))
    with CaptureQueriesContext(connection) as few:
        filled(as_ana, clamshell)
    with CaptureQueriesContext(connection) as many:
        filled(as_ana, clamshell, side_plank, bridge)
    assert len(many) == len(few)


def test_choosing_an_exercise_fills_in_its_last_result(
    as_ana: Client, ana: User, bridge: Exercise
) -> None:
    log_before(ana, 2, one_side(bridge, "both", 9))
    data = sheet(block(None)) | {"b0-exercise": bridge.slug}
    assert amounts(press_show(as_ana, data), "b0") == ["9", "9"]


def test_untouched_last_results_do_not_move_to_another_exercise(
    as_ana: Client, ana: User, clamshell: Exercise, hop: Exercise
) -> None:
    log_before(ana, 2, *both_sides(clamshell, 12, 14))
    two = {"left": 12, "right": 14}
    data = sheet(block(clamshell, two, two)) | {"b0-exercise": hop.slug}
    assert amounts(press_show(as_ana, data), "b0") == ["5"] * 4


def press_show(browser: Client, data: dict[str, str]) -> str:
    return browser.post(NEW, data | {"show": "0"}).content.decode()
