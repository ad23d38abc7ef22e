"""Everything of a runner's training out and in again, and what a forged file cannot do."""

from __future__ import annotations

import io
import json
import zipfile
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from exercises.models import Exercise, Program
from tests.conftest import NOW
from tests.training.conftest import log_workout, one_side
from tests.training.imports.files import zipped
from tests.training.offline.phones import B, at, one_set, send, workout
from training import demo
from training.imports.activity import RefusedError
from training.models import (
    Decision,
    Enrollment,
    HealthConsent,
    HipCheck,
    MorningPain,
    Run,
    RunImport,
    SafetyCheck,
    StrengthImport,
    Target,
    TrainingPreferences,
    Workout,
    WorkoutSet,
)
from training.takeout import into, out
from training.takeout.tables import SCHEMA, TABLES

pytestmark = pytest.mark.django_db

# What is no part of a runner's training: an import is forgotten after a month.
NOT_TAKEN = {RunImport, StrengthImport}


@pytest.fixture
def log(
    as_ana: Client,
    ana: User,
    program: Program,
    clamshell: Exercise,
    side_plank: Exercise,
    bridge: Exercise,
) -> None:
    """Ana's half year, with everything that a log can hold."""
    demo.make_history(ana, [clamshell, side_plank, bridge], NOW, 1)
    Run.objects.filter(pk=Run.objects.earliest("pk").pk).update(sport="trail", source="strava:1")
    SafetyCheck.objects.create(runner=ana, answer="soon", at=NOW, cleared_at=NOW)
    log_workout(ana, one_side(bridge, "both", 5, load_kg="7.50"), note="=1+1, \u00e4, \U0001f3c3")
    follow_a_plan(ana, program, clamshell, bridge)
    meet_on_two_phones(as_ana, clamshell)


def follow_a_plan(ana: User, program: Program, clamshell: Exercise, bridge: Exercise) -> None:
    """Two plans, one of them over, with all that can be said in a plan."""
    days = {"strength_days": [0, 2, 4], "running_days": [1], "long_run_day": 6}
    values = {"runner": ana, "program": program.slug, "created_at": NOW} | days
    over = {"ended_on": NOW.date(), "end": "dropped"}
    Enrollment.objects.create(start_on=NOW.date() - timedelta(days=60), **values, **over)
    plan = Enrollment.objects.create(start_on=NOW.date() - timedelta(days=7), **values)
    for kind, count in (("shift", 1), ("pause", 3), ("repeat", None)):
        plan.changes.create(kind=kind, on_day=NOW.date(), days=count, at=NOW)
    done = Workout.objects.of(ana).latest("started_at")
    outcome = {"lap": 1, "week": 1, "on_day": NOW.date(), "at": NOW}
    plan.outcomes.create(day=1, workout=done, **outcome)
    plan.outcomes.create(day=3, skipped="ill", **outcome)
    plan.outcomes.create(day=7, hip_check=HipCheck.objects.of(ana).first(), **outcome)
    Target.objects.create(
        runner=ana,
        exercise=clamshell,
        measure="reps",
        sets=3,
        amount=12,
        band="light",
        eased_sets=0,
        eased_until=NOW.date(),
        instead=bridge,
        decided_at=NOW,
    )
    Decision.objects.create(
        workout=done,
        exercise=clamshell,
        kind="reps",
        is_taken=True,
        reason="Because.",
        decided_by=ana,
        decided_at=NOW,
    )
    MorningPain.objects.update_or_create(
        runner=ana, day=NOW.date(), defaults={"score": 0, "at": NOW}
    )
    TrainingPreferences.objects.create(
        runner=ana, equipment=["mat"], running_days=[1], reminder_hour=7, reminder_key="secret"
    )


def meet_on_two_phones(as_ana: Client, clamshell: Exercise) -> None:
    """Two phones log one set each of one workout, in one place, and delete another."""
    mine = workout(finished_at=at(30), note="On two phones")
    loser = one_set(mine, clamshell, edited=1, load_kg=2.5, pain_score=2, reps=9)
    gone = one_set(mine, clamshell, index=4)
    send(as_ana, mine, loser, gone)
    late = one_set(mine, clamshell, edited=2)
    send(as_ana, late, gone | {"deleted": True, "edited_at": at(3)}, device=B)


def tables(runner: User) -> dict[str, list[dict[str, Any]]]:
    with out.write(runner, NOW) as file, zipfile.ZipFile(file) as archive:
        found: dict[str, list[dict[str, Any]]] = json.loads(archive.read("hipcoach.json"))["tables"]
        return found


def packed(found: object, schema: str = SCHEMA) -> io.BytesIO:
    whole = {"schema": schema, "tables": found}
    return io.BytesIO(zipped({"hipcoach.json": json.dumps(whole).encode()}))


def empty() -> None:
    """Make this the other copy: nothing of the log is left."""
    for table in reversed(TABLES):
        table.model._default_manager.all().delete()


