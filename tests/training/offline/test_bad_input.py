"""What is wrong in a queue is refused by itself, with the reason, and the good items kept."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st
from pytest_django import Settings
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise, Program
from tests.conftest import NOW
from tests.training.conftest import log_workout, one_side
from tests.training.offline.phones import (
    ADDRESS,
    A,
    at,
    body,
    later,
    one_set,
    send,
    statuses,
    workout,
)
from training.models import Enrollment, SafetyCheck, SessionOutcome, Workout, WorkoutSet
from training.offline.body import MAX_ITEMS
from training.offline.pack import runner_key

pytestmark = pytest.mark.django_db

BAD_SETS: list[tuple[dict[str, Any], str]] = [
    ({"reps": -3}, "Reps run from 1 to 500."),
    ({"reps": 0}, "Reps run from 1 to 500."),
    ({"reps": "12"}, "Reps run from 1 to 500."),
    ({"reps": 12.5}, "Reps run from 1 to 500."),
    ({"reps": 10**30}, "Reps run from 1 to 500."),
    ({"reps": True}, "Reps run from 1 to 500."),
    ({"reps": None, "hold_seconds": 36_000}, "Seconds run from 1 to 3600."),
    ({"reps": None}, "one of them"),
    ({"hold_seconds": 20}, "one of them"),
    ({"pain_score": 11}, "Pain runs from 0 to 10."),
    ({"pain_score": -1}, "Pain runs from 0 to 10."),
    ({"load_kg": 501}, "Load runs from 0 to 500 kg."),
    ({"load_kg": 5, "band": "light"}, "not both"),
    ({"band": "iron"}, "A band is light, medium or heavy."),
    ({"rpe": 5, "rir": 2}, "not both"),
    ({"side": "both"}, "Clamshell is logged side by side"),
    ({"side": "up"}, "A side is left, right or both."),
    ({"set_index": 0}, "set_index"),
    ({"position": 70_000}, "position"),
    ({"exercise": "no-such"}, "There is no such exercise here."),
    ({"exercise": None}, "exercise"),
    ({"completed_at": later(NOW, 30)}, "still to come"),
    ({"completed_at": "0001-01-01T00:00:00+14:00"}, "cannot be read"),
    ({"edited_at": later(NOW, 6)}, "The clock of this phone is wrong."),
    ({"edited_at": "2026-11-23T07:00:00"}, "edited_at"),
    ({"edited_at": "soon"}, "edited_at"),
    ({"id": "nobody"}, "id"),
    ({"workout": "nobody"}, "workout"),
    ({"prescribed": {"sets": 3}}, "measure"),
    ({"prescribed": {"measure": "reps", "amount": 4000}}, "planned"),
    ({"prescribed": [1]}, "planned"),
    ({"deleted": "yes"}, "deleted"),
]
BAD_WORKOUTS: list[tuple[dict[str, Any], str]] = [
    ({"started_at": later(NOW, 30)}, "still to come"),
    ({"started_at": None}, "started_at"),
    ({"started_at": "1812-06-24T07:00:00Z"}, "cannot be read"),
    ({"finished_at": at(-5)}, "A workout ends after it starts."),
    ({"finished_at": later(NOW, 30)}, "still to come"),
    ({"note": "x" * 2001}, "A note has up to 2000 characters."),
    ({"note": "a\0b"}, "cannot be kept"),
    ({"session": "x" * 30}, "session"),
]


@pytest.mark.parametrize(("change", "reason"), BAD_SETS, ids=str)
def test_a_bad_set_is_refused_and_the_good_one_kept(
    as_ana: Client, clamshell: Exercise, change: dict[str, Any], reason: str
) -> None:
    mine = workout()
    bad, good = one_set(mine, clamshell) | change, one_set(mine, clamshell, "right")
    answers = send(as_ana, mine, bad, good)
    assert statuses(answers) == ["saved", "refused", "saved"]
    assert reason in answers[1]["reason"]
    assert answers[1]["id"] == bad["id"]
    assert [row.side for row in WorkoutSet.objects.all()] == ["right"]


@pytest.mark.parametrize(("change", "reason"), BAD_WORKOUTS, ids=str)
def test_a_bad_workout_is_refused_and_its_sets_wait(
    as_ana: Client, clamshell: Exercise, change: dict[str, Any], reason: str
) -> None:
    mine, good = workout() | change, workout()
    answers = send(as_ana, mine, one_set(mine, clamshell), good)
    assert statuses(answers) == ["refused", "refused", "saved"]
    assert reason in answers[0]["reason"]
    assert str(Workout.objects.get().pk) == good["id"]


@pytest.mark.parametrize(
    "item", [None, 3, "x", [], {}, {"kind": "x"}, {"kind": 3}, {"kind": "set", "id": {}}], ids=str
)
def test_what_is_no_item_is_refused(as_ana: Client, item: Any) -> None:
    assert statuses(send(as_ana, item, workout())) == ["refused", "saved"]


def test_a_morning_to_come_or_out_of_range_is_refused(as_ana: Client) -> None:
    morning: dict[str, Any] = {"kind": "morning", "id": str(uuid7()), "edited_at": at(0)}
    items: list[dict[str, Any]] = [
        {"day": "2026-11-25"},
        {"day": "2026-11-23", "score": 11},
        {"day": "never"},
    ]
    sent = [morning | one for one in items]
    assert statuses(send(as_ana, *sent)) == ["refused"] * 3


def test_half_a_character_stops_no_queue(as_ana: Client) -> None:
    """A field that ends in the middle of an emoji leaves one, and JSON.stringify writes it."""
    content = body(workout(note="CUT, \N{RUNNER}, \\ud83d")).replace("CUT", "\\ud83d")
    response = as_ana.post(ADDRESS, content, content_type="application/json")
    assert statuses(response.json()["results"]) == ["saved"]
    assert Workout.objects.get().note == "\ufffd, \N{RUNNER}, \\ud83d"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "[]",
        '{"schema": 1}',
        "[" * 100_000,
        '{"schema": 1, "device": "x", "items": []}',
        body().replace('"schema": 1', '"schema": 2'),
        body().replace("[]", '{"a": 1}'),
        body().replace("[]", "[NaN]"),
        body().replace("[]", "[" + "[" * 50_000),
        b"\xff\xfe",
    ],
    ids=range(12),
)
def test_a_body_that_is_none_is_refused_whole(as_ana: Client, content: str) -> None:
    response = as_ana.post(ADDRESS, content, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["reason"]


@pytest.mark.parametrize("content", [body(workout(note="x" * 1_000_000)), body(*[{}] * 2001)])
def test_a_huge_body_is_refused(as_ana: Client, content: str) -> None:
    assert len(json.loads(content)["items"]) in (1, MAX_ITEMS + 1)
    assert as_ana.post(ADDRESS, content, content_type="application/json").status_code == 413
    assert not Workout.objects.exists()


def test_a_form_is_no_queue(as_ana: Client) -> None:
    assert as_ana.post(ADDRESS, {"items": "1"}).status_code == 400


def test_somebody_elses_workout_is_as_good_as_none(
    as_cleo: Client, ana: User, clamshell: Exercise
) -> None:
    theirs = log_workout(ana, one_side(clamshell, "left", 15), note="Mine")
    stored = theirs.sets.get()
    taken = one_set(theirs.pk, clamshell, id=str(stored.pk))
    free = one_set(uuid7(), clamshell)
    first, second, third = send(
        as_cleo, workout(theirs.pk, note="Yours", deleted=True), taken, free
    )
    assert [first["status"], second["status"]] == ["refused", "refused"]
    assert second["reason"] == third["reason"] == "Its workout is not here yet."
    own = workout()
    hijack = one_set(own, clamshell, id=str(stored.pk))
    assert statuses(send(as_cleo, own, hijack)) == ["saved", "refused"]
    theirs.refresh_from_db()
    stored.refresh_from_db()
    assert (theirs.note, theirs.deleted_at, theirs.runner) == ("Mine", None, ana)
    assert (stored.reps, stored.workout) == (15, theirs)


def test_a_set_does_not_wander_into_another_workout(as_ana: Client, clamshell: Exercise) -> None:
    one, other = workout(), workout()
    first = one_set(one, clamshell)
    send(as_ana, one, other, first)
    (answer,) = send(as_ana, first | {"workout": other["id"], "edited_at": at(5)})
    assert answer["status"] == "refused"


def test_the_queue_of_another_account_is_not_taken(as_ana: Client, ana: User, cleo: User) -> None:
    content = body(workout(), runner=runner_key(cleo))
    response = as_ana.post(ADDRESS, content, content_type="application/json")
    assert response.status_code == 409
    assert not Workout.objects.exists()
    assert statuses(send(as_ana, workout(), runner=runner_key(ana))) == ["saved"]


def test_a_visitor_is_told_in_json(client: Client) -> None:
    sent = client.post(ADDRESS, body(workout()), content_type="application/json")
    for response in (client.get(ADDRESS), sent):
        assert (response.status_code, response.json()) == (401, {"reason": "signed-out"})


def test_without_its_token_nothing_is_taken(ana: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    content = body(workout())
    response = browser.post(ADDRESS, content, content_type="application/json")
    assert response.status_code == 403
    assert response.json()["reason"]
    token = browser.get(ADDRESS).json()["csrf"]
    headers = {"X-CSRFToken": token}
    answer = browser.post(ADDRESS, content, content_type="application/json", headers=headers)
    assert statuses(answer.json()["results"]) == ["saved"]


def test_who_sends_too_often_waits(as_ana: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"training_sync": "2/m/user"}
    send(as_ana)
    send(as_ana)
    response = as_ana.post(ADDRESS, body(), content_type="application/json")
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert response.json()["reason"]


@pytest.fixture
def plan(ana: User, program: Program) -> Enrollment:
    return Enrollment.objects.create(
        runner=ana,
        program=program.slug,
        start_on=date(2026, 11, 23),
        strength_days=[0, 2, 4],
        created_at=NOW - timedelta(days=1),
    )


def test_a_finished_session_of_the_plan_is_done(as_ana: Client, plan: Enrollment) -> None:
    mine = workout(session="1-1")
    send(as_ana, mine)
    assert not SessionOutcome.objects.exists()
    send(as_ana, mine | {"finished_at": at(30), "edited_at": at(30)})
    outcome = plan.outcomes.get()
    assert (str(outcome.workout_id), outcome.lap, outcome.day) == (mine["id"], 1, 1)


def test_of_two_workouts_of_one_session_the_earlier_counts(
    as_ana: Client, plan: Enrollment
) -> None:
    first, second = (workout(session="1-1", finished_at=at(30)) for _ in range(2))
    for order in ([first], [second], [first, second], [second, first]):
        send(as_ana, *order)
    assert str(plan.outcomes.get().workout_id) == first["id"]


@pytest.mark.parametrize("session", ["1-2", "9-9", "x", "1-7"])
def test_a_session_that_no_plan_has_leaves_the_workout(
    as_ana: Client, plan: Enrollment, session: str
) -> None:
    (answer,) = send(as_ana, workout(session=session, finished_at=at(30)))
    assert (answer["status"], bool(answer["reason"])) == ("saved", True)
    assert not plan.outcomes.exists()


def test_a_workout_of_a_plan_that_has_ended_is_kept(as_ana: Client, plan: Enrollment) -> None:
    Enrollment.objects.update(ended_on=NOW.date(), end="dropped")
    answer = send(as_ana, workout(session="1-1", finished_at=at(30)))[0]
    assert answer["status"] == "saved"
    assert "no session of your plan" in answer["reason"]
    Enrollment.objects.create(
        runner=plan.runner, program=plan.program, start_on=NOW.date(), created_at=NOW
    )
    send(as_ana, workout(session="1-1", finished_at=at(30)))
    assert not SessionOutcome.objects.exists()


def test_with_a_warning_sign_what_was_done_is_kept_and_no_plan_moves(
    as_ana: Client, ana: User, plan: Enrollment
) -> None:
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW)
    assert statuses(send(as_ana, workout(session="1-1", finished_at=at(30)))) == ["saved"]
    assert not plan.outcomes.exists()


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from([at(0), str(A), "set", "workout", "both", "clamshell"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


FIELDS = [*one_set(A, Exercise(slug="x", measure="reps"))]


@given(change=st.dictionaries(st.sampled_from(FIELDS), json_values))
@chosen(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_field_of_whatever_kind_breaks_the_answer(
    as_ana: Client, clamshell: Exercise, change: dict[str, Any], settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    mine = workout()
    answers = send(as_ana, mine, one_set(mine, clamshell) | change)
    assert answers[0]["status"] in {"saved", "same"}
