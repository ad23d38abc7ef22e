"""The traffic light and its words."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from exercises.models import Exercise
from tests.training.conftest import log_workout, one_side
from training import pain
from training.pain import Zone

EASE = "Ease off: fewer reps or a smaller range. Still 3 or more? Skip this one today."
STOP = "Stop this exercise. If it's still there tomorrow, rest it. If it stays, see a clinician."


@pytest.mark.parametrize(
    ("scores", "light"),
    [(range(3), Zone.FINE), (range(3, 6), Zone.EASE), (range(6, 11), Zone.STOP)],
)
def test_zones(scores: range, light: Zone) -> None:
    assert {pain.zone(score) for score in scores} == {light}


@pytest.mark.parametrize(("score", "light"), [(2, Zone.FINE), (3, Zone.STOP)])
def test_hops_stop_above_two(score: int, light: Zone) -> None:
    assert pain.zone(score, hop=True) == light


@pytest.mark.parametrize(
    ("score", "words"),
    [(1, "Pain 1 is fine to train with."), (4, EASE), (6, STOP)],
)
def test_the_words_of_the_design_language(score: int, words: str) -> None:
    assert pain.advice(score, pain.zone(score)) == words


def test_no_score_no_finding(clamshell: Exercise) -> None:
    assert pain.worst([one_side(clamshell, "left", 15)]) is None


def test_the_zone_counts_before_the_number(clamshell: Exercise, hop: Exercise) -> None:
    rows = [
        one_side(clamshell, "left", 15, pain_score=5),
        one_side(hop, "right", 5, pain_score=3),
    ]
    found = pain.worst(rows)
    assert found
    assert (found.title, found.zone) == ("Pain 3, right: Side hop and stick.", Zone.STOP)


@pytest.mark.parametrize(
    ("score", "shown", "hidden"),
    [(2, "Pain 2<", EASE), (4, EASE, STOP), (7, STOP.replace("'", "&#x27;"), EASE)],
)
def test_the_page_of_a_workout_says_what_to_do(
    as_ana: Client, ana: User, clamshell: Exercise, score: int, shown: str, hidden: str
) -> None:
    workout = log_workout(ana, one_side(clamshell, "left", 15, pain_score=score))
    page = as_ana.get(f"/training/workouts/{workout.pk}/").content.decode()
    assert shown in page
    assert hidden not in page
