"""Sets per plane in 28 days."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from exercises.models import Exercise
from tests.conftest import NOW
from tests.training.conftest import both_sides, log_workout, one_side
from training import volume


def counts(runner: User, now: datetime = NOW) -> dict[str, int]:
    return {lane.plane: lane.sets for lane in volume.balance(runner, now).lanes}


def test_a_set_counts_once_in_the_main_plane(
    ana: User, clamshell: Exercise, bridge: Exercise
) -> None:
    log_workout(ana, *both_sides(clamshell, 15, 15), one_side(bridge, "both", 12))
    assert counts(ana) == {"sagittal": 1, "frontal": 0, "transverse": 1}


@pytest.mark.parametrize(("age", "sets"), [(timedelta(days=28), 0), (timedelta(days=27), 1)])
def test_only_the_last_28_days(ana: User, clamshell: Exercise, age: timedelta, sets: int) -> None:
    log_workout(ana, one_side(clamshell, "left", 15), started_at=NOW - age)
    assert counts(ana)["transverse"] == sets


def test_deleted_workouts_do_not_count(ana: User, clamshell: Exercise) -> None:
    log_workout(ana, one_side(clamshell, "left", 15)).remove(NOW)
    assert counts(ana)["transverse"] == 0


def test_other_runners_do_not_count(ana: User, cleo: User, clamshell: Exercise) -> None:
    log_workout(cleo, one_side(clamshell, "left", 15))
    assert counts(ana)["transverse"] == 0


@pytest.mark.parametrize(
    ("transverse", "words"),
    [
        (3, "Rotation is short: 3 of 23 sets."),
        (5, ""),
    ],
)
def test_a_plane_under_a_fifth_is_called_short(transverse: int, words: str) -> None:
    found = volume.of_counts(Counter(sagittal=10, frontal=10, transverse=transverse))
    assert found.sentence == words


def test_a_few_sets_say_nothing() -> None:
    assert volume.of_counts(Counter(sagittal=5)).sentence == ""


def test_the_longest_lane_does_not_fill_its_bar() -> None:
    lane, *_ = volume.of_counts(Counter(sagittal=46)).lanes
    assert lane.sets / lane.full == pytest.approx(0.92)
