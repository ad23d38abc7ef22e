"""A dose in words."""

from __future__ import annotations

import pytest

from exercises import dose
from exercises.library.content import Dose


def a_dose(tempo: str = "", rir: int | None = None, rpe: int | None = None) -> Dose:
    return Dose("reps", (), 3, 8, None, None, True, 60, tempo, rir, rpe)


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("3-1-1-0", "3 s down, 1 s pause, 1 s up"),
        ("2-1-2-1", "2 s down, 1 s pause, 2 s up, 1 s pause at the top"),
        ("0-2-1-0", "2 s pause, 1 s up"),
        ("", ""),
    ],
)
def test_a_tempo_is_said_in_words(digits: str, words: str) -> None:
    assert dose.tempo(a_dose(digits)) == words


def test_a_dose_without_a_tempo_explains_none() -> None:
    assert dose.tempo_means(a_dose()) == ""


@pytest.mark.parametrize(
    ("rir", "rpe", "words", "means"),
    [
        (3, None, "Stop with about 3 reps left", "about 3 more"),
        (None, 6, "6 of 10", "10 is all that you can give"),
        (None, None, "", ""),
    ],
)
def test_effort_is_said_and_explained(
    rir: int | None, rpe: int | None, words: str, means: str
) -> None:
    assert dose.effort(a_dose(rir=rir, rpe=rpe)) == words
    assert means in dose.effort_means(a_dose(rir=rir, rpe=rpe))
