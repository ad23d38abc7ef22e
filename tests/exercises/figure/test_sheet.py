from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from exercises.figure.model import parse
from exercises.figure.sheet import CAPTION, COLUMNS, GAP, HEIGHT, WIDTH, moments, pages, strip
from tests.exercises.figure.figures import published, squat


def test_a_moment_that_was_shown_is_not_shown_again() -> None:
    assert moments(parse(squat())) == [(0, 1.0), (1, 0.5), (1, 1.0)]
    walk = moments(published("lateral-band-walk"))
    assert len(walk) == 9
    assert len(set(walk)) == len(walk)


def test_a_strip_shows_each_moment_in_a_place_of_its_own() -> None:
    drawn = strip(parse(squat()), "side")
    assert drawn.size == (COLUMNS * (WIDTH + GAP), HEIGHT + GAP + CAPTION)
    cells = [
        drawn.crop((x, 0, x + WIDTH, HEIGHT)) for x in range(0, 3 * (WIDTH + GAP), WIDTH + GAP)
    ]
    assert len({cell.tobytes() for cell in cells}) == 3
    assert all(len(cell.getcolors(WIDTH * HEIGHT) or []) > 10 for cell in cells)


def test_the_dark_sheet_is_dark() -> None:
    bright, dark = (strip(parse(squat()), "side", dark=dark) for dark in (False, True))
    assert bright.getpixel((5, 5)) > dark.getpixel((5, 5))  # type: ignore[operator]


def test_strips_are_stacked_and_the_last_page_is_short() -> None:
    strips = [Image.new("RGB", (10, 5)) for _ in range(5)]
    assert [page.height for page in pages(strips, 2)] == [10, 10, 5]


def test_the_command_writes_the_figures_that_were_named(tmp_path: Path) -> None:
    call_command("figure_sheet", tmp_path / "new", "clamshell", "hip-airplane", "--per-page", "2")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "sheet-01.png",
        "sheet-02.png",  # the airplane has two cameras
    ]


def test_the_command_says_what_it_does_not_know(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no figure of 'moonwalk'"):
        call_command("figure_sheet", tmp_path, "moonwalk")
    with pytest.raises(CommandError, match="at least one"):
        call_command("figure_sheet", tmp_path, "clamshell", "--per-page", "0")
