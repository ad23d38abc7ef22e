"""What runners read keeps to the wording rules of the evidence brief, in US English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exercises.vocabulary import CONTENT

NEVER = (
    "prevents? inj",
    "injury-proof",
    "weak glute",
    "dormant",
    "collaps",
    "dysfunction",
    "abnormal",
    "damage",
    "faulty",
    "bad form",
    "danger",
    "guaranteed",
    "cures?",
    "best exercise",
)
# What a page about evidence may quote from others, an article or a program says of nobody.
NEVER_OF_A_RUNNER = (
    "imbalance",
    "fix(es|ed)?",
    "weak (hip|muscle|side|leg)s?",
    "run faster",
    "vo2",
    "the only exercise",
    "heal",
    "treats?",
    "diagnos",
    "risk of injury",
    "injury risk",
    "protects?",
    "safe for everyone",
)
BRITISH = ("fibre", "metres?", "programme", "towards", "stabilis", "practis", "colour", "kerb")
READING = [*sorted((CONTENT / "articles").glob("*.md")), *sorted(CONTENT.glob("programs/*.toml"))]
FILES = [
    path
    for part in ("exercises", "articles", "videos", "programs")
    for path in sorted((CONTENT / part).glob("*.*"))
]


def found_in(files: list[Path], words: tuple[str, ...], end: str = "") -> list[str]:
    pattern = re.compile(rf"\b({'|'.join(words)}){end}", re.IGNORECASE)
    return [
        f"{path.name}: {match[0]}"
        for path in files
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("words", [NEVER, BRITISH], ids=["never", "British"])
def test_no_file_says_it(words: tuple[str, ...]) -> None:
    assert found_in(FILES, words) == []


def test_no_article_and_no_program_says_it_of_a_runner() -> None:
    assert found_in(READING, NEVER_OF_A_RUNNER, end=r"\b") == []


def test_nothing_to_read_shouts() -> None:
    assert [path.name for path in READING if "!" in path.read_text(encoding="utf-8")] == []
