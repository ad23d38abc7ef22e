"""Search finds what a person means."""

from __future__ import annotations

import pytest

from exercises.library.content import Library
from exercises.search import SearchIndex
from exercises.spelling import words_of
from exercises.vocabulary import get_vocabulary


@pytest.fixture(scope="module")
def index(files: Library) -> SearchIndex:
    return SearchIndex(files.exercises.values(), get_vocabulary())


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("clam shell", "clamshell"),
        ("clamshel", "clamshell"),
        ("CLAMS", "clamshell"),
        ("sidelying", "side-lying-hip-abduction"),
        ("sidelying leg lift", "side-lying-hip-abduction"),
        ("hip hike", "pelvic-drop"),
        ("monster walks", "monster-walk"),
        ("crab walk", "lateral-band-walk"),
        ("band side step", "lateral-band-walk"),
        ("SL RDL", "single-leg-deadlift"),
        ("single leg dead lift", "single-leg-deadlift"),
        ("step down", "lateral-step-down"),
        ("plank side", "side-plank"),
        ("birddog", "bird-dog"),
        ("copenhagen", "copenhagen-short"),
        ("pallof", "pallof-press"),
        ("skater jumps", "lateral-bound"),
        ("calf raise", "double-leg-heel-raise"),
        ("stork", "single-leg-stance"),
        ("best exercise for hip thrusts", "hip-thrust"),
    ],
)
def test_it_is_among_the_first_three(
    index: SearchIndex, files: Library, query: str, slug: str
) -> None:
    names = list(files.exercises)
    assert slug in [names[number] for number in index.find(query)[:3]]


def test_a_muscle_is_found_by_its_short_name(index: SearchIndex, files: Library) -> None:
    found = [list(files.exercises.values())[number] for number in index.find("glute med")[:10]]
    assert all(
        any(use.startswith("gluteus medius") for use in exercise.primary_muscles)
        for exercise in found
    )


@pytest.mark.parametrize("query", ["", " ", "xyzzy", "%", "'; --", "\U0001f3c3", "the", "a" * 4000])
def test_nonsense_finds_nothing(index: SearchIndex, query: str) -> None:
    assert index.find(query) == []


def test_accents_hyphens_and_plurals_do_not_matter() -> None:
    assert words_of("Side-Lying Lég raises") == ["side", "lying", "leg", "raise"]
