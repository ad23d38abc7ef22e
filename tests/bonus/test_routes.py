"""Where a new edition leads people: by hand, and for every edition that chance can think of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonus.routes import ahead, route


@pytest.mark.parametrize(
    ("old", "new", "waiting", "gets"),
    [
        ("abcd", "abcd", "c", "cd"),  # nothing moved
        ("abcd", "axbcd", "c", "cd"),  # put in before what they have behind them
        ("abcd", "abxcd", "c", "xcd"),  # put in right next
        ("abcd", "abcdx", "c", "cdx"),  # put in at the end
        ("abcd", "xabcd", "a", "xabcd"),  # they wait for the first mail
        ("abcd", "abd", "c", "d"),  # what they wait for is gone
        ("abcd", "ab", "c", ""),  # and nothing follows it
        ("abcd", "bcd", "c", "cd"),  # what they had is gone
        ("abcd", "abdc", "c", "dc"),  # turned around before them
        ("abcd", "adbc", "c", "dc"),  # pulled before what they had: still sent
        ("abcd", "bacd", "c", "cd"),  # turned around behind them
        ("abcd", "xy", "c", "xy"),  # all new: nothing behind them is left
    ],
)
def test_people_get(old: str, new: str, waiting: str, gets: str) -> None:
    assert "".join(ahead([*old], [*new], waiting)) == gets
    assert route([*old], [*new], waiting).to == gets[:1]


keys = st.lists(st.sampled_from("abcdefghij"), unique=True, min_size=1)


@given(old=keys, new=keys, data=st.data())
def test_nobody_gets_a_step_twice_and_nobody_loses_one(
    old: list[str], new: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(old) - 1))
    behind, before = old[:place], old[place:]
    gets = ahead(old, new, old[place])
    assert not set(gets) & set(behind)
    assert set(before) & set(new) <= set(gets)
    assert gets == [key for key in new if key in gets]


@given(old=keys, data=st.data())
def test_the_same_edition_changes_nothing(old: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(old) - 1))
    assert ahead(old, old, old[place]) == old[place:]
