"""The buttons inside the sheet, without JavaScript: they keep what was typed and save nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from exercises.models import Exercise
from tests.training.conftest import block, sheet
from training.models import Workout

NEW = "/training/workouts/new/"
pytestmark = pytest.mark.django_db


def amounts(page: str, name: str) -> list[str]:
    """Return the values of the amount fields of a block, in their order."""
    inputs = re.findall(rf'<input[^>]*name="{name}-s\d+-\w+-amount"[^>]*>', page)
    return [(re.findall(r'value="(\d+)"', one) or [""])[0] for one in inputs]


def press(client: Client, data: dict[str, str], button: str, value: int = 0) -> str:
    page = client.post(NEW, data | {button: str(value)}).content.decode()
    assert not Workout.objects.exists()
    return page


def test_add_a_set_repeats_the_last_one(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 11, "right": 13}), note="So far")
    page = press(as_ana, data, "add_set")
    assert amounts(page, "b0") == ["11", "13", "11", "13"]
    assert "So far" in page


def test_a_set_that_is_added_has_no_pain(as_ana: Client, clamshell: Exercise) -> None:
    cells = {"amount": 11, "pain": 4, "effort": 2}
    page = press(as_ana, sheet(block(clamshell, {"left": cells})), "add_set")
    assert page.count('<option value="4" selected>') == 1


def test_add_an_exercise_keeps_the_others(as_ana: Client, clamshell: Exercise) -> None:
    page = press(as_ana, sheet(block(clamshell, {"left": 11, "right": 13})), "add_exercise")
    assert amounts(page, "b0") == ["11", "13"]
    assert 'name="b1-exercise"' in page


def test_the_cursor_stands_in_what_was_added(as_ana: Client, clamshell: Exercise) -> None:
    page = press(as_ana, sheet(block(clamshell, {"left": 11})), "add_exercise")
    assert re.search(r'<select[^>]*name="b1-exercise"[^>]*autofocus', page)


def test_what_is_not_yet_valid_is_kept_too(as_ana: Client, clamshell: Exercise) -> None:
    page = press(as_ana, sheet(block(clamshell, {"left": -7}), day="soon"), "add_set")
    assert page.count('value="-7"') == 2
    assert 'value="soon"' in page
    assert "invalid-feedback" not in page


def test_a_chosen_exercise_shows_its_dose(as_ana: Client, side_plank: Exercise) -> None:
    data = sheet(block(None)) | {"b0-exercise": "side-plank"}
    assert amounts(press(as_ana, data, "show"), "b0") == ["25"] * 6


def test_changing_the_exercise_keeps_numbers_of_the_same_kind(
    as_ana: Client, clamshell: Exercise, hop: Exercise
) -> None:
    data = sheet(block(clamshell, {"left": 11, "right": 13})) | {"b0-exercise": hop.slug}
    assert amounts(press(as_ana, data, "show"), "b0") == ["11", "13"]


def test_changing_an_untouched_exercise_takes_the_new_dose(
    as_ana: Client, clamshell: Exercise, hop: Exercise
) -> None:
    dose = {"left": 15, "right": 15}
    data = sheet(block(clamshell, dose, dose)) | {"b0-exercise": hop.slug}
    assert amounts(press(as_ana, data, "show"), "b0") == ["5"] * 4


def test_remove_a_set_takes_the_last(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 11}, {"left": 12}))
    assert amounts(press(as_ana, data, "remove_set"), "b0") == ["11", ""]


def test_remove_an_exercise_moves_the_rest_up(
    as_ana: Client, clamshell: Exercise, side_plank: Exercise
) -> None:
    data = sheet(block(clamshell, {"left": 11}), block(side_plank, {"left": 20, "right": 21}))
    page = press(as_ana, data, "remove_exercise")
    assert amounts(page, "b0") == ["20", "21"]
    assert 'name="b1-exercise"' not in page


@pytest.mark.parametrize("value", ["7", "-1", "x", "99999999999"])
def test_a_button_of_no_block_changes_nothing(
    as_ana: Client, clamshell: Exercise, value: str
) -> None:
    data = sheet(block(clamshell, {"left": 11, "right": 13})) | {"add_set": value}
    assert amounts(as_ana.post(NEW, data).content.decode(), "b0") == ["11", "13"]


def test_htmx_gets_the_form_alone(as_ana: Client, clamshell: Exercise) -> None:
    data = sheet(block(clamshell, {"left": 11, "right": 13})) | {"add_set": "0"}
    page = as_ana.post(NEW, data, headers={"HX-Request": "true"}).content.decode()
    assert amounts(page, "b0") == ["11", "13", "11", "13"]
    assert "<html" not in page
