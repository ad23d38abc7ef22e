import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.figure.geometry import Vec, sub, turn
from exercises.figure.pose import Pose
from exercises.figure.reach import ReachError, chest, reach_arm, reach_leg
from exercises.figure.skeleton import point, solve

angle = st.floats(-40, 40)
side = st.sampled_from("rl")


@settings(max_examples=80, deadline=None)
@given(st.tuples(angle, angle, angle), side, st.floats(-20, 100), st.floats(5, 60), angle)
def test_a_leg_comes_back_to_the_ankle_it_was_at(
    pelvis: Vec, s: str, flexion: float, knee: float, rotation: float
) -> None:
    angles = {"pelvis": list(pelvis), f"hip_{s}": [flexion, 20, rotation], f"knee_{s}": knee}
    frames = solve(Pose.of(angles))
    towards = turn(frames[f"thigh_{s}"][0], (0, 0, 1))
    hip, bend = reach_leg(frames["pelvis"], s, point(frames, f"ankle_{s}"), towards)
    again = solve(Pose.of({"pelvis": list(pelvis), f"hip_{s}": list(hip), f"knee_{s}": bend}))
    assert bend == pytest.approx(knee, abs=1e-6)
    assert math.dist(point(again, f"ankle_{s}"), point(frames, f"ankle_{s}")) < 1e-9
    assert math.dist(point(again, f"knee_{s}"), point(frames, f"knee_{s}")) < 1e-9


@settings(max_examples=80, deadline=None)
@given(side, st.floats(-40, 120), st.floats(0, 70), angle, st.floats(5, 120))
def test_an_arm_comes_back_to_the_wrist_it_was_at(
    s: str, flexion: float, abduction: float, rotation: float, elbow: float
) -> None:
    angles = {f"shoulder_{s}": [flexion, abduction, rotation], f"elbow_{s}": elbow}
    frames = solve(Pose.of(angles))
    towards = turn(frames[f"arm_{s}"][0], (0, 0, -1))
    shoulder, bend = reach_arm(frames["thorax"], s, point(frames, f"hand_{s}"), towards)
    again = solve(Pose.of({f"shoulder_{s}": list(shoulder), f"elbow_{s}": bend}))
    assert math.dist(point(again, f"hand_{s}"), point(frames, f"hand_{s}")) < 1e-9


def test_too_far_is_an_error() -> None:
    frames = solve(Pose.of({}))
    with pytest.raises(ReachError, match="reaches"):
        reach_leg(frames["pelvis"], "r", (0, -2, 0), (0, 0, 1))


def test_the_chest_sits_on_the_pelvis() -> None:
    frames = solve(Pose.of({"pelvis": [30, 5, 10]}))
    rotation, origin = chest(frames["pelvis"], ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
    assert sub(origin, frames["thorax"][1]) == pytest.approx((0, 0, 0), abs=1e-12)
    assert turn(rotation, (0, 0, 1)) == pytest.approx(turn(frames["thorax"][0], (0, 0, 1)))
