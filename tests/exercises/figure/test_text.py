"""A figure's text: strict about what comes in, faithful about what goes out."""

import json

import pytest

from exercises.figure import words
from exercises.figure.fields import FigureError
from exercises.figure.text import LONGEST, compact, load, read
from tests.exercises.figure.figures import squat


def test_the_order_of_cameras_is_kept() -> None:
    text = compact(squat())
    assert list(read(text).cameras) == ["side", "front"]
    assert compact(load(text)) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not JSON"),
        ("[]", "it must be an object"),
        ("[" * 50_000, "it is nested too deep"),
        (" " * (LONGEST + 1), "60000 is the most"),
        ('{"title":"\\ud800"}', "cannot be written"),
        ('{"title":"a\\u0000"}', "cannot be written"),
        ('{"title":"\\\\\\u001b"}', "cannot be written"),
        ('{"title":"\\\\u0000"}', "poses: it is missing"),
        (compact(squat(peak=float("nan"))), "peak: it must be a whole number"),
        (compact(squat(anchor={"point": "sole_r", "at": [10**400, 0, 0]})), "is not within"),
        (compact(squat(poses={"stand": {"knee_r": 200}})), "the limit is"),
        (compact(squat(poses={"stand": {"wing_r": 2}})), "there is no such joint"),
        (compact(squat(poses={"stand": {"knee_r": float("nan")}})), "knee_r flexion: nan"),
        (compact(squat(poses={f"p{i}": {} for i in range(10_000)})), "60000 is the most"),
    ],
)
def test_what_is_no_figure_is_refused_with_the_place(text: str, reason: str) -> None:
    with pytest.raises(FigureError, match=reason):
        read(text)


def test_a_figure_is_said_fact_by_fact() -> None:
    said = words.lines(json.loads(compact(squat())))
    assert "Pose sit: right knee 90" in said
    assert "Pose sit: pelvis tilt 30, list 0, turn 0" in said
    assert "Row 1: pose sit, move 3, hold 1, label Lower, keep sole_l" in said
    assert "Camera side: yaw 90" in said
    assert "Kit: type band, at thigh, y -0.2, r 0.04" in said
