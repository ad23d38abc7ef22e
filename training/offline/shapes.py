"""Sets, doses and workouts as JSON: what a phone gets, and what it sends in the same words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from exercises.library import content
from training import doses
from training.models import Workout, WorkoutSet
from training.models.workout_set import OLDEST, PRESCRIBED


def moment(at: datetime | None) -> str | None:
    """Write an instant."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _number(load: Decimal | None) -> float | None:
    return None if load is None else float(load)


def set_shape(row: WorkoutSet, exercise: str) -> dict[str, Any]:
    """Return one side of one set; `exercise` is its slug."""
    return {
        "id": str(row.pk),
        "workout": str(row.workout_id),
        "exercise": exercise,
        "position": row.position,
        "set_index": row.set_index,
        "side": row.side,
        "reps": row.reps,
        "hold_seconds": row.hold_seconds,
        "distance_m": row.distance_m,
        "load_kg": _number(row.load_kg),
        "band": row.band,
        "rpe": row.rpe,
        "rir": row.rir,
        "pain_score": row.pain_score,
        "completed_at": moment(row.completed_at),
        "prescribed": _prescribed(row),
        "deleted": False,
        "edited_at": moment(row.edited_at or OLDEST),
    }


def _prescribed(row: WorkoutSet) -> dict[str, Any] | None:
    for name in PRESCRIBED:
        amount = getattr(row, name)
        if amount is not None:
            return {
                "sets": row.prescribed_sets,
                "measure": name.removeprefix("prescribed_"),
                "amount": amount,
                "load_kg": _number(row.prescribed_load_kg),
                "band": row.prescribed_band,
                "rpe": row.prescribed_rpe,
                "rir": row.prescribed_rir,
            }
    return None


def workout_shape(workout: Workout, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a workout with the shapes of its sets."""
    return {
        "id": str(workout.pk),
        "started_at": moment(workout.started_at),
        "finished_at": moment(workout.finished_at),
        "note": workout.note,
        "edited_at": moment(workout.edited_at or OLDEST),
        "sets": list(rows),
    }


def dose_shape(dose: doses.Dose, library: content.Dose) -> dict[str, Any]:
    """Return a dose; rest, tempo and sides are those of the library or the plan."""
    return {
        "sets": dose.sets,
        "measure": dose.measure,
        "amount": dose.amount,
        "amount_high": None,
        "per_side": library.per_side,
        "load_kg": _number(dose.load_kg),
        "band": dose.band,
        "tempo": library.tempo,
        "rest_seconds": library.rest_seconds,
        "rpe": dose.rpe,
        "rir": dose.rir,
    }
