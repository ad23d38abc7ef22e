"""Logs name exercises: they keep one from being deleted, and move when two become one."""

from __future__ import annotations

import html
from datetime import datetime

from django.test import Client
from django.urls import reverse

from accounts.models import User
from exercises.models import Exercise
from exercises.publishing.merge import merge
from tests.training.conftest import both_sides, log_workout, make_exercise
from training.models import WorkoutSet


def test_logs_move_to_the_exercise_that_stays(
    ana: User, ben: User, clamshell: Exercise, now: datetime
) -> None:
    copy = make_exercise("clam", "Clam", reps=15)
    log_workout(ana, *both_sides(copy, 15, 13))
    merge(copy, clamshell, ben, now)
    assert set(WorkoutSet.objects.values_list("exercise__slug", "side", "reps")) == {
        ("clamshell", "left", 15),
        ("clamshell", "right", 13),
    }


def test_a_workout_that_has_both_counts_on(
    ana: User, ben: User, clamshell: Exercise, now: datetime
) -> None:
    copy = make_exercise("clam", "Clam", reps=15)
    log_workout(ana, *both_sides(clamshell, 15, 13), *both_sides(copy, 10, 9))
    merge(copy, clamshell, ben, now)
    found = WorkoutSet.objects.order_by("set_index", "side")
    assert list(found.values_list("set_index", "side", "reps")) == [
        (1, "left", 15),
        (1, "right", 13),
        (2, "left", 10),
        (2, "right", 9),
    ]


def test_what_has_logs_is_not_deleted_and_the_page_says_why(
    ana: User, as_ben: Client, clamshell: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 15, 13))
    address = reverse("admin:exercises_exercise_delete", args=[clamshell.pk])
    page = html.unescape(as_ben.post(address, {"post": "yes"}, follow=True).content.decode())
    assert "it was published and 2 logged sets of 1 workout. Archive it instead." in page
    assert ">Archive<" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
    assert Exercise.objects.filter(pk=clamshell.pk).exists()


def test_many_with_logs_are_not_deleted_either(
    ana: User, as_ben: Client, clamshell: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 15, 13))
    data = {"action": "delete_selected", "_selected_action": [str(clamshell.pk)], "post": "yes"}
    page = as_ben.post(reverse("admin:exercises_exercise_changelist"), data, follow=True)
    assert "2 logged sets of 1 workout" in page.content.decode()
    assert Exercise.objects.filter(pk=clamshell.pk).exists()
