import math
from typing import Any

import pytest

from exercises.figure.model import parse
from exercises.figure.skeleton import point
from exercises.figure.timeline import EASE
from tests.exercises.figure.figures import squat

HOP: dict[str, Any] = {
    "anchor": {"point": "sole_r", "at": [0, 0, 0]},
    "timeline": [
        {"pose": "stand"},
        {"pose": "sit", "move": 0.5, "ease": "linear", "to": [0.4, 0, 0], "arc": 0.2},
        {"pose": "stand", "move": 1},
    ],
}


def test_the_anchor_stays_where_it_is() -> None:
    film = parse(squat()).film
    for frames in film.every(10):
        assert point(frames, "sole_r") == pytest.approx((0.05, 0, 0), abs=1e-9)


def test_a_new_anchor_stays_where_the_row_before_left_it() -> None:
    rows = [
        {"pose": "stand"},
        {"pose": "sit", "move": 1},
        {"pose": "stand", "move": 1, "anchor": "knee_l"},
    ]
    film = parse(squat(timeline=rows)).film
    left = point(film.frame(1), "knee_l")
    for frames in film.samples(2, 5):
        assert point(frames, "knee_l") == pytest.approx(left, abs=1e-9)


def test_a_free_height_rests_the_body_on_the_floor() -> None:
    from exercises.figure.flesh import lowest

    anchor = {"point": "pelvis", "at": [0, None, 0]}
    film = parse(squat(base="side_lying", anchor=anchor)).film
    for frames in film.every(4):
        assert lowest(frames) == pytest.approx(0, abs=1e-9)


def test_a_hop_flies_over_a_parabola_and_lands_where_it_should() -> None:
    film = parse(squat(**HOP)).film
    spots = [point(f, "sole_r") for f in film.samples(1, 4)]
    assert [round(x, 6) for x, _, _ in spots] == [0, 0.1, 0.2, 0.3, 0.4]
    assert [round(y, 6) for _, y, _ in spots] == [0, 0.15, 0.2, 0.15, 0]
    assert point(film.frame(2), "sole_r") == pytest.approx((0.4, 0, 0), abs=1e-9)


def test_time_runs_through_moves_and_holds_and_wraps() -> None:
    film = parse(squat()).film
    assert film.seconds == pytest.approx(5.5)

    def knee(t: float) -> float:
        return math.dist(point(film.at(t), "hip_r"), point(film.at(t), "ankle_r"))

    straight, bent = knee(0), knee(3.5)
    assert knee(0.4) == straight
    assert bent < knee(2.0) < straight
    assert knee(4.4) == bent
    assert knee(5.5) == straight
    assert knee(5.5 + 2.0) == pytest.approx(knee(2.0))


@pytest.mark.parametrize("name", EASE)
def test_easing_starts_at_nothing_and_ends_at_all(name: str) -> None:
    ease = EASE[name]
    assert ease(0) == pytest.approx(0)
    assert ease(1) == pytest.approx(1)
    steps = [ease(i / 20) for i in range(21)]
    assert steps == sorted(steps)
