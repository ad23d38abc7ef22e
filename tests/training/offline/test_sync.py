"""What phones bring back ends in the log, whatever the way it comes."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise
from exercises.publishing import release
from exercises.publishing.merge import merge
from tests.conftest import NOW
from tests.training.conftest import block, both_sides, log_workout, one_side, sheet
from tests.training.offline import phones
from tests.training.offline.phones import A, B, at, one_set, send, statuses, workout
from training.models import HealthConsent, MergeNotice, MorningPain, SetAside, Workout, WorkoutSet
from training.offline import body, sync

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    """Return what stands in all logs."""
    found = WorkoutSet.objects.order_by("pk")
    return list(
        found.values_list(
            "pk", "workout", "exercise", "set_index", "side", "reps", "edited_at", "device"
        )
    )


def entries() -> list[tuple[object, ...]]:
    """Return the workouts, and whether each is deleted."""
    found = Workout.objects.order_by("pk").values_list("pk", "note", "finished_at", "deleted_at")
    return [(pk, note, finished, bool(deleted)) for pk, note, finished, deleted in found]


def asides() -> list[tuple[object, ...]]:
    """Return what was set aside."""
    found = SetAside.objects.order_by("pk")
    return list(found.values_list("pk", "set_index", "side", "is_deleted", "edited_at"))


def test_a_session_comes_back_with_everything(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    HealthConsent.give(ana, NOW)
    mine = workout(note="In the basement", finished_at=at(30))
    dose = {"sets": 3, "measure": "reps", "amount": 15, "load_kg": 2.5, "band": "", "rir": 3}
    left = one_set(mine, clamshell, "left", reps=14, load_kg=2.5, rir=2, pain_score=3)
    right = one_set(mine, clamshell, "right", prescribed=dose)
    assert statuses(send(as_ana, left, mine, right)) == ["saved"] * 3
    stored = Workout.objects.get()
    assert (stored.runner, stored.note, str(stored.pk)) == (ana, "In the basement", mine["id"])
    first, second = stored.sets.order_by("side")
    assert (first.reps, first.rir, first.pain_score, str(first.load_kg)) == (14, 2, 3, "2.50")
    assert (second.prescribed_sets, second.prescribed_reps, second.prescribed_rir) == (3, 15, 3)


def test_the_answer_has_the_order_of_the_items(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    sent = [one_set(mine, clamshell, "left"), mine, one_set(mine, clamshell, "right")]
    assert [one["id"] for one in send(as_ana, *sent)] == [one["id"] for one in sent]


def test_the_same_queue_again_changes_nothing(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    queue = [mine, one_set(mine, clamshell)]
    send(as_ana, *queue)
    before = rows(), entries()
    assert statuses(send(as_ana, *queue, *queue)) == ["same"] * 4
    assert (rows(), entries()) == before


def test_a_set_without_its_workout_waits(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    lonely = one_set(mine, clamshell)
    (answer,) = send(as_ana, lonely)
    assert (answer["status"], answer["reason"]) == ("refused", "Its workout is not here yet.")
    assert statuses(send(as_ana, lonely, mine)) == ["saved", "saved"]


def test_the_later_change_of_a_set_stands_and_the_runner_is_told(
    as_ana: Client, clamshell: Exercise
) -> None:
    mine = workout()
    first = one_set(mine, clamshell, reps=12)
    send(as_ana, mine, first)
    other = first | {"reps": 9, "edited_at": at(3)}
    (answer,) = send(as_ana, other, device=B)
    assert (answer["status"], answer["kept"]["reps"]) == ("merged", 9)
    assert "9 reps. Not kept: 12 reps." in answer["notice"]
    (late,) = send(as_ana, first | {"reps": 11, "edited_at": at(2)})
    assert (late["status"], late["kept"]["reps"]) == ("older", 9)
    page = as_ana.get(f"/training/workouts/{mine['id']}/").content.decode()
    assert "Clamshell, set 1, left: changed on two devices." in page


def test_a_change_of_what_was_seen_is_told_nobody(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    first = one_set(mine, clamshell, reps=12)
    send(as_ana, mine, first)
    second = first | {"reps": 9, "edited_at": at(3), "base": first["edited_at"]}
    assert statuses(send(as_ana, second, device=B)) == ["saved"]
    assert not MergeNotice.objects.exists()


def test_a_notice_goes_when_the_runner_has_read_it_and_stays_gone(
    as_ana: Client, as_cleo: Client, clamshell: Exercise
) -> None:
    mine = workout()
    first = one_set(mine, clamshell, reps=12)
    other = first | {"reps": 9, "edited_at": at(3)}
    send(as_ana, mine, first)
    send(as_ana, other, device=B)
    address = f"/training/workouts/{mine['id']}/"
    assert as_cleo.post(f"{address}noticed/").status_code == 404
    assert "changed on two devices" in as_ana.get(address).content.decode()
    page = as_ana.post(f"{address}noticed/", follow=True).content.decode()
    assert "changed on two devices" not in page
    send(as_ana, first)
    assert "changed on two devices" not in as_ana.get(address).content.decode()


def test_two_sets_in_one_place_are_both_kept(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    first, second = one_set(mine, clamshell, reps=12), one_set(mine, clamshell, edited=2, reps=9)
    send(as_ana, mine, first)
    (answer,) = send(as_ana, second, device=B)
    assert (answer["status"], answer["kept"]["id"]) == ("merged", second["id"])
    assert [row.reps for row in WorkoutSet.objects.all()] == [9]
    (replay,) = send(as_ana, first)
    assert replay["kept"]["id"] == second["id"]
    moved = second | {"set_index": 2, "edited_at": at(3), "base": second["edited_at"]}
    send(as_ana, moved, device=B)
    assert sorted(row.reps or 0 for row in WorkoutSet.objects.all()) == [9, 12]


def test_two_sets_may_change_places(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    one, two = one_set(mine, clamshell, index=1), one_set(mine, clamshell, index=2, reps=9)
    send(as_ana, mine, one, two)
    swapped = [
        one | {"set_index": 2, "edited_at": at(2)},
        two | {"set_index": 1, "edited_at": at(2)},
    ]
    assert statuses(send(as_ana, *swapped)) == ["saved", "saved"]
    assert [row.reps for row in WorkoutSet.objects.order_by("set_index")] == [9, 12]


def test_a_deleted_set_stays_deleted(as_ana: Client, clamshell: Exercise) -> None:
    mine = workout()
    first = one_set(mine, clamshell)
    send(as_ana, mine, first)
    send(as_ana, first | {"deleted": True, "edited_at": at(5), "base": first["edited_at"]})
    (late,) = send(as_ana, first | {"reps": 5, "edited_at": at(4)}, device=B)
    assert (late["status"], late["kept"]["deleted"]) == ("older", True)
    assert not WorkoutSet.objects.exists()


def test_a_late_set_of_a_deleted_workout_is_kept_and_wakes_nothing(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    mine = workout()
    send(as_ana, mine)
    as_ana.post(f"/training/workouts/{mine['id']}/delete/")
    assert statuses(send(as_ana, mine, one_set(mine, clamshell))) == ["same", "saved"]
    assert not Workout.objects.of(ana).exists()
    as_ana.post(f"/training/workouts/{mine['id']}/restore/")
    assert Workout.objects.of(ana).get().sets.count() == 1


def test_a_phone_deletes_a_workout_and_brings_it_back(as_ana: Client, ana: User) -> None:
    mine = workout()
    send(as_ana, mine, mine | {"deleted": True, "edited_at": at(2)})
    assert not Workout.objects.of(ana).exists()
    send(as_ana, mine | {"note": "Late words", "edited_at": at(3)}, device=B)
    assert not Workout.objects.of(ana).exists()
    send(as_ana, mine | {"restored": True, "edited_at": at(4)})
    assert Workout.objects.of(ana).exists()
    send(as_ana, mine | {"deleted": True, "edited_at": at(2)})
    assert Workout.objects.of(ana).exists()


def test_an_archived_exercise_is_accepted_and_a_merged_one_is_the_other(
    as_ana: Client, clamshell: Exercise, side_plank: Exercise, bridge: Exercise
) -> None:
    release.archive(side_plank, None, NOW)
    merge(bridge, clamshell, None, NOW)
    mine = workout()
    sent = [one_set(mine, side_plank), one_set(mine, bridge, reps=9)]
    assert statuses(send(as_ana, mine, *sent)) == ["saved"] * 3
    assert set(WorkoutSet.objects.values_list("exercise__slug", flat=True)) == {
        "side-plank",
        "clamshell",
    }


def test_pain_is_left_out_without_consent_and_the_answer_says_so(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    mine = workout()
    morning = {"kind": "morning", "id": str(uuid7()), "day": "2026-11-23", "score": 4}
    queue = [mine, one_set(mine, clamshell, pain_score=4), morning | {"edited_at": at(0)}]
    _, one, said = send(as_ana, *queue)
    assert one["status"] == said["status"] == "saved"
    assert "without the pain score" in one["reason"]
    assert "without the pain score" in said["reason"]
    assert WorkoutSet.objects.get().pain_score is None
    assert MorningPain.objects.get(runner=ana).score is None


def test_the_later_answer_of_a_morning_stands(as_ana: Client, ana: User) -> None:
    HealthConsent.give(ana, NOW)
    morning = {"kind": "morning", "id": str(uuid7()), "day": "2026-11-23"}
    late = morning | {"score": 2, "edited_at": at(9)}
    assert statuses(send(as_ana, late)) == ["saved"]
    assert statuses(send(as_ana, morning | {"score": 7, "edited_at": at(1)}, device=B)) == ["older"]
    assert statuses(send(as_ana, late)) == ["same"]
    assert MorningPain.objects.get().score == 2


def test_an_edit_on_the_web_stands_against_older_words_of_a_phone(
    as_ana: Client, clamshell: Exercise
) -> None:
    mine = workout(finished_at=at(30))
    first, second = one_set(mine, clamshell, index=1), one_set(mine, clamshell, index=2)
    send(as_ana, mine, first, second)
    address = f"/training/workouts/{mine['id']}/edit/"
    data = sheet(block(clamshell, {"left": 7}), pk=UUID(mine["id"]), clock="07:00")
    assert as_ana.post(address, data).status_code == 302
    late = [
        first | {"reps": 13, "edited_at": at(60), "base": first["edited_at"]},
        second | {"reps": 13, "edited_at": at(60), "base": second["edited_at"]},
    ]
    answers = send(as_ana, *late)
    assert statuses(answers) == ["older", "older"]
    assert [one["kept"]["deleted"] for one in answers] == [False, True]
    assert [row.reps for row in WorkoutSet.objects.all()] == [7]


def test_what_the_web_left_alone_may_still_be_changed_by_a_phone(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    stored = log_workout(ana, *both_sides(clamshell, 12, 12), started_at=NOW - timedelta(days=1))
    WorkoutSet.objects.update(edited_at=NOW - timedelta(hours=20))
    left, right = stored.sets.order_by("side")
    typed = [one_side(clamshell, "left", 7), one_side(clamshell, "right", 12)]
    stored.rewrite(stored.started_at, "", typed, NOW - timedelta(hours=6))
    change = {"edited_at": at(1), "base": (NOW - timedelta(hours=20)).isoformat()}
    items = [
        one_set(stored.pk, clamshell, row.side, id=str(row.pk), reps=20) | change
        for row in (left, right)
    ]
    assert statuses(send(as_ana, *items)) == ["merged", "saved"]


def test_withdrawing_consent_erases_pain_that_was_set_aside(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    HealthConsent.give(ana, NOW)
    mine = workout()
    first = one_set(mine, clamshell, pain_score=4)
    send(as_ana, mine, first, one_set(mine, clamshell, edited=2), device=B)
    assert SetAside.objects.get().pain_score == 4
    HealthConsent.withdraw(ana, NOW)
    assert SetAside.objects.get().pain_score is None


def test_one_set_takes_few_queries(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    HealthConsent.give(ana, NOW)
    mine = workout()
    send(as_ana, mine, one_set(mine, clamshell, index=9))
    with CaptureQueriesContext(connection) as queries:
        send(as_ana, one_set(mine, clamshell, pain_score=3))
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 6


def test_a_long_queue_takes_no_query_for_each(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    HealthConsent.give(ana, NOW)

    def asked(number: int) -> int:
        queue = []
        for _ in range(number):
            mine = workout()
            queue += [mine, *(one_set(mine, clamshell, index=n, pain_score=1) for n in range(1, 5))]
        with CaptureQueriesContext(connection) as queries:
            send(as_ana, *queue)
        return len(queries)

    asked(1)
    assert asked(20) <= asked(2) + 1


IDS = [UUID(int=0x0191_0000_0000_7000_8000_0000_0000_0000 + number) for number in range(6)]
queues = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.integers(0, 3),  # which set
        st.integers(1, 2),  # its index
        st.sampled_from(["left", "right"]),
        st.integers(1, 40),  # reps
        st.integers(0, 3),  # one in four is a deletion
        st.none() | st.integers(0, 9),  # base
    ),
    min_size=1,
    max_size=10,
)


@given(queues, st.integers(0, 999), st.booleans())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_two_devices_end_in_the_same_log_in_any_order(
    ana: User, clamshell: Exercise, drawn: list[tuple[object, ...]], seed: int, gone: bool
) -> None:
    mine = workout(IDS[5])
    sent: list[tuple[UUID, dict[str, object]]] = [(A, mine)]
    if gone:
        sent.append((B, mine | {"deleted": True, "edited_at": at(4)}))
        sent.append((A, mine | {"note": "Later", "edited_at": at(5)}))
    for number, (device, which, index, side, reps, kind, base) in enumerate(drawn):
        item = one_set(mine, clamshell, str(side), int(str(index)), edited=number)
        item |= {"id": str(IDS[int(str(which))]), "reps": reps, "deleted": kind == 0}
        item |= {"base": None if base is None else at(int(str(base)))}
        sent.append((A if device == "A" else B, item))

    def end(order: list[tuple[UUID, dict[str, object]]], together: int) -> object:
        Workout.objects.all().delete()
        for start in range(0, len(order), together):
            for device in (A, B):
                part = [item for one, item in order[start : start + together] if one == device]
                sent = phones.body(mine, *part, device=device).encode()
                sync.take(ana, body.read(sent, NOW), NOW)
        return rows(), entries(), asides()

    first = end(sent, 100)
    mixed = sent + sent[::2]
    Random(seed).shuffle(mixed)
    assert end(mixed, 3) == first
