"""What runners read keeps to the wording rules of the evidence brief, in US English."""

from __future__ import annotations

import re

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
BRITISH = ("fibre", "metres?", "programme", "towards", "stabilis", "practis", "colour", "kerb")
FILES = [
    path
    for part in ("exercises", "articles", "videos")
    for path in sorted((CONTENT / part).glob("*.*"))
]


@pytest.mark.parametrize("words", [NEVER, BRITISH], ids=["never", "British"])
def test_no_file_says_it(words: tuple[str, ...]) -> None:
    pattern = re.compile(rf"\b({'|'.join(words)})", re.IGNORECASE)
    found = [
        f"{path.name}: {match[0]}"
        for path in FILES
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
