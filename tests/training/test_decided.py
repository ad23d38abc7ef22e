"""What a runner accepted counts on a free sheet too: filled in, or said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, log_workout, one_side, sheet
from tests.training.test_sheet_buttons import amounts
from training.models import Target, WorkoutSet

pytestmark = pytest.mark.django_db
NEW = "/training/workouts/new/"
TODAY = NOW.date()


def decide(runner: User, exercise: Exercise, **fields: Any) -> None:
    usual = {"measure": "reps", "sets": 2, "amount": 15, "decided_at": NOW - timedelta(days=3)}
    Target.objects.create(runner=runner, exercise=exercise, **usual | fields)


def free(browser: Client, exercise: Exercise) -> str:
    return browser.get(f"{NEW}?exercise={exercise.slug}").content.decode()


def test_a_step_on_the_ladder_is_said(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    decide(ana, clamshell, instead=bridge)
    assert "On November 20 you chose Glute bridge in its place." in free(as_ana, clamshell)


def test_a_changed_target_is_filled_in(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    decide(ana, clamshell, amount=18)
    assert amounts(free(as_ana, clamshell), "b0") == ["18"] * 4


def test_fewer_sets_are_filled_in_and_said(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    decide(ana, clamshell, eased_sets=1, eased_until=TODAY)
    shown = free(as_ana, clamshell)
    assert amounts(shown, "b0") == ["15"] * 2
    assert "Fewer sets until November 23, since it hurt." in shown


def test_a_rest_is_said_and_can_be_logged_all_the_same(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    decide(ana, clamshell, eased_sets=0, eased_until=TODAY + timedelta(days=2))
    shown = free(as_ana, clamshell)
    assert "Rests until November 25, since it hurt." in shown
    assert "Dose: 0" not in shown
    assert amounts(shown, "b0") == ["", ""]
    as_ana.post(NEW, sheet(block(clamshell, {"left": 5})))
    assert WorkoutSet.objects.get().prescribed_sets is None


def test_what_is_over_is_said_no_more(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    decide(ana, clamshell, eased_sets=0, eased_until=TODAY - timedelta(days=1))
    assert "since it hurt" not in free(as_ana, clamshell)


def test_a_free_hop_says_what_it_waits_for(as_ana: Client, ana: User, hop: Exercise) -> None:
    assert "Hops wait for" in free(as_ana, hop)
    workout = log_workout(ana, one_side(hop, "left", 5))
    edit = as_ana.get(f"/training/workouts/{workout.pk}/edit/").content.decode()
    assert "Hops wait for" not in edit
