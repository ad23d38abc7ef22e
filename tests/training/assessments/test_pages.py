"""A runner's hip check, from the safety questions to the result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from uuid6 import uuid7

from accounts.models import User
from tests.conftest import NOW
from training.assessments import report
from training.models import AssessmentResult, HealthConsent, HipCheck, Run, SafetyCheck

pytestmark = pytest.mark.django_db

START = "/training/checks/new/"


def start_data(**fields: Any) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "answer": "none",
        "consent": "on",
        "tests": ["side_plank", "heel_raise_reps"],
        "footwear": "barefoot",
    } | fields


def make_check(runner: User, days_ago: int = 0, **fields: Any) -> HipCheck:
    values = {"first_side": "left", "planned": ["side_plank", "heel_raise_reps"], **fields}
    return HipCheck.objects.create(
        runner=runner, started_at=NOW - timedelta(days=days_ago), **values
    )


def write(check: HipCheck, key: str, **sides: float) -> None:
    for side, value in sides.items():
        AssessmentResult.objects.create(hip_check=check, assessment=key, side=side, value=value)


def test_a_check_goes_from_test_to_test_to_its_result(as_ana: Client, ana: User) -> None:
    response = as_ana.post(START, start_data())
    check = HipCheck.objects.get()
    assert response["Location"] == f"/training/checks/{check.pk}/side-plank/"
    assert HealthConsent.given_by(ana)

    page = as_ana.get(response["Location"]).content.decode()
    assert "Test 1 of 2" in page
    assert "not when you can do no more" in page

    sent = {"left-trial1": "41.5", "right-trial1": "44", "left-stop_reason": "form"}
    response = as_ana.post(response["Location"], sent)
    assert response["Location"] == f"/training/checks/{check.pk}/heel-raise-reps/"
    sent = {"left-trial1": "10", "right-trial1": "24", "left-pain": "1"}
    response = as_ana.post(response["Location"], sent)
    assert response["Location"] == f"/training/checks/{check.pk}/"

    page = as_ana.get(response["Location"]).content.decode()
    assert "A difference, seen once." in page
    assert "41.5 s" in page
    assert "Wellsandt" not in page  # a name means nothing to a runner


def test_a_start_that_is_sent_twice_is_one_check(as_ana: Client) -> None:
    data = start_data()
    as_ana.post(START, data)
    as_ana.post(START, data)
    assert HipCheck.objects.count() == 1


def test_without_consent_nothing_is_kept(as_ana: Client) -> None:
    data = start_data()
    del data["consent"]
    page = as_ana.post(START, data).content.decode()
    assert "nothing of this is kept" in page
    assert not HipCheck.objects.exists()
    assert not SafetyCheck.objects.exists()


@pytest.mark.parametrize(("answer", "words"), [("now", "emergency"), ("soon", "appointment")])
def test_a_warning_sign_pauses_until_a_clinician_cleared_it(
    as_ana: Client, ana: User, answer: str, words: str
) -> None:
    response = as_ana.post(START, start_data(answer=answer))
    assert response["Location"] == "/training/safety/"
    assert not HipCheck.objects.exists()
    page = as_ana.get("/training/safety/").content.decode()
    assert "Please pause." in page
    assert words in page

    assert as_ana.get(START)["Location"] == "/training/safety/"
    as_ana.post("/training/safety/", {"answer": "none"})
    assert SafetyCheck.pausing(ana)  # a later "none" clears nothing

    as_ana.post("/training/safety/clear/", {})
    assert SafetyCheck.pausing(ana)
    as_ana.post("/training/safety/clear/", {"cleared": "yes"})
    assert SafetyCheck.pausing(ana) is None
    assert as_ana.get(START).status_code == 200


def test_the_first_side_stays_the_first(as_ana: Client, ana: User) -> None:
    make_check(ana, 30, first_side="right")
    as_ana.post(START, start_data())
    assert HipCheck.objects.latest("started_at").first_side == "right"


def test_closed_eyes_are_offered_after_20_seconds_with_open_ones(as_ana: Client, ana: User) -> None:
    assert "eyes closed" not in as_ana.get(START).content.decode()
    check = make_check(ana, 30, planned=["single_leg_stance_open"])
    write(check, "single_leg_stance_open", left=20, right=33)
    assert "eyes closed" in as_ana.get(START).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"left-trial1": "-3"}, "Seconds run from 0 to 180."),
        ({"left-trial1": "9999"}, "Seconds run from 0 to 180."),
        ({"left-trial1": "long"}, "Write a number."),
        ({"left-trial1": "30", "left-pain": "11"}, "Pain runs from 0 to 10."),
        ({}, "Write down one side or more"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    as_ana: Client, ana: User, sent: dict[str, str], words: str
) -> None:
    check = make_check(ana)
    page = as_ana.post(f"/training/checks/{check.pk}/side-plank/", sent).content.decode()
    assert words in page
    assert not AssessmentResult.objects.exists()


def test_a_reach_needs_all_its_tries(as_ana: Client, ana: User) -> None:
    check = make_check(ana, planned=["y_balance_anterior"])
    address = f"/training/checks/{check.pk}/y-balance-anterior/"
    page = as_ana.post(address, {"left-trial1": "60", "left-trial2": "61"}).content.decode()
    assert "their mean counts" in page
    as_ana.post(address, {"left-trial1": "60", "left-trial2": "61", "left-trial3": "65"})
    assert AssessmentResult.objects.get().value == 62


def test_points_are_added_up_and_none_is_a_score(as_ana: Client, ana: User) -> None:
    check = make_check(ana, planned=["lateral_step_down_quality"])
    address = f"/training/checks/{check.pk}/lateral-step-down-quality/"
    as_ana.post(address, {"left-criteria": ["0", "3", "4"], "right-is_scored": "on"})
    found = {row.side: (str(row.value), row.criteria) for row in check.results.all()}
    assert found == {"left": ("3.0", [0, 3, 4]), "right": ("0.0", [])}


def test_a_test_that_hurt_is_no_comparison(as_ana: Client, ana: User) -> None:
    check = make_check(ana)
    sent = {"left-trial1": "12", "left-stop_reason": "pain", "left-pain": "4", "right-trial1": "50"}
    as_ana.post(f"/training/checks/{check.pk}/side-plank/", sent)
    page = as_ana.get(f"/training/checks/{check.pk}/").content.decode()
    assert "A test hurt, so rest comes first." in page
    assert "When to see a clinician" in page
    assert "A program that fits" not in page


def test_a_side_that_is_emptied_goes(as_ana: Client, ana: User) -> None:
    check = make_check(ana)
    write(check, "side_plank", left=40, right=41)
    as_ana.post(f"/training/checks/{check.pk}/side-plank/", {"left-trial1": "40"})
    assert [row.side for row in AssessmentResult.objects.all()] == ["left"]


def test_twice_the_same_side_leads(as_ana: Client, ana: User) -> None:
    write(make_check(ana, 30), "heel_raise_reps", left=10, right=24)
    check = make_check(ana)
    write(check, "heel_raise_reps", left=12, right=25)
    page = as_ana.get(f"/training/checks/{check.pk}/").content.decode()
    assert "Your left side goes first." in page
    assert "This does not mean injury." in page


def test_a_report_asks_four_times_however_many_checks(
    ana: User, django_assert_max_num_queries: Any
) -> None:
    for days in range(40, 400, 30):
        write(make_check(ana, days), "side_plank", left=40, right=50)
    check = make_check(ana)
    write(check, "side_plank", left=40, right=50)
    again = HipCheck.objects.select_related("runner").get(pk=check.pk)
    with django_assert_max_num_queries(4):
        report.report(again, NOW)


def test_a_check_is_deleted_and_comes_back(as_ana: Client, ana: User) -> None:
    check = make_check(ana)
    response = as_ana.post(f"/training/checks/{check.pk}/delete/")
    assert "Hip check deleted." in as_ana.get(response["Location"]).content.decode()
    assert as_ana.get(f"/training/checks/{check.pk}/").status_code == 404
    as_ana.post(f"/training/checks/{check.pk}/restore/")
    assert as_ana.get(f"/training/checks/{check.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
@pytest.mark.parametrize("part", ["", "side-plank/", "delete/", "restore/"])
def test_others_find_nothing(
    request: pytest.FixtureRequest, ana: User, who: str, part: str
) -> None:
    check = make_check(ana)
    stranger: Client = request.getfixturevalue(who)
    address = f"/training/checks/{check.pk}/{part}"
    assert stranger.post(address, {"left-trial1": "40"}).status_code in (404, 405)
    if part != "restore/":
        assert stranger.get(address).status_code == 404
    assert not AssessmentResult.objects.exists()


def test_another_runners_id_is_not_taken(as_cleo: Client, ana: User) -> None:
    check = make_check(ana)
    assert as_cleo.post(START, start_data(id=str(check.pk))).status_code == 404


def test_withdrawn_consent_takes_the_tests_along(as_ana: Client, ana: User) -> None:
    HealthConsent.give(ana, NOW)
    write(make_check(ana), "side_plank", left=40)
    SafetyCheck.objects.create(runner=ana, answer="none", at=NOW)
    as_ana.post("/training/pain/delete/")
    assert not HipCheck.objects.exists()
    assert not SafetyCheck.objects.exists()


@pytest.mark.parametrize(("score", "is_open"), [(2, True), (3, False), (7, False)])
def test_nothing_is_tested_on_a_day_that_hurts(
    as_ana: Client, ana: User, score: int, is_open: bool
) -> None:
    Run.objects.create(runner=ana, started_at=NOW, distance_m=5000, pain_score=score)
    assert ("Not today." in as_ana.get("/training/checks/new/").content.decode()) != is_open
    as_ana.post("/training/checks/new/", start_data())
    assert HipCheck.objects.exists() == is_open
