"""Typed words are read as the words we know."""

from __future__ import annotations

import pytest

from exercises.spelling import Lexicon, words_of

LEXICON = Lexicon(["clamshell", "hop", "lunge", "march", "side", "leg", "lift", "step", "plank"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Side-Lying Lég raises", ["side", "lying", "leg", "raise"]),
        ("farmer's", ["farmer"]),
        ("farmer\N{RIGHT SINGLE QUOTATION MARK}s", ["farmer"]),
        ("press", ["press"]),
        ("%\x00'\"\N{RIGHT-TO-LEFT MARK}\U0001f3c3", []),
    ],
)
def test_case_accents_hyphens_and_plurals_do_not_matter(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_the_very_word_is_surest() -> None:
    assert LEXICON.meant("step")["step"] == 1.0


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("clam", "clamshell"),
        ("clmashell", "clamshell"),
        ("vlamshell", "clamshell"),
        ("sied", "side"),
        ("marching", "march"),
        ("hopping", "hop"),
        ("lung", "lunge"),
    ],
)
def test_beginnings_slips_and_endings_are_forgiven(typed: str, term: str) -> None:
    assert 0 < LEXICON.meant(typed)[term] < 1.0


@pytest.mark.parametrize("typed", ["xyzzy", "zz", ""])
def test_what_is_like_nothing_means_nothing(typed: str) -> None:
    assert LEXICON.meant(typed) == {}


def test_words_run_together_are_parted() -> None:
    assert LEXICON.split("sideleglift") == ["side", "leg", "lift"]
    assert LEXICON.split("sidelegxlift") == []
