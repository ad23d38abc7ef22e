import math

import pytest

from exercises.figure.limits import LIMITS
from exercises.figure.pose import Pose, PoseError, between

AXES = [(key, i) for key, axes in LIMITS.items() for i in range(len(axes))]


def value_with(key: str, axis: int, angle: float) -> object:
    size = len(LIMITS[key])
    return [angle if i == axis else 0 for i in range(size)] if size > 1 else angle


@pytest.mark.parametrize(("key", "axis"), AXES)
@pytest.mark.parametrize("over", [True, False])
def test_an_angle_past_its_limit_names_joint_value_and_limit(
    key: str, axis: int, over: bool
) -> None:
    name, low, high = LIMITS[key][axis]
    angle = high + 0.5 if over else low - 0.5
    with pytest.raises(PoseError) as caught:
        Pose.of({key: value_with(key, axis, angle)})
    message = str(caught.value)
    assert key in message and name in message
    assert str(angle) in message
    assert f"{low:g} to {high:g}" in message
    assert caught.value.value == angle


@pytest.mark.parametrize(("key", "axis"), AXES)
def test_an_angle_at_its_limit_is_allowed(key: str, axis: int) -> None:
    _, low, high = LIMITS[key][axis]
    for angle in (low, high):
        assert Pose.of({key: value_with(key, axis, angle)}).angles[key][axis] == angle


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400, True, "12", None, [1], [1, 2]])
def test_a_hinge_takes_one_finite_number(value: object) -> None:
    with pytest.raises(PoseError, match="knee_r"):
        Pose.of({"knee_r": value})


@pytest.mark.parametrize(
    ("key", "value", "limit"),
    [("knee_l", 160, "150"), ("knee_r", -20, "-5"), ("elbow_r", 170, "155"), ("ankle_l", 60, "40")],
)
def test_hinges_stop_where_bodies_stop(key: str, value: float, limit: str) -> None:
    with pytest.raises(PoseError, match=limit):
        Pose.of({key: value})


def test_an_unknown_joint_is_refused() -> None:
    with pytest.raises(PoseError, match="wrist_r"):
        Pose.of({"wrist_r": 3})
    with pytest.raises(PoseError, match="knee_x"):
        Pose.of({"knee_x": 3})


def test_a_sole_and_an_ankle_cannot_both_be_given() -> None:
    with pytest.raises(PoseError, match="not both"):
        Pose.of({"sole_r": -20, "ankle_r": 5})


def test_a_foot_is_level_in_both_poses_or_in_none() -> None:
    with pytest.raises(PoseError, match="ankle_l"):
        between(Pose.of({"ankle_l": "flat"}), Pose.of({}), 0.5)


def test_half_way_is_the_mean_and_via_is_passed_exactly() -> None:
    a, b = Pose.of({"knee_r": 10}), Pose.of({"knee_r": 50})
    via = Pose.of({"knee_r": 90})
    assert between(a, b, 0.5).one("knee_r") == pytest.approx(30)
    assert between(a, b, 0.5, via).one("knee_r") == pytest.approx(90)
    for u, expected in ((0, 10), (1, 50)):
        assert between(a, b, u, via).one("knee_r") == pytest.approx(expected)
