from typing import Any

import pytest

from exercises.figure.check import check
from exercises.figure.model import parse
from tests.exercises.figure.figures import squat


def problems(**changes: Any) -> str:
    return "; ".join(check(parse(squat(**changes))).problems)


def poses(**sit: object) -> dict[str, Any]:
    return {
        "stand": {"ankle_r": "flat", "ankle_l": "flat"},
        "sit": {"ankle_r": "flat", "ankle_l": "flat", **sit},
    }


def test_a_sound_figure_has_no_problems() -> None:
    assert problems() == ""


def test_a_slipping_contact_is_found() -> None:
    assert "slips" in problems(poses=poses(hip_l=[30, 0, 0]))


def test_a_foot_under_the_floor_is_found() -> None:
    assert "sinks" in problems(poses=poses(pelvis=[0, 22, 0], hip_r=[0, -22, 0], hip_l=[0, 22, 0]))


def test_a_floating_body_is_found() -> None:
    assert "floats" in problems(anchor={"point": "sole_r", "at": [0.05, 0.06, 0]})


def test_a_body_on_a_box_does_not_float_and_one_in_it_sinks() -> None:
    box = {"type": "box", "at": [0, 0, 0.02], "size": [0.4, 0.12, 0.5]}
    assert "floats" not in problems(kit=[box], anchor={"point": "sole_r", "at": [0.05, 0.12, 0]})
    assert "sinks" in problems(kit=[box], anchor={"point": "sole_r", "at": [0.05, 0.07, 0]})


def test_a_fault_may_be_wrong_but_not_under_the_floor() -> None:
    poses_ = poses(pelvis=[0, 22, 0], hip_r=[0, -22, 0], hip_l=[0, 22, 0])
    rows = [{"pose": "stand"}, {"pose": "stand", "move": 1}]
    assert problems(poses=poses_, timeline=rows) == ""
    assert "sinks" in problems(poses=poses_, timeline=rows, faults=["sit"])


def test_a_loop_that_does_not_close_is_found() -> None:
    rows = [{"pose": "stand"}, {"pose": "sit", "move": 1}]
    assert "last pose" in problems(timeline=rows)


def test_a_new_anchor_in_the_air_is_found() -> None:
    rows = [
        {"pose": "stand", "anchor": "sole_r"},
        {"pose": "sit", "move": 1},
        {"pose": "stand", "move": 1, "anchor": "sole_l"},
    ]
    lifted = poses(hip_l=[60, 0, 0], knee_l=90)
    assert "new anchor" in problems(poses=lifted, timeline=rows)


def test_leaving_the_picture_is_found_and_named() -> None:
    cameras = {"side": {"yaw": 90, "pitch": 8, "cx": 940}}
    assert "camera side" in problems(cameras=cameras)
    arrow = {"plane": "sagittal", "track": "hip_r", "shift": [0, 0, -1.2]}
    assert "camera side" in problems(cameras={"side": {"yaw": 90, "pitch": 8, "arcs": [arrow]}})
    cameras["side"] |= {"close": True}
    assert problems(cameras=cameras) == ""


@pytest.mark.parametrize("anchor", ["sole_r", "sole_l"])
def test_measures_are_in_body_heights(anchor: str) -> None:
    report = check(parse(squat(anchor={"point": anchor, "at": [0, 0, 0]})))
    assert report.drift < 1e-9
    assert report.gap < 1e-9
    assert 0 <= report.sink < 0.005
