"""What a list promises, also when two ask at once."""

from __future__ import annotations

from datetime import datetime
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import User
from exercises.models import Exercise, ExerciseList, ListEntry, ListError
from tests.exercises.lists.conftest import slugs


def test_an_exercise_stands_on_a_list_once(easy_days: ExerciseList, clamshell: Exercise) -> None:
    assert easy_days.add(clamshell) is False
    assert slugs(easy_days) == ["clamshell", "step-up", "pelvic-drop"]


def test_a_press_that_another_one_overtook_adds_no_second_row(
    easy_days: ExerciseList, clamshell: Exercise
) -> None:
    with patch.object(ExerciseList, "_locked", return_value=[]):
        assert easy_days.add(clamshell) is False
    assert easy_days.entries.filter(exercise=clamshell).count() == 1


def test_the_database_refuses_a_second_row(easy_days: ExerciseList, clamshell: Exercise) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ListEntry.objects.create(list=easy_days, exercise=clamshell, position=9)


def test_somebody_has_one_list_of_favorites(ana: User, now: datetime) -> None:
    first = ExerciseList.objects.favorites_of(ana, now)
    assert ExerciseList.objects.favorites_of(ana, now) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        ExerciseList.objects.create(owner=ana, name="Favorites", is_favorites=True, created_at=now)


@pytest.mark.parametrize("name", ["Easy days", "EASY days", "favorites"])
def test_a_name_is_taken_once(easy_days: ExerciseList, ana: User, now: datetime, name: str) -> None:
    with pytest.raises(ListError, match="already"):
        ExerciseList.objects.start(ana, name, now)


def test_two_people_may_choose_the_same_name(
    easy_days: ExerciseList, cleo: User, now: datetime
) -> None:
    assert ExerciseList.objects.start(cleo, "Easy days", now).owner == cleo


def test_a_list_may_change_the_capitals_of_its_own_name(easy_days: ExerciseList) -> None:
    easy_days.rename("EASY DAYS")
    assert easy_days.name == "EASY DAYS"


@pytest.mark.parametrize(
    ("slug", "by", "order"),
    [
        ("step-up", -1, ["step-up", "clamshell", "pelvic-drop"]),
        ("step-up", 1, ["clamshell", "pelvic-drop", "step-up"]),
        ("clamshell", -1, ["clamshell", "step-up", "pelvic-drop"]),
        ("pelvic-drop", 1, ["clamshell", "step-up", "pelvic-drop"]),
        ("hip-airplane", 1, ["clamshell", "step-up", "pelvic-drop"]),
    ],
)
def test_an_exercise_moves_one_place(
    easy_days: ExerciseList, slug: str, by: int, order: list[str]
) -> None:
    easy_days.move(slug, by)
    assert slugs(easy_days) == order


def test_what_is_added_after_a_removal_stands_at_the_end(
    easy_days: ExerciseList, clamshell: Exercise
) -> None:
    easy_days.remove("clamshell")
    easy_days.add(clamshell)
    assert slugs(easy_days) == ["step-up", "pelvic-drop", "clamshell"]


def test_a_full_list_says_so(easy_days: ExerciseList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exercises.models.lists.MOST_ENTRIES", 3)
    with pytest.raises(ListError, match="“Easy days” has 3 exercises"):
        easy_days.add(Exercise.objects.get(slug="pivot-step"))


def test_too_many_lists_are_refused(
    easy_days: ExerciseList, ana: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exercises.models.lists.MOST_LISTS", 1)
    ExerciseList.objects.favorites_of(ana, now)  # counts for nothing
    with pytest.raises(ListError, match="You have 1 lists, which is the most"):
        ExerciseList.objects.start(ana, "Hard days", now)


def test_an_exercise_that_somebody_keeps_is_not_deleted(
    easy_days: ExerciseList, clamshell: Exercise
) -> None:
    with pytest.raises(ProtectedError):
        clamshell.delete()
