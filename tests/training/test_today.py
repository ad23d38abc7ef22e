"""Today: what is planned, why, how long it takes, and what else may be done about it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.catalog import Catalog
from exercises.models import Exercise, Program
from tests.conftest import NOW
from tests.training.conftest import block, both_sides, log_workout, make_exercise, sheet
from tests.training.test_sheet_buttons import amounts
from training import planning
from training.models import (
    Enrollment,
    HealthConsent,
    HipCheck,
    MorningPain,
    PlanChange,
    SafetyCheck,
    SessionOutcome,
    Target,
    TrainingPreferences,
    Workout,
    WorkoutSet,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def safe(ana: User) -> None:
    HealthConsent.give(ana, NOW)
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW)


@pytest.fixture
def enrolled(ana: User, safe: None, program: Program) -> Enrollment:
    """Ana starts today, a Monday, with strength on Monday and Thursday."""
    return enroll(ana)


def enroll(runner: User, start_on: date = TODAY) -> Enrollment:
    return Enrollment.objects.create(
        runner=runner,
        program="foundation",
        start_on=start_on,
        strength_days=[0, 3],
        running_days=[1],
        long_run_day=6,
        created_at=NOW,
    )


def page(browser: Client, query: str = "") -> str:
    return browser.get(f"/training/today/{query}").content.decode()


@pytest.mark.usefixtures("enrolled")
def test_today_says_what_why_and_how_long(as_ana: Client) -> None:
    shown = page(as_ana)
    assert "Session A" in shown
    assert "Week 1 of 2 of Foundation: settle in." in shown
    assert "About 35 minutes" in shown
    assert "3 sets of 12 reps a side" in shown


@pytest.mark.usefixtures("enrolled")
def test_starting_fills_the_sheet_with_the_sessions_doses(as_ana: Client) -> None:
    shown = as_ana.get("/training/workouts/new/?session=1-1").content.decode()
    assert amounts(shown, "b0") == ["10"] * 3
    assert amounts(shown, "b1") == ["12"] * 6
    assert amounts(shown, "b2") == ["20"] * 6


@pytest.mark.usefixtures("enrolled")
def test_a_saved_session_is_done_with_its_own_prescription(
    as_ana: Client, clamshell: Exercise
) -> None:
    data = sheet(block(clamshell, {"left": 12, "right": 12})) | {"plan": "session=1-1"}
    as_ana.post("/training/workouts/new/", data)
    outcome, row = SessionOutcome.objects.get(), WorkoutSet.objects.first()
    assert (outcome.lap, outcome.day, outcome.workout) == (1, 1, Workout.objects.get())
    assert row is not None
    assert (row.prescribed_sets, row.prescribed_reps) == (3, 12)
    assert "Done for today" in page(as_ana)
    assert "Thursday, November 26" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_a_deleted_workout_opens_its_session_again(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 12})) | {"plan": "session=1-1"}
    as_ana.post("/training/workouts/new/", data)
    Workout.objects.get().remove(NOW)
    assert "Start this session" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_less_time_keeps_side_to_side_and_turning(as_ana: Client) -> None:
    shown = page(as_ana, "?minutes=20")
    assert shown.count("Left out today.") == 1
    assert "Side-to-side and turning work stays first" in shown
    new = as_ana.get("/training/workouts/new/?session=1-1&minutes=20").content.decode()
    assert 'value="clamshell" selected' in new
    assert 'value="glute-bridge" selected' not in new


@pytest.mark.usefixtures("enrolled")
def test_a_swapped_exercise_takes_the_place_of_the_other(
    as_ana: Client, band_walk: Exercise
) -> None:
    shown = page(as_ana, "?swap=clamshell:lateral-band-walk")
    assert "Lateral band walk" in shown
    assert "Swap back" in shown


@pytest.mark.usefixtures("enrolled")
def test_skipping_wants_a_reason_and_can_be_taken_back(as_ana: Client) -> None:
    as_ana.post("/training/today/skip/", {"session": "1-1", "reason": ""})
    assert not SessionOutcome.objects.exists()
    as_ana.post("/training/today/skip/", {"session": "1-1", "reason": "tired"})
    assert SessionOutcome.objects.get().skipped == "tired"
    assert "Skipped today" in page(as_ana)
    as_ana.post("/training/today/unskip/", {"session": "1-1"})
    assert "Start this session" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_a_done_session_cannot_be_skipped(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 12})) | {"plan": "session=1-1"}
    as_ana.post("/training/workouts/new/", data)
    as_ana.post("/training/today/skip/", {"session": "1-1", "reason": "tired"})
    assert SessionOutcome.objects.get().skipped == ""


@pytest.mark.usefixtures("enrolled")
def test_a_target_changes_the_sessions_load_and_eases_it(
    as_ana: Client, ana: User, bridge: Exercise, clamshell: Exercise
) -> None:
    Target.objects.create(
        runner=ana, exercise=bridge, measure="reps", sets=2, amount=12, load_kg=8, decided_at=NOW
    )
    Target.objects.create(
        runner=ana,
        exercise=clamshell,
        measure="reps",
        sets=2,
        amount=15,
        eased_sets=0,
        eased_until=TODAY,
        decided_at=NOW,
    )
    shown = page(as_ana)
    assert "3 sets of 10 reps, 8 kg" in shown
    assert "Rests, since it hurt." in shown


def test_a_warning_sign_pauses_the_plan(as_ana: Client, ana: User, enrolled: Enrollment) -> None:
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW)
    assert "Your plan is paused." in page(as_ana)
    new = as_ana.get("/training/workouts/new/?session=1-1").content.decode()
    assert 'value="clamshell" selected' not in new


def test_a_re_test_leads_to_a_hip_check_and_is_done_by_one(
    as_ana: Client, ana: User, safe: None, program: Program, clamshell: Exercise
) -> None:
    found = enroll(ana, TODAY - 13 * DAY)
    for lap, number, before in ((1, 1, 11), (2, 1, 5), (2, 3, 3)):
        workout = log_workout(ana, *both_sides(clamshell, 12, 12), started_at=NOW - before * DAY)
        SessionOutcome.objects.create(
            enrollment=found,
            lap=lap,
            week=lap,
            day=number,
            on_day=TODAY - before * DAY,
            workout=workout,
            at=NOW,
        )
    Enrollment.objects.update(long_run_day=None)
    assert "Start the hip check" in page(as_ana)
    check = HipCheck.objects.create(
        runner=ana, started_at=NOW, first_side="left", planned=["side_plank"]
    )
    planning.note_check(ana, check, NOW)
    assert "Start the hip check" not in page(as_ana)
    assert SessionOutcome.objects.get(hip_check=check).day == 7


@pytest.mark.parametrize(("light", "is_shown"), [(0, True), (4, False)])
@pytest.mark.usefixtures("enrolled")
def test_harder_swaps_are_hidden_on_an_amber_day(
    monkeypatch: pytest.MonkeyPatch, as_ana: Client, ana: User, light: int, is_shown: bool
) -> None:
    MorningPain.objects.create(runner=ana, day=TODAY, score=light, at=NOW)
    make_exercise("fire-hydrant", "Fire hydrant", reps=10, level=2)
    steps = {"clamshell": ("fire-hydrant",)}
    monkeypatch.setattr(
        Catalog,
        "harder",
        lambda self, entry: tuple(self.get(slug) for slug in steps.get(entry.slug, ())),
    )
    assert ("fire-hydrant" in page(as_ana)) is is_shown


# --- the next morning ---


@pytest.fixture
def yesterday(ana: User, clamshell: Exercise) -> Workout:
    return log_workout(ana, *both_sides(clamshell, 12, 12), started_at=NOW - DAY)


@pytest.mark.usefixtures("yesterday", "consent")
def test_the_morning_is_asked_for_once(as_ana: Client) -> None:
    assert "How does it feel this morning?" in page(as_ana)
    as_ana.post("/training/today/morning/", {"score": "3"})
    assert (MorningPain.objects.get().score, MorningPain.objects.get().day) == (3, TODAY)
    assert "How does it feel this morning?" not in page(as_ana)
    as_ana.post("/training/today/morning/", {"score": "0"})
    assert MorningPain.objects.get().score == 3


@pytest.mark.usefixtures("yesterday")
def test_a_morning_score_needs_consent(as_ana: Client) -> None:
    shown = as_ana.post("/training/today/morning/", {"score": "3"}).content.decode()
    assert "kept only with your yes" in shown
    assert not MorningPain.objects.exists()
    as_ana.post("/training/today/morning/", {"score": "3", "consent": "on"})
    assert MorningPain.objects.get().score == 3


@pytest.mark.usefixtures("yesterday")
def test_not_saying_is_an_answer(as_ana: Client) -> None:
    as_ana.post("/training/today/morning/", {"score": ""})
    assert MorningPain.objects.get().score is None
    assert "How does it feel this morning?" not in page(as_ana)


def test_who_did_not_train_yesterday_is_not_asked(as_ana: Client) -> None:
    assert "How does it feel this morning?" not in page(as_ana)


@pytest.mark.parametrize("score", ["11", "-1", "x"])
@pytest.mark.usefixtures("yesterday", "consent")
def test_a_morning_score_runs_from_0_to_10(as_ana: Client, score: str) -> None:
    as_ana.post("/training/today/morning/", {"score": score})
    assert not MorningPain.objects.exists()


def test_withdrawing_consent_erases_mornings(ana: User, consent: None) -> None:
    MorningPain.objects.create(runner=ana, day=TODAY, score=5, at=NOW)
    assert HealthConsent.withdraw(ana, NOW) == 1
    assert MorningPain.objects.get().score is None


# --- queries ---


@pytest.mark.usefixtures("enrolled", "yesterday")
def test_today_takes_less_than_twelve_queries(as_ana: Client, ana: User) -> None:
    page(as_ana)
    with CaptureQueriesContext(connection) as asked:
        page(as_ana)
    assert len(asked) < 12


# --- starting and changing a program ---

TERMS = {"start_on": "2026-11-24", "strength_days": ["0", "3"], "running_days": ["1", "6"]}
START = "/training/plan/start/foundation/"


@pytest.mark.usefixtures("program", "safe")
def test_starting_stores_the_terms(as_ana: Client, ana: User) -> None:
    as_ana.post(START, {**TERMS, "long_run_day": "6"})
    found = Enrollment.objects.get()
    assert (found.runner, found.program, found.start_on) == (ana, "foundation", date(2026, 11, 24))
    assert (found.strength_days, found.running_days, found.long_run_day) == ([0, 3], [1, 6], 6)


@pytest.mark.usefixtures("program")
def test_the_safety_questions_come_first(as_ana: Client) -> None:
    assert "The safety questions come first." in as_ana.get(START).content.decode()
    as_ana.post(START, TERMS)
    assert not Enrollment.objects.exists()


@pytest.mark.usefixtures("program", "safe")
def test_a_warning_sign_keeps_from_starting(as_ana: Client, ana: User) -> None:
    SafetyCheck.objects.create(runner=ana, answer="now", at=NOW)
    as_ana.post(START, TERMS)
    assert not Enrollment.objects.exists()


@pytest.mark.usefixtures("enrolled")
def test_one_program_at_a_time(as_ana: Client) -> None:
    as_ana.post(START, TERMS)
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"strength_days": ["0", "1"]}, "Monday and Tuesday follow each other"),
        ({"strength_days": ["6", "0"]}, "Sunday and Monday follow each other"),
        ({"strength_days": ["5"], "long_run_day": "6"}, "Saturday is the day before"),
        ({"strength_days": []}, "at least one day"),
        ({"strength_days": ["7"]}, "is not one of the available choices"),
        ({"start_on": "2026-11-22"}, "This day is over"),
        ({"start_on": "2027-11-22"}, "within the next two months"),
    ],
)
@pytest.mark.usefixtures("program", "safe")
def test_terms_that_no_plan_can_keep_are_refused(
    as_ana: Client, changed: dict[str, Any], words: str
) -> None:
    shown = as_ana.post(START, {**TERMS, **changed}).content.decode()
    assert words in shown
    assert not Enrollment.objects.exists()


def test_the_entry_marks_are_shown(as_ana: Client, program: Program) -> None:
    assert "No warning sign" in as_ana.get(START).content.decode()


@pytest.mark.usefixtures("enrolled")
def test_pausing_stops_today_and_going_on_opens_it(as_ana: Client) -> None:
    as_ana.post("/training/plan/pause/")
    as_ana.post("/training/plan/pause/")
    assert PlanChange.objects.get().days is None
    assert "is paused" in page(as_ana)
    as_ana.post("/training/plan/resume/")
    assert PlanChange.objects.get().days == 0
    assert "Start this session" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_moving_by_a_day_leaves_today_free(as_ana: Client) -> None:
    as_ana.post("/training/plan/shift/", {"days": "1"})
    assert "Start this session" not in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_a_week_is_repeated_once(as_ana: Client) -> None:
    as_ana.post("/training/plan/repeat/")
    as_ana.post("/training/plan/repeat/")
    assert "Week 1 again, as you asked." in as_ana.get("/training/plan/").content.decode()
    assert PlanChange.objects.count() == 1


@pytest.mark.usefixtures("enrolled")
def test_dropping_asks_first_and_keeps_the_row(as_ana: Client) -> None:
    as_ana.get("/training/plan/end/")
    assert Enrollment.objects.get().ended_on is None
    as_ana.post("/training/plan/end/")
    assert (Enrollment.objects.get().end, Enrollment.objects.get().ended_on) == ("dropped", TODAY)
    assert "No program yet" in page(as_ana)


@pytest.mark.usefixtures("enrolled")
def test_days_can_be_changed_under_way(as_ana: Client) -> None:
    as_ana.post("/training/plan/days/", {"strength_days": ["2", "4"]})
    assert Enrollment.objects.get().strength_days == [2, 4]


def test_a_program_that_is_gone_leaves_a_page(as_ana: Client, enrolled: Enrollment) -> None:
    Enrollment.objects.update(program="gone")
    assert "No program yet" in page(as_ana)
    assert "no longer in the library" in as_ana.get("/training/plan/").content.decode()


# --- access ---

POSTS = ["plan/shift/", "plan/pause/", "plan/resume/", "plan/repeat/", "plan/end/"]


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize("address", [*POSTS, "plan/days/", "today/skip/", "today/unskip/"])
def test_others_have_no_plan_to_change(
    request: pytest.FixtureRequest, enrolled: Enrollment, who: str, address: str
) -> None:
    browser: Client = request.getfixturevalue(who)
    data = {"session": "1-1", "reason": "tired", "days": "1", "strength_days": ["1"]}
    assert browser.post(f"/training/{address}", data).status_code == 404
    enrolled.refresh_from_db()
    assert (enrolled.ended_on, enrolled.strength_days) == (None, [0, 3])
    assert not PlanChange.objects.exists()
    assert not SessionOutcome.objects.exists()


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_others_see_none_of_it(
    request: pytest.FixtureRequest, enrolled: Enrollment, yesterday: Workout, who: str
) -> None:
    browser: Client = request.getfixturevalue(who)
    assert "No program yet" in page(browser)
    assert browser.get(f"/training/workouts/{yesterday.pk}/again/").status_code == 404
    new = browser.get("/training/workouts/new/?session=1-1").content.decode()
    assert not re.search(r'value="clamshell" selected', new)


@pytest.mark.parametrize("address", ["today/", "plan/", "plan/days/", "today/morning/"])
def test_visitors_are_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(f"/training/{address}")["Location"].startswith("/accounts/login/")


def test_signing_in_leads_to_today(client: Client, ana: User) -> None:
    data = {"login": ana.email, "password": "correct horse battery"}
    assert client.post("/accounts/login/", data)["Location"] == "/training/today/"


def test_repeating_a_workout_leads_to_its_exercises(as_ana: Client, yesterday: Workout) -> None:
    address = as_ana.get(f"/training/workouts/{yesterday.pk}/again/")["Location"]
    assert address == "/training/workouts/new/?exercise=clamshell"


def test_the_safety_page_leads_on_only_within_the_house(as_ana: Client, consent: None) -> None:
    for wanted, leads in ((START, START), ("https://evil.example/", "/training/checks/")):
        answer = as_ana.post(f"/training/safety/?next={wanted}", {"answer": "none"})
        assert answer["Location"] == leads


@pytest.mark.parametrize(("kit", "is_shown"), [([], True), (["mat"], False), (["box"], True)])
@pytest.mark.usefixtures("enrolled")
def test_swaps_offer_what_can_be_done_at_home(
    as_ana: Client, ana: User, kit: list[str], is_shown: bool
) -> None:
    make_exercise(
        "box-turn",
        "Box turn",
        reps=8,
        planes=["transverse"],
        traits=["rotation"],
        equipment_sets=[["box"]],
    )
    make_exercise("floor-turn", "Floor turn", reps=8, planes=["transverse"], traits=["rotation"])
    TrainingPreferences.objects.create(runner=ana, equipment=kit)
    assert ("Box turn" in page(as_ana, "?swap=clamshell:floor-turn")) is is_shown
