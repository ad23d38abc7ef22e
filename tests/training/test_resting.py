"""Which weeks are planned rest, and that a row of weeks forgives them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_workout
from training.models import Enrollment, PlanChange, SafetyCheck, SessionOutcome, TrainingPreferences
from training.resting import mondays, resting

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)  # the week of NOW
DAY = timedelta(days=1)


def weeks_ago(number: int) -> date:
    return MONDAY - 7 * DAY * number


def enroll(runner: User, start_on: date, **fields: object) -> Enrollment:
    return Enrollment.objects.create(
        runner=runner,
        program="foundation",
        start_on=start_on,
        strength_days=[0, 3],
        running_days=[],
        created_at=NOW,
        **fields,
    )


def train(runner: User, plan: Enrollment, exercise: Exercise, lap: int, week: int) -> None:
    """Do both sessions of a lap."""
    for day in (1, 3):
        on = plan.start_on + 7 * DAY * (lap - 1) + DAY * (day - 1)
        started_at = datetime(on.year, on.month, on.day, 7, tzinfo=UTC)
        workout = log_workout(runner, *both_sides(exercise, 9, 9), started_at=started_at)
        SessionOutcome.objects.create(
            enrollment=plan, lap=lap, week=week, day=day, on_day=on, workout=workout, at=NOW
        )


def test_most_of_a_week_makes_it_a_week_of_rest() -> None:
    assert mondays(MONDAY + DAY * place for place in range(4)) == {MONDAY}
    assert mondays(MONDAY + DAY * place for place in range(4, 9)) == frozenset()


@pytest.mark.usefixtures("program")
def test_the_lighter_week_of_a_program_is_rest(ana: User, clamshell: Exercise) -> None:
    plan = enroll(ana, weeks_ago(1))
    train(ana, plan, clamshell, lap=1, week=1)
    assert resting(ana, NOW) == {MONDAY}


@pytest.mark.usefixtures("program")
def test_a_lighter_week_that_is_still_to_come_is_none_yet(ana: User) -> None:
    enroll(ana, MONDAY)
    assert resting(ana, NOW) == frozenset()


@pytest.mark.usefixtures("program")
def test_a_program_that_has_ended_still_forgives_its_own_weeks(
    ana: User, clamshell: Exercise
) -> None:
    plan = enroll(ana, weeks_ago(9), ended_on=weeks_ago(7), end="finished")
    train(ana, plan, clamshell, lap=1, week=1)
    assert resting(ana, NOW) == {weeks_ago(8)}


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        (weeks_ago(2), 14, {weeks_ago(2), weeks_ago(1)}),
        (weeks_ago(2) + 5 * DAY, 3, set()),
        (weeks_ago(2), None, {weeks_ago(2), weeks_ago(1), MONDAY}),
    ],
    ids=["two weeks", "a weekend", "going on"],
)
@pytest.mark.usefixtures("program")
def test_a_pause_is_rest(ana: User, on: date, days: int | None, expected: set[date]) -> None:
    plan = enroll(ana, weeks_ago(3))
    PlanChange.objects.create(enrollment=plan, kind="pause", on_day=on, days=days, at=NOW)
    found = resting(ana, NOW)
    assert expected <= found
    assert found - expected <= {MONDAY}  # a plan that goes on may reach its lighter week


@pytest.mark.usefixtures("program")
def test_days_that_were_moved_away_are_rest(ana: User) -> None:
    plan = enroll(ana, weeks_ago(1))
    PlanChange.objects.create(enrollment=plan, kind="shift", on_day=weeks_ago(1), days=7, at=NOW)
    assert weeks_ago(1) in resting(ana, NOW)


def test_a_warning_sign_is_rest_until_it_was_cleared(ana: User) -> None:
    at = datetime(2026, 11, 2, 8, tzinfo=UTC)
    SafetyCheck.objects.create(runner=ana, answer="soon", at=at, cleared_at=at + timedelta(days=14))
    assert resting(ana, NOW) == {weeks_ago(3), weeks_ago(2)}


@pytest.mark.usefixtures("program")
def test_another_runners_rest_is_not_mine(ana: User, cleo: User) -> None:
    plan = enroll(ana, weeks_ago(2))
    PlanChange.objects.create(enrollment=plan, kind="pause", on_day=weeks_ago(2), days=14, at=NOW)
    assert resting(cleo, NOW) == frozenset()


@pytest.mark.usefixtures("program")
def test_the_row_on_the_progress_page_goes_through_a_pause(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    plan = enroll(ana, weeks_ago(3))
    train(ana, plan, clamshell, lap=1, week=1)
    page = as_ana.get("/training/progress/").content.decode()
    assert "No streak yet." in page
    PlanChange.objects.create(enrollment=plan, kind="pause", on_day=weeks_ago(2), days=14, at=NOW)
    page = as_ana.get("/training/progress/").content.decode()
    assert "One week in a row with two sessions or more." in page
    assert "rest" in as_ana.get("/training/progress/weeks.csv").content.decode()


def test_who_wants_one_session_a_week_keeps_the_row_with_one(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    TrainingPreferences.objects.create(runner=ana, sessions_a_week=1)
    log_workout(ana, *both_sides(clamshell, 9, 9))
    page = as_ana.get("/training/progress/").content.decode()
    assert "One week in a row with one session or more." in page
