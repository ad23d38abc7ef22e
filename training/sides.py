"""Left and right: what counts as one set, and what each side did. Never averaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exercises.models import Measure
from training.models import Side, WorkoutSet
from training.models.workout_set import UNITS

WORDS = {Measure.REPS: "reps", Measure.HOLD: "seconds", Measure.DISTANCE: "meters"}
ONE = {Measure.REPS: "rep", Measure.HOLD: "second", Measure.DISTANCE: "meter"}


@dataclass(frozen=True)
class Totals:
    """What each side did in one measure, over sets that have sides (reps, seconds or meters)."""

    measure: Measure
    left: int
    right: int

    @property
    def unit(self) -> str:
        """Return the unit for numbers: reps, s or m."""
        return UNITS[self.measure]

    @property
    def most(self) -> int:
        """Return the larger side."""
        return max(self.left, self.right)

    @property
    def difference(self) -> int:
        """Return left minus right; negative where the right side did more."""
        return self.left - self.right

    @property
    def sentence(self) -> str:
        """Say the difference, and nothing about its reasons."""
        gap = abs(self.difference)
        if not gap:
            return f"Both sides did the same in {WORDS[self.measure]}."
        side = Side.LEFT if self.difference > 0 else Side.RIGHT
        word = ONE[self.measure] if gap == 1 else WORDS[self.measure]
        return f"{side.label} did {gap} {word} more."


def count_sets(rows: Iterable[WorkoutSet]) -> int:
    """Count sets that were done; a left and a right row of one index are one set."""
    return len({(row.workout_id, row.exercise_id, row.set_index) for row in rows if row.measure})


def totals(rows: Iterable[WorkoutSet]) -> list[Totals]:
    """Add up each side per measure, leaving out measures that no side did."""
    sums = {(measure, side): 0 for measure in Measure for side in (Side.LEFT, Side.RIGHT)}
    for row in rows:
        if row.measure and row.side != Side.BOTH:
            sums[Measure(row.measure), Side(row.side)] += row.amount or 0
    found = (Totals(m, sums[m, Side.LEFT], sums[m, Side.RIGHT]) for m in Measure)
    return [total for total in found if total.most]
