"""A dragged handle becomes angles that a body can take."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from exercises.figure.camera import View
from exercises.figure.limits import LIMITS
from exercises.figure.pose import Pose
from exercises.figure.text import compact, read
from exercises.posing.dragging import Moment, drag
from exercises.posing.joints import evened, fields, handles, mirrored
from exercises.posing.looks import Pull, look
from tests.exercises.figure.figures import CONTENT, squat

FIGURES = ("clamshell", "lateral-step-down", "single-leg-deadlift", "side-plank", "bird-dog")


def text_of(name: str) -> str:
    return (CONTENT / f"{name}.json").read_text(encoding="utf-8")


def handle(shown: dict[str, Any], camera: str, name: str) -> tuple[float, float]:
    """Return where a handle is in a picture."""
    found = next(one for one in shown["cameras"] if one["name"] == camera)
    spot = next(one for one in found["handles"] if one["name"] == name)
    return spot["x"], spot["y"]


@pytest.mark.parametrize(
    ("name", "angles"),
    [
        ("knee_l", {"hip_l": [45, 0, 0]}),
        ("ankle_l", {"knee_l": 80}),
        ("elbow_r", {"shoulder_r": [50, 6, 0]}),
        ("hand_r", {"elbow_r": 70}),
        ("hip_r", {"hip_r": [30, -2, 0], "knee_r": 40}),
        ("chest", {"spine": [25, 0, 0]}),
        ("head", {"neck": [30, 0, 0]}),
    ],
)
def test_a_handle_dragged_to_where_angles_would_bring_it_finds_those_angles(
    name: str, angles: dict[str, Any]
) -> None:
    data = json.loads(text_of("single-leg-deadlift"))
    text = compact(data)
    data["poses"]["stand"] |= angles
    wanted = handle(look(compact(data), "stand"), "side", name)
    shown = look(text, "stand", pull=Pull("side", name, wanted))
    assert math.dist(handle(shown, "side", name), wanted) < 2
    for key, value in angles.items():
        assert shown["angles"][key] == pytest.approx(value, abs=1.5)


def test_dragging_in_a_side_view_swings_no_leg_aside() -> None:
    text = text_of("single-leg-deadlift")
    x, y = handle(look(text, "hinge"), "side", "knee_l")
    angles = look(text, "hinge", pull=Pull("side", "knee_l", (x, y + 60)))["angles"]
    before = json.loads(text)["poses"]["hinge"]
    assert angles["hip_l"][0] > before["hip_l"][0] + 5
    assert angles["hip_l"][1:] == before["hip_l"][1:]
    changed = {key for key in angles if angles[key] != before.get(key)}
    assert changed == {"hip_l"}


@pytest.mark.parametrize("name", FIGURES)
def test_no_drag_leaves_a_joints_limits(name: str) -> None:
    data = json.loads(text_of(name))
    figure = read(text_of(name))
    moment = Moment.of(figure, figure.timeline[figure.peak].pose)
    for camera in figure.cameras.values():
        for one, _ in handles(moment.anchor.point):
            for far in (-3000.0, 3000.0):
                pose = data["poses"][moment.name]
                Pose.of(drag(moment, pose, View(camera), one, (far, far)))  # or PoseError


def test_what_stays_put_cannot_be_dragged() -> None:
    shown = look(text_of("single-leg-deadlift"), "stand")
    names = {one["name"] for one in shown["cameras"][0]["handles"]}
    assert "ankle_r" not in names
    assert "hip_r" in names


def test_a_level_sole_keeps_its_kind_of_angle() -> None:
    text = text_of("single-leg-deadlift")
    x, y = handle(look(text, "stand"), "side", "ball_r")
    angles = look(text, "stand", pull=Pull("side", "ball_r", (x, y - 20)))["angles"]
    assert "ankle_r" not in angles
    assert angles["sole_r"] > 0


def test_pulls_at_nothing_change_nothing() -> None:
    text = compact(squat())
    before = squat()["poses"]["sit"]
    assert look(text, "sit", pull=Pull("side", "wing", (0, 0)))["angles"] == before
    assert look(text, "sit", pull=Pull("nowhere", "knee_r", (0, 0)))["angles"] is None
    assert look(text, "no such pose")["pose"] == "sit"


def test_a_mirrored_pose_exchanges_the_sides() -> None:
    pose = {"pelvis": [25, 14, 3], "knee_r": 75, "sole_l": -20, "hip_l": [36, 4, 0]}
    other = {"pelvis": [25, -14, -3], "knee_l": 75, "sole_r": -20, "hip_r": [36, 4, 0]}
    assert mirrored(pose) == other
    assert mirrored(other) == pose


def test_the_left_does_what_the_right_does() -> None:
    pose = {"neck": [1, 2, 3], "knee_r": 75, "ankle_r": "flat", "knee_l": 3, "sole_l": -20}
    after = {"neck": [1, 2, 3], "knee_r": 75, "ankle_r": "flat", "knee_l": 75, "ankle_l": "flat"}
    assert evened(pose) == after


def test_every_angle_has_a_field() -> None:
    shown = {joint["key"]: joint["axes"] for group in fields() for joint in group["joints"]}
    assert {k: [tuple(a.values())[:3] for a in axes] for k, axes in shown.items()} == {
        key: list(limits) for key, limits in LIMITS.items()
    }
