"""A log is its runner's alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib import admin
from django.http import Http404
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, log_workout, one_side, sheet
from training import access
from training.models import Workout

pytestmark = pytest.mark.django_db

ADDRESSES = [
    ("get", ""),
    ("get", "edit/"),
    ("post", "edit/"),
    ("get", "delete/"),
    ("post", "delete/"),
    ("post", "restore/"),
]


@pytest.fixture
def workout(ana: User, clamshell: Exercise) -> Workout:
    return log_workout(ana, one_side(clamshell, "left", 15))


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize(("method", "part"), ADDRESSES)
def test_others_find_nothing(
    request: pytest.FixtureRequest, workout: Workout, who: str, method: str, part: str
) -> None:
    browser: Client = request.getfixturevalue(who)
    response = getattr(browser, method)(f"/training/workouts/{workout.pk}/{part}", sheet())
    assert response.status_code == 404
    workout.refresh_from_db()
    assert (workout.deleted_at, workout.sets.count()) == (None, 1)


@pytest.mark.parametrize(("method", "part"), ADDRESSES)
def test_visitors_are_sent_to_sign_in(
    client: Client, workout: Workout, method: str, part: str
) -> None:
    response = getattr(client, method)(f"/training/workouts/{workout.pk}/{part}")
    assert response["Location"].startswith("/accounts/login/")


def test_a_strangers_log_is_empty(as_cleo: Client, workout: Workout) -> None:
    page = as_cleo.get("/training/").content.decode()
    assert "No workouts yet" in page
    assert "Clamshell" not in page


def test_the_access_function_finds_the_runners_workout(ana: User, workout: Workout) -> None:
    assert access.get_workout(ana, workout.pk) == workout


def test_the_access_function_raises_for_a_stranger(cleo: User, workout: Workout) -> None:
    with pytest.raises(Http404):
        access.get_workout(cleo, workout.pk)


def test_a_free_id_is_no_error(cleo: User) -> None:
    assert access.find_workout(cleo, uuid4()) is None


def test_nothing_of_the_log_is_in_the_admin() -> None:
    registered = {model._meta.app_label for model in admin.site._registry}
    assert "training" not in registered


def test_a_deleted_workout_is_not_found_until_it_is_back(
    as_ana: Client, ana: User, workout: Workout
) -> None:
    address = f"/training/workouts/{workout.pk}/"
    undo = as_ana.post(f"{address}delete/", follow=True).content.decode()
    assert "Workout deleted." in undo
    assert f'action="{address}restore/"' in undo
    assert as_ana.get(address).status_code == 404
    as_ana.post(f"{address}restore/")
    assert as_ana.get(address).status_code == 200


def test_deleting_asks_first(as_ana: Client, workout: Workout) -> None:
    page = as_ana.get(f"/training/workouts/{workout.pk}/delete/").content.decode()
    assert "Delete this workout?" in page
    assert Workout.objects.get().deleted_at is None


def test_a_stranger_is_offered_no_undo(as_cleo: Client, workout: Workout) -> None:
    workout.remove(NOW)
    page = as_cleo.get(f"/training/?deleted={workout.pk}").content.decode()
    assert "Workout deleted." not in page


def test_a_deleted_workout_cannot_be_written_again(
    as_ana: Client, workout: Workout, clamshell: Exercise
) -> None:
    workout.remove(NOW)
    data = sheet(block(clamshell, {"left": 9}), pk=workout.pk)
    response = as_ana.post("/training/workouts/new/", data)
    assert response["Location"] == f"/training/?deleted={workout.pk}"
    assert workout.sets.get().reps == 15


def test_purging_erases_what_can_no_longer_be_brought_back(workout: Workout) -> None:
    workout.remove(NOW - Workout.UNDO_FOR - timedelta(seconds=1))
    assert Workout.objects.purge(NOW) == 1
    assert not Workout.objects.exists()


def test_purging_spares_what_was_deleted_lately(workout: Workout) -> None:
    workout.remove(NOW - Workout.UNDO_FOR)
    assert Workout.objects.purge(NOW) == 0
