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
from tests.exercises.keeping import LIBRARY, Rows, put_back, rows_of

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


@pytest.fixture(scope="session")
def kept() -> dict[str, Rows]:
    """What was loaded once in this run."""
    return {}


def load_once(name: str, kept: dict[str, Rows], library: Library) -> None:
    """Load a library, or put back what loading it made before."""
    assert not Exercise.objects.exists()
    if name in kept:
        put_back(kept[name])
    else:
        load(library, NOW)
        kept[name] = rows_of(LIBRARY)


@pytest.fixture
def library(db: None, files: Library, kept: dict[str, Rows]) -> None:
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
    load_once("few", kept, replace(files, exercises=few, videos=videos))


@pytest.fixture
def whole_library(db: None, files: Library, kept: dict[str, Rows]) -> None:
    """All of it, published."""
    load_once("all", kept, files)


@pytest.fixture
def clamshell(library: None) -> Exercise:
    """A published exercise."""
    return Exercise.objects.get(slug="clamshell")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content files."""
    target = tmp_path / "content"
    shutil.copytree(CONTENT, target, ignore=shutil.ignore_patterns("films"))
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
