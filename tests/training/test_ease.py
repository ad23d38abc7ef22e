"""A week that is one step easier: when it is offered, what it changes, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Exercise, Program
from exercises.publishing import release
from tests.conftest import NOW
from tests.training.conftest import DEFAULTS, block, line, log_workout, one_side, sheet
from tests.training.conftest import day as program_day
from training import offers, planning
from training.models import (
    Enrollment,
    HealthConsent,
    MorningPain,
    PlanChange,
    Run,
    SafetyCheck,
    Target,
    TrainingPreferences,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
EASE, END = "/training/plan/ease/", "/training/plan/ease/end/"
OFFER = "One step easier for a week?"


@pytest.fixture
def enrolled(ana: User, clamshell: Exercise, side_plank: Exercise) -> Enrollment:
    """Ana is in a week of a banded clamshell, which the clamshell leads to, and the side plank."""
    band = Exercise.objects.create(
        slug="banded-clamshell",
        name="Banded clamshell",
        **{**DEFAULTS, "reps": 10, "level": 2},
    )
    clamshell.harder.add(band)
    release.publish(band, None, NOW)
    lines = [line(band, 3, reps=10), line(side_plank, 3, hold_seconds=20)]
    days = [program_day("strength", "Session A", lines, minutes=35)]
    days += [program_day("rest", "Rest") for _ in range(6)]
    made = Program.objects.create(
        slug="two-weeks",
        title="Two weeks",
        tagline="Two",
        goal="Go.",
        level=1,
        equipment_note="Nothing.",
        entry_marks=["No warning sign"],
        exit_marks=["Done"],
        weeks=[{"focus": "Go", "is_deload": False, "days": days}] * 2,
    )
    release.publish(made, None, NOW)
    HealthConsent.give(ana, NOW)
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW)
    return Enrollment.objects.create(
        runner=ana,
        program=made.slug,
        start_on=TODAY,
        strength_days=[0],
        running_days=[],
        created_at=NOW,
    )


def hurt(runner: User, score: int = 4, days_ago: int = 3) -> None:
    Run.objects.create(
        runner=runner,
        started_at=NOW - timedelta(days=days_ago),
        distance_m=5000,
        pain_score=score,
    )


def page(browser: Client, query: str = "") -> str:
    return browser.get(f"/training/today/{query}").content.decode()


@pytest.mark.usefixtures("enrolled")
@pytest.mark.parametrize(
    ("score", "days_ago", "is_offered"),
    [(4, 3, True), (7, 14, True), (2, 3, False), (7, 15, False)],
)
def test_it_is_offered_after_amber_and_red_days_of_two_weeks(
    as_ana: Client, ana: User, score: int, days_ago: int, is_offered: bool
) -> None:
    hurt(ana, score, days_ago)
    assert (OFFER in page(as_ana)) == is_offered


@pytest.mark.usefixtures("enrolled")
def test_a_bad_morning_offers_it_too(as_ana: Client, ana: User) -> None:
    MorningPain.objects.create(runner=ana, day=TODAY, score=5, at=NOW)
    assert OFFER in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_nothing_is_easier_until_the_runner_says_so(as_ana: Client, ana: User) -> None:
    hurt(ana)
    shown = page(as_ana)
    assert "Banded clamshell" in shown
    assert "3 sets of 20 s a side" in shown
    assert not PlanChange.objects.exists()


@pytest.mark.usefixtures("enrolled")
def test_each_exercise_is_one_step_easier_or_has_fewer_sets(as_ana: Client, ana: User) -> None:
    hurt(ana)
    shown = as_ana.post(EASE, follow=True).content.decode()
    assert "One step easier for now, in place of Banded clamshell." in shown
    assert "2 sets of 15 reps a side" in shown  # the easier one's own dose
    assert "2 sets of 20 s a side" in shown
    assert "A third fewer sets for now." in shown
    assert "One step easier until Sunday, November 29." in shown
    new = as_ana.get("/training/workouts/new/?session=1-1").content.decode()
    assert 'value="clamshell" selected' in new


@pytest.mark.usefixtures("enrolled")
def test_what_is_swapped_in_by_hand_stays(as_ana: Client, ana: User) -> None:
    as_ana.post(EASE)
    shown = page(as_ana, "?swap=side-plank:banded-clamshell&swap=banded-clamshell:side-plank")
    assert "3 sets of 25 s a side" in shown


@pytest.mark.usefixtures("enrolled")
def test_it_ends_by_itself_after_a_week(ana: User) -> None:
    planning.ease(found(ana), NOW)
    later = planning.current(ana, NOW + timedelta(days=7))
    assert later is not None
    assert later.eased_until(TODAY + timedelta(days=6)) == TODAY + timedelta(days=6)
    assert later.eased_until(later.today) is None


def found(runner: User, days: int = 0) -> planning.Current:
    current = planning.current(runner, NOW + timedelta(days=days))
    assert current is not None
    return current


@pytest.mark.usefixtures("enrolled")
def test_a_runner_may_end_it(as_ana: Client, ana: User) -> None:
    as_ana.post(EASE)
    assert "3 sets of 20 s a side" in as_ana.post(END, follow=True).content.decode()
    assert not PlanChange.objects.exists()


@pytest.mark.usefixtures("enrolled")
def test_ending_it_later_keeps_the_days_that_were_eased(ana: User) -> None:
    planning.ease(found(ana), NOW)
    assert planning.end_ease(found(ana, 3))
    assert PlanChange.objects.get().days == 3
    assert not planning.end_ease(found(ana, 3))


@pytest.mark.usefixtures("enrolled")
def test_a_second_press_eases_once(as_ana: Client) -> None:
    as_ana.post(EASE)
    as_ana.post(EASE)
    assert PlanChange.objects.count() == 1


@pytest.mark.usefixtures("enrolled")
def test_easing_moves_no_session(ana: User) -> None:
    before = [(one.key, one.on) for one in found(ana).plan.sessions]
    planning.ease(found(ana), NOW)
    assert [(one.key, one.on) for one in found(ana).plan.sessions] == before


@pytest.mark.usefixtures("enrolled")
def test_nothing_gets_harder_after_an_eased_session(
    as_ana: Client, ana: User, side_plank: Exercise
) -> None:
    planning.ease(found(ana), NOW)
    cells = {"amount": 20, "pain": 0}
    rows = [{"left": cells, "right": cells}] * 2
    as_ana.post(
        "/training/workouts/new/", sheet(block(side_plank, *rows)) | {"plan": "session=1-1"}
    )
    earlier = [
        one_side(side_plank, side, 20, n, prescribed_sets=2, prescribed_hold_seconds=20)
        for n in (1, 2)
        for side in ("left", "right")
    ]
    before = log_workout(ana, *earlier, started_at=NOW - timedelta(days=3))
    before.sets.update(completed_at=before.started_at)
    newest = ana.workouts.latest("started_at")
    assert offers.offers(newest, NOW) == []
    PlanChange.objects.all().delete()
    assert [one.kind for one in offers.offers(newest, NOW)] == ["hold"]


@pytest.mark.usefixtures("enrolled")
def test_others_cannot_ease_it(as_cleo: Client) -> None:
    assert as_cleo.post(EASE).status_code == 404
    assert as_cleo.post(END).status_code == 404
    assert not PlanChange.objects.exists()


# --- an offer that is taken for one exercise ---


@pytest.mark.parametrize("amount", [None, 45])
def test_easing_an_exercise_does_not_raise_a_plans_hold(
    as_ana: Client, ana: User, enrolled: Enrollment, side_plank: Exercise, amount: int | None
) -> None:
    """The library's 25 s, or a target from before the program, must not come back by easing."""
    if amount:
        Target.objects.create(
            runner=ana,
            exercise=side_plank,
            measure="hold_seconds",
            sets=3,
            amount=amount,
            decided_at=NOW - timedelta(days=60),
        )
    asked = {"prescribed_sets": 3, "prescribed_hold_seconds": 20}
    rows = [
        one_side(side_plank, side, 20, n, pain_score=4, **asked)
        for n in (1, 2, 3)
        for side in ("left", "right")
    ]
    workout = log_workout(ana, *rows, started_at=NOW - timedelta(hours=3))
    workout.sets.update(completed_at=workout.started_at)
    answer = {"exercise": "side-plank", "kind": "fewer", "answer": "take"}
    as_ana.post(f"/training/workouts/{workout.pk}/next/", answer)
    assert Target.objects.get().eased_sets == 2
    assert "2 sets of 20 s a side" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_today_stays_below_twelve_queries_with_all_of_it(as_ana: Client, ana: User) -> None:
    TrainingPreferences.objects.create(runner=ana, equipment=["mat"])
    hurt(ana)
    get_catalog()
    for press in (None, EASE):
        if press:
            as_ana.post(press)
        page(as_ana)  # the message of the button
        with CaptureQueriesContext(connection) as asked:
            page(as_ana)
        assert len(asked) < 12, [one["sql"][:120] for one in asked]
