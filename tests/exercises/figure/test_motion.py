import json
import re

import pytest

from exercises.figure.camera import View
from exercises.figure.draw import still
from exercises.figure.flesh import world_blob
from exercises.figure.model import parse
from exercises.figure.motion import SAMPLES, motion, motion_json
from exercises.figure.painter import parts
from tests.exercises.figure.figures import NAMES, published, squat


def body_paths(svg: str) -> list[str]:
    """The paths that the player moves: direct children of the body, not what stands among them."""
    body = re.sub(r"<g>.*?</g>", "", svg.split('"f-body">')[1])
    return re.findall("<path [^>]+>", body.split("</g>")[0])


@pytest.mark.parametrize("name", NAMES)
def test_the_shape_never_changes(name: str) -> None:
    figure = published(name)
    for camera in figure.cameras:
        data = motion(figure, camera)
        circles = len(data["r"])
        assert len(data["rows"]) == len(figure.timeline)
        assert data["peak"] == figure.peak
        assert len(body_paths(still(figure, camera))) == len(data["parts"])
        numbers = {i for part in data["parts"] for hull in part for i in hull}
        assert numbers == set(range(circles))
        for row in data["rows"][1:]:
            assert {"move", "hold", "ease", "label"} <= set(row)
            sources = [key for key in ("f", "same", "back") if key in row]
            assert len(sources) == 1
            if "f" in row:
                assert [len(sample) for sample in row["f"]] == [2 * circles] * (SAMPLES + 1)
            else:
                source = data["rows"][row["same"] if "same" in row else row["back"]]
                assert "f" in source


def test_going_back_reuses_the_samples() -> None:
    rows = motion(parse(squat()))["rows"]
    assert rows[2].get("back") == 1
    assert "f" not in rows[2]


def test_doing_it_again_reuses_the_samples() -> None:
    once = squat()["timeline"]
    rows = motion(parse(squat(timeline=[*once, *once[1:]])))["rows"]
    assert rows[3].get("same") == 1
    assert rows[4].get("back") == 1
    assert [("f" in row) for row in rows] == [False, True, False, False, False]


@pytest.mark.parametrize("name", ["lateral-band-walk", "double-leg-pogo", "clock-reach"])
def test_samples_that_are_shared_are_the_right_ones(name: str) -> None:
    figure = published(name)
    cam = figure.camera()
    data = motion(figure)
    blobs = {b: None for part in parts(figure, cam) for hull in part.hulls for b in hull}
    first = next(iter(blobs))
    for i, row in enumerate(data["rows"][1:], 1):
        samples = row.get("f") or data["rows"][row.get("same", row.get("back", 0))]["f"]
        if "back" in row:
            samples = samples[::-1]
        for frames, sample in zip(figure.film.samples(i, SAMPLES), samples, strict=True):
            x, y, _ = View(cam).circle(world_blob(frames, first))
            assert sample[:2] == [round(x), round(y)]


def test_left_is_right_reflected() -> None:
    figure = parse(squat())
    right, left = motion(figure, "front"), motion(figure, "front", "left")
    assert right["parts"] == left["parts"]
    for a, b in zip(right["rows"][1]["f"], left["rows"][1]["f"], strict=True):
        assert all(abs(1000 - x - p) <= 1 for x, p in zip(a[::2], b[::2], strict=True))
        assert a[1::2] == b[1::2]


def test_the_json_is_compact_and_cannot_close_a_script() -> None:
    data = squat()
    data["timeline"][1]["label"] = "</script><b>"
    text = motion_json(parse(data))
    assert "</script" not in text
    assert ": " not in text
    assert json.loads(text)["rows"][1]["label"] == "</script><b>"
