from typing import Any

import pytest

from exercises.figure.fields import FigureError
from exercises.figure.model import parse
from exercises.figure.pose import PoseError
from tests.exercises.figure.figures import SQUAT, squat


def test_a_good_figure_is_read_whole() -> None:
    figure = parse(squat())
    assert figure.id == "squat"
    assert list(figure.cameras) == ["side", "front"]
    assert figure.camera().name == "side"
    assert figure.timeline[1].label == "Lower"
    assert figure.ghost == 0


@pytest.mark.parametrize("field", [k for k in SQUAT if k not in ("kit", "muscles")])
def test_every_required_field_is_missed_by_name(field: str) -> None:
    data = squat()
    del data[field]
    with pytest.raises(FigureError) as caught:
        parse(data)
    assert caught.value.field.startswith(field)
    assert caught.value.reason


def camera(**changes: Any) -> dict[str, Any]:
    return {"side": {"yaw": 90, "pitch": 8, **changes}}


def arc(**changes: Any) -> dict[str, Any]:
    return camera(arcs=[{"plane": "sagittal", "track": "hip_r", **changes}])


STAND = {"pose": "stand"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"titel": "Squat"}, "titel"),
        ({"title": ""}, "title"),
        ({"base": "floating"}, "base"),
        ({"planes": []}, "planes"),
        ({"planes": ["sideways"]}, "planes"),
        ({"muscles": ["biceps"]}, "muscles"),
        ({"anchor": {"point": "nose", "at": [0, 0, 0]}}, "anchor.point"),
        ({"anchor": {"point": "pelvis", "at": [0, 0]}}, "anchor.at"),
        ({"anchor": {"point": "pelvis", "at": [None, 0, 0]}}, "anchor.at[0]"),
        ({"peak": 3}, "peak"),
        ({"peak": True}, "peak"),
        ({"ghost": -1}, "ghost"),
        ({"timeline": []}, "timeline"),
        ({"timeline": [STAND, {"pose": "sit"}]}, "timeline[1].move"),
        ({"timeline": [STAND, {"pose": "lie", "move": 1}]}, "timeline[1].pose"),
        ({"timeline": [STAND, {"pose": "sit", "move": -1}]}, "timeline[1].move"),
        ({"timeline": [STAND, {"pose": "sit", "move": 1, "ease": "x"}]}, "timeline[1].ease"),
        ({"timeline": [STAND, {"pose": "sit", "move": 1, "pace": 2}]}, "timeline[1].pace"),
        ({"timeline": [STAND, {"pose": "sit", "move": 1, "via": "x"}]}, "timeline[1].via"),
        ({"timeline": [STAND, {"pose": "sit", "move": 1, "keep": ["x"]}]}, "timeline[1].anchor"),
        ({"poses": {}}, "poses"),
        ({"poses": {"stand": {"knee_r": 400}, "sit": {}}}, "poses.stand"),
        ({"poses": {"stand": {"ankle_r": "flat"}, "sit": {}}}, "timeline[1]"),
        ({"cameras": {}}, "cameras"),
        ({"cameras": camera(yaw="90")}, "cameras.side.yaw"),
        ({"cameras": camera(zoom=2)}, "cameras.side.zoom"),
        ({"cameras": camera(quiet=["tail"])}, "cameras.side.quiet"),
        ({"cameras": camera(over=[["leg_l"]])}, "cameras.side.over"),
        ({"cameras": camera(show=["bones"])}, "cameras.side.show"),
        ({"cameras": camera(scale=0)}, "cameras.side.scale"),
        ({"cameras": arc(plane="sideways")}, "cameras.side.arcs[0].plane"),
        ({"cameras": arc(track="tail_r")}, "cameras.side.arcs[0].track"),
        ({"cameras": arc(push=1)}, "cameras.side.arcs[0].push"),
        ({"cameras": arc(rows=[1, 9])}, "cameras.side.arcs[0].rows"),
        ({"cameras": arc(span=[1, 0])}, "cameras.side.arcs[0].span"),
        ({"kit": [{"type": "rope"}]}, "kit[0].type"),
        ({"kit": [{"type": "mat", "at": [0, 0, 0], "size": [0, 1, 1]}]}, "kit[0].size"),
        ({"kit": [{"type": "cord", "from": [0, 1, 1], "to": ["x"]}]}, "kit[0].to"),
        ({"kit": [{"type": "ball", "at": "tail"}]}, "kit[0].at"),
        ({"faults": ["wobble"]}, "faults"),
    ],
)
def test_a_bad_field_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse(squat(**changes))
    assert caught.value.field == field
    assert caught.value.field in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "squat", 3])
def test_only_an_object_is_a_figure(data: object) -> None:
    with pytest.raises(FigureError):
        parse(data)


def test_a_pose_past_its_limit_keeps_the_joint_as_the_cause() -> None:
    with pytest.raises(FigureError) as caught:
        parse(squat(poses={"stand": {}, "sit": {"knee_r": 400}}))
    cause = caught.value.__cause__
    assert isinstance(cause, PoseError)
    assert (cause.joint, cause.value) == ("knee_r flexion", 400)


def test_an_orbit_needs_a_frame_of_the_body() -> None:
    orbit = {"about": "tail", "r": 0.2, "from": 0, "to": 60}
    with pytest.raises(FigureError, match="tail"):
        parse(squat(cameras=camera(arcs=[{"plane": "transverse", "orbit": orbit}])))


def test_an_arrow_needs_a_movement_to_follow() -> None:
    with pytest.raises(FigureError, match="peak: an arrow follows its movement"):
        parse(squat(peak=0))
