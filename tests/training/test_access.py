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
from tests.training.conftest import block, log_run, log_workout, one_side, run_data, sheet
from training import access
from training.models import LogEntry, Run, Workout

pytestmark = pytest.mark.django_db

SHARED = [
    ("get", "edit/"),
    ("post", "edit/"),
    ("get", "delete/"),
    ("post", "delete/"),
    ("post", "restore/"),
]
ADDRESSES = [
    ("get", "workouts", ""),
    *((method, kind, part) for kind in ("workouts", "runs") for method, part in SHARED),
]


@pytest.fixture
def workout(ana: User, clamshell: Exercise) -> Workout:
    return log_workout(ana, one_side(clamshell, "left", 15))


@pytest.fixture
def run(ana: User) -> Run:
    return log_run(ana, 8000)


@pytest.fixture
def entries(workout: Workout, run: Run) -> dict[str, LogEntry]:
    return {"workouts": workout, "runs": run}


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize(("method", "kind", "part"), ADDRESSES)
def test_others_find_nothing(
    request: pytest.FixtureRequest,
    entries: dict[str, LogEntry],
    who: str,
    method: str,
    kind: str,
    part: str,
) -> None:
    browser: Client = request.getfixturevalue(who)
    entry = entries[kind]
    data = run_data() if kind == "runs" else sheet()
    response = getattr(browser, method)(f"/training/{kind}/{entry.pk}/{part}", data)
    assert response.status_code == 404
    before = entry.updated_at
    entry.refresh_from_db()
    assert (entry.deleted_at, entry.updated_at) == (None, before)


@pytest.mark.parametrize(("method", "kind", "part"), ADDRESSES)
def test_visitors_are_sent_to_sign_in(
    client: Client, entries: dict[str, LogEntry], method: str, kind: str, part: str
) -> None:
    response = getattr(client, method)(f"/training/{kind}/{entries[kind].pk}/{part}")
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("entries")
def test_a_strangers_log_is_empty(as_cleo: Client) -> None:
    page = as_cleo.get("/training/").content.decode()
    assert "No workouts yet" in page
    assert "Clamshell" not in page
    assert "8.0 km" not in page


@pytest.mark.parametrize("kind", ["workouts", "runs"])
def test_the_access_function_finds_the_runners_entry(
    ana: User, entries: dict[str, LogEntry], kind: str
) -> None:
    entry = entries[kind]
    assert access.get_entry(type(entry), ana, entry.pk) == entry


@pytest.mark.parametrize("kind", ["workouts", "runs"])
def test_the_access_function_raises_for_a_stranger(
    cleo: User, entries: dict[str, LogEntry], kind: str
) -> None:
    entry = entries[kind]
    with pytest.raises(Http404):
        access.get_entry(type(entry), cleo, entry.pk)


@pytest.mark.parametrize("kind", [Workout, Run])
def test_a_free_id_is_no_error(cleo: User, kind: type[LogEntry]) -> None:
    assert access.find_entry(kind, cleo, uuid4()) is None


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


def test_a_deleted_run_leaves_the_log_until_it_is_back(as_ana: Client, run: Run) -> None:
    address = f"/training/runs/{run.pk}/"
    undo = as_ana.post(f"{address}delete/", follow=True).content.decode()
    assert "Run deleted." in undo
    assert "8.0 km" not in undo
    assert f'action="{address}restore/"' in undo
    assert "8.0 km" in as_ana.post(f"{address}restore/", follow=True).content.decode()


def test_deleting_a_run_asks_first(as_ana: Client, run: Run) -> None:
    page = as_ana.get(f"/training/runs/{run.pk}/delete/").content.decode()
    assert "Delete this run?" in page
    assert Run.objects.get().deleted_at is None


def test_a_deleted_run_is_not_found(as_ana: Client, run: Run) -> None:
    run.remove(NOW)
    assert as_ana.get(f"/training/runs/{run.pk}/edit/").status_code == 404


def test_a_deleted_run_cannot_be_written_again(as_ana: Client, run: Run) -> None:
    run.remove(NOW)
    response = as_ana.post("/training/runs/new/", run_data(id=run.pk, distance="3"))
    assert response["Location"] == f"/training/?deleted={run.pk}"
    assert Run.objects.get().distance_m == 8000


@pytest.mark.parametrize("kind", ["workouts", "runs"])
def test_a_stranger_is_offered_no_undo(
    as_cleo: Client, entries: dict[str, LogEntry], kind: str
) -> None:
    entries[kind].remove(NOW)
    assert " deleted." not in as_cleo.get(f"/training/?deleted={entries[kind].pk}").content.decode()


def test_a_deleted_workout_cannot_be_written_again(
    as_ana: Client, workout: Workout, clamshell: Exercise
) -> None:
    workout.remove(NOW)
    data = sheet(block(clamshell, {"left": 9}), pk=workout.pk)
    response = as_ana.post("/training/workouts/new/", data)
    assert response["Location"] == f"/training/?deleted={workout.pk}"
    assert workout.sets.get().reps == 15


@pytest.mark.parametrize("kind", [Workout, Run])
def test_purging_erases_what_can_no_longer_be_brought_back(
    workout: Workout, run: Run, kind: type[Workout] | type[Run]
) -> None:
    for entry in (workout, run):
        entry.remove(NOW - LogEntry.UNDO_FOR - timedelta(seconds=1))
    assert kind.objects.purge(NOW) == 1
    assert not kind.objects.exists()


@pytest.mark.parametrize("kind", [Workout, Run])
def test_purging_spares_what_was_deleted_lately(
    workout: Workout, run: Run, kind: type[Workout] | type[Run]
) -> None:
    for entry in (workout, run):
        entry.remove(NOW - LogEntry.UNDO_FOR)
    assert kind.objects.purge(NOW) == 0
