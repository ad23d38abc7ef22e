"""What stands in an exercise's sets before anything is typed: the dose and the last result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accounts.models import User
from exercises.models import Exercise
from training.doses import Dose
from training.forms.drafts import BlockDraft, Cell, Row, cell_of, sides_of
from training.lines import SetLine, lines
from training.models import Side, WorkoutSet
from training.units import METRIC, Units

# Pain and effort are felt anew each time.
REPEATED = ("amount", "load", "band")


class Prefill:
    """Fills the blocks of a runner: as many sets as the dose has, with the last result in them.

    Where a side was not done last time, or never, its amount is that of the dose; so it is where
    the runner chose the dose after that last time, and for the session of a plan.
    """

    def __init__(
        self,
        runner: User,
        exercises: Iterable[Exercise],
        doses: Mapping[str, Dose],
        planned: Iterable[str] = (),
        units: Units = METRIC,
    ) -> None:
        """Read the last results of the named exercises (two queries, none without names)."""
        wanted = list(exercises)
        rows = WorkoutSet.objects.latest_of(runner, wanted) if wanted else []
        self.doses = doses
        self.planned = frozenset(planned)
        self.units = units
        self.results: dict[int, list[SetLine]] = {}
        for line in lines(rows):
            self.results.setdefault(line.exercise.pk, []).extend(line.sets)

    def block(self, exercise: Exercise) -> BlockDraft:
        """Return the filled block of an exercise."""
        # What rests has one empty row: a runner who did it all the same may say so.
        asked = self.doses[exercise.slug].rows
        rows = [self._row(exercise, number) for number in range(asked)] or [{}]
        return BlockDraft(exercise.slug, exercise.slug, rows)

    def _row(self, exercise: Exercise, number: int) -> Row:
        """Fill a set from the one in the same place, past the last one from the last one."""
        done, dose = self.results.get(exercise.pk, []), self.doses[exercise.slug]
        last = done[min(number, len(done) - 1)] if done else None
        sides = [side for side in sides_of(exercise) if dose.has_set(number, side.value)]
        return {
            side.value: _cell(dose, last, side, self.units, asked=exercise.slug in self.planned)
            for side in sides
        }


def _cell(dose: Dose, last: SetLine | None, side: Side, units: Units, *, asked: bool) -> Cell:
    """Fill one side: from the last result, or from the dose where that is newer or asked for."""
    row: WorkoutSet | None = getattr(last, side.value, None)
    if row is None or row.measure != dose.measure:
        return _of_dose(dose, units)
    before = {name: text for name, text in cell_of(row, units).items() if name in REPEATED}
    if asked or (dose.since and row.completed_at and row.completed_at < dose.since):
        given = _of_dose(dose, units)
        # What the dose leaves open is as it was the last time.
        has_load = dose.load_kg is not None or dose.band
        return given if has_load else {**before, **given}
    return before


def _of_dose(dose: Dose, units: Units) -> Cell:
    values = {
        "amount": str(dose.amount),
        "load": units.number(dose.load_kg),
        "band": dose.band,
    }
    return {name: text for name, text in values.items() if text}
