"""A runner writes down a workout and sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, log_workout, one_side, sheet
from training.models import Workout, WorkoutSet

NEW = "/training/workouts/new/"
pytestmark = pytest.mark.django_db


def test_two_exercises_with_left_and_right_sets_stand_in_the_log(
    as_ana: Client, clamshell: Exercise, side_plank: Exercise
) -> None:
    data = sheet(
        block(clamshell, {"left": 15, "right": 15}, {"left": 12, "right": 15}),
        block(side_plank, {"left": 22, "right": 30}),
    )
    as_ana.post(NEW, data)
    page = as_ana.get("/training/").content.decode()
    for words in (
        "Clamshell",
        "15, 12 reps",
        "15, 15 reps",
        "Side plank",
        "22 s",
        "30 s",
        "3 sets",
    ):
        assert words in page


def test_saving_leads_to_the_page_of_the_workout(as_ana: Client, clamshell: Exercise) -> None:
    response = as_ana.post(NEW, sheet(block(clamshell, {"left": 15, "right": 14})), follow=True)
    workout = Workout.objects.get()
    assert response.redirect_chain == [(f"/training/workouts/{workout.pk}/", 302)]
    assert "Workout saved." in response.content.decode()


def test_the_dose_of_a_named_exercise_is_filled_in(as_ana: Client, clamshell: Exercise) -> None:
    page = as_ana.get(f"{NEW}?exercise=clamshell").content.decode()
    assert page.count('value="15"') == 4  # two sets of two sides


def test_an_unknown_exercise_in_the_address_is_left_out(
    as_ana: Client, clamshell: Exercise
) -> None:
    assert as_ana.get(f"{NEW}?exercise=no-such").status_code == 200


def test_drafts_are_not_offered(as_ana: Client, clamshell: Exercise) -> None:
    Exercise.objects.update(state="draft", live=None)
    assert "Clamshell" not in as_ana.get(NEW).content.decode()


def test_the_prescription_stands_beside_what_was_done(as_ana: Client, clamshell: Exercise) -> None:
    first_row = {"left": {"amount": 12, "effort": 1}}
    as_ana.post(NEW, sheet(block(clamshell, first_row, {"left": 12}, {"left": 9})))
    first, _, third = WorkoutSet.objects.order_by("set_index")
    assert (first.reps, first.rir, first.prescribed_reps, first.prescribed_rir) == (12, 1, 15, 3)
    assert third.prescribed_reps is None  # the dose has two sets


def test_a_side_left_empty_was_not_done(as_ana: Client, clamshell: Exercise) -> None:
    as_ana.post(NEW, sheet(block(clamshell, {"left": 15, "right": ""}, {"left": "", "right": ""})))
    row = WorkoutSet.objects.get()
    assert (row.side, row.reps) == ("left", 15)


def test_an_exercise_of_both_sides_has_one_column(as_ana: Client, bridge: Exercise) -> None:
    as_ana.post(NEW, sheet(block(bridge, {"both": {"amount": 12, "load": "7.5"}})))
    row = WorkoutSet.objects.get()
    assert (row.side, row.reps, row.load_kg) == ("both", 12, Decimal("7.5"))


def test_meters_and_a_band_are_kept(as_ana: Client, band_walk: Exercise) -> None:
    cells = {"amount": 10, "band": "medium", "effort": 6}
    as_ana.post(NEW, sheet(block(band_walk, {"both": cells})))
    row = WorkoutSet.objects.get()
    assert (row.result, row.band, row.effort) == ("10 m", "medium", "effort 6 of 10")


def test_an_exercise_done_twice_goes_on_counting(as_ana: Client, clamshell: Exercise) -> None:
    two = {"left": 15, "right": 15}
    as_ana.post(NEW, sheet(block(clamshell, two, two), block(clamshell, two)))
    places = WorkoutSet.objects.filter(side="left").values_list("position", "set_index")
    assert list(places) == [(1, 1), (1, 2), (2, 3)]


def test_the_start_is_read_on_the_runners_clock(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="America/New_York")
    data = sheet(block(clamshell, {"left": 15}), day="2026-11-21", clock="23:30")
    as_ana.post(NEW, data)
    assert Workout.objects.get().started_at == datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


def test_a_double_submit_is_one_workout(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 15, "right": 15}))
    first, second = as_ana.post(NEW, data), as_ana.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert (Workout.objects.count(), WorkoutSet.objects.count()) == (1, 2)


def test_a_retry_with_other_numbers_updates(as_ana: Client, clamshell: Exercise) -> None:
    pk = uuid7()
    as_ana.post(NEW, sheet(block(clamshell, {"left": 15, "right": 15}), pk=pk))
    kept = WorkoutSet.objects.get(side="left").pk
    as_ana.post(NEW, sheet(block(clamshell, {"left": 12}), pk=pk))
    row = WorkoutSet.objects.get()
    assert (row.pk, row.reps) == (kept, 12)


def test_the_id_of_a_strangers_workout_is_not_found(
    as_cleo: Client, ana: User, clamshell: Exercise
) -> None:
    workout = log_workout(ana, one_side(clamshell, "left", 15))
    response = as_cleo.post(NEW, sheet(block(clamshell, {"left": 1}), pk=workout.pk))
    assert response.status_code == 404
    assert WorkoutSet.objects.get().reps == 15


def test_a_workout_logged_by_hand_is_finished(as_ana: Client, clamshell: Exercise) -> None:
    as_ana.post(NEW, sheet(block(clamshell, {"left": 15})))
    workout = Workout.objects.get()
    assert workout.finished_at == workout.started_at == NOW.replace(hour=7, minute=30)


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    response = client.get(NEW)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
