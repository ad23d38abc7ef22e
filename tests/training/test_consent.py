"""Pain scores are kept only with consent, and go when it is withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import block, log_run, log_workout, one_side, run_data, sheet
from tests.training.test_sheet_errors import error, field
from training.models import HealthConsent, Run, Workout, WorkoutSet

NEW = "/training/workouts/new/"
NEW_RUN = "/training/runs/new/"
pytestmark = pytest.mark.django_db


def with_pain(exercise: Exercise, **fields: Any) -> dict[str, str]:
    return sheet(block(exercise, {"left": {"amount": 15, "pain": 2}}), **fields)


def test_pain_without_consent_is_refused_beside_the_field(
    as_ana: Client, clamshell: Exercise
) -> None:
    page = as_ana.post(NEW, with_pain(clamshell)).content.decode()
    assert "Tick the box under Pain" in error(page, "b0-s0-left-pain")
    assert "Pain scores are kept only with your yes." in field(page, "consent")
    assert '<option value="2" selected>' in page
    assert not Workout.objects.exists()


def test_ticking_the_box_keeps_the_score_and_records_the_consent(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    as_ana.post(NEW, with_pain(clamshell, consent="on"))
    consent = HealthConsent.objects.get()
    assert (consent.runner, consent.version, consent.given_at) == (ana, HealthConsent.VERSION, NOW)
    assert WorkoutSet.objects.get().pain_score == 2


def test_no_pain_no_question(as_ana: Client, clamshell: Exercise) -> None:
    as_ana.post(NEW, sheet(block(clamshell, {"left": 15})))
    assert not HealthConsent.objects.exists()
    assert Workout.objects.exists()


@pytest.mark.usefixtures("consent")
def test_who_agreed_is_not_asked_again(as_ana: Client, clamshell: Exercise) -> None:
    page = as_ana.get(f"{NEW}?exercise=clamshell").content.decode()
    assert HealthConsent.TEXT not in page
    as_ana.post(NEW, with_pain(clamshell))
    assert WorkoutSet.objects.get().pain_score == 2


def test_pain_of_a_run_without_consent_is_refused_beside_the_field(as_ana: Client) -> None:
    page = as_ana.post(NEW_RUN, run_data(pain=2)).content.decode()
    assert "Tick the box under Pain" in field(page, "pain")
    assert "Pain scores are kept only with your yes." in field(page, "consent")
    assert not Run.objects.exists()


def test_ticking_the_box_keeps_the_score_of_a_run(as_ana: Client, ana: User) -> None:
    as_ana.post(NEW_RUN, run_data(pain=0, consent="on"))
    assert Run.objects.get().pain_score == 0
    assert HealthConsent.given_by(ana)


@pytest.mark.usefixtures("consent")
def test_who_agreed_is_not_asked_again_at_a_run(as_ana: Client) -> None:
    assert HealthConsent.TEXT not in as_ana.get(NEW_RUN).content.decode()
    as_ana.post(NEW_RUN, run_data(pain=2))
    assert Run.objects.get().pain_score == 2


def test_a_new_wording_is_asked_for_again(
    ana: User, consent: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HealthConsent, "VERSION", HealthConsent.VERSION + 1)
    assert not HealthConsent.given_by(ana)


def test_another_runners_consent_is_not_mine(cleo: User, consent: None) -> None:
    assert not HealthConsent.given_by(cleo)


def test_saying_yes_twice_is_one_record(ana: User, consent: None) -> None:
    HealthConsent.give(ana, NOW)
    assert HealthConsent.objects.count() == 1


@pytest.mark.usefixtures("consent")
def test_withdrawing_deletes_every_score_and_keeps_the_rest(
    as_ana: Client, ana: User, cleo: User, clamshell: Exercise
) -> None:
    log_workout(ana, one_side(clamshell, "left", 15, pain_score=3)).remove(NOW)
    log_workout(cleo, one_side(clamshell, "left", 15, pain_score=4))
    log_run(ana, 8000, pain_score=2)
    page = as_ana.post("/training/pain/delete/", follow=True).content.decode()
    assert "Health data deleted: 2." in page
    assert Run.objects.get().pain_score is None
    assert list(
        WorkoutSet.objects.filter(workout__runner=ana).values_list("pain_score", "reps")
    ) == [(None, 15)]
    assert WorkoutSet.objects.filter(pain_score=4).exists()
    assert not HealthConsent.given_by(ana)


def test_withdrawing_asks_first(as_ana: Client, ana: User, consent: None) -> None:
    assert (
        "Delete all pain scores and tests?" in as_ana.get("/training/pain/delete/").content.decode()
    )
    assert HealthConsent.given_by(ana)


def test_a_withdrawn_yes_can_be_given_again(ana: User, consent: None) -> None:
    HealthConsent.withdraw(ana, NOW)
    HealthConsent.give(ana, NOW)
    assert HealthConsent.given_by(ana)
    assert HealthConsent.objects.count() == 2
