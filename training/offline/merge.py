"""The rule by which changes of several devices become one workout.

Pure: what is kept of all changes does not depend on their order, nor on how often each was sent.
Two rules. Of one set (one id) the last change is kept. Of the kept ones those stand in the workout
that are not deleted and whose place no later one has: a place is an exercise's set with a side, and
both sides together exclude either side of the same set.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from training.models import Side

type Place = tuple[UUID, int, int]
type Rank = tuple[datetime, str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """What one change made of a set.

    `device` is None for the web's own pages, `base` the version that was changed, if one was.
    `exercise` is the id of its row; `values` are the fields that merging does not look into.
    """

    id: UUID
    workout: UUID
    exercise: int
    set_index: int
    side: str
    edited_at: datetime
    device: UUID | None
    base: datetime | None
    is_deleted: bool
    values: tuple[Any, ...]
    pain: int | None = None

    @property
    def place(self) -> Place:
        """Return the set that it is a side of."""
        return self.workout, self.exercise, self.set_index

    @property
    def rank(self) -> Rank:
        """Return what is compared: later is greater, and ties have one answer everywhere."""
        said = "deleted" if self.is_deleted else f"{self.values} {self.pain}"
        return self.edited_at, self.device.hex if self.device else "", said

    @property
    def said(self) -> tuple[object, ...]:
        """Return what it says about the set, whenever and wherever that was said."""
        if self.is_deleted:
            return (True,)
        return self.exercise, self.set_index, self.side, self.values, self.pain


class Status(StrEnum):
    """What became of a change."""

    SAVED = "saved"
    SAME = "same"
    OLDER = "older"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A change that met what is stored: which of them is kept, and what the runner should know.

    `dropped` is the one that is not kept, where neither was made in knowledge of the other.
    """

    kept: Version
    status: Status
    dropped: Version | None = None


def meet(stored: Version | None, sent: Version) -> Meeting:
    """Keep the later of two versions of one set."""
    if stored is None:
        return Meeting(sent, Status.SAVED)
    if sent.rank == stored.rank:
        return Meeting(stored, Status.SAME)
    is_later = sent.rank > stored.rank
    kept, other = (sent, stored) if is_later else (stored, sent)
    # Whoever saw the other one, or is the same device, meant to replace it.
    was_known = kept.device == other.device or kept.base == other.edited_at
    dropped = None if was_known or kept.said == other.said else other
    if is_later:
        return Meeting(kept, Status.MERGED if dropped else Status.SAVED, dropped)
    return Meeting(kept, Status.OLDER, dropped)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of some versions, and by which one each of the others lost its place."""

    ids: frozenset[UUID]
    displaced: dict[UUID, Version]


def standing(versions: Iterable[Version]) -> Standing:
    """Choose what stands; `versions` has one for each id, and all of any place it has one of."""
    ids: set[UUID] = set()
    displaced: dict[UUID, Version] = {}
    ordered = sorted(versions, key=_place)
    for _, group in groupby(ordered, key=_place):
        _choose(list(group), ids, displaced)
    return Standing(frozenset(ids), displaced)


def _place(one: Version) -> tuple[str, int, int]:
    return one.workout.hex, one.exercise, one.set_index


def _choose(here: list[Version], ids: set[UUID], displaced: dict[UUID, Version]) -> None:
    """Choose what stands of the versions of one set."""
    alive = [one for one in here if not one.is_deleted]
    if len(alive) > 1:
        alive.sort(key=lambda one: (one.rank, one.id.hex), reverse=True)
    taken: dict[str, Version] = {}
    for one in alive:
        if len(here) > 1 and any(_took_along(gone, one) for gone in here if gone.is_deleted):
            continue
        other = next((taken[side] for side in _sides(one) if side in taken), None)
        if other:
            displaced[one.id] = other
            continue
        ids.add(one.id)
        taken |= dict.fromkeys(_sides(one), one)


def _sides(one: Version) -> tuple[str, ...]:
    return (Side.LEFT.value, Side.RIGHT.value) if one.side == Side.BOTH else (one.side,)


def _took_along(gone: Version, one: Version) -> bool:
    """Tell whether a set was deleted in knowledge of another that had lost its place to it."""
    return bool(gone.base and gone.side == one.side and one.edited_at <= gone.base)
