"""Runs between the workouts of the log page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import log_run, log_workout, one_side
from training import longest
from training.logbook import ThisWeek

pytestmark = pytest.mark.django_db


def log_page(browser: Client, query: str = "") -> str:
    return browser.get(f"/training/{query}").content.decode()


def test_runs_stand_between_workouts_in_time_order(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    log_workout(ana, one_side(clamshell, "left", 15), started_at=NOW - timedelta(days=1))
    log_run(ana, 8000, days_ago=2)
    log_workout(ana, one_side(bridge, "both", 12), started_at=NOW - timedelta(days=3))
    page = log_page(as_ana)
    places = [page.index(words) for words in ("Last week", "Clamshell", "Run, 8.0", "Glute bridge")]
    assert places == sorted(places)


def test_a_log_of_runs_alone_is_a_log(as_ana: Client, ana: User) -> None:
    log_run(ana, 8000)
    page = log_page(as_ana)
    assert "No workouts yet" not in page
    assert "One run this week, 8.0 km in all." in page


@pytest.mark.parametrize("runs", [0, 1])
def test_a_run_can_be_logged_from_the_log(as_ana: Client, ana: User, runs: int) -> None:
    for _ in range(runs):
        log_run(ana, 8000)
    assert 'href="/training/runs/new/"' in log_page(as_ana)


def test_runs_fill_pages_too(as_ana: Client, ana: User) -> None:
    for day in range(14):
        log_run(ana, 8000 + day * 100, days_ago=day)
    assert log_page(as_ana).count("<article") == 12
    assert "Run, 9.3 km" in log_page(as_ana, "?page=2")


@pytest.mark.parametrize(
    ("workouts", "sets", "runs", "meters", "words"),
    [
        (2, 14, 1, 8000, "Two workouts and one run this week, 14 sets and 8.0 km in all."),
        (1, 1, 0, 0, "One workout this week, 1 set in all."),
        (0, 0, 12, 90_400, "12 runs this week, 90.4 km in all."),
        (0, 0, 0, 0, "No workout or run this week yet."),
    ],
)
def test_the_head_line_counts_both(
    workouts: int, sets: int, runs: int, meters: int, words: str
) -> None:
    assert ThisWeek(workouts, sets, runs, meters, []).sentence == words


def test_the_row_of_a_jump_says_so_with_its_qualifier(as_ana: Client, ana: User) -> None:
    log_run(ana, 10_000, days_ago=9)
    log_run(ana, 11_500, days_ago=2)
    page = log_page(as_ana)
    assert page.count(longest.LONGER) == 1
    assert longest.QUALIFIER in page
    assert longest.SOURCE_URL in page


def test_a_jump_is_measured_by_runs_of_other_pages(as_ana: Client, ana: User) -> None:
    log_run(ana, 10_000, days_ago=28)
    for day in range(12):
        log_run(ana, 11_500 if day == 11 else 5000, days_ago=day)
    assert log_page(as_ana).count(longest.LONGER) == 1


def test_days_are_those_of_the_runner(as_ana: Client, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="America/New_York")
    log_run(ana, 5000, started_at=datetime(2026, 11, 21, 13, 0, tzinfo=UTC))
    # Still Saturday in New York, so the first run is of the same day and does not count.
    log_run(ana, 9000, started_at=datetime(2026, 11, 22, 4, 0, tzinfo=UTC))
    assert longest.LONGER not in log_page(as_ana)


def test_pain_of_a_run_has_its_light_and_its_advice(as_ana: Client, ana: User) -> None:
    log_run(ana, 8000, pain_score=4)
    page = log_page(as_ana)
    assert "Pain 4, ease off" in page
    assert "run shorter or easier" in page
    assert "When to see a clinician" in page


def test_little_pain_needs_no_advice(as_ana: Client, ana: User) -> None:
    log_run(ana, 8000, pain_score=0)
    page = log_page(as_ana)
    assert "Pain 0" in page
    assert "When to see a clinician" not in page
