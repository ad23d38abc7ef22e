"""What stands in an exercise's sets before anything is typed: its dose and the last result."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from exercises.models import Exercise
from training.forms.drafts import BlockDraft, Cell, Row, cell_of, sides_of
from training.lines import SetLine, lines
from training.models import Side, WorkoutSet

# Pain and effort are felt anew each time.
REPEATED = ("amount", "load_kg", "band")


class Prefill:
    """Fills the blocks of a runner: as many sets as the dose has, with the last result in them.

    Where a side was not done last time, or never, its amount is that of the dose.
    """

    def __init__(self, runner: User, exercises: Iterable[Exercise]) -> None:
        """Read the last results of the named exercises (two queries, none without names)."""
        wanted = list(exercises)
        rows = WorkoutSet.objects.latest_of(runner, wanted) if wanted else []
        self.results: dict[int, list[SetLine]] = {}
        for line in lines(rows):
            self.results.setdefault(line.exercise.pk, []).extend(line.sets)

    def block(self, exercise: Exercise) -> BlockDraft:
        """Return the filled block of an exercise."""
        rows = [self._row(exercise, number) for number in range(exercise.sets)]
        return BlockDraft(exercise.slug, exercise.slug, rows)

    def _row(self, exercise: Exercise, number: int) -> Row:
        """Fill a set from the one in the same place, past the last one from the last one."""
        done = self.results.get(exercise.pk, [])
        last = done[min(number, len(done) - 1)] if done else None
        return {side.value: _cell(exercise, last, side) for side in sides_of(exercise)}


def _cell(exercise: Exercise, last: SetLine | None, side: Side) -> Cell:
    row: WorkoutSet | None = getattr(last, side.value, None)
    if row is None or row.measure != exercise.measure:
        return {"amount": str(getattr(exercise, exercise.measure))}
    return {name: text for name, text in cell_of(row).items() if name in REPEATED}
