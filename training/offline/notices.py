"""What a runner is told where two devices changed one set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from training.models import MergeNotice
from training.offline.known import Known
from training.offline.merge import Version
from training.offline.versions import to_row
from training.units import Units

MOST = 300


def notice(
    kept: Version, dropped: Version, names: Mapping[int, Known], units: Units, now: datetime
) -> MergeNotice:
    """Return the unsaved notice that one version took the place of another."""
    return MergeNotice(
        workout_id=dropped.workout,
        set_id=dropped.id,
        dropped_at=dropped.edited_at,
        words=_words(kept, dropped, names, units)[:MOST],
        at=now,
    )


def _words(kept: Version, dropped: Version, names: Mapping[int, Known], units: Units) -> str:
    """Say it without health data: "Clamshell, set 1, left: ... 12 reps stand, 10 reps do not."."""
    side = "" if dropped.side == "both" else f", {dropped.side}"
    name = names[dropped.exercise].name
    place = f"{name}, set {dropped.set_index}{side}: changed on two devices."
    stands, does_not = _result(kept, units), _result(dropped, units)
    if stands == does_not:
        return f"{place} The later change stands; they differ in effort, time or pain."
    return f"{place} The later change stands: {stands}. Not kept: {does_not}."


def _result(one: Version, units: Units) -> str:
    if one.is_deleted:
        return "deleted"
    row = to_row(one)
    load = units.load(row.load_kg, row.band)
    return f"{row.result}, {load}" if load else row.result
