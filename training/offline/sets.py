"""Sets as phones send them, all of a body at once: no query for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from training.models import MergeNotice, SetAside, WorkoutSet
from training.offline import known, merge, shapes
from training.offline.items import SetItem
from training.offline.known import Known
from training.offline.merge import Standing, Status, Version
from training.offline.notices import notice
from training.offline.results import Result
from training.offline.versions import of_aside, of_item, of_row, to_aside, to_row
from training.offline.workouts import Shelf
from training.units import METRIC, units_of

NOT_HERE = "Its workout is not here yet."
UNKNOWN = "This set cannot be kept. Log it again."
NO_EXERCISE = "There is no such exercise here."
ONE_SIDED = "{} is logged side by side: give left and right."
FULL = "This workout has more sets than a log can show."
NO_CONSENT = "Saved without the pain score: you have not agreed that we keep it."
MOST_OF_A_WORKOUT = 600
COLUMNS = [one.name for one in WorkoutSet._meta.concrete_fields if not one.primary_key]
ASIDE_COLUMNS = [one.name for one in SetAside._meta.concrete_fields if not one.primary_key]

type Sent = Sequence[tuple[Result, SetItem]]


@dataclass(slots=True)
class _Stock:
    """What is stored of the workouts that a body is about, and what is to be.

    `versions` has the last version of each set; `taken` are ids of sets of other workouts.
    """

    rows: dict[UUID, Version] = field(default_factory=dict)
    asides: dict[UUID, Version] = field(default_factory=dict)
    taken: set[UUID] = field(default_factory=set)
    versions: dict[UUID, Version] = field(default_factory=dict)


def take(runner: User, shelf: Shelf, sent: Sent, device: UUID, now: datetime) -> None:
    """Merge sets and write what they change (eight queries at most)."""
    exercises = known.find({item.exercise for _, item in sent})
    here = [(result, item) for result, item in sent if _fits(shelf, result, item, exercises)]
    if not here:
        return
    stock = _load(shelf, here)
    full = Counter(one.workout for one in stock.versions.values())
    met: list[tuple[Version, Version]] = []
    for result, item in here:
        stored = stock.versions.get(item.id)
        if item.id in stock.taken or (stored and stored.workout != item.workout):
            result.refuse(UNKNOWN)
            continue
        if stored is None and full[item.workout] >= MOST_OF_A_WORKOUT:
            result.refuse(FULL)
            continue
        full[item.workout] += stored is None
        exercise = exercises[item.exercise].pk
        version = of_item(item, device, exercise, keeps_pain=shelf.consent)
        meeting = merge.meet(stored, version)
        stock.versions[item.id] = meeting.kept
        result.status = meeting.status
        if item.pain_score is not None and not shelf.consent:
            result.reason = NO_CONSENT
        if meeting.dropped:
            met.append((meeting.kept, meeting.dropped))
    stands = merge.standing(stock.versions.values())
    _write(stock, stands)
    _answer(runner, here, stock, stands, met, exercises, now)


def _fits(shelf: Shelf, result: Result, item: SetItem, exercises: Mapping[str, Known]) -> bool:
    """Refuse what has no workout or exercise, or not the side that it says."""
    exercise = exercises.get(item.exercise)
    if item.workout not in shelf.workouts:
        result.refuse(NOT_HERE)
    elif exercise is None:
        result.refuse(NO_EXERCISE)
    elif exercise.is_one_sided and item.side == "both":
        result.refuse(ONE_SIDED.format(exercise.name))
    else:
        return True
    return False


def _load(shelf: Shelf, sent: Sent) -> _Stock:
    """Read what is stored (two queries, one where nothing was set aside)."""
    workouts = {item.workout for _, item in sent}
    # All at once, since a place that somebody else's id takes would stop the writing of the rest.
    wanted = Q(workout__in=workouts) | Q(pk__in=[item.id for _, item in sent])
    stock = _Stock()
    for row in WorkoutSet.objects.filter(wanted).order_by():
        if row.workout_id in workouts:
            stock.rows[row.pk] = of_row(row)
        else:
            stock.taken.add(row.pk)
    if shelf.has_asides:
        asides = SetAside.objects.filter(workout__in=workouts).order_by()
        stock.asides = {row.pk: of_aside(row) for row in asides}
    stock.versions = {**stock.asides, **stock.rows}
    return stock


def _write(stock: _Stock, stands: Standing) -> None:
    """Bring the rows to what stands (four queries at most)."""
    changed = [one for pk in stands.ids if stock.rows.get(pk) != (one := stock.versions[pk])]
    moved = {one.id for one in changed if one.id in stock.rows and _moves(stock.rows[one.id], one)}
    gone = [pk for pk in stock.rows if pk not in stands.ids] + list(moved)
    if gone:
        # First, so that nothing meets another in a place that it is about to leave.
        WorkoutSet.objects.filter(pk__in=gone).delete()
    WorkoutSet.objects.bulk_create(
        [to_row(one) for one in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=COLUMNS,
    )
    aside = [one for pk, one in stock.versions.items() if pk not in stands.ids]
    back = [pk for pk in stock.asides if pk in stands.ids]
    if back:
        SetAside.objects.filter(pk__in=back).delete()
    SetAside.objects.bulk_create(
        [to_aside(one) for one in aside if stock.asides.get(one.id) != one],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=ASIDE_COLUMNS,
    )


def _moves(before: Version, after: Version) -> bool:
    return (before.place, before.side) != (after.place, after.side)


def _answer(
    runner: User,
    sent: Sent,
    stock: _Stock,
    stands: Standing,
    met: list[tuple[Version, Version]],
    exercises: Mapping[str, Known],
    now: datetime,
) -> None:
    """Say what the log has now where that is not what was sent, and note it for the runner."""
    asked = {item.id for _, item in sent}
    for pk, winner in stands.displaced.items():
        if pk in asked or winner.id in asked:
            met.append((winner, stock.versions[pk]))
    if not met and not any(result.status == Status.OLDER for result, _ in sent):
        return
    pks = {one.exercise for one in stock.versions.values()}
    names = known.by_id(pks, exercises.values())
    units = units_of(runner) if met else METRIC
    notices = [notice(kept, dropped, names, units, now) for kept, dropped in met]
    MergeNotice.objects.bulk_create(notices, ignore_conflicts=True)
    said: dict[UUID, str] = {}
    for (kept, dropped), one in zip(met, notices, strict=True):
        said |= {kept.id: one.words, dropped.id: one.words}
    winners = {winner.id for winner in stands.displaced.values()}
    for result, item in sent:
        if result.status == Status.REFUSED:
            continue
        other = stands.displaced.get(item.id)
        if result.status == Status.SAVED and other:
            result.status = Status.OLDER
        elif result.status == Status.SAVED and item.id in winners:
            result.status = Status.MERGED
        result.notice = said.get(item.id, "")
        if other or result.status in {Status.OLDER, Status.MERGED}:
            result.kept = _shape(other or stock.versions[item.id], stands, names)


def _shape(one: Version, stands: Standing, names: Mapping[int, Known]) -> dict[str, Any]:
    shape = shapes.set_shape(to_row(one), names[one.exercise].slug)
    return shape | {"deleted": one.id not in stands.ids}
