import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.figure.arrows import arc_path
from exercises.figure.camera import View
from exercises.figure.flesh import world_blob
from exercises.figure.model import parse
from exercises.figure.outline import Circle, curve, hull, hull_arcs, num
from exercises.figure.painter import limb_order, parts
from exercises.figure.pose import Pose
from exercises.figure.skeleton import solve
from tests.exercises.figure.figures import NAMES, published, squat


def css_of(camera: str, name: str, **changes: object) -> list[str]:
    figure = parse(squat(**changes))
    return [p.css for p in parts(figure, figure.camera(camera)) if p.name == name]


def test_a_muscle_behind_the_body_is_only_outlined() -> None:
    assert css_of("front", "m_glute_max") == ["f-muscle hid"]
    assert css_of("side", "m_glute_max") == ["f-muscle"]
    assert css_of("front", "m_quads") == ["f-muscle"]


def test_the_far_limbs_are_painted_first_and_the_head_over_the_neck() -> None:
    figure = parse(squat())
    order = limb_order(figure, figure.camera("side"))
    assert order.index("leg_l") < order.index("leg_r")
    assert order.index("arm_l") < order.index("torso") < order.index("arm_r")
    assert order.index("torso") < order.index("head")


def test_the_author_can_say_what_covers_what() -> None:
    cameras = {"side": {"yaw": 90, "pitch": 8, "over": [["leg_l", "leg_r"]]}}
    figure = parse(squat(cameras=cameras))
    order = limb_order(figure, figure.camera())
    assert order.index("leg_l") == order.index("leg_r") + 1


def test_quiet_limbs_are_pale_and_the_band_has_two_strands() -> None:
    assert css_of("side", "leg_l") == ["f-limb q"]
    assert css_of("side", "leg_r") == ["f-limb"]
    assert css_of("side", "band_back") == ["f-band back"]
    assert css_of("side", "band") == ["f-band"]


@pytest.mark.parametrize(
    ("kit", "name", "neighbor"),
    [
        ({"type": "dumbbell", "at": "hand_r"}, "dumbbell", "arm_r"),
        ({"type": "ball", "at": "shank_l"}, "ball", "leg_l"),
    ],
)
def test_a_held_thing_is_painted_with_its_limb(
    kit: dict[str, str], name: str, neighbor: str
) -> None:
    figure = parse(squat(kit=[kit]))
    names = [p.name for p in parts(figure, figure.camera("side"))]
    assert 0 < names.index(name) - names.index(neighbor) <= 3


def test_left_flesh_is_right_flesh_mirrored() -> None:
    frames = solve(Pose.of({}))
    x, y, z, r = world_blob(frames, ("thigh_r", 0.02, -0.1, 0.03, 0.04))
    assert world_blob(frames, ("thigh_l", 0.02, -0.1, 0.03, 0.04)) == pytest.approx((-x, y, z, r))


@pytest.mark.parametrize("name", NAMES)
def test_arrows_are_reflected_with_the_picture(name: str) -> None:
    figure = published(name)
    for camera, arcs in figure.arcs.items():
        cam = figure.camera(camera)
        for arc in arcs:
            right = arc_path(arc, figure.film, figure.peak, View(cam))
            left = arc_path(arc, figure.film, figure.peak, View(cam, flip=True))
            for (x, y), (p, q) in zip(right, left, strict=True):
                assert (1000 - x, y) == pytest.approx((p, q), abs=1e-6)


def test_an_outline_of_two_circles_turns_the_long_way_round_the_big_one() -> None:
    path = hull_arcs([(0, 0, 50), (200, 0, 10)])
    assert "A50 50 0 1 1" in path
    assert "A10 10 0 0 1" in path


def test_a_lone_circle_and_a_swallowed_one() -> None:
    assert hull_arcs([(0, 0, 50), (10, 0, 5)]) == hull_arcs([(0, 0, 50)])
    assert hull_arcs([(0, 0, 50)]).startswith("M-50 0a50 50")


def test_an_outline_for_motion_always_has_the_same_number_of_points() -> None:
    for circles in ([(0.0, 0.0, 5.0)], [(0.0, 0.0, 5.0), (90.0, 3.0, 2.0), (40.0, 60.0, 9.0)]):
        points = hull(circles, 40)
        assert len(points) == 40
        xs = [x for x, _ in points]
        assert max(xs) == pytest.approx(max(x + r for x, _, r in circles))


@pytest.mark.parametrize(("x", "text"), [(1.04, "1"), (-0.04, "0"), (12.34, "12.3"), (-3, "-3")])
def test_numbers_are_short(x: float, text: str) -> None:
    assert num(x) == text


circle = st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(1, 20))
# A corner whose arc is short lies between two directions that stand wider apart.
DIRECTIONS = [(math.cos(t), math.sin(t)) for t in (math.radians(d / 10) for d in range(3600))]


@settings(max_examples=150, deadline=None)
@given(st.lists(circle, min_size=1, max_size=6))
def test_the_corners_of_an_outline_are_where_the_circles_reach_furthest(
    circles: list[Circle],
) -> None:
    reach = [max(x * u + y * v + r for x, y, r in circles) for u, v in DIRECTIONS]
    number = r"(-?[\d.]+)"
    path = hull_arcs(circles)
    if "a" not in path:
        corners = re.findall(rf"[ML]{number} {number}", path)
        corners += re.findall(rf"A\S+ \S+ 0 [01] 1 {number} {number}", path)
        assert len(corners) >= 3
        for x, y in corners:
            air = [
                far - float(x) * u - float(y) * v
                for far, (u, v) in zip(reach, DIRECTIONS, strict=True)
            ]
            assert abs(min(air)) < 0.15  # a number is off by 0.05 each way


def test_a_curve_starts_and_ends_where_its_points_do() -> None:
    assert curve([(0, 0), (10, 0)]) == "M0 0L10 0"
    assert curve([(0, 0), (10, 0), (10, 10)]) == "M0 0Q10 0 10 10"
    assert curve([(0, 0), (10, 0), (20, 10), (20, 20)]) == "M0 0Q10 0 15 5Q20 10 20 20"
