"""A broken program file names itself, its field and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from exercises.library.errors import ContentError
from exercises.library.folder import read_library
from tests.exercises.conftest import Edit

FOUNDATION = "programs/foundation.toml"
DAY = "weeks[1].days[1]"


def error_of(folder: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read_library(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        ('title = "Foundation"\n', "", "title", "is missing"),
        ("level = 1", "level = 6", "level", "must be from 1 to 5, not 6"),
        ('"mat",', '"tatami",', "equipment", "'tatami' is not known"),
        ('following = "strong-hips"', 'following = "x"', "following", "'x' is not known"),
        ("is_deload = false", 'is_deload = "no"', "weeks[1].is_deload", "must be true or false"),
        ('kind = "strength"', 'kind = "party"', f"{DAY}.kind", "'party' is not known"),
        ('kind = "strength"', 'kind = "rest"', f"{DAY}.lines", "do not fit a day of rest"),
        ("minutes = 23\n", "", f"{DAY}.minutes", "is missing"),
        (
            'kind = "run"\ntitle',
            'kind = "run"\ntests = ["side_plank"]\ntitle',
            "weeks[1].days[2].tests",
            "do not fit a day of run",
        ),
        ('kind = "assessment"', 'kind = "rest"', "weeks[4].days[7].tests", "do not fit a day of"),
        ('  "side_plank",', '  "handstand",', "weeks[4].days[7].tests", "'handstand' is not known"),
        ('"short-foot"', '"long-foot"', f"{DAY}.lines[1].exercise", "'long-foot' is not known"),
        ("hold_seconds = 10, ", "", f"{DAY}.lines[1].reps", "exactly one of"),
        ("hold_seconds = 10,", "hold_seconds = 10, reps = 5,", f"{DAY}.lines[1].reps", "exactly"),
        ("sets = 2", "sets = 0", f"{DAY}.lines[1].sets", "must be from 1 to 10, not 0"),
        ('"2-0-2-2"', '"slow"', f"{DAY}.lines[2].tempo", "must be four digits"),
        ("target_rpe = 5 }", "target_rpe = 5, color = 1 }", f"{DAY}.lines[1].color", "not a field"),
        ("target_rpe = 5 }", 'target_rpe = 5, band = "iron" }', f"{DAY}.lines[1].band", "'iron'"),
        ("target_rpe = 5 }", 'target_rpe = 5, weight = "x" }', f"{DAY}.lines[1].weight", "'x' is"),
        ("target_rpe = 5 }", "target_rpe = 5, target_rir = 2 }", f"{DAY}.lines[1]", "give one"),
        ("title =", "title ==", "(file)", "is not TOML"),
    ],
)
def test_a_broken_program_names_itself_its_field_and_the_reason(
    folder: Path, edit: Edit, old: str, new: str, field: str, reason: str
) -> None:
    edit(FOUNDATION, old, new)
    said = error_of(folder)
    assert f"{FOUNDATION}: {field}" in said
    assert reason in said


def test_a_band_and_a_weight_are_too_much(folder: Path, edit: Edit) -> None:
    edit("programs/hip-performance.toml", 'weight = "lift"', 'weight = "lift", band = "light"')
    assert "lines[1].weight: stands beside a band" in error_of(folder)


def test_a_program_without_weeks_is_refused(folder: Path) -> None:
    path = folder / FOUNDATION
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("# --- week 1")], encoding="utf-8")
    assert f"{FOUNDATION}: weeks: must not be empty" in error_of(folder)


def test_a_week_has_seven_days(folder: Path) -> None:
    path = folder / FOUNDATION
    week, day = "# --- week 2", "[[weeks.days]]"
    first, _, rest = path.read_text(encoding="utf-8").partition(week)
    path.write_text(f"{first[: first.rindex(day)]}{week}{rest}", encoding="utf-8")
    assert f"{FOUNDATION}: weeks[1].days: must be 7, not 6" in error_of(folder)


def test_the_last_day_is_a_re_test(folder: Path, edit: Edit) -> None:
    edit(FOUNDATION, 'kind = "assessment"', 'kind = "rest"')
    path = folder / FOUNDATION
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("tests = [")], encoding="utf-8")
    assert f"{FOUNDATION}: weeks[4].days[7].kind: must be a re-test" in error_of(folder)
