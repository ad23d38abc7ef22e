import gzip
import re
from itertools import accumulate

import pytest

from exercises.figure.animation import CORNERS, PIECES, WHEN, animated
from exercises.figure.model import parse
from exercises.figure.motion import motion
from exercises.figure.timeline import EASE
from tests.exercises.figure.figures import NAMES, Svg, published, squat

LIMIT = 20_000
MOVING = [name for name in NAMES if len(published(name).timeline) > 1]


def ways(svg: str) -> list[list[str]]:
    """The shapes of each path that moves, in their order."""
    return [found.split(";") for found in re.findall(r'<animate [^>]* values="([^"]+)"', svg)]


def corners(shape: str) -> list[tuple[int, int]]:
    """The corners of a shape in picture units; it starts each outline anew and goes on in steps."""
    out: list[tuple[int, int]] = []
    for outline in shape.split("M")[1:]:
        numbers = [int(number) for number in re.findall(r"-?\d+", outline)]
        out += zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)
    return out


def extents(shape: str) -> list[tuple[int, int]]:
    return [(min(side), max(side)) for side in zip(*corners(shape), strict=True)]


@pytest.mark.parametrize("name", MOVING)
def test_an_animation_is_small_and_whole(name: str) -> None:
    figure = published(name)
    camera = list(figure.cameras)[-1]
    svg = animated(figure, camera, "left")
    assert len(gzip.compress(svg.encode())) < LIMIT
    assert Svg(svg).title.endswith("left side")
    shapes = ways(svg)
    assert shapes
    for way in shapes:
        # a browser blends two shapes only where their commands are the same
        assert len({re.sub(r"-?\d+ -?\d+ ?", "p", shape) for shape in way}) == 1
        # a corner may sit at either end of a straight edge, so the extent is compared
        for start, end in zip(extents(way[0]), extents(way[-1]), strict=True):
            assert start == pytest.approx(end, abs=3), "the loop jumps"


@pytest.mark.parametrize("name", ["lateral-band-walk", "clamshell", "double-leg-pogo"])
def test_times_rise_from_start_to_end_and_each_has_its_shape(name: str) -> None:
    figure = published(name)
    svg = animated(figure)
    times = set(re.findall(r'keyTimes="([^"]+)"', svg))
    assert len(times) == 1
    shares = [float(share) for share in times.pop().split(";")]
    assert shares[0] == 0 and shares[-1] == 1
    assert shares == sorted(shares)
    assert {len(way) for way in ways(svg)} == {len(shares)}
    assert f'dur="{figure.film.seconds:g}s"' in svg


def test_shapes_follow_the_motion_of_the_player() -> None:
    figure = parse(squat())
    data = motion(figure, samples=PIECES)
    flat, radius = data["rows"][1]["f"][-1], data["r"]
    svg = animated(figure)
    head = [i for hull in data["parts"][-1] for i in hull]
    peak = [way for way in ways(svg) if way[0].count("M") == len(data["parts"][-1])]
    assert peak
    assert len(corners(peak[-1][0])) == CORNERS * len(data["parts"][-1])
    assert max(flat[2 * i] + radius[i] for i in head) <= 1000


@pytest.mark.parametrize("ease", EASE)
@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.9, 1])
def test_when_undoes_ease(ease: str, share: float) -> None:
    assert EASE[ease](WHEN[ease](share)) == pytest.approx(share)


def test_less_motion_and_the_dark_are_in_the_file_itself() -> None:
    svg = animated(parse(squat()))
    assert (
        "@media (prefers-reduced-motion:reduce){.moving{display:none}.pair{display:inline}}" in svg
    )
    assert "@media (prefers-color-scheme:dark){.f{--st:#1b3029" in svg
    assert "<script" not in svg


def test_the_pair_is_two_pictures_without_motion() -> None:
    svg = animated(parse(squat()), label="A & B")
    assert Svg(svg).title == "A & B"
    still = svg.split('<g class="pair">')[1]
    assert still.count("<svg") == 2
    assert "animate" not in still
    first, second = re.findall('<g class="f-body">.*?</g>', still)
    assert first != second


def test_what_stands_still_is_not_animated() -> None:
    with pytest.raises(ValueError, match="run does not move"):
        animated(published("run"))
    lying = animated(published("clamshell"))
    assert lying.count("<animate") < lying.count('class="f-')
