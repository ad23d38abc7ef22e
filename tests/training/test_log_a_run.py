"""A runner writes down a run and sees it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from uuid6 import uuid7

from accounts.models import User
from tests.conftest import NOW
from tests.training.conftest import log_run, run_data
from tests.training.test_sheet_errors import field
from training import longest
from training.models import Run

NEW = "/training/runs/new/"
pytestmark = pytest.mark.django_db


def test_a_run_stands_in_the_log(as_ana: Client) -> None:
    page = as_ana.post(NEW, run_data(), follow=True).content.decode()
    assert "Run saved." in page
    assert "Run, 8.0 km in 46:10, 5:46 per km" in page


def test_the_start_is_filled_in_on_the_runners_clock(as_ana: Client, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Tokyo")
    page = as_ana.get(NEW).content.decode()
    assert 'value="21:00"' in field(page, "clock")


def test_the_start_is_read_on_the_runners_clock(as_ana: Client, ana: User) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="America/New_York")
    as_ana.post(NEW, run_data(day="2026-11-21", clock="23:30"))
    assert Run.objects.get().started_at == datetime(2026, 11, 22, 4, 30, tzinfo=UTC)


def test_the_time_may_be_left_out(as_ana: Client) -> None:
    page = as_ana.post(NEW, run_data(time=""), follow=True).content.decode()
    assert "Run, 8.0 km<" in page
    assert Run.objects.get().duration_s is None


@pytest.mark.parametrize(
    ("distance", "unit", "meters"),
    [("8.5", "km", 8500), ("5", "mi", 8047), ("26.2", "mi", 42165), ("0.001", "km", 1)],
)
def test_distances_are_stored_in_meters(
    as_ana: Client, distance: str, unit: str, meters: int
) -> None:
    as_ana.post(NEW, run_data(distance=distance, unit=unit, time=""))
    assert Run.objects.get().distance_m == meters


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"distance": ""}, "distance", "How far did you run?"),
        ({"distance": "far"}, "distance", "Write the distance as a number"),
        ({"distance": "NaN"}, "distance", "Write the distance as a number"),
        ({"distance": "0"}, "distance", "A run goes from 1 meter"),
        ({"distance": "-3"}, "distance", "A run goes from 1 meter"),
        ({"distance": "500.1"}, "distance", "A run goes from 1 meter"),
        ({"distance": "311", "unit": "mi"}, "distance", "A run goes from 1 meter"),
        ({"distance": "99999999"}, "distance", "A run goes from 1 meter"),
        ({"distance": "8.12345"}, "distance", "Three places"),
        ({"unit": "league"}, "unit", "Select a valid choice"),
        ({"time": "46"}, "time", "Write the time as minutes and seconds, 46:10"),
        ({"time": "46:61"}, "time", "Write the time as minutes and seconds, 46:10"),
        ({"time": "0:00"}, "time", "A time runs from 0:01"),
        ({"time": "200:00:00"}, "time", "A time runs from 0:01"),
        ({"distance": "12", "time": "1:05"}, "time", "too fast for a run, 0:05 per km"),
        ({"time": "46:10:00"}, "time", "too slow for a run, 5:46:15 per km"),
        ({"pain": "11"}, "pain", "Pain runs from 0 to 10."),
        ({"day": "2026-11-24"}, "day", "Log a run once it is done."),
        ({"clock": "12:01"}, "clock", "This time is still to come."),
        ({"day": "soon"}, "day", "Write the day as year, month, day"),
    ],
)
def test_an_error_stands_beside_its_field_and_values_stay(
    as_ana: Client, fields: dict[str, Any], name: str, words: str
) -> None:
    page = as_ana.post(NEW, run_data(note="Felt good", **fields)).content.decode()
    assert words in field(page, name)
    assert "Felt good" in page
    assert not Run.objects.exists()


def test_a_form_that_is_cut_short_is_refused(as_ana: Client) -> None:
    assert "This form is broken." in as_ana.post(NEW, {}).content.decode()


def test_a_double_submit_is_one_run(as_ana: Client) -> None:
    data = run_data()
    as_ana.post(NEW, data)
    as_ana.post(NEW, data)
    assert Run.objects.count() == 1


def test_a_retry_with_other_numbers_updates(as_ana: Client) -> None:
    pk = uuid7()
    as_ana.post(NEW, run_data(id=pk))
    as_ana.post(NEW, run_data(id=pk, distance="9", time=""))
    run = Run.objects.get()
    assert (run.pk, run.distance_m, run.duration_s) == (pk, 9000, None)


def test_the_id_of_a_strangers_run_is_not_found(as_cleo: Client, ana: User) -> None:
    run = log_run(ana, 8000)
    assert as_cleo.post(NEW, run_data(id=run.pk, distance="1")).status_code == 404
    assert Run.objects.get().distance_m == 8000


def test_the_form_shows_what_was_logged(as_ana: Client, ana: User) -> None:
    run = log_run(ana, 8047, duration_s=2770, note="Windy")
    page = as_ana.get(f"/training/runs/{run.pk}/edit/").content.decode()
    for words in ('value="8.047"', 'value="46:10"', "Windy", 'value="12:00"'):
        assert words in page


def test_editing_changes_the_run_and_keeps_the_seconds(as_ana: Client, ana: User) -> None:
    started_at = NOW.replace(hour=7, second=17)
    run = log_run(ana, 8000, started_at=started_at)
    data = run_data(clock="07:00", distance="10", time="55:00", note="Longer")
    page = as_ana.post(f"/training/runs/{run.pk}/edit/", data, follow=True).content.decode()
    assert "Changes saved." in page
    run.refresh_from_db()
    changed = (run.started_at, run.distance_m, run.duration_s, run.note)
    assert changed == (started_at, 10_000, 3300, "Longer")


def test_the_form_cannot_rename_the_run(as_ana: Client, ana: User) -> None:
    run, other = log_run(ana, 8000), log_run(ana, 5000, days_ago=1)
    as_ana.post(f"/training/runs/{run.pk}/edit/", run_data(id=other.pk, distance="9"))
    other.refresh_from_db()
    assert other.distance_m == 5000


def test_a_jump_is_said_with_its_qualifier_after_saving(as_ana: Client, ana: User) -> None:
    log_run(ana, 7000, days_ago=7)
    page = as_ana.post(NEW, run_data(), follow=True).content.decode()
    assert f"Run saved. {longest.LONGER}. {longest.QUALIFIER}" in page


def test_within_the_cap_nothing_is_said(as_ana: Client, ana: User) -> None:
    log_run(ana, 7500, days_ago=7)
    assert longest.LONGER not in as_ana.post(NEW, run_data(), follow=True).content.decode()


def test_a_deleted_run_is_no_measure(as_ana: Client, ana: User) -> None:
    log_run(ana, 7000, days_ago=7)
    log_run(ana, 20_000, days_ago=3).remove(NOW)
    assert longest.LONGER in as_ana.post(NEW, run_data(), follow=True).content.decode()


def test_a_strangers_run_is_no_measure(as_ana: Client, cleo: User) -> None:
    log_run(cleo, 2000, days_ago=7)
    assert longest.LONGER not in as_ana.post(NEW, run_data(), follow=True).content.decode()
