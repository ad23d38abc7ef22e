"""The items that a phone sends: their fields, and what is said where one is not as it should be."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from training.forms.drafts import MOST_BLOCKS
from training.forms.when import MAX_NOTE
from training.models.target import MAX_SETS
from training.models.workout_set import (
    MAX_DISTANCE_M,
    MAX_HOLD_SECONDS,
    MAX_LOAD_KG,
    MAX_REPS,
    MAX_SCORE,
)

MAX_INDEX = 100

type At = Annotated[datetime, Meta(tz=True)]
type Reps = Annotated[int, Meta(ge=1, le=MAX_REPS)]
type Hold = Annotated[int, Meta(ge=1, le=MAX_HOLD_SECONDS)]
type Meters = Annotated[int, Meta(ge=1, le=MAX_DISTANCE_M)]
type Load = Annotated[float, Meta(ge=0, le=MAX_LOAD_KG)]
type Score = Annotated[int, Meta(ge=0, le=MAX_SCORE)]
type Band = Literal["", "light", "medium", "heavy"]
type MeasureName = Literal["reps", "hold_seconds", "distance_m"]

SENTENCES = {
    "reps": f"Reps run from 1 to {MAX_REPS}.",
    "hold_seconds": f"Seconds run from 1 to {MAX_HOLD_SECONDS}.",
    "distance_m": f"Meters run from 1 to {MAX_DISTANCE_M}.",
    "load_kg": f"Load runs from 0 to {MAX_LOAD_KG} kg.",
    "band": "A band is light, medium or heavy.",
    "rpe": f"Effort runs from 0 to {MAX_SCORE}.",
    "rir": f"Reps in reserve run from 0 to {MAX_SCORE}.",
    "pain_score": f"Pain runs from 0 to {MAX_SCORE}.",
    "score": f"Pain runs from 0 to {MAX_SCORE}.",
    "side": "A side is left, right or both.",
    "note": f"A note has up to {MAX_NOTE} characters.",
    "prescribed": "What was planned cannot be read.",
}


class DoseItem(msgspec.Struct, frozen=True):
    """What was planned, as far as a set keeps it."""

    measure: MeasureName
    amount: Annotated[int, Meta(ge=1, le=MAX_DISTANCE_M)]
    sets: Annotated[int, Meta(ge=0, le=2 * MAX_SETS)] | None = None
    load_kg: Load | None = None
    band: Band = ""
    rpe: Score | None = None
    rir: Score | None = None


class WorkoutItem(msgspec.Struct, frozen=True, tag_field="kind", tag="workout"):
    """A workout; its sets come as items of their own.

    Only `restored` brings back what was deleted: a phone that does not know of the deletion says
    nothing about it.
    """

    id: UUID
    started_at: At
    edited_at: At
    finished_at: At | None = None
    note: Annotated[str, Meta(max_length=MAX_NOTE)] = ""
    session: Annotated[str, Meta(max_length=20)] = ""
    deleted: bool = False
    restored: bool = False


class SetItem(msgspec.Struct, frozen=True, tag_field="kind", tag="set"):
    """One side of one set."""

    id: UUID
    workout: UUID
    exercise: Annotated[str, Meta(max_length=100)]
    position: Annotated[int, Meta(ge=1, le=MOST_BLOCKS)]
    set_index: Annotated[int, Meta(ge=1, le=MAX_INDEX)]
    side: Literal["left", "right", "both"]
    edited_at: At
    reps: Reps | None = None
    hold_seconds: Hold | None = None
    distance_m: Meters | None = None
    load_kg: Load | None = None
    band: Band = ""
    rpe: Score | None = None
    rir: Score | None = None
    pain_score: Score | None = None
    completed_at: At | None = None
    prescribed: DoseItem | None = None
    deleted: bool = False
    base: At | None = None


class MorningItem(msgspec.Struct, frozen=True, tag_field="kind", tag="morning"):
    """How a morning felt."""

    id: UUID
    day: date
    edited_at: At
    score: Score | None = None


type Item = WorkoutItem | SetItem | MorningItem


def kilograms(load: float | None) -> Decimal | None:
    """Return a load as it is stored."""
    return None if load is None else Decimal(str(load)).quantize(Decimal("0.01"))
