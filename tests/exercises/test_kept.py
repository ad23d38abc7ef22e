"""Remembering has an end."""

from __future__ import annotations

from exercises.kept import Kept


def test_a_value_is_made_once() -> None:
    made: list[str] = []
    kept: Kept[int] = Kept(2)
    for _ in range(2):
        kept.get("a", lambda: made.append("a") or 1)  # type: ignore[func-returns-value]
    assert made == ["a"]


def test_the_one_used_longest_ago_goes_first() -> None:
    kept: Kept[str] = Kept(2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: f"first {key}")  # type: ignore[misc]
    assert kept.get("a", lambda: "second a") == "first a"
    assert kept.get("b", lambda: "second b") == "second b"
