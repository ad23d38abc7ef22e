import math

import pytest

from exercises.figure.contact import gap
from exercises.figure.kit import Block
from exercises.figure.pose import Pose
from exercises.figure.skeleton import POINTS, shift, solve
from exercises.figure.timeline import Anchor, place

STANDING = place(solve(Pose.of({})), Anchor("sole_r", 0, 0, 0))


@pytest.mark.parametrize("by", [0.0, 0.02, -0.03])
def test_a_sole_is_as_far_from_the_floor_as_it_was_lifted(by: float) -> None:
    assert gap(shift(STANDING, (0, by, 0)), "sole_l", ()) == pytest.approx(by, abs=1e-9)


def test_a_box_under_one_foot_holds_only_that_one_up() -> None:
    box = Block("box", (0, 0, 0), (0.08, 0.1, 0.5))
    lifted = shift(STANDING, (0, 0.1, 0))
    assert gap(lifted, "sole_r", (box,)) == pytest.approx(0, abs=1e-9)
    heel = 0.0165  # its radius, which is as high over the box's top as its middle
    assert gap(lifted, "sole_l", (box,)) == pytest.approx(math.hypot(0.06, heel) - heel, abs=1e-3)


def test_a_mat_is_no_step() -> None:
    mat = Block("mat", (0, -0.012, 0), (1, 0.012, 1))
    assert gap(STANDING, "sole_r", (mat,)) == pytest.approx(0, abs=1e-9)


def test_a_hand_reaches_the_front_of_a_wall_and_can_go_into_it() -> None:
    reach = place(
        solve(Pose.of({"shoulder_r": [90, 0, 0], "elbow_r": 0})), Anchor("sole_r", 0, 0, 0)
    )
    tip = 0.168 + 0.145 + 0.044 + 0.0115  # upper arm, forearm, hand and the finger's radius
    wall = Block("wall", (0, 0, tip + 0.01), (1, 1.2, 0.02))
    assert gap(reach, "hand_r", (wall,)) == pytest.approx(0, abs=2e-3)
    assert gap(shift(reach, (0, 0, 0.02)), "hand_r", (wall,)) < -0.005


def test_every_point_of_a_limb_can_rest() -> None:
    for part in POINTS:
        assert gap(STANDING, f"{part}_l", ()) > -1e-9
    with pytest.raises(KeyError):
        gap(STANDING, "pelvis", ())
