"""About how long a set takes."""

from __future__ import annotations

from exercises.library.content import Dose
from exercises.models import Measure

# What a set takes where no tempo is written: seconds for a rep, and for a meter.
REP_S, METER_S = 4.0, 1.5


def set_seconds(dose: Dose) -> float:
    """Return about how long one set takes, both sides and the rest after it."""
    if dose.measure == Measure.REPS:
        tempo = [float(part) for part in dose.tempo.split("-") if part.isdecimal()]
        work = (dose.reps or 0) * (sum(tempo) or REP_S)
    elif dose.measure == Measure.HOLD:
        work = float(dose.hold_seconds or 0)
    else:
        work = (dose.distance_m or 0) * METER_S
    return work * (2 if dose.per_side else 1) + dose.rest_seconds
