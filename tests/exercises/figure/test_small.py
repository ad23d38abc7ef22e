"""Small pictures: less text, the same to the eye."""

import json
import re
import statistics

import pytest
from PIL import Image, ImageChops, ImageStat

from exercises.drawings import FOLDER
from exercises.figure.draw import still
from exercises.figure.model import Figure, parse
from exercises.figure.sheet import picture
from exercises.figure.small import SHORT, small, small_path

LIBRARY = sorted(path.stem for path in FOLDER.glob("*.json"))


def figure(name: str) -> Figure:
    return parse(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def places(path: str) -> list[tuple[float, float]]:
    """Where each step of small path data ends."""
    out = []
    x = y = 0.0
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        if command == "a":  # flags may touch the number that follows
            text = re.sub(r"^(\d+ \d+ \d) ([01])([01])", r"\1 \2 \3 ", text)
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", text)]
        if command == "M":
            x, y = numbers
        elif command in "laq":
            x, y = x + numbers[-2], y + numbers[-1]
        elif command == "h":
            x += numbers[0]
        elif command == "v":
            y += numbers[0]
        else:
            continue
        out.append((x, y))
    return out


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("M0.4 9.6L10 10L10.2 20Z", "M0 10h10v10z"),
        ("M-5 -5L-15.4 -0.6z", "M-5-5l-10 4z"),
        ("M0 0A40.2 40.2 0 0 1 60 30z", "M0 0a40 40 0 0160 30z"),
        ("M0 0A40 40 0 1 1 -9 -2z", "M0 0a40 40 0 11-9-2z"),
        ("M-10 0a10 10 0 1 1 20 0a10 10 0 1 1 -20 0z", "M-10 0a10 10 0 1120 0a10 10 0 11-20 0z"),
        ("M0 0Q10 0 10 10", "M0 0q10 0 10 10"),
        ("M-10 4H20V9H-10Z", "M-10 4h30v5h-30z"),
    ],
)
def test_places_become_steps_in_whole_units(path: str, text: str) -> None:
    assert small_path(path) == text


def test_an_arc_that_is_hardly_bent_is_a_line() -> None:
    assert small_path("M0 0A40 40 0 0 1 10 0L90 0z") == "M0 0h10h80z"


def test_no_error_adds_up_along_a_path() -> None:
    corners = [(k * 7.4, k % 3 * 5.3) for k in range(200)]
    path = small_path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z")
    for (x, y), (px, py) in zip(places(path), corners, strict=True):
        assert (x, y) == pytest.approx((px, py), abs=0.55)


def test_what_is_too_short_to_see_does_not_move_what_follows() -> None:
    path = small_path("M0 0L1 0L2 0L3 0L50 30Z")
    assert places(path)[-1] == (50, 30)
    assert abs(places(path)[1][0] - 2) <= SHORT


def test_a_ghost_keeps_only_what_shows_beside_the_body() -> None:
    one, other = "M0 0L90 0L90 90z", "M200 0L290 0L290 90z"
    svg = f'<g class="f-ghost"><path d="{one}{other}"/></g><g class="f-body"><path d="{one}"/></g>'
    ghost = small(svg).split("</g>")[0]
    assert ghost.count("M") == 1
    assert "M200 0" in ghost
    alone = svg.replace(other, "")
    assert "f-ghost" not in small(alone)


def test_cards_are_small() -> None:
    sizes = [len(small(still(figure(name), crop=4 / 3))) for name in LIBRARY]
    assert statistics.mean(sizes) < 4_100
    assert max(sizes) < 5_200


@pytest.mark.parametrize(
    "name", ["clamshell", "copenhagen-short", "lateral-bound", "short-foot", "step-up"]
)
def test_a_small_picture_looks_like_the_still(name: str) -> None:
    svg = still(figure(name), crop=4 / 3)
    whole, little = (picture(text).resize((360, 270)) for text in (svg, small(svg)))
    assert _unlike(whole, little) < 1
    start = still(figure(name), crop=4 / 3, row=0)
    assert _unlike(whole, picture(start).resize((360, 270))) > 1


def _unlike(one: Image.Image, other: Image.Image) -> float:
    """How far the pixels of two pictures are apart in the mean, of 255."""
    mean: float = ImageStat.Stat(ImageChops.difference(one, other).convert("L")).mean[0]
    return mean
