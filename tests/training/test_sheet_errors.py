"""What the sheet refuses, where it says so, and that nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.training.conftest import block, sheet
from training.models import Workout

NEW = "/training/workouts/new/"
pytestmark = pytest.mark.django_db


def error(page: str, name: str) -> str:
    """Return the error to which a field of a set points."""
    control = re.search(rf'<(?:input|select)[^>]*name="{re.escape(name)}"[^>]*>', page)
    assert control, f"no field {name}"
    assert f'aria-describedby="id_{name}_error"' in control.group()
    found = re.search(rf'id="id_{re.escape(name)}_error">([^<]*)<', page)
    assert found, f"no error at {name}"
    return found.group(1)


def field(page: str, name: str) -> str:
    """Return the markup around a field: its control and what stands beside it."""
    found = re.search(
        rf'<div id="div_id_{re.escape(name)}".*?(?=<div id="div_id_|</section>)', page, re.DOTALL
    )
    assert found, f"no field {name}"
    return found.group()


@pytest.mark.parametrize(
    ("cells", "name", "words"),
    [
        ({"amount": "-3"}, "amount", "Reps run from 1 to 500."),
        ({"amount": "501"}, "amount", "Reps run from 1 to 500."),
        ({"amount": "many"}, "amount", "A whole number."),
        ({"amount": "12", "effort": "11"}, "effort", "Choose one of the list."),
        ({"amount": "12", "pain": "11"}, "pain", "Pain runs from 0 to 10."),
        ({"pain": "2"}, "amount", "Give the reps too, or clear the pain."),
    ],
)
@pytest.mark.usefixtures("consent")
def test_an_error_stands_beside_its_field_and_values_stay(
    as_ana: Client, clamshell: Exercise, cells: dict[str, Any], name: str, words: str
) -> None:
    data = sheet(block(clamshell, {"left": cells, "right": 13}), note="Felt good")
    page = as_ana.post(NEW, data).content.decode()
    assert words in error(page, f"b0-s0-left-{name}")
    assert 'value="13"' in page
    assert "Felt good" in page
    assert not Workout.objects.exists()


def test_a_ten_hour_hold_is_refused(as_ana: Client, side_plank: Exercise) -> None:
    page = as_ana.post(NEW, sheet(block(side_plank, {"left": 36000}))).content.decode()
    assert "Seconds run from 1 to 3600." in error(page, "b0-s0-left-amount")


@pytest.mark.parametrize(("load", "words"), [("-1", "starts at 0 kg"), ("501", "ends at 500 kg")])
def test_a_load_out_of_range_is_refused(
    as_ana: Client, bridge: Exercise, load: str, words: str
) -> None:
    data = sheet(block(bridge, {"both": {"amount": 12, "load": load}}))
    assert words in error(as_ana.post(NEW, data).content.decode(), "b0-s0-both-load")


@pytest.mark.parametrize(
    ("day", "clock", "name"),
    [("2026-11-24", "07:00", "day"), ("2026-11-23", "12:01", "clock")],
)
def test_a_start_in_the_future_is_refused(
    as_ana: Client, clamshell: Exercise, day: str, clock: str, name: str
) -> None:
    data = sheet(block(clamshell, {"left": 15}), day=day, clock=clock)
    page = as_ana.post(NEW, data).content.decode()
    assert "is still to come" in field(page, name)
    assert not Workout.objects.exists()


@pytest.mark.parametrize("day", ["0026-11-23", "0001-01-01", "9999-12-31"])
def test_a_year_out_of_reach_is_refused(
    as_ana: Client, ana: User, clamshell: Exercise, day: str
) -> None:
    zone = "America/New_York" if day > "2026" else "Asia/Tokyo"
    User.objects.filter(pk=ana.pk).update(time_zone=zone)
    data = sheet(block(clamshell, {"left": 15}), day=day, clock="23:59")
    assert "invalid-feedback" in field(as_ana.post(NEW, data).content.decode(), "day")


def test_the_future_is_the_runners(as_ana: Client, ana: User, clamshell: Exercise) -> None:
    User.objects.filter(pk=ana.pk).update(time_zone="Asia/Tokyo")  # there it is 21:00
    as_ana.post(NEW, sheet(block(clamshell, {"left": 15}), clock="20:30"))
    assert Workout.objects.exists()


def test_a_sheet_without_sets_says_what_is_missing(as_ana: Client, clamshell: Exercise) -> None:
    page = as_ana.post(NEW, sheet(block(None))).content.decode()
    assert "Nothing to save yet" in page


def test_an_unknown_exercise_is_refused(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 15})) | {"b0-exercise": "no-such", "b0-shown": "no-such"}
    assert "This exercise is not in the library." in as_ana.post(NEW, data).content.decode()


def test_a_changed_exercise_asks_to_check_its_sets(
    as_ana: Client, clamshell: Exercise, bridge: Exercise
) -> None:
    data = sheet(block(clamshell, {"left": 15, "right": 15})) | {"b0-exercise": "glute-bridge"}
    page = as_ana.post(NEW, data).content.decode()
    assert "Check the sets of Glute bridge, then save." in page
    assert not Workout.objects.exists()


def test_a_sheet_that_is_cut_short_is_refused(as_ana: Client) -> None:
    page = as_ana.post(NEW, {"b99-s-1-left-amount": "3", "b0-exercise": ""}).content.decode()
    assert "This form is broken." in page


@pytest.mark.parametrize(
    "fields",
    [
        {f"b{index}-exercise": "clamshell" for index in range(61)},
        {f"b0-s{row}-left-amount": "1" for row in range(301)},
    ],
)
def test_a_sheet_beyond_all_measure_is_refused_as_a_whole(
    as_ana: Client, clamshell: Exercise, fields: dict[str, str]
) -> None:
    assert as_ana.post(NEW, sheet(block(clamshell, {"left": 15})) | fields).status_code == 400
    assert not Workout.objects.exists()
