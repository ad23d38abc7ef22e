"""Versions of sets from rows and from what a phone sent, and back into rows."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from training.models import SetAside, WorkoutSet
from training.models.workout_set import OLDEST, PRESCRIBED
from training.offline.items import DoseItem, SetItem, kilograms
from training.offline.merge import Version

# What a version holds besides its place and its pain score, in this order.
FIELDS = (
    "position",
    "reps",
    "hold_seconds",
    "distance_m",
    "load_kg",
    "band",
    "rpe",
    "rir",
    "completed_at",
    "prescribed_sets",
    *PRESCRIBED,
    "prescribed_load_kg",
    "prescribed_band",
    "prescribed_rpe",
    "prescribed_rir",
)
LOADS, TIMES = ("load_kg", "prescribed_load_kg"), ("completed_at",)
NO_DOSE = (None, *(None for _ in PRESCRIBED), None, "", None, None)
NOTHING = (None, None, None, None, "", None, None, None, *NO_DOSE)
MEASURES = tuple(name.removeprefix("prescribed_") for name in PRESCRIBED)


def of_row(row: WorkoutSet) -> Version:
    """Return what stands."""
    return Version(
        row.pk,
        row.workout_id,
        row.exercise_id,
        row.set_index,
        row.side,
        row.edited_at or OLDEST,
        row.device,
        row.base_at,
        False,
        tuple([getattr(row, name) for name in FIELDS]),
        row.pain_score,
    )


def of_aside(row: SetAside) -> Version:
    """Return what was set aside."""
    return Version(
        row.pk,
        row.workout_id,
        row.exercise_id,
        row.set_index,
        row.side,
        row.edited_at or OLDEST,
        row.device,
        row.base_at,
        row.is_deleted,
        tuple([_read(name, row.values.get(name)) for name in FIELDS]),
        row.pain_score,
    )


def of_item(item: SetItem, device: UUID, exercise: int, *, keeps_pain: bool) -> Version:
    """Return what a phone says; of a deleted set nothing but its place is kept."""
    values = (item.position, *NOTHING) if item.deleted else _values(item)
    return Version(
        item.id,
        item.workout,
        exercise,
        item.set_index,
        item.side,
        _utc(item.edited_at),
        device,
        _utc(item.base) if item.base else None,
        item.deleted,
        values,
        item.pain_score if keeps_pain and not item.deleted else None,
    )


def _values(item: SetItem) -> tuple[Any, ...]:
    return (
        item.position,
        item.reps,
        item.hold_seconds,
        item.distance_m,
        kilograms(item.load_kg),
        item.band,
        item.rpe,
        item.rir,
        _utc(item.completed_at or item.edited_at),
        *_prescribed(item.prescribed),
    )


def to_row(one: Version) -> WorkoutSet:
    """Return the unsaved row of a version that stands."""
    return WorkoutSet(
        id=one.id,
        workout_id=one.workout,
        exercise_id=one.exercise,
        set_index=one.set_index,
        side=one.side,
        pain_score=one.pain,
        edited_at=None if one.edited_at == OLDEST else one.edited_at,
        device=one.device,
        base_at=one.base,
        **dict(zip(FIELDS, one.values, strict=True)),
    )


def to_aside(one: Version) -> SetAside:
    """Return the unsaved row of a version that does not stand."""
    said = zip(FIELDS, one.values, strict=True)
    return SetAside(
        id=one.id,
        workout_id=one.workout,
        exercise_id=one.exercise,
        set_index=one.set_index,
        side=one.side,
        is_deleted=one.is_deleted,
        edited_at=None if one.edited_at == OLDEST else one.edited_at,
        device=one.device,
        base_at=one.base,
        pain_score=one.pain,
        values={name: _write(value) for name, value in said if value not in (None, "")},
    )


def _prescribed(dose: DoseItem | None) -> tuple[Any, ...]:
    if dose is None:
        return NO_DOSE
    amounts = (dose.amount if name == dose.measure else None for name in MEASURES)
    return (dose.sets, *amounts, kilograms(dose.load_kg), dose.band, dose.rpe, dose.rir)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _write(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return "" if name.endswith("band") else None
    if name in TIMES:
        return datetime.fromisoformat(value)
    return Decimal(value) if name in LOADS else value
