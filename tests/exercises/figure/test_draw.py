import re

import pytest

from exercises.figure.camera import HEIGHT, WIDTH, View
from exercises.figure.draw import GROUND_SHARE, bounds, still
from exercises.figure.model import Figure, parse
from exercises.figure.theme import standalone
from tests.exercises.figure.figures import Svg, squat


@pytest.fixture
def figure() -> Figure:
    return parse(squat())


def corners(svg: str) -> list[tuple[float, float]]:
    """Where the lines and arcs of all absolute paths of the body meet."""
    body = svg.split('<g class="f-body">')[1].split("</g>")[0]
    number = r"(-?[\d.]+)"
    pairs = re.findall(rf"[ML]{number} {number}", body)
    pairs += re.findall(rf"A[\d.]+ [\d.]+ 0 [01] 1 {number} {number}", body)
    return [(float(x), float(y)) for x, y in pairs]


def test_the_same_figure_gives_the_same_text(figure: Figure) -> None:
    assert still(figure) == still(parse(squat()))
    assert still(figure, "front") != still(figure, "side")


def test_the_picture_is_well_formed_and_named(figure: Figure) -> None:
    svg = Svg(still(figure))
    assert svg.box == pytest.approx((0, 0, 1000, 750))
    assert svg.root["role"] == "img"
    assert svg.root["aria-label"] == "Squat <test> & more, right side"
    assert svg.title == svg.root["aria-label"]


def test_a_label_cannot_break_out(figure: Figure) -> None:
    svg = still(figure, label='"><script>alert(1)</script>')
    assert "<script" not in svg
    assert Svg(svg).root["aria-label"] == '"><script>alert(1)</script>'


def test_colors_come_from_classes_alone(figure: Figure) -> None:
    for svg in (still(figure), still(figure, tone="track"), still(figure, crop=1.5)):
        assert "style" not in svg
        assert "#" not in svg
        assert "fill=" not in svg and "stroke=" not in svg


@pytest.mark.parametrize("camera", ["side", "front"])
def test_the_left_side_is_the_reflected_picture(figure: Figure, camera: str) -> None:
    right, left = corners(still(figure, camera)), corners(still(figure, camera, "left"))
    assert len(right) == len(left) > 100
    found = [
        any(abs(WIDTH - x - p) < 0.11 and abs(y - q) < 0.11 for p, q in left) for x, y in right
    ]
    assert sum(found) > 0.97 * len(found)  # a tie between two circles may fall either way


def test_text_is_not_flipped_but_says_the_side(figure: Figure) -> None:
    assert Svg(still(figure, side="left")).title.endswith("left side")
    assert "scale(-1.7 1.7)" in still(figure, side="left")


def test_the_poster_has_no_ghost_floor_or_arrows(figure: Figure) -> None:
    svg = still(figure, tone="track")
    assert 'class="f on-track"' in svg
    for css in ("f-ghost", "f-lane", "f-arc"):
        assert css not in svg
        assert css in still(figure)


def test_a_fault_is_marked_and_shown_where_the_pelvis_line_is(figure: Figure) -> None:
    faulty = parse(squat(faults=["sit"]))
    svg = still(faulty, pose="sit")
    assert svg.startswith('<svg class="f fault"')
    assert {"f-level", "f-plumb"} <= Svg(svg).classes
    assert not {"f-ghost", "f-arc"} & Svg(svg).classes
    assert {"f-ghost", "f-arc"} <= Svg(
        still(faulty, "side", pose="sit", ghost=True, arrows=True)
    ).classes
    assert still(figure, pose="sit").startswith('<svg class="f"')
    assert "f-ghost" in Svg(still(figure, pose="sit")).classes


@pytest.mark.parametrize("aspect", [4 / 3, 1.0, 16 / 9, 0.7])
@pytest.mark.parametrize("side", ["right", "left"])
def test_a_crop_shows_the_whole_body_on_the_common_ground(
    figure: Figure, aspect: float, side: str
) -> None:
    svg = still(figure, "side", "left" if side == "left" else "right", crop=aspect)
    x, y, w, h = Svg(svg).box
    assert w / h == pytest.approx(aspect, abs=0.01)
    ground = figure.camera("side").ground
    assert (ground - y) / h == pytest.approx(GROUND_SHARE, abs=0.01)
    view = View(figure.camera("side"), flip=side == "left")
    body = [figure.film.frame(0), figure.film.frame(1)]
    left, top, wide, high = bounds(figure, view, body, figure.arcs["side"])
    assert x <= left and left + wide <= x + w
    assert y <= top and top + high <= y + h
    assert w * h < WIDTH * HEIGHT * (1 if aspect < 1.5 else 1.3)


def test_a_close_up_is_only_cut_to_the_aspect() -> None:
    figure = parse(squat(cameras={"near": {"yaw": 90, "pitch": 8, "scale": 2600, "close": True}}))
    assert Svg(still(figure, crop=4 / 3)).box == pytest.approx((0, 0, 1000, 750))
    assert Svg(still(figure, crop=1)).box == pytest.approx((125, 0, 750, 750))
    assert Svg(still(figure, crop=2)).box == pytest.approx((0, 125, 1000, 500))


def test_the_lane_runs_past_every_edge(figure: Figure) -> None:
    assert re.search(r'class="f-lane" d="M-1000 [\d.]+H2000V', still(figure, crop=2.5))


def test_a_moment_of_the_loop_can_be_drawn(figure: Figure) -> None:
    assert still(figure, time=0.0) == still(figure, row=0)
    assert still(figure, time=3.6) == still(figure)
    assert still(figure, time=2.0) not in (still(figure), still(figure, row=0))


def test_an_unknown_camera_is_an_error(figure: Figure) -> None:
    with pytest.raises(KeyError):
        still(figure, "below")


def test_a_standalone_file_carries_its_colors(figure: Figure) -> None:
    light, dark = standalone(figure), standalone(figure, dark=True)
    for svg in (light, dark):
        assert svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
        assert "<style>" in svg
        for css in Svg(svg).classes:
            if css.startswith("f-") and css not in ("f-body", "f-arc"):
                assert f".{css}" in svg.split("</style>")[0]
    assert light != dark


def test_a_limb_behind_a_box_is_hidden_by_it_and_the_near_one_is_not() -> None:
    box = {"type": "box", "at": [0, 0, 0], "size": [0.2, 0.1, 0.3]}
    side = {"yaw": 90, "pitch": 8, "behind": ["leg_l"]}
    svg = still(parse(squat(kit=[box], cameras={"side": side})))
    assert svg.count("f-box top") == 1
    far, near = svg.split("<g><path", 1)[0], svg.split("<g><path", 1)[1]
    assert far.count("f-dark") == 1  # the far shoe alone
    assert "f-torso" in near
    assert "f-box" not in still(parse(squat(kit=[box], cameras={"side": side})), floor=False)
