"""How the sets of the last 28 days spread over the planes of motion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from training.models import WorkoutSet

PLANES = ("sagittal", "frontal", "transverse")
WORDS = {"sagittal": "Front and back", "frontal": "Side to side", "transverse": "Rotation"}
WINDOW = timedelta(days=28)
# A plane with less than this share of the sets is called short (design language, part 6).
SHORT_SHARE = 0.2
# With fewer sets than this a share says nothing.
ENOUGH_SETS = 15
# The longest lane fills about this share of its bar.
LONGEST = 0.92


@dataclass(frozen=True)
class Lane:
    """The sets of one plane; `full` is the number at which its bar would be full."""

    plane: str
    sets: int
    full: float


@dataclass(frozen=True)
class Balance:
    """Sets per plane."""

    lanes: tuple[Lane, ...]

    @property
    def total(self) -> int:
        """Return all sets."""
        return sum(lane.sets for lane in self.lanes)

    @property
    def short(self) -> Lane | None:
        """Return the plane with under a fifth of the sets, if there are enough to say so."""
        least = min(self.lanes, key=lambda lane: lane.sets)
        if self.total < ENOUGH_SETS or least.sets >= SHORT_SHARE * self.total:
            return None
        return least

    @property
    def sentence(self) -> str:
        """Say which plane is short, in plain words."""
        if not self.total:
            return "No sets in the last 28 days."
        if self.short is None:
            return ""
        return f"{WORDS[self.short.plane]} is short: {self.short.sets} of {self.total} sets."


def balance(runner: User, now: datetime) -> Balance:
    """Count the runner's sets per plane in the 28 days before now (one query).

    Each set counts once, in the first plane of its exercise; left and right are one set.
    """
    done = WorkoutSet.objects.filter(
        workout__runner=runner,
        workout__deleted_at__isnull=True,
        workout__started_at__gt=now - WINDOW,
        workout__started_at__lte=now,
        completed_at__isnull=False,
    )
    rows = done.order_by().values_list("workout_id", "exercise_id", "set_index", "exercise__planes")
    plane_of_set = {tuple(key): main_plane(planes) for *key, planes in rows}
    return of_counts(Counter(plane_of_set.values()))


def main_plane(planes: Sequence[str]) -> str:
    """Return the first plane of an exercise, "" where none is written."""
    return planes[0] if planes else ""


def of_counts(counts: Counter[str]) -> Balance:
    """Make the three lanes out of sets per plane."""
    full = max(1.0, max(counts[plane] for plane in PLANES) / LONGEST)
    return Balance(tuple(Lane(plane, counts[plane], full) for plane in PLANES))
