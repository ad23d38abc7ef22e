"""The cap on a single run: 1.10 times the longest of the 30 days before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from training import longest

DAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return DAY - timedelta(days=days)


def test_the_cap_is_a_tenth_above_the_longest_run() -> None:
    assert longest.cap_m([(ago(9), 10_000), (ago(2), 6_000)], DAY) == 11_000


def test_without_runs_there_is_no_cap() -> None:
    assert longest.cap_m([], DAY) is None


@pytest.mark.parametrize(("days", "cap"), [(30, 11_000), (31, None)])
def test_thirty_days_count(days: int, cap: int | None) -> None:
    assert longest.cap_m([(ago(days), 10_000)], DAY) == cap


@pytest.mark.parametrize("days", [0, -1])
def test_the_day_itself_and_later_days_do_not_count(days: int) -> None:
    assert longest.cap_m([(ago(days), 10_000)], DAY) is None


@pytest.mark.parametrize(("meters", "longer"), [(11_000, False), (11_001, True)])
def test_a_run_at_the_cap_is_not_longer(meters: int, longer: bool) -> None:
    assert longest.is_longer(meters, [(ago(3), 10_000)], DAY) is longer


def test_the_first_run_is_not_longer() -> None:
    assert not longest.is_longer(42_195, [], DAY)


def test_the_words_are_those_of_the_wording_guide() -> None:
    assert longest.LONGER == "Longer than your recent longest run"
    assert longest.QUALIFIER == "In a large study such jumps went with more overuse injuries."
