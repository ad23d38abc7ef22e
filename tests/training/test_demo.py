"""The half year that demonstrations show."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from training import days, demo, entries, offers, sides
from training.assessments.report import report
from training.assessments.symmetry import Verdict
from training.demo import plans
from training.models import (
    AssessmentResult,
    HipCheck,
    Run,
    SessionOutcome,
    Workout,
    WorkoutSet,
)

FIELDS = [field.attname for field in WorkoutSet._meta.concrete_fields]


@pytest.fixture
def library(
    clamshell: Exercise, side_plank: Exercise, bridge: Exercise, band_walk: Exercise
) -> list[Exercise]:
    return [clamshell, side_plank, bridge, band_walk]


def dump() -> list[Any]:
    return list(WorkoutSet.objects.order_by("pk").values_list(*FIELDS))


def test_the_same_seed_makes_the_same_rows(ana: User, library: list[Exercise]) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    first = dump()
    Workout.objects.all().delete()
    demo.make_history(ana, library, NOW, seed=7)
    assert dump() == first


def test_a_second_call_adds_nothing(ana: User, library: list[Exercise]) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    first = dump()
    demo.make_history(ana, library, NOW, seed=7)
    assert dump() == first


def test_another_seed_makes_another_story(ana: User, cleo: User, library: list[Exercise]) -> None:
    one = demo.make_history(ana, library, NOW, seed=7)
    other = demo.make_history(cleo, library, NOW, seed=8)
    assert [w.started_at for w in one] != [w.started_at for w in other]


def test_ids_are_of_version_7(ana: User, library: list[Exercise]) -> None:
    ids = [workout.pk for workout in demo.make_history(ana, library, NOW, seed=7)]
    assert {pk.version for pk in ids} == {7}
    assert all(isinstance(pk, UUID) for pk in ids)


def test_half_a_year_of_two_or_three_a_week(ana: User, library: list[Exercise]) -> None:
    workouts = demo.make_history(ana, library, NOW, seed=7)
    assert 35 <= len(workouts) <= 78
    assert NOW - timedelta(weeks=26) < workouts[0].started_at < workouts[-1].started_at < NOW


def test_the_difference_between_sides_closes(ana: User, library: list[Exercise]) -> None:
    workouts = demo.make_history(ana, library, NOW, seed=7)

    def gap(part: list[Workout]) -> float:
        rows = WorkoutSet.objects.filter(workout__in=part, exercise__slug="side-plank")
        (total,) = sides.totals(rows)
        return abs(total.difference) / total.most

    assert gap(workouts[:15]) > 0.2
    assert gap(workouts[-8:]) < 0.05


def test_pain_comes_and_goes(ana: User, library: list[Exercise]) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    scores = {row.pain_score or 0 for row in WorkoutSet.objects.all()}
    assert {0, 1, 3, 4} <= scores
    assert max(scores) <= 5


def test_the_same_seed_makes_the_same_runs(ana: User, library: list[Exercise]) -> None:
    def rows() -> list[Any]:
        return list(
            Run.objects.order_by("pk").values_list("pk", "started_at", "distance_m", "note")
        )

    demo.make_history(ana, library, NOW, seed=7)
    first = rows()
    Run.objects.all().delete()
    demo.make_history(ana, library, NOW, seed=7)
    assert rows() == first


def test_about_three_runs_a_week(ana: User, library: list[Exercise]) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    assert 60 <= Run.objects.count() <= 78


def test_the_longest_run_of_a_week_is_at_the_weekend(ana: User, library: list[Exercise]) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    weeks: dict[Any, list[Run]] = {}
    for run in Run.objects.all():
        weeks.setdefault(days.monday_of(run.started_at.date()), []).append(run)
    full = [max(runs, key=lambda run: run.distance_m) for runs in weeks.values() if len(runs) == 3]
    assert len(full) > 12
    assert all(run.started_at.weekday() >= 5 for run in full)


@pytest.mark.parametrize("seed", range(1, 6))
def test_runs_grow_gently_until_the_last_long_one(
    ana: User, library: list[Exercise], seed: int
) -> None:
    demo.make_history(ana, library, NOW, seed=seed)
    found = entries.run_entries(ana, list(Run.objects.all()))
    jumps = [one.started_at for one in found.values() if one.is_longer]
    assert NOW - max(jumps) < timedelta(days=15)
    assert len(jumps) <= 4


def test_it_needs_exercises(ana: User) -> None:
    with pytest.raises(ValueError, match="at least one exercise"):
        demo.make_history(ana, [], NOW, seed=7)


def test_hip_checks_are_made_once_and_end_without_a_difference(
    ana: User, library: list[Exercise]
) -> None:
    demo.make_history(ana, library, NOW, seed=7)
    demo.make_history(ana, library, NOW, seed=7)
    checks = list(HipCheck.objects.of(ana).order_by("started_at"))
    assert len(checks) == 5
    assert len(set(AssessmentResult.objects.values_list("hip_check", "assessment", "side"))) == 50
    heel_raises = [
        next(row for row in report(check, NOW).rows if row.assessment.key == "heel_raise_reps")
        for check in checks
    ]
    assert heel_raises[1].finding.verdict == Verdict.TWICE
    assert heel_raises[-1].finding.verdict == Verdict.SAME


@pytest.fixture
def strong_hips(library: list[Exercise], monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of two weeks, so that a third one repeats nothing."""
    monkeypatch.setattr(plans, "PROGRAM", "foundation")


@pytest.mark.usefixtures("strong_hips", "program")
def test_the_demos_plan_has_one_session_skipped_and_the_rest_done(ana: User) -> None:
    demo.make_plan(ana, NOW, seed=7)
    demo.make_plan(ana, NOW, seed=7)
    skipped = SessionOutcome.objects.exclude(skipped="")
    assert (SessionOutcome.objects.count(), skipped.count()) == (4, 1)
    assert Workout.objects.count() == 3
    assert [offer.kind for offer in offers.offers(Workout.objects.latest("started_at"), NOW)] == [
        "fewer"
    ]
