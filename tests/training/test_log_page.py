"""The log page: weeks, paging, sums."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from exercises.models import Exercise
from exercises.publishing import release
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_run, log_workout, one_side
from training import demo, logbook

pytestmark = pytest.mark.django_db


def log_page(browser: Client, query: str = "") -> str:
    return browser.get(f"/training/{query}").content.decode()


def test_an_empty_log_says_what_to_do(as_ana: Client) -> None:
    page = log_page(as_ana)
    assert "No workouts yet" in page
    assert 'href="/training/workouts/new/"' in page


def test_workouts_stand_newest_first_under_their_week(
    as_ana: Client, ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    log_workout(ana, one_side(bridge, "both", 12), started_at=NOW - timedelta(days=20))
    log_workout(ana, one_side(clamshell, "left", 15))
    page = log_page(as_ana)
    places = [
        page.index(words)
        for words in ("This week<", "Clamshell", "Week of November 2", "Glute bridge")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("monday", "name"),
    [
        (date(2026, 11, 23), "This week"),
        (date(2026, 11, 16), "Last week"),
        (date(2026, 11, 9), "Week of November 9"),
        (date(2025, 12, 29), "Week of December 29, 2025"),
    ],
)
def test_weeks_have_names(monday: date, name: str) -> None:
    assert logbook.week_name(monday, date(2026, 11, 25)) == name


def test_a_late_workout_shows_on_its_local_day(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="America/New_York")
    late = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)  # Saturday, 23:30 in New York
    log_workout(ana, one_side(clamshell, "left", 15), started_at=late)
    page = log_page(as_ana)
    assert "Saturday, November 21" in page
    assert "11:30 PM" in page


def test_this_weeks_sets_are_counted_as_sets(
    as_ana: Client, ana: User, clamshell: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 15, 13), *both_sides(clamshell, 12, 12, 2))
    page = log_page(as_ana)
    assert "One workout this week, 2 sets in all." in page
    assert "Left did 2 reps more." in page


def test_pain_stands_beside_its_side(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    log_workout(ana, one_side(clamshell, "left", 15, pain_score=4))
    assert "Pain 4, ease off" in log_page(as_ana)


def test_a_long_log_has_pages(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    for day in range(logbook.PER_PAGE + 1):
        log_workout(ana, one_side(clamshell, "left", 15), started_at=NOW - timedelta(days=day))
    assert log_page(as_ana).count("<article") == logbook.PER_PAGE
    assert "Wednesday, November 11" in log_page(as_ana, "?page=2")


def test_an_archived_exercise_stays_in_old_logs(
    as_ana: Client, ana: User, ben: User, clamshell: Exercise
) -> None:
    workout = log_workout(ana, *both_sides(clamshell, 15, 13))
    release.archive(clamshell, ben, NOW)
    assert "Clamshell" in log_page(as_ana)
    page = as_ana.get(f"/training/workouts/{workout.pk}/").content.decode()
    assert "No longer in the library." in page


def test_an_archived_exercise_can_still_be_edited(
    as_ana: Client, ana: User, ben: User, clamshell: Exercise
) -> None:
    workout = log_workout(ana, *both_sides(clamshell, 15, 13))
    release.archive(clamshell, ben, NOW)
    page = as_ana.get(f"/training/workouts/{workout.pk}/edit/").content.decode()
    assert 'value="13"' in page


def test_queries_do_not_grow_with_the_log(
    as_ana: Client, ana: User, clamshell: Exercise, side_plank: Exercise, bridge: Exercise
) -> None:
    log_workout(ana, one_side(clamshell, "left", 15))
    log_run(ana, 8000)
    log_page(as_ana)  # takes the catalog's snapshot
    with CaptureQueriesContext(connection) as few:
        log_page(as_ana)
    demo.make_history(ana, [clamshell, side_plank, bridge], NOW, seed=1)
    with CaptureQueriesContext(connection) as many:
        log_page(as_ana)
    assert len(many) == len(few)
    assert len(many) <= 12
