"""What conditions may say, in files and in the lines of editors."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from bonus import condition_lines, conditions

pytestmark = pytest.mark.usefixtures("series")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("skip", "must be a list of conditions"),
        (["skip"], "condition 1: must be a table with `if` and `then`"),
        ([{"then": "skip"}], "condition 1: if: must be a name or a list of names"),
        ([{"if": "rich", "then": "skip"}], "condition 1: if: there is no condition 'rich' (known:"),
        ([{"if": ["has_account", "rich"], "then": "skip"}], "there is no condition 'rich'"),
        (
            [{"if": "has_account", "then": "go"}],
            "then: must be one of skip, wait, branch, not 'go'",
        ),
        ([{"if": "has_account", "then": "wait"}], "days: must be a whole number from 1 to 30"),
        ([{"if": "has_account", "then": "wait", "days": True}], "days: must be a whole number"),
        (
            [{"if": "has_account", "then": "wait", "days": 1, "otherwise": "go"}],
            "otherwise: must be send or skip",
        ),
        ([{"if": "has_account", "then": "branch"}], "to: must be the key of a branch step"),
        ([{"if": "has_account", "then": "skip", "days": 1}], "days: does not belong to 'skip'"),
        (
            [{"if": "has_account", "then": "skip"}, {"if": "rich", "then": "skip"}],
            "condition 2: if: there is no condition 'rich'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(raw: Any, problem: str) -> None:
    assert any(problem in found for found in conditions.condition_problems(raw))


def test_the_log_tells_its_facts_without_being_imported() -> None:
    assert conditions.known().keys() >= {
        "has_account",
        "finished_baseline_test",
        "trained_last_7_days",
        "reported_pain",
        "watched_previous_video",
    }


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("skip if has_account", {"if": "has_account", "then": "skip"}),
        (
            "wait 3 days if not watched_previous_video",
            {"if": "not watched_previous_video", "then": "wait", "days": 3},
        ),
        (
            "wait 1 day, then skip, if has_account and reported_pain",
            {
                "if": ["has_account", "reported_pain"],
                "then": "wait",
                "days": 1,
                "otherwise": "skip",
            },
        ),
        (
            "branch to pause-and-check if reported_pain",
            {"if": "reported_pain", "then": "branch", "to": "pause-and-check"},
        ),
    ],
)
def test_lines_say_conditions(line: str, raw: dict[str, Any]) -> None:
    assert condition_lines.read(f"\n  {line}\n") == [raw]
    assert condition_lines.write([raw]) == line


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("drop if has_account", "line 2: write: skip if NAME"),
        ("skip if rich", "line 2: if: there is no condition 'rich'"),
        ("wait if has_account", "line 2: days: must be a whole number"),
    ],
)
def test_a_wrong_line_is_named(line: str, problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        condition_lines.read(f"skip if has_account\n{line}")
    assert any(found.startswith(problem) for found in caught.value.messages)
