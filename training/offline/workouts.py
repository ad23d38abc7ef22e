"""Workouts as phones send them: the later start, end and note stands; deletion is a matter apart.

What was deleted stays so until the runner brings it back: a phone that was away says nothing of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts.models import User
from training.models import HealthConsent, SetAside, Workout
from training.models.workout_set import OLDEST
from training.offline import shapes
from training.offline.items import WorkoutItem
from training.offline.merge import Status
from training.offline.results import Result

UNKNOWN = "This workout cannot be kept. Log it again."
FIELDS = ("started_at", "finished_at", "note", "edited_at", "device", "deleted_at", "presence_at")


@dataclass(slots=True)
class Shelf:
    """The runner's workouts that a body is about, by id, new ones among them.

    `taken` are ids that are somebody else's; `consent` tells whether pain scores may be kept.
    """

    workouts: dict[UUID, Workout]
    taken: Collection[UUID]
    consent: bool
    has_asides: bool


def load(runner: User, ids: Collection[UUID], *, asks_consent: bool) -> Shelf:
    """Return what the database has of some ids, locked (one query, two without any of them)."""
    yes = HealthConsent.objects.filter(
        runner=runner, version=HealthConsent.VERSION, withdrawn_at__isnull=True
    )
    found: Any = (
        Workout.objects.filter(pk__in=ids)
        .select_for_update(of=("self",))
        .annotate(consent=Exists(yes))
        .annotate(aside=Exists(SetAside.objects.filter(workout=OuterRef("pk"))))
        .order_by("pk")
        if ids
        else ()
    )
    rows = list(found)
    own = {row.pk: row for row in rows if row.runner_id == runner.pk}
    consent = rows[0].consent if rows else asks_consent and HealthConsent.given_by(runner)
    has_asides = any(row.aside for row in own.values())
    return Shelf(own, {row.pk for row in rows} - set(own), consent, has_asides)


def take(
    shelf: Shelf,
    sent: Sequence[tuple[Result, WorkoutItem]],
    runner: User,
    device: UUID,
    now: datetime,
) -> None:
    """Merge workouts and write them (two queries at most)."""
    new: dict[UUID, Workout] = {}
    changed: dict[UUID, Workout] = {}
    for result, item in sent:
        if item.id in shelf.taken:
            result.refuse(UNKNOWN)
            continue
        workout = shelf.workouts.get(item.id)
        if workout is None:
            workout = Workout(id=item.id, runner=runner, started_at=item.started_at)
            new[item.id] = shelf.workouts[item.id] = workout
        result.status = _merge(workout, item, device, now)
        if result.status == Status.SAVED and item.id not in new:
            changed[item.id] = workout
        if result.status == Status.OLDER:
            result.kept = _shape(workout)
    Workout.objects.bulk_create(new.values())
    _write(changed.values(), now)


def _write(changed: Iterable[Workout], now: datetime) -> None:
    rows = list(changed)
    for row in rows:
        row.updated_at = now
    if rows:
        Workout.objects.bulk_update(rows, [*FIELDS, "updated_at"])


def _merge(workout: Workout, item: WorkoutItem, device: UUID, now: datetime) -> Status:
    """Change the object by what was said of it; tell what became of the words."""
    status = _merge_presence(workout, item, now)
    sent = (item.edited_at, device.hex, _said(item.started_at, item.finished_at, item.note))
    stored = (
        workout.edited_at or OLDEST,
        workout.device.hex if workout.device else "",
        _said(workout.started_at, workout.finished_at, workout.note),
    )
    if sent == stored:
        return status or Status.SAME
    if sent < stored:
        return status or Status.OLDER
    workout.started_at = item.started_at.astimezone(UTC)
    workout.finished_at = item.finished_at and item.finished_at.astimezone(UTC)
    workout.note = item.note
    workout.edited_at, workout.device = item.edited_at.astimezone(UTC), device
    return Status.SAVED


def _merge_presence(workout: Workout, item: WorkoutItem, now: datetime) -> Status | None:
    """Delete or bring back where the item says so and nothing later was said."""
    if not (item.deleted or item.restored):
        return None
    before = (workout.presence_at or workout.deleted_at or OLDEST, bool(workout.deleted_at))
    if (item.edited_at, item.deleted) <= before:
        return None
    workout.presence_at = item.edited_at.astimezone(UTC)
    # How long it can be brought back counts from when we hear of it.
    workout.deleted_at = (workout.deleted_at or now) if item.deleted else None
    return Status.SAVED


def _said(started_at: datetime, finished_at: datetime | None, note: str) -> str:
    return f"{shapes.moment(started_at)} {shapes.moment(finished_at)} {note}"


def _shape(workout: Workout) -> dict[str, Any]:
    shape = shapes.workout_shape(workout, ())
    del shape["sets"]
    return shape | {"deleted": workout.deleted_at is not None}
