"""What a phone takes along."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.models import Exercise, ExerciseList, Program
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_workout
from training.models import Enrollment, HealthConsent, SafetyCheck, Target

pytestmark = pytest.mark.django_db
ADDRESS = "/training/offline/pack.json"
MONDAY = date(2026, 11, 23)


def pack_of(browser: Client) -> dict[str, Any]:
    response = browser.get(ADDRESS)
    assert response.status_code == 200
    found: dict[str, Any] = response.json()
    return found


def enroll(runner: User, program: Program, **terms: Any) -> Enrollment:
    values = {"start_on": MONDAY, "strength_days": [0, 2, 4], "created_at": NOW} | terms
    return Enrollment.objects.create(runner=runner, program=program.slug, **values)


@pytest.fixture
def plan(ana: User, program: Program) -> Enrollment:
    return enroll(ana, program)


@pytest.mark.usefixtures("plan")
def test_the_sessions_of_the_next_days_come_with_their_doses(as_ana: Client) -> None:
    found = pack_of(as_ana)
    assert found["state"] == "session"
    assert [one["day"] for one in found["sessions"]] == ["2026-11-23", "2026-11-27", "2026-11-30"]
    lines = {one["exercise"]: one for one in found["sessions"][0]["lines"]}
    dose = lines["side-plank"]["dose"]
    wanted = ("hold_seconds", 3, 20, True, 45)
    keys = ("measure", "sets", "amount", "per_side", "rest_seconds")
    assert tuple(dose[key] for key in keys) == wanted
    assert lines["glute-bridge"]["dose"]["per_side"] is False


@pytest.mark.usefixtures("plan")
def test_the_last_result_stands_beside_each_line(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 12, 10), *both_sides(clamshell, 11, 9, index=2))
    lines = pack_of(as_ana)["sessions"][0]["lines"]
    last = next(one["last"] for one in lines if one["exercise"] == "clamshell")
    assert (last["left"]["reps"], last["right"]["reps"], last["both"]) == (11, 9, None)


@pytest.mark.usefixtures("plan")
def test_what_is_eased_for_some_days_is_not_eased_on_later_ones(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    values = {"measure": "reps", "sets": 3, "amount": 12, "decided_at": NOW}
    eased = {"eased_sets": 1, "eased_until": MONDAY + timedelta(days=1)}
    Target.objects.create(runner=ana, exercise=clamshell, **values, **eased)
    sets = [
        next(line["dose"]["sets"] for line in one["lines"] if line["exercise"] == "clamshell")
        for one in pack_of(as_ana)["sessions"]
    ]
    assert sets == [1, 3, 3]


@pytest.mark.usefixtures("plan")
def test_a_warning_sign_leaves_no_session_to_start(as_ana: Client, ana: User) -> None:
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW)
    found = pack_of(as_ana)
    assert (found["state"], found["paused"], found["sessions"]) == ("stopped", True, [])


@pytest.mark.usefixtures("clamshell", "side_plank")
def test_the_whole_library_and_the_own_lists_are_there(as_ana: Client, ana: User) -> None:
    mine = ExerciseList.objects.create(owner=ana, name="At home", created_at=NOW)
    mine.add(Exercise.objects.get(slug="clamshell"))
    found = pack_of(as_ana)
    assert set(found["exercises"]) == {"clamshell", "side-plank"}
    assert found["exercises"]["clamshell"]["dose"]["amount"] == 15
    assert found["lists"] == [{"title": "At home", "exercises": ["clamshell"]}]


def test_the_log_and_the_last_workout_again(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 12, 10), note="Good")
    found = pack_of(as_ana)
    assert [row["reps"] for row in found["log"][0]["sets"]] == [12, 10]
    assert found["log"][0]["note"] == "Good"
    assert [line["exercise"] for line in found["repeat"]] == ["clamshell"]


def test_nothing_of_another_runner_is_in_it(
    as_ana: Client, cleo: User, clamshell: Exercise
) -> None:
    log_workout(cleo, *both_sides(clamshell, 12, 10))
    assert pack_of(as_ana)["log"] == []


def test_the_account_is_named_by_a_key_of_its_own(as_ana: Client, as_cleo: Client) -> None:
    keys = {pack_of(browser)["runner"] for browser in (as_ana, as_ana, as_cleo)}
    assert len(keys) == 2


def test_consent_is_told(as_ana: Client, ana: User) -> None:
    assert pack_of(as_ana)["consent"] is False
    HealthConsent.give(ana, NOW)
    assert pack_of(as_ana)["consent"] is True


def test_who_has_it_gets_304_until_something_changes(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    first = as_ana.get(ADDRESS)
    assert first["Cache-Control"] == "private, no-cache"
    again = {"If-None-Match": first["ETag"]}
    assert as_ana.get(ADDRESS, headers=again).status_code == 304
    log_workout(ana, *both_sides(clamshell, 12, 10))
    assert as_ana.get(ADDRESS, headers=again).status_code == 200


def test_a_visitor_is_told_in_json(client: Client) -> None:
    response = client.get(ADDRESS)
    assert (response.status_code, response.json()) == (401, {"reason": "signed-out"})


@pytest.mark.usefixtures("plan")
def test_it_takes_few_queries(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    for days in range(40):
        log_workout(
            ana, *both_sides(clamshell, 12, 10), started_at=NOW - timedelta(days=days, hours=1)
        )
    as_ana.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        assert len(pack_of(as_ana)["log"]) == 30
    assert len(queries) <= 15
