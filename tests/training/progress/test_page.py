"""The progress page: what it says, what it costs, and its tables as files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.models import Exercise, Program
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_run, log_workout, make_exercise, one_side
from training import demo
from training.models import (
    AssessmentResult,
    Enrollment,
    HipCheck,
    MorningPain,
    PlanChange,
    Workout,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(browser: Client, query: str = "") -> str:
    response = browser.get(f"/training/progress/{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(browser: Client, key: str, query: str = "") -> list[list[str]]:
    response = browser.get(f"/training/progress/{key}.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode())))


def check(runner: User, days_ago: int, left: float, right: float, test: str = "side_plank") -> None:
    made = HipCheck.objects.create(
        runner=runner,
        started_at=NOW - timedelta(days=days_ago),
        first_side="left",
        planned=[test],
    )
    for side, value in (("left", left), ("right", right)):
        AssessmentResult.objects.create(hip_check=made, assessment=test, side=side, value=value)


def test_an_empty_log_says_what_to_do(as_ana: Client) -> None:
    assert "Nothing to show yet" in page(as_ana)


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    for address in ("/training/progress/", "/training/progress/pain.csv"):
        assert client.get(address)["Location"].startswith("/accounts/login/")


def test_a_difference_inside_the_noise_is_not_named(as_ana: Client, ana: User) -> None:
    check(ana, 60, 40, 65)
    check(ana, 1, 38, 60)
    seen = page(as_ana)
    assert "<h1>No clear difference.</h1>" in seen
    assert "goes first" not in seen
    assert "From left 40 and right 65 on Sep 24, 2026 to left 38 and right 60 s" in seen
    assert "90% mark" in seen
    assert 'class="band"' in seen


def test_a_difference_outside_the_noise_is_named_when_it_was_seen_twice(
    as_ana: Client, ana: User
) -> None:
    check(ana, 60, 20, 65)
    assert "A difference, seen once." in page(as_ana)
    check(ana, 1, 25, 60)
    seen = page(as_ana)
    assert "Your left side goes first." in seen
    assert "This does not mean injury." in seen


def test_what_was_judged_by_eye_has_no_line(as_ana: Client, ana: User) -> None:
    made = HipCheck.objects.create(
        runner=ana, started_at=NOW, first_side="left", planned=["single_leg_squat_quality"]
    )
    for side in ("left", "right"):
        AssessmentResult.objects.create(
            hip_check=made, assessment="single_leg_squat_quality", side=side, choice="good"
        )
    seen = page(as_ana)
    assert "judged by eye" in seen
    assert rows(as_ana, "sides")[1][1:3] == ["Good", "Good"]


def test_an_exercise_shows_its_best_of_each_side_and_names_no_difference(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 12, 15), *both_sides(clamshell, 14, 13, 2))
    seen = page(as_ana, "?of=exercise-clamshell")
    assert "Left and right: Clamshell" in seen
    assert "left 14 and right 15 reps" in seen
    assert "no difference is named here" in seen
    assert rows(as_ana, "sides", "?of=exercise-clamshell")[1] == ["2026-11-23", "14", "15", "reps"]


def test_a_test_and_an_exercise_of_one_name_are_told_apart(
    as_ana: Client, ana: User, side_plank: Exercise
) -> None:
    check(ana, 3, 40, 50)
    log_workout(ana, *both_sides(side_plank, 21, 22))
    assert "left 40 and right 50 s" in page(as_ana, "?of=test-side-plank")
    assert "left 21 and right 22 s" in page(as_ana, "?of=exercise-side-plank")


def test_planes_count_sets_and_name_runs_beside_the_sagittal_ones(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 12, 12), one_side(bridge, "both", 12))
    log_run(ana, 8000)
    assert rows(as_ana, "planes")[1] == ["2026-11-23", "1", "0", "1", "1", "8"]
    assert "and 1 run, 8.0 km: running goes front and back." in page(as_ana)


def test_pain_is_the_highest_of_each_session(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    pains = (1, 4)
    sets = [one_side(clamshell, "left", 9, n, pain_score=p) for n, p in enumerate(pains, 1)]
    log_workout(ana, *sets, started_at=NOW - timedelta(days=2))
    log_run(ana, 5000, 1, pain_score=2)
    assert rows(as_ana, "pain")[1:] == [
        ["2026-11-21", "workout", "4", "", "ease off"],
        ["2026-11-22", "run", "2", "", "fine"],
    ]
    said = "Highest 4 of 10 in 2 sessions: 1 fine, 1 ease off. The last was 2."
    assert f"{said} No next morning was noted." in page(as_ana)


def test_the_morning_after_stands_beside_its_session(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_workout(ana, one_side(clamshell, "left", 9, pain_score=2), started_at=NOW - 3 * DAY)
    log_workout(ana, one_side(clamshell, "left", 9), started_at=NOW - 2 * DAY)
    log_run(ana, 5000, 1, pain_score=4)
    for days_ago, score in ((2, 3), (1, 1), (0, None)):
        day = NOW.date() - timedelta(days=days_ago)
        MorningPain.objects.create(runner=ana, day=day, score=score, at=NOW)
    assert rows(as_ana, "pain")[1:] == [
        ["2026-11-20", "workout", "2", "3", "stop"],
        ["2026-11-21", "workout", "", "1", "fine"],
        ["2026-11-22", "run", "4", "", "ease off"],
    ]
    seen = page(as_ana)
    assert "Highest 3 in 2 next mornings, worse than the session after 2 of them." in seen
    assert "Next morning</text>" in seen
    assert seen.count('<rect class="m"') == 2 * (1 + 2)  # a key and two mornings, drawn twice


def test_bests_keep_the_sides_apart(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 12, 15))
    log_workout(
        ana, *both_sides(clamshell, 14, 13), started_at=NOW - timedelta(days=3), note="before"
    )
    assert rows(as_ana, "bests")[1] == ["Clamshell", "reps", "14", "15", "", ""]


def test_minutes_are_shared_out_by_sets_where_the_length_is_known(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    hop = make_exercise("side-hop", "Side hop", reps=5, traits=["plyometric", "isometric"])
    log_workout(ana, *both_sides(clamshell, 9, 9), one_side(hop, "left", 5))
    assert rows(as_ana, "traits")[1:] == []
    Workout.objects.update(finished_at=NOW + timedelta(minutes=30))
    assert rows(as_ana, "traits")[1:] == [["Holds", "15"], ["Hops and bounds", "15"]]


def test_months_are_summed_up(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 9, 9), started_at=datetime(2026, 10, 5, tzinfo=UTC))
    log_run(ana, 8040)
    found = {row[0]: row[1:] for row in rows(as_ana, "months", "?range=all")[1:]}
    assert found == {
        "October 2026": ["1", "1", "", "0", "0", ""],
        "November 2026": ["0", "0", "", "1", "8", ""],
    }


def test_a_quarter_leaves_out_what_is_older(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 9, 9), started_at=NOW - timedelta(weeks=14))
    assert "Clamshell" not in page(as_ana)
    assert "Clamshell" in page(as_ana, "?range=all")


@pytest.mark.parametrize(
    "query", ["?range=x&of=y&month=z", "?month=9999-12", "?month=0001-01", "?of=test-", "?of="]
)
def test_a_broken_address_shows_the_usual(
    as_ana: Client, ana: User, clamshell: Exercise, query: str
) -> None:
    log_workout(ana, *both_sides(clamshell, 9, 9))
    assert "Left and right" in page(as_ana, query)


def test_a_deleted_workout_counts_nowhere(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, *both_sides(clamshell, 9, 9)).remove(NOW)
    log_run(ana, 8000).remove(NOW)
    assert "Nothing to show yet" in page(as_ana)


def test_a_name_is_no_formula_in_a_file(as_ana: Client, ana: User) -> None:
    odd = make_exercise("odd", "=cmd()", reps=5)
    log_workout(ana, one_side(odd, "left", 5))
    assert rows(as_ana, "bests")[1][0] == "'=cmd()"


def test_an_unknown_table_is_not_found(as_ana: Client) -> None:
    assert as_ana.get("/training/progress/secrets.csv").status_code == 404


@pytest.mark.parametrize("who", ["as_cleo", "as_ben"])
def test_others_see_only_their_own(
    request: pytest.FixtureRequest, ana: User, clamshell: Exercise, who: str
) -> None:
    log_workout(ana, *both_sides(clamshell, 9, 9))
    check(ana, 1, 40, 50)
    browser = request.getfixturevalue(who)
    assert "Nothing to show yet" in page(browser, "?range=all&of=exercise-clamshell")
    for key in ("weeks", "planes", "pain", "bests", "traits"):
        assert "Clamshell" not in str(rows(browser, key, "?range=all"))
    assert browser.get("/training/progress/sides.csv").status_code == 404


def test_the_number_of_queries_is_bounded(
    as_ana: Client, ana: User, clamshell: Exercise, side_plank: Exercise, program: Program
) -> None:
    demo.make_history(ana, [clamshell, side_plank], NOW, 1)
    for ago in range(1, 6):  # five programs that have ended
        ended = NOW.date() - timedelta(weeks=4 * ago)
        plan = Enrollment.objects.create(
            runner=ana,
            program=program.slug,
            start_on=ended - timedelta(weeks=3),
            ended_on=ended,
            end="finished",
            strength_days=[0, 3],
            running_days=[],
            created_at=NOW,
        )
        PlanChange.objects.create(
            enrollment=plan, kind="pause", on_day=plan.start_on, days=7, at=NOW
        )
    get_catalog()
    for query in ("", "?range=all&of=exercise-clamshell"):
        with CaptureQueriesContext(connection) as queries:
            page(as_ana, query)
        assert len(queries) < 18, [one["sql"][:150] for one in queries]
