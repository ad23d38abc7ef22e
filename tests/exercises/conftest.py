"""The library that these tests stand on: the real files, or a small copy that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from exercises.library.content import Library
from exercises.library.folder import read_library
from exercises.library.load import load
from exercises.models import Exercise
from exercises.vocabulary import CONTENT
from tests.conftest import NOW

type Edit = Callable[[str, str, str], None]


A_FEW = {
    "clamshell",
    "banded-clamshell",
    "side-lying-hip-abduction",
    "lateral-step-down",
    "step-up",
    "single-leg-squat",
    "pelvic-drop",
    "side-step-walk",
    "lateral-band-walk",
    "pivot-step",
    "single-leg-stance",
    "single-leg-deadlift",
}


@pytest.fixture(scope="session")
def files() -> Library:
    """What the content files say."""
    return read_library(CONTENT)


@pytest.fixture
def library(db: None, files: Library) -> None:
    """A dozen exercises with the steps between them, all articles and one video, published."""
    few = {
        slug: replace(
            files.exercises[slug],
            easier=tuple(s for s in files.exercises[slug].easier if s in A_FEW),
            harder=tuple(s for s in files.exercises[slug].harder if s in A_FEW),
        )
        for slug in sorted(A_FEW)
    }
    videos = {"video-side-to-side": files.videos["video-side-to-side"]}
    load(replace(files, exercises=few, videos=videos), NOW)


@pytest.fixture
def whole_library(db: None, files: Library) -> None:
    """All of it, published."""
    load(files, NOW)


@pytest.fixture
def clamshell(library: None) -> Exercise:
    """A published exercise."""
    return Exercise.objects.get(slug="clamshell")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content files."""
    target = tmp_path / "content"
    shutil.copytree(CONTENT, target, ignore=shutil.ignore_patterns("figures"))
    return target


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace one text in a file of the copy."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace
