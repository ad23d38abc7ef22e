import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.figure import skeleton
from exercises.figure.geometry import Vec, compose, rx, transpose, turn
from exercises.figure.limits import LIMITS
from exercises.figure.pose import Pose
from exercises.figure.skeleton import BASES, Frames, is_point, point, solve

poses = st.fixed_dictionaries(
    {
        key: st.tuples(*(st.floats(low, high) for _, low, high in axes))
        for key, axes in LIMITS.items()
    }
).map(lambda data: Pose.of({k: list(v) if len(v) > 1 else v[0] for k, v in data.items()}))


def joints(frames: Frames) -> dict[str, float]:
    def far(a: str, b: str) -> float:
        return math.dist(frames[a][1], frames[b][1])

    out = {"lumbar": far("pelvis", "thorax"), "thorax": far("thorax", "head")}
    for s in "rl":
        out |= {
            f"hip_{s}": far("pelvis", f"thigh_{s}"),
            f"thigh_{s}": far(f"thigh_{s}", f"shank_{s}"),
            f"shank_{s}": far(f"shank_{s}", f"foot_{s}"),
            f"arm_{s}": far(f"arm_{s}", f"forearm_{s}"),
            f"forearm_{s}": far(f"forearm_{s}", f"hand_{s}"),
        }
    return out


@settings(max_examples=60, deadline=None)
@given(poses, st.sampled_from(sorted(BASES)))
def test_limbs_keep_their_length_in_every_pose(pose: Pose, base: str) -> None:
    lengths = joints(solve(pose, base))
    for s in "rl":
        assert lengths[f"hip_{s}"] == pytest.approx(skeleton.HIP_HALF)
        assert lengths[f"thigh_{s}"] == pytest.approx(skeleton.THIGH)
        assert lengths[f"shank_{s}"] == pytest.approx(skeleton.SHANK)
        assert lengths[f"arm_{s}"] == pytest.approx(skeleton.UPPER_ARM)
        assert lengths[f"forearm_{s}"] == pytest.approx(skeleton.FOREARM)
    assert lengths["lumbar"] == pytest.approx(skeleton.LUMBAR)
    assert lengths["thorax"] == pytest.approx(skeleton.THORAX)


@settings(max_examples=30, deadline=None)
@given(poses)
def test_every_frame_is_a_rotation(pose: Pose) -> None:
    for rotation, _ in solve(pose).values():
        product = compose(rotation, transpose(rotation))
        for i in range(3):
            for j in range(3):
                assert product[i][j] == pytest.approx(float(i == j), abs=1e-9)


@pytest.mark.parametrize(
    ("angles", "joint", "axis", "sign"),
    [
        ({"hip_r": [60, 0, 0]}, "knee_r", 2, 1),  # flexion: knee forward
        ({"hip_r": [0, 35, 0]}, "knee_r", 0, 1),  # abduction: away from the midline
        ({"hip_l": [0, 35, 0]}, "knee_l", 0, -1),
        ({"knee_r": 80}, "ankle_r", 2, -1),  # heel toward buttock
        ({"shoulder_r": [80, 0, 0]}, "hand_r", 2, 1),
        ({"shoulder_l": [0, 80, 0]}, "hand_l", 0, -1),
        ({"shoulder_r": [0, 0, 0], "elbow_r": 90}, "hand_r", 2, 1),
        ({"pelvis": [40, 0, 0]}, "shoulder_r", 2, 1),  # top tips forward
        ({"pelvis": [0, 14, 0]}, "hip_r", 1, 1),  # list: right hip higher
        ({"pelvis": [0, 0, 40]}, "hip_r", 2, -1),  # faces right: right hip goes back
        ({"spine": [0, 25, 0]}, "shoulder_r", 0, 1),  # bends to the right
    ],
)
def test_positive_angles_go_the_way_the_sign_table_says(
    angles: dict[str, object], joint: str, axis: int, sign: int
) -> None:
    rest: Vec = point(solve(Pose.of({"shoulder_r": [0, 0, 0]})), joint)
    moved = point(solve(Pose.of({"shoulder_r": [0, 0, 0], **angles})), joint)
    assert sign * (moved[axis] - rest[axis]) > 0.01


def test_toes_up_is_positive_and_a_flat_foot_stays_level() -> None:
    up, _ = solve(Pose.of({"ankle_r": 25}))["foot_r"]
    assert turn(up, (0, 0, 1))[1] > 0.3
    flat, _ = solve(Pose.of({"hip_r": [70, 20, 30], "knee_r": 50, "ankle_r": "flat"}))["foot_r"]
    assert turn(flat, (0, 1, 0)) == pytest.approx((0, 1, 0))
    heel_up, _ = solve(Pose.of({"hip_r": [70, 0, 0], "knee_r": 50, "sole_r": -30}))["foot_r"]
    assert turn(heel_up, (0, 0, 1))[1] == pytest.approx(-0.5)


def test_a_rotated_room_is_a_rotated_body() -> None:
    pose = Pose.of({"hip_r": [30, 20, 10], "spine": [10, 5, 5]})
    standing, supine = solve(pose), solve(pose, "supine")
    for name, (_, origin) in standing.items():
        if name != "room":
            assert supine[name][1] == pytest.approx(turn(rx(90), origin), abs=1e-9)


def test_points_are_known_by_name() -> None:
    frames = solve(Pose.of({}))
    assert point(frames, "sole_r")[1] == pytest.approx(-0.528)
    assert is_point("ball_l") and is_point("pelvis")
    assert not is_point("nose_r") and not is_point("sole_x") and not is_point("sole")
    with pytest.raises(KeyError):
        point(frames, "nose_r")
