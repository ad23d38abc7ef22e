"""Which activities a log has already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.training.imports.files import START
from training.imports.activity import Activity
from training.imports.known import Known, fresh


def activity(seconds: int = 0, meters: int = 8000, source: str = "a:1") -> Activity:
    return Activity(START + timedelta(seconds=seconds), 2770, meters, "run", source)


@pytest.mark.parametrize(
    ("known", "is_new"),
    [
        (Known(START, 8000), False),
        (Known(START + timedelta(seconds=60), 8000), False),
        (Known(START - timedelta(seconds=60), 8000), False),
        (Known(START + timedelta(seconds=61), 8000), True),
        (Known(START, 8400), False),
        (Known(START, 8450), True),
        (Known(START + timedelta(days=9), 1, "a:1"), False),
        (Known(START + timedelta(days=9), 8000, "a:2"), True),
    ],
)
def test_a_run_is_known_by_source_or_by_start_and_distance(known: Known, is_new: bool) -> None:
    assert bool(fresh([activity()], [known])) is is_new


def test_two_files_of_one_run_are_one() -> None:
    assert (
        len(fresh([activity(), activity(20, 8100, "b:1"), activity(9999, source="b:2")], [])) == 2
    )


@given(some.lists(some.tuples(some.integers(0, 5000), some.integers(1, 99), some.integers(0, 9))))
def test_a_second_import_adds_nothing(rows: list[tuple[int, int, int]]) -> None:
    found = [activity(at, far * 100, f"a:{key}") for at, far, key in rows]
    new = fresh(found, [])
    assert fresh(found, [Known(o.started_at, o.distance_m, o.source) for o in new]) == []
