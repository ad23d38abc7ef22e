"""Real-life queries find what they mean: `search_queries.toml` says which."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from exercises.library.content import Library
from exercises.search import SearchIndex
from exercises.vocabulary import get_vocabulary

QUERIES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("search_queries.toml").read_text(encoding="utf-8")
)["query"]
TOP_3, TOP_1 = 0.95, 0.85


@pytest.fixture(scope="module")
def found(files: Library) -> dict[str, list[str]]:
    """The first three slugs of each query."""
    exercises = sorted(files.exercises.values(), key=lambda exercise: exercise.position)
    index = SearchIndex(exercises, get_vocabulary())
    slugs = [exercise.slug for exercise in exercises]
    return {
        query["typed"]: [slugs[number] for number in index.find(query["typed"])[:3]]
        for query in QUERIES
    }


def _report(misses: list[dict[str, Any]], found: dict[str, list[str]]) -> str:
    rate = 1 - len(misses) / len(QUERIES)
    lines = [f"  {query['typed']!r} finds {found[query['typed']]}" for query in misses]
    return "\n".join([f"{rate:.1%} of {len(QUERIES)} queries", *lines])


def test_what_is_meant_is_among_the_first_three(found: dict[str, list[str]]) -> None:
    misses = [q for q in QUERIES if not {*q["finds"]} & {*found[q["typed"]]}]
    report = _report(misses, found)
    print(f"top 3: {report}")
    assert len(misses) <= (1 - TOP_3) * len(QUERIES), report


def test_what_is_meant_comes_first(found: dict[str, list[str]]) -> None:
    misses = [q for q in QUERIES if not {*q["finds"]} & {*found[q["typed"]][:1]}]
    report = _report(misses, found)
    print(f"top 1: {report}")
    assert len(misses) <= (1 - TOP_1) * len(QUERIES), report


def test_the_queries_are_many_different_and_name_exercises(files: Library) -> None:
    typed = Counter(query["typed"] for query in QUERIES)
    assert len(typed) >= 120
    assert max(typed.values()) == 1
    assert {slug for query in QUERIES for slug in query["finds"]} <= set(files.exercises)


def test_every_exercise_is_meant_by_some_query(files: Library) -> None:
    assert {slug for query in QUERIES for slug in query["finds"]} == set(files.exercises)


def test_several_answers_have_a_reason() -> None:
    assert [q["typed"] for q in QUERIES if len(q["finds"]) > 1 and not q.get("why")] == []
