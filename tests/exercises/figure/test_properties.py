"""What holds for every published figure, in every frame of its loop."""

import math

import pytest

from exercises.figure.camera import HEIGHT, WIDTH, View
from exercises.figure.check import check
from exercises.figure.contact import gap
from exercises.figure.draw import bounds, still
from exercises.figure.flesh import world_blob
from exercises.figure.motion import motion
from exercises.figure.painter import parts
from exercises.figure.skeleton import (
    FOREARM,
    HIP_HALF,
    SHANK,
    SHOULDER_HALF,
    SHOULDER_Y,
    THIGH,
    UPPER_ARM,
    Frames,
    point,
)
from tests.exercises.figure.figures import NAMES, Svg, published

ONE_PERCENT = 0.01
BONES = [
    (f"{a}_{side}", f"{b}_{side}", length)
    for side in "rl"
    for a, b, length in (
        ("hip", "knee", THIGH),
        ("knee", "ankle", SHANK),
        ("shoulder", "elbow", UPPER_ARM),
        ("elbow", "hand", FOREARM),
    )
] + [("hip_r", "hip_l", 2 * HIP_HALF), ("shoulder_r", "shoulder_l", 2 * SHOULDER_HALF)]


def frames(name: str) -> list[Frames]:
    return list(published(name).film.every(7))


@pytest.mark.parametrize("name", NAMES)
def test_limbs_keep_their_length(name: str) -> None:
    for body in frames(name):
        for a, b, length in BONES:
            assert math.dist(point(body, a), point(body, b)) == pytest.approx(length, abs=1e-9)
        chest = body["thorax"][1]
        reach = math.hypot(SHOULDER_HALF, SHOULDER_Y)
        assert math.dist(chest, point(body, "shoulder_r")) == pytest.approx(reach, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_what_supports_the_body_stays_on_its_surface(name: str) -> None:
    figure = published(name)
    for i, row in enumerate(figure.timeline):
        flying = bool(i and row.to is not None)
        points = {*row.keep, *(() if flying else (figure.film.anchors[i].point,))} - {"pelvis"}
        for body in figure.film.samples(i, 7) if i else [figure.film.frame(0)]:
            for contact in points:
                assert abs(gap(body, contact, figure.blocks)) <= ONE_PERCENT, (i, contact)


@pytest.mark.parametrize("name", NAMES)
def test_what_supports_the_body_does_not_slide(name: str) -> None:
    report = check(published(name))
    assert max(report.slip, report.drift) <= ONE_PERCENT


@pytest.mark.parametrize("name", NAMES)
def test_no_frame_leaves_the_picture(name: str) -> None:
    figure = published(name)
    for camera in figure.cameras.values():
        if camera.close:
            continue
        for flip in (False, True):
            x, y, w, h = bounds(figure, View(camera, flip), frames(name))
            assert x >= 0 and y >= 0
            assert x + w <= WIDTH and y + h <= HEIGHT


@pytest.mark.parametrize("name", NAMES)
def test_no_frame_leaves_the_card(name: str) -> None:
    figure = published(name)
    camera = figure.camera()
    if camera.close:
        return
    left, top, width, height = Svg(still(figure, crop=4 / 3)).box
    x, y, w, h = bounds(figure, View(camera), frames(name))
    assert left <= x and x + w <= left + width
    assert top <= y and y + h <= top + height


@pytest.mark.parametrize("name", NAMES)
def test_the_left_side_is_the_right_one_reflected(name: str) -> None:
    figure = published(name)
    for camera in figure.cameras.values():
        right, left = View(camera), View(camera, flip=True)
        blobs = {b for part in parts(figure, camera) for hull in part.hulls for b in hull}
        body = figure.film.frame(figure.peak, 0.6)
        for blob in blobs:
            x, y, r = right.circle(world_blob(body, blob))
            assert left.circle(world_blob(body, blob)) == pytest.approx((WIDTH - x, y, r))
        one, other = (motion(figure, camera.name, side) for side in ("right", "left"))
        assert one["parts"] == other["parts"]
        assert one["r"] == other["r"]
