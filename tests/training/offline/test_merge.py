"""What stands of the changes of several devices does not depend on how they arrive."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from training.offline import merge
from training.offline.merge import Status, Version

WORKOUT = UUID(int=1)
DEVICES = (None, UUID(int=0xA), UUID(int=0xB))


def minute(number: int) -> datetime:
    return datetime(2026, 11, 23, 7, number, tzinfo=UTC)


def version(
    pk: int = 1,
    minutes: int = 1,
    device: UUID | None = DEVICES[1],
    *,
    side: str = "left",
    index: int = 1,
    base: int | None = None,
    reps: int = 12,
    is_deleted: bool = False,
) -> Version:
    based = None if base is None else minute(base)
    at = minute(minutes)
    return Version(UUID(int=pk), WORKOUT, 7, index, side, at, device, based, is_deleted, (reps,))


versions = st.builds(
    version,
    pk=st.integers(1, 4),
    minutes=st.integers(1, 6),
    device=st.sampled_from(DEVICES),
    side=st.sampled_from(["left", "right", "both"]),
    index=st.integers(1, 2),
    base=st.none() | st.integers(1, 6),
    reps=st.integers(1, 3),
    is_deleted=st.booleans(),
)


def ends(changes: list[Version]) -> tuple[object, object]:
    """Return what is kept of changes that arrive one by one, and what stands of that."""
    kept: dict[UUID, Version] = {}
    for one in changes:
        kept[one.id] = merge.meet(kept.get(one.id), one).kept
    return (
        {pk: (one.rank, one.side, one.set_index) for pk, one in kept.items()},
        merge.standing(kept.values()).ids,
    )


def _placed(changes: list[Version]) -> list[Version]:
    """Leave out what no device makes: two places for one set at one moment."""
    return list({(one.id, one.rank): one for one in changes}.values())


@given(st.lists(versions, max_size=6), st.data())
def test_any_order_and_any_repetition_ends_the_same(
    changes: list[Version], data: st.DataObject
) -> None:
    changes = _placed(changes)
    again = data.draw(st.lists(st.sampled_from(changes))) if changes else []
    assert ends(changes) == ends(data.draw(st.permutations(changes + again)))


@given(st.lists(versions, max_size=8))
def test_no_two_that_stand_share_a_place(changes: list[Version]) -> None:
    kept = {one.id: one for one in changes}
    stands = merge.standing(kept.values())
    for one, other in itertools.combinations((kept[pk] for pk in stands.ids), 2):
        sides = {one.side, other.side}
        assert one.place != other.place or sides == {"left", "right"}


@given(st.lists(versions, max_size=8))
def test_nothing_is_lost_but_what_was_deleted_or_has_a_later_one_in_its_place(
    changes: list[Version],
) -> None:
    kept = {one.id: one for one in changes}
    stands = merge.standing(kept.values())
    for pk, one in kept.items():
        gone = one.is_deleted or any(
            other.is_deleted and other.base and one.edited_at <= other.base
            for other in kept.values()
        )
        displaced = stands.displaced.get(pk)
        assert pk in stands.ids or gone or displaced
        assert displaced is None or displaced.rank >= one.rank


def test_the_later_change_is_kept() -> None:
    first, second = version(minutes=1), version(minutes=2, reps=10, base=1)
    assert merge.meet(first, second).kept == second
    assert merge.meet(second, first).kept == second


def test_at_one_moment_the_device_decides() -> None:
    first, second = version(device=DEVICES[1]), version(device=DEVICES[2], reps=10)
    assert merge.meet(first, second).kept == merge.meet(second, first).kept == second


def test_the_same_change_again_is_the_same() -> None:
    assert merge.meet(version(), version()).status == Status.SAME


def test_whoever_saw_the_other_change_replaces_it_without_a_word() -> None:
    seen = version(minutes=2, device=DEVICES[2], base=1, reps=10)
    assert merge.meet(version(minutes=1), seen).dropped is None
    assert merge.meet(seen, version(minutes=1)).dropped is None


def test_two_changes_that_did_not_know_of_each_other_are_told() -> None:
    first, second = version(minutes=1), version(minutes=2, device=DEVICES[2], reps=10)
    assert merge.meet(first, second).status == Status.MERGED
    assert merge.meet(first, second).dropped == first
    assert merge.meet(second, first).status == Status.OLDER
    assert merge.meet(second, first).dropped == first


def test_two_devices_that_say_the_same_are_not_told() -> None:
    first, second = version(minutes=1), version(minutes=2, device=DEVICES[2])
    assert merge.meet(first, second).dropped is None


def test_of_two_sets_in_one_place_the_later_one_stands_and_the_other_comes_back() -> None:
    first, second = version(1, 1), version(2, 2, reps=10)
    assert merge.standing([first, second]).ids == {second.id}
    moved = version(2, 3, index=2, reps=10)
    assert merge.standing([first, moved]).ids == {first.id, second.id}


def test_deleting_the_one_that_stands_takes_the_other_along() -> None:
    first, gone = version(1, 1), version(2, 3, base=2, is_deleted=True)
    assert merge.standing([first, gone]).ids == frozenset()


def test_deleting_in_ignorance_takes_nothing_along() -> None:
    gone, other = version(1, 3, base=1, is_deleted=True), version(2, 2, reps=10)
    assert merge.standing([gone, other]).ids == {other.id}


def test_both_sides_together_exclude_either() -> None:
    sides = [version(1, 1, side="left"), version(2, 1, side="right")]
    both = version(3, 2, side="both")
    assert merge.standing([*sides, both]).ids == {both.id}
    late = [version(1, 4, side="left"), version(2, 1, side="right")]
    assert merge.standing([*late, both]).ids == {UUID(int=1), UUID(int=2)}
