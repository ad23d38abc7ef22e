"""Hops are planned and offered only where the gate is open; else what comes before stands in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from exercises.library.folder import read_library
from exercises.models import Exercise, Program
from exercises.publishing import release
from exercises.vocabulary import CONTENT
from tests.conftest import NOW
from tests.training.conftest import DEFAULTS, line, log_workout, one_side
from tests.training.conftest import day as program_day
from training import hops, offers
from training.hops import CALM, HEEL_TEST, NO_SIGN, OPEN, STEADY, STEP_TEST, STRONG, gate
from training.models import (
    AssessmentResult,
    Decision,
    Enrollment,
    HealthConsent,
    HipCheck,
    MorningPain,
    Run,
    SafetyCheck,
    Side,
    TrainingPreferences,
    Workout,
)
from training.pain import Zone
from training.progression import PROGRESS, DoneSet, Movement, Session, Target, session_zone, suggest

REACHED = {HEEL_TEST: {"left": 20.0, "right": 24.0}, STEP_TEST: {"left": 1.0, "right": 0.0}}


def test_the_gate_opens_where_all_of_it_holds() -> None:
    assert gate(Zone.FINE, is_clear=True, reached=REACHED) == OPEN
    assert OPEN.sentence == ""


@pytest.mark.parametrize(
    ("changed", "waits_for"),
    [
        ({"light": Zone.EASE}, CALM),
        ({"light": Zone.STOP}, CALM),
        ({"is_clear": False}, NO_SIGN),
        ({"reached": {**REACHED, HEEL_TEST: {"left": 19.0, "right": 24.0}}}, STRONG),
        ({"reached": {**REACHED, HEEL_TEST: {"right": 24.0}}}, STRONG),
        ({"reached": {**REACHED, STEP_TEST: {"left": 2.0, "right": 0.0}}}, STEADY),
        ({"reached": {**REACHED, STEP_TEST: {"left": 0.0}}}, STEADY),
    ],
)
def test_each_mark_closes_it_alone_and_is_said(changed: dict[str, Any], waits_for: str) -> None:
    found = gate(**{"light": Zone.FINE, "is_clear": True, "reached": REACHED, **changed})
    assert found.waits_for == (waits_for,)
    assert found.sentence == f"Hops wait for {waits_for}."


raises = st.none() | st.integers(0, 40).map(float)
points = st.none() | st.integers(0, 6).map(float)


@given(st.sampled_from(Zone), st.booleans(), raises, raises, points, points)
def test_it_is_open_only_where_every_mark_is_met(
    light: Zone,
    is_clear: bool,
    left: float | None,
    right: float | None,
    down_left: float | None,
    down_right: float | None,
) -> None:
    given_values = {HEEL_TEST: (left, right), STEP_TEST: (down_left, down_right)}
    reached = {
        test: {
            side: value
            for side, value in zip(("left", "right"), values, strict=True)
            if value is not None
        }
        for test, values in given_values.items()
    }
    found = gate(light, is_clear=is_clear, reached=reached)
    is_met = (
        light == Zone.FINE
        and is_clear
        and (left or 0) >= 20
        and (right or 0) >= 20
        and down_left is not None
        and down_left <= 1
        and down_right is not None
        and down_right <= 1
    )
    assert found.is_open == is_met
    assert found.sentence.startswith("Hops wait for ") == (not is_met)


HOP = Movement("hop", "reps", is_hop=True, harder=("bound",))  # type: ignore[arg-type]  # a word


@given(
    st.lists(st.tuples(st.integers(0, 10), st.none() | st.integers(0, 10)), min_size=1, max_size=3)
)
def test_any_pain_above_2_stops_a_hop_during_it_and_the_next_morning(
    scores: list[tuple[int, int | None]],
) -> None:
    target = Target(2, 5)
    history = [
        Session(NOW.date(), target, (DoneSet(Side.LEFT, 7, pain),) * 2, morning)
        for pain, morning in scores
    ]
    pain, morning = scores[0]
    if max(pain, morning or 0) > 2:
        assert session_zone(history[0], HOP) == Zone.STOP
        assert suggest(HOP, history).kind not in PROGRESS


# --- in the log ---


def check(runner: User, days_ago: int = 10, **values: float) -> None:
    """A hip check with heel raises and step-down points of both sides."""
    made = HipCheck.objects.create(
        runner=runner,
        started_at=NOW - timedelta(days=days_ago),
        first_side="left",
        planned=[HEEL_TEST, STEP_TEST],
    )
    for test, left, right in ((HEEL_TEST, 22, 22), (STEP_TEST, 1, 1)):
        for side, usual in (("left", left), ("right", right)):
            value = values.get(f"{side}_{test}", usual)
            AssessmentResult.objects.create(
                hip_check=made, assessment=test, side=side, trials=[value], value=value
            )


@pytest.fixture
def ready(ana: User) -> None:
    HealthConsent.give(ana, NOW - timedelta(days=20))
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW - timedelta(days=20))
    check(ana)


@pytest.mark.usefixtures("ready")
def test_a_runner_who_is_ready_may_hop(ana: User) -> None:
    assert hops.gate_of(ana, NOW).is_open


def test_a_runner_who_did_nothing_yet_waits(ana: User) -> None:
    assert hops.gate_of(ana, NOW).waits_for == (NO_SIGN, STRONG, STEADY)


@pytest.mark.usefixtures("ready")
def test_a_newer_check_counts(ana: User) -> None:
    check(ana, 2, left_heel_raise_reps=12)
    assert hops.gate_of(ana, NOW).waits_for == (STRONG,)


@pytest.mark.usefixtures("ready")
def test_a_warning_sign_closes_it_until_a_clinician_has_cleared(ana: User) -> None:
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW)
    assert hops.gate_of(ana, NOW).waits_for == (NO_SIGN,)
    SafetyCheck.clear(ana, NOW)
    assert hops.gate_of(ana, NOW).is_open


@pytest.mark.parametrize("days_ago", [0, 7])
@pytest.mark.parametrize("what", ["set", "run", "morning", "test"])
@pytest.mark.usefixtures("ready")
def test_pain_of_the_last_week_closes_it(
    ana: User, clamshell: Exercise, what: str, days_ago: int
) -> None:
    at = NOW - timedelta(days=days_ago)
    if what == "set":
        log_workout(ana, one_side(clamshell, "left", 12, pain_score=3), started_at=at)
    elif what == "run":
        Run.objects.create(runner=ana, started_at=at, distance_m=5000, pain_score=3)
    elif what == "morning":
        MorningPain.objects.create(runner=ana, day=at.date(), score=3, at=at)
    else:
        made = HipCheck.objects.create(
            runner=ana, started_at=at, first_side="left", planned=["side_plank"]
        )
        AssessmentResult.objects.create(
            hip_check=made, assessment="side_plank", side="left", stop_reason="pain"
        )
    assert hops.gate_of(ana, NOW).waits_for == (CALM,)


@pytest.mark.usefixtures("ready")
def test_pain_of_the_week_before_is_over(ana: User, clamshell: Exercise) -> None:
    at = NOW - timedelta(days=8)
    log_workout(ana, one_side(clamshell, "left", 12, pain_score=5), started_at=at)
    assert hops.gate_of(ana, NOW).is_open


@pytest.mark.usefixtures("ready")
def test_another_runners_check_opens_nothing(ana: User, cleo: User) -> None:
    assert not hops.gate_of(cleo, NOW).is_open


# --- in a plan, on a sheet and after a workout ---


@pytest.fixture
def ladder(clamshell: Exercise, side_plank: Exercise) -> Exercise:
    """A hop that a lunge leads to; Ana is in a program with the hop and the clamshell."""
    lunge = Exercise.objects.create(
        slug="curtsy-lunge", name="Curtsy lunge", **{**DEFAULTS, "reps": 8}
    )
    hop = Exercise.objects.create(
        slug="side-hop-stick",
        name="Side hop and stick",
        **{**DEFAULTS, "reps": 5, "traits": ["plyometric"]},
    )
    lunge.harder.add(hop)
    for one in (lunge, hop):
        release.publish(one, None, NOW)
    lines = [line(hop, 2, reps=4), line(clamshell, 2, reps=12)]
    days = [program_day("strength", "Session P", lines, minutes=35)]
    days += [program_day("rest", "Rest") for _ in range(6)]
    made = Program.objects.create(
        slug="hop-performance",
        title="Hops",
        tagline="One week",
        goal="Hop.",
        level=4,
        equipment_note="Nothing.",
        entry_marks=["No warning sign"],
        exit_marks=["Done"],
        weeks=[{"focus": "Hop", "is_deload": False, "days": days}],
    )
    release.publish(made, None, NOW)
    return hop


@pytest.fixture
def enrolled(ana: User, ladder: Exercise) -> None:
    if not SafetyCheck.objects.filter(runner=ana).exists():
        SafetyCheck.objects.create(runner=ana, answer="none", at=NOW)
    Enrollment.objects.create(
        runner=ana,
        program="hop-performance",
        start_on=NOW.date(),
        strength_days=[0],
        running_days=[],
        created_at=NOW,
    )


def today(browser: Client, query: str = "") -> str:
    return browser.get(f"/training/today/{query}").content.decode()


@pytest.mark.usefixtures("enrolled")
def test_a_planned_hop_waits_and_says_why(as_ana: Client) -> None:
    shown = today(as_ana)
    assert f"Hops wait for {STRONG}, and for {STEADY}." in shown
    assert "Curtsy lunge stands in for Side hop and stick." in shown
    sheet = as_ana.get("/training/workouts/new/?session=1-1").content.decode()
    assert 'value="curtsy-lunge" selected' in sheet
    assert 'value="side-hop-stick" selected' not in sheet


@pytest.mark.usefixtures("ready", "enrolled")
def test_a_planned_hop_stands_where_the_gate_is_open(as_ana: Client) -> None:
    shown = today(as_ana)
    assert "Hops wait" not in shown
    sheet = as_ana.get("/training/workouts/new/?session=1-1").content.decode()
    assert 'value="side-hop-stick" selected' in sheet


@pytest.mark.usefixtures("enrolled")
def test_an_address_swaps_no_hop_in(as_ana: Client) -> None:
    query = "?session=1-1&swap=clamshell:side-hop-stick"
    sheet = as_ana.get(f"/training/workouts/new/{query}").content.decode()
    assert 'value="side-hop-stick" selected' not in sheet


@pytest.mark.usefixtures("enrolled")
def test_a_hop_that_nothing_leads_to_is_left_out(as_ana: Client) -> None:
    release.archive(Exercise.objects.get(slug="curtsy-lunge"), None, NOW)
    assert "Left out today." in today(as_ana)
    assert "Left out today." in today(as_ana, "?minutes=20")


def climbed(runner: User) -> offers.Offer:
    """Two sessions of the lunge that call for the next step: what is offered after them."""
    lunge = Exercise.objects.get(slug="curtsy-lunge")
    for days_ago in (3, 0):
        rows = [
            one_side(lunge, side, 10, index, prescribed_sets=2, prescribed_reps=8, pain_score=0)
            for index in (1, 2)
            for side in ("left", "right")
        ]
        workout = log_workout(runner, *rows, started_at=NOW - timedelta(days=days_ago))
        workout.sets.update(completed_at=workout.started_at)
    (offer,) = offers.offers(workout, NOW)
    return offer


@pytest.mark.usefixtures("ladder")
def test_the_ladder_says_why_a_hop_waits_and_takes_no_answer(as_ana: Client, ana: User) -> None:
    offer = climbed(ana)
    assert offer.waits
    assert "Two good sessions, and what comes next hops. Hops wait for" in offer.reason
    assert offer.means == ""
    workout = Workout.objects.latest("started_at")
    answer = {"exercise": "curtsy-lunge", "kind": offer.kind, "answer": "take"}
    as_ana.post(f"/training/workouts/{workout.pk}/next/", answer)
    assert not Decision.objects.exists()
    assert "Hops wait for" in as_ana.get(f"/training/workouts/{workout.pk}/").content.decode()


@pytest.mark.usefixtures("ready", "ladder")
def test_the_ladder_leads_to_a_hop_where_the_gate_is_open(ana: User) -> None:
    offer = climbed(ana)
    assert offer.kind == "harder"
    assert offer.other is not None
    assert offer.other.slug == "side-hop-stick"


def test_each_hop_of_the_library_has_something_that_stands_in() -> None:
    exercises = read_library(CONTENT).exercises
    easier: dict[str, list[str]] = {}
    for slug, one in exercises.items():
        for step in one.harder:
            easier.setdefault(step, []).append(slug)
    found = {slug for slug, one in exercises.items() if "plyometric" in one.traits}
    assert found
    for slug in found:
        below, seen = [slug], set[str]()
        while below:
            name = below.pop()
            seen.add(name)
            below += [step for step in easier.get(name, []) if step not in seen]
        assert seen - found, slug


@pytest.mark.usefixtures("ready", "enrolled")
def test_today_stays_below_twelve_queries_with_a_hop(as_ana: Client, ana: User) -> None:
    TrainingPreferences.objects.create(runner=ana)
    today(as_ana)
    with CaptureQueriesContext(connection) as asked:
        today(as_ana)
    assert len(asked) < 12, [one["sql"][:120] for one in asked]
