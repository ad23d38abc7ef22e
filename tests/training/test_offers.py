"""After a workout the rules' suggestions wait for a yes or a no; nothing changes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block as sheet_block
from tests.training.conftest import both_sides, log_workout, make_exercise, one_side, sheet
from tests.training.test_sheet_buttons import amounts
from training import offers
from training.assessments.protocols import assessments
from training.models import (
    AssessmentResult,
    Decision,
    HealthConsent,
    HipCheck,
    MorningPain,
    Run,
    Target,
    Workout,
    WorkoutSet,
)

pytestmark = pytest.mark.django_db


def held(exercise: Exercise, seconds: int, pain: int = 0, sets: int = 3) -> list[WorkoutSet]:
    """Rows of a session in which every set was held, as a sheet would write them."""
    rows = []
    for index in range(1, sets + 1):
        for row in both_sides(exercise, seconds, seconds, index):
            row.pain_score = pain
            row.prescribed_sets, row.prescribed_hold_seconds = 3, 25
            rows.append(row)
    return rows


def log_before(runner: User, days: int, *rows: WorkoutSet) -> Workout:
    return log_workout(runner, *rows, started_at=NOW - timedelta(days=days))


@pytest.fixture
def good(ana: User, side_plank: Exercise) -> Workout:
    """The second of two sessions in which everything was held."""
    log_before(ana, 3, *held(side_plank, 25))
    return log_before(ana, 0, *held(side_plank, 25))


def answer(browser: Client, workout: Workout, said: str, kind: str = "hold") -> str:
    data = {"exercise": "side-plank", "kind": kind, "answer": said}
    return browser.post(
        f"/training/workouts/{workout.pk}/next/", data, follow=True
    ).content.decode()


def test_the_workout_page_says_what_is_next_why_and_by_which_rule(
    as_ana: Client, good: Workout
) -> None:
    page = as_ana.get(f"/training/workouts/{good.pk}/").content.decode()
    assert "Every set held twice running: 30 s instead of 25 s." in page
    assert "Source: A coaching convention." in page
    assert "From now on: 3 sets of 30 s a side." in page
    assert ("Take it" in page, "Not now" in page) == (True, True)


def test_looking_changes_nothing(as_ana: Client, good: Workout) -> None:
    as_ana.get(f"/training/workouts/{good.pk}/")
    assert not Target.objects.exists()
    assert not Decision.objects.exists()


def test_a_yes_sets_the_target_and_is_written_down(
    as_ana: Client, ana: User, good: Workout
) -> None:
    page = answer(as_ana, good, "take")
    target, decision = Target.objects.get(), Decision.objects.get()
    assert (target.runner, target.sets, target.amount) == (ana, 3, 30)
    assert (decision.is_taken, decision.decided_by, decision.decided_at) == (True, ana, NOW)
    assert "Taken" in page
    assert "Take it" not in page


def test_a_no_leaves_the_target_and_is_not_asked_again(as_ana: Client, good: Workout) -> None:
    assert "Take it" not in answer(as_ana, good, "later")
    assert not Target.objects.exists()
    assert not Decision.objects.get().is_taken


def test_an_offer_is_decided_once(as_ana: Client, good: Workout) -> None:
    answer(as_ana, good, "later")
    assert "decided before" in answer(as_ana, good, "take")
    assert not Target.objects.exists()


def test_an_answer_to_another_offer_than_the_present_one_changes_nothing(
    as_ana: Client, good: Workout
) -> None:
    assert "your log has changed since" in answer(as_ana, good, "take", kind="stop")
    assert not Target.objects.exists()


def test_a_taken_target_fills_the_next_sheet(as_ana: Client, good: Workout) -> None:
    WorkoutSet.objects.update(completed_at=NOW - timedelta(hours=1))
    answer(as_ana, good, "take")
    page = as_ana.get("/training/workouts/new/?exercise=side-plank").content.decode()
    assert amounts(page, "b0") == ["30"] * 6
    assert "Dose: 3 sets of 30 s a side" in page


def test_a_logged_set_carries_the_runners_own_target(
    as_ana: Client, ana: User, side_plank: Exercise
) -> None:
    Target.objects.create(
        runner=ana, exercise=side_plank, measure="hold_seconds", sets=2, amount=40, decided_at=NOW
    )
    as_ana.post("/training/workouts/new/", sheet(sheet_block(side_plank, {"left": 38})))
    row = WorkoutSet.objects.get()
    assert (row.prescribed_sets, row.prescribed_hold_seconds) == (2, 40)


def test_another_runners_target_is_not_mine(
    as_cleo: Client, ana: User, side_plank: Exercise
) -> None:
    Target.objects.create(
        runner=ana, exercise=side_plank, measure="hold_seconds", sets=2, amount=40, decided_at=NOW
    )
    page = as_cleo.get("/training/workouts/new/?exercise=side-plank").content.decode()
    assert "3 sets of 25 s" in page


def test_nothing_gets_harder_on_an_amber_day(
    ana: User, good: Workout, side_plank: Exercise
) -> None:
    assert offers.offers(good, NOW)
    Run.objects.create(runner=ana, started_at=NOW, distance_m=5000, pain_score=4)
    assert offers.offers(good, NOW) == []


def test_an_amber_session_offers_fewer_sets_for_a_week(
    as_ana: Client, ana: User, side_plank: Exercise
) -> None:
    workout = log_before(ana, 0, *held(side_plank, 25, pain=4))
    answer(as_ana, workout, "take", kind="fewer")
    target = Target.objects.get()
    assert (target.sets, target.eased_sets) == (3, 2)
    assert target.eased_until == NOW.date() + timedelta(days=7)


def test_a_worse_morning_stops_the_exercise(ana: User, side_plank: Exercise) -> None:
    workout = log_before(ana, 1, *held(side_plank, 25, pain=1))
    MorningPain.objects.create(runner=ana, day=NOW.date(), score=4, at=NOW)
    assert [offer.kind for offer in offers.offers(workout, NOW)] == ["stop"]


def test_only_the_newest_workout_of_an_exercise_offers_something(ana: User, good: Workout) -> None:
    first = Workout.objects.exclude(pk=good.pk).get()
    assert offers.offers(first, NOW) == []


def test_queries_do_not_grow_with_the_log(ana: User, side_plank: Exercise, good: Workout) -> None:
    get_catalog()
    with CaptureQueriesContext(connection) as short:
        offers.offers(good, NOW)
    good.runner = User.objects.get(pk=ana.pk)
    for days in range(4, 40):
        log_before(ana, days, *held(side_plank, 25))
    with CaptureQueriesContext(connection) as long:
        offers.offers(good, NOW)
    assert len(long) == len(short) <= 12


def check(runner: User, weeks_ago: int, left: float, right: float) -> None:
    at = NOW - timedelta(weeks=weeks_ago)
    one = assessments()["side_plank"]
    found = HipCheck.objects.create(
        runner=runner, started_at=at, first_side="left", planned=[one.key]
    )
    for side, value in (("left", left), ("right", right)):
        AssessmentResult.objects.create(
            hip_check=found, assessment=one.key, side=side, trials=[value], value=value
        )


@pytest.fixture
def twice(ana: User) -> None:
    """Left held shorter by more than the noise in two checks."""
    HealthConsent.give(ana, NOW - timedelta(weeks=9))
    for weeks in (8, 3):
        check(ana, weeks, 20, 90)


@pytest.mark.usefixtures("twice")
def test_the_side_that_scored_lower_twice_is_offered_one_more_set(
    as_ana: Client, ana: User, side_plank: Exercise
) -> None:
    workout = log_before(ana, 0, *held(side_plank, 20))
    assert [(o.kind, o.side) for o in offers.offers(workout, NOW)] == [("extra", "left")]
    answer(as_ana, workout, "take", kind="extra")
    target = Target.objects.get()
    assert (target.extra_side, target.extra_until) == (
        "left",
        NOW.date() + timedelta(weeks=4),
    )
    page = as_ana.get("/training/workouts/new/?exercise=side-plank").content.decode()
    assert "and one more set left" in page


@pytest.mark.usefixtures("twice")
def test_at_most_two_exercises_get_one_more_set(ana: User) -> None:
    rows = [
        one_side(make_exercise(f"lift-{n}", f"Lift {n}", reps=10), "left", 8, position=n)
        for n in range(1, 5)
    ]
    workout = log_before(ana, 0, *rows)
    assert [offer.kind for offer in offers.offers(workout, NOW)] == ["extra", "extra"]


@pytest.mark.usefixtures("twice")
def test_an_extra_set_that_is_over_is_not_offered_again_before_a_new_check(
    ana: User, side_plank: Exercise
) -> None:
    Target.objects.create(
        runner=ana,
        exercise=side_plank,
        measure="hold_seconds",
        sets=3,
        amount=25,
        extra_side="left",
        extra_until=NOW.date() - timedelta(days=1),
        decided_at=NOW - timedelta(weeks=4),
    )
    workout = log_before(ana, 0, *held(side_plank, 20))
    assert offers.offers(workout, NOW) == []


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_others_cannot_decide(request: pytest.FixtureRequest, good: Workout, who: str) -> None:
    browser: Client = request.getfixturevalue(who)
    data = {"exercise": "side-plank", "kind": "hold", "answer": "take"}
    assert browser.post(f"/training/workouts/{good.pk}/next/", data).status_code == 404
    assert not Target.objects.exists()