@pytest.mark.usefixtures("log")
def test_a_whole_log_comes_back_without_loss(ana: User) -> None:
    before = tables(ana)
    assert all(before[table.key] for table in TABLES if table.comes_back)
    empty()
    result = into.read(ana, packed(before), True, NOW)
    after = tables(ana)
    assert (result.refused, result.known, result.withheld) == ([], 0, 0)
    assert TrainingPreferences.objects.get().reminder_key not in {None, "secret"}
    assert {**after, "consents": 0} == {**before, "consents": 0}


@pytest.mark.usefixtures("log")
def test_every_table_of_the_training_is_taken(ana: User) -> None:
    taken = {one.model for one in TABLES}
    assert set(apps.get_app_config("training").get_models()) - taken == NOT_TAKEN


@pytest.mark.usefixtures("log")
def test_a_second_reading_adds_nothing(ana: User) -> None:
    before = tables(ana)
    result = into.read(ana, packed(before), True, NOW)
    assert set(result.added.values()) == {0}
    assert result.refused == []
    assert tables(ana) == before


@pytest.mark.usefixtures("log")
def test_what_was_set_aside_still_comes_back_to_its_place(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    before = tables(ana)
    empty()
    into.read(ana, packed(before), True, NOW)
    entry = Workout.objects.get(note="On two phones")
    stands = entry.sets.get()
    moved = one_set(entry.pk, clamshell, index=7, edited=9, id=str(stands.pk))
    send(as_ana, moved, device=B)
    back = entry.sets.get(set_index=1)
    assert (back.reps, str(back.load_kg), back.pain_score) == (9, "2.50", 2)


@pytest.mark.usefixtures("log")
def test_a_plan_under_way_does_not_pass_the_safety_questions(ana: User) -> None:
    before = tables(ana)
    empty()
    result = into.read(ana, packed(before), False, NOW)
    assert not Enrollment.objects.filter(ended_on__isnull=True).exists()
    assert any("safety questions" in why for _, why in result.refused)


@pytest.mark.usefixtures("log")
def test_a_second_plan_does_not_begin_beside_the_first(ana: User) -> None:
    before = tables(ana)
    Enrollment.objects.all().delete()
    Enrollment.objects.create(runner=ana, program="foundation", start_on=NOW.date(), created_at=NOW)
    result = into.read(ana, packed(before), True, NOW)
    assert any("You are in another plan here." in why for _, why in result.refused)
    assert Enrollment.objects.count() == 2


@pytest.mark.usefixtures("log")
def test_another_account_of_this_copy_may_read_it_too(ana: User, cleo: User) -> None:
    before = tables(ana)
    first = into.read(cleo, packed(before), True, NOW)
    assert first.added["sets"] == len(before["sets"])
    assert set(into.read(cleo, packed(before), True, NOW).added.values()) == {0}
    assert tables(ana) == before


@pytest.mark.usefixtures("log")
def test_without_consent_health_data_stays_out(ana: User) -> None:
    before = tables(ana)
    empty()
    assert into.read(ana, packed(before), False, NOW).withheld
    assert not WorkoutSet.objects.exclude(pain_score=None).exists()
    assert not Run.objects.exclude(pain_score=None).exists()
    assert not HipCheck.objects.exists()
    assert not SafetyCheck.objects.exists()
    assert WorkoutSet.objects.count() == len(before["sets"])


@pytest.mark.usefixtures("log")
def test_a_deleted_entry_is_neither_taken_nor_brought_back(ana: User) -> None:
    before = tables(ana)
    workout = Workout.objects.latest("started_at")
    workout.remove(NOW)
    assert len(tables(ana)["workouts"]) == len(before["workouts"]) - 1
    into.read(ana, packed(before), True, NOW)
    workout.refresh_from_db()
    assert workout.deleted_at


@pytest.mark.usefixtures("log")
def test_the_zip_has_a_table_for_each_and_disarms_formulas(ana: User) -> None:
    with out.write(ana, NOW) as file, zipfile.ZipFile(file) as archive:
        assert {f"{one.key}.csv" for one in TABLES} < set(archive.namelist())
        assert "'=1+1" in archive.read("workouts.csv").decode()


BAD: list[tuple[str, dict[str, Any], str]] = [
    ("sets", {"reps": -3}, "breaks a rule|greater than or equal"),
    ("sets", {"reps": 100_000}, "breaks a rule|less than or equal"),
    ("sets", {"hold_seconds": 36_000, "reps": None}, "kind that is known"),
    ("sets", {"pain_score": 11}, "breaks a rule"),
    ("sets", {"side": "both"}, "breaks a rule"),
    ("sets", {"side": "up"}, "not a valid choice"),
    ("sets", {"exercise": "no-such"}, "This copy has no exercise 'no-such'."),
    ("sets", {"exercise": ["x"]}, "kind that is known|no exercise"),
    ("sets", {"reps": {"a": 1}}, "kind that is known"),
    ("sets", {"reps": True}, "kind that is known"),
    ("workouts", {"started_at": (NOW + timedelta(days=9)).isoformat()}, "in the future"),
    ("workouts", {"started_at": "2026-11-01T10:00:00"}, "no time zone"),
    ("workouts", {"started_at": "soon"}, "started_at"),
    ("workouts", {"id": "nobody"}, "id"),
    ("runs", {"distance_m": 0}, "breaks a rule"),
    ("runs", {"distance_m": 10**30}, "."),
    ("hip_checks", {"planned": [{"a": 1}]}, "not a list of what it should be"),
    ("results", {"assessment": "no_such"}, "no such test"),
    ("results", {"choice": "odd"}, "no such result"),
    ("results", {"trials": ["x"]}, "not a list of what it should be"),
    ("plans", {"strength_days": [9]}, "not a list of what it should be"),
    ("doses", {"sets": 99}, "breaks a rule"),
    ("doses", {"instead": "no-such"}, "This copy has no exercise 'no-such'."),
    ("mornings", {"score": 11}, "breaks a rule"),
    ("settings", {"equipment": ["a moon"]}, "not a list of what it should be"),
    ("sets_aside", {"values": {"reps": 9, "position": 1, "rpe": 99}}, "breaks a rule"),
    ("sets_aside", {"values": {"no_such": 1}}, "kind that is known"),
    ("sets_aside", {"is_deleted": "yes"}, "kind that is known"),
    ("merges", {"dropped_at": "soon"}, "dropped_at"),
]


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(("table", "change", "reason"), BAD)
def test_a_bad_row_is_refused_by_itself(
    ana: User, table: str, change: dict[str, Any], reason: str
) -> None:
    before = tables(ana)
    forged = deepcopy(before)
    rows = forged[table]
    place = next(
        n
        for n, row in enumerate(rows)
        if (table != "sets" or (row["side"] == "left" and "reps" in row))
        and not row.get("is_deleted")
    )
    rows[place] |= change
    empty()
    result = into.read(ana, packed(forged), True, NOW)
    assert result.refused_count == 1
    said = result.refused[0][1]
    assert any(part in said for part in reason.split("|")), said
    assert result.added[table] == len(before[table]) - 1


@pytest.mark.usefixtures("log")
def test_a_row_cannot_hang_itself_on_a_strangers_entry(
    ana: User, cleo: User, clamshell: Exercise
) -> None:
    theirs = log_workout(cleo, one_side(clamshell, "left", 9))
    row = tables(ana)["sets"][0] | {"workout": str(theirs.pk), "set_index": 7}
    result = into.read(ana, packed({"sets": [row]}), True, NOW)
    assert result.added["sets"] == 0
    assert theirs.sets.count() == 1


def test_a_row_cannot_name_its_runner(ana: User, cleo: User) -> None:
    row = {"started_at": NOW.isoformat(), "distance_m": 5, "runner": cleo.pk, "runner_id": cleo.pk}
    into.read(ana, packed({"runs": [row]}), True, NOW)
    assert Run.objects.get().runner == ana


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (io.BytesIO(b"hello"), "The zip is broken."),
        (io.BytesIO(zipped({"a.txt": b""})), "no export of HipCoach"),
        (io.BytesIO(zipped({"hipcoach.json": b"{"})), "is broken"),
        (io.BytesIO(zipped({"hipcoach.json": b"[" * 100_000})), "is broken"),
        (packed({}, "other/9"), "not of the schema"),
        (packed([]), "has no tables"),
        (packed({"runs": [1]}), "no list of rows"),
        (io.BytesIO(zipped({"../hipcoach.json": b"{}"})), "outside itself"),
    ],
    ids=range(8),
)
def test_a_file_that_is_none_of_ours_is_refused(ana: User, file: io.BytesIO, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        into.read(ana, file, True, NOW)
    assert not HealthConsent.objects.exists()


@pytest.mark.usefixtures("log")
def test_the_page_sends_and_takes_the_file(as_ana: Client, ana: User) -> None:
    response = as_ana.get("/training/data/everything.zip")
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # a file response
    assert response["Content-Disposition"] == 'attachment; filename="hipcoach-2026-11-23.zip"'
    count = Workout.objects.count()
    empty()
    fields = {"file": SimpleUploadedFile("x.zip", data), "consent": "on"}
    page = as_ana.post("/training/data/", fields).content.decode()
    assert f"{count} workouts" in page
    assert Workout.objects.of(ana).count() == count


def test_the_page_says_what_is_wrong_with_a_file(as_ana: Client) -> None:
    fields = {"file": SimpleUploadedFile("x.zip", b"hello")}
    assert "The zip is broken." in as_ana.post("/training/data/", fields).content.decode()


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_others_get_only_their_own(request: pytest.FixtureRequest, who: str) -> None:
    response = request.getfixturevalue(who).get("/training/data/everything.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        found = json.loads(archive.read("hipcoach.json"))["tables"]
    assert not any(found.values())


def test_visitors_are_sent_to_sign_in(client: Client) -> None:
    for address in ("/training/data/", "/training/data/everything.zip"):
        assert client.get(address)["Location"].startswith("/accounts/login/")
