"""How a workout reads: a line per exercise block, in it the sets with their sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from exercises.catalog import get_catalog, name_of
from exercises.models import Exercise
from training import pain
from training.models import Side, WorkoutSet
from training.models.workout_set import UNITS
from training.units import METRIC, Units

MISSING = "-"


@dataclass(frozen=True)
class SetLine:
    """One set: the row of each side, None where a side did nothing."""

    number: int
    left: WorkoutSet | None
    right: WorkoutSet | None
    both: WorkoutSet | None

    @property
    def rows(self) -> list[WorkoutSet]:
        """Return the sides that did something, left first."""
        return [row for row in (self.left, self.right, self.both) if row is not None]


@dataclass(frozen=True)
class Cell:
    """One side of one set in a table; the row is None where the side did nothing."""

    row: WorkoutSet | None
    units: Units = METRIC

    @property
    def load(self) -> str:
        """Write its load or band."""
        return self.units.load(self.row.load_kg, self.row.band) if self.row else ""

    @property
    def zone(self) -> pain.Zone | None:
        """Return the light of its pain score."""
        return pain.zone_of(self.row) if self.row else None


@dataclass(frozen=True)
class SideLine:
    """What one side did over the sets of a block."""

    side: Side
    rows: tuple[WorkoutSet | None, ...]
    units: Units = METRIC

    @property
    def done(self) -> list[WorkoutSet]:
        """Return the sets that this side did."""
        return [row for row in self.rows if row is not None and row.measure]

    @property
    def result(self) -> str:
        """Write the sets in order: "12, 12, 10 reps"; a dash stands for a set not done."""
        amounts = (str(row.amount) if row and row.measure else MISSING for row in self.rows)
        unit = UNITS[self.done[0].measure] if self.done else ""
        return f"{', '.join(amounts)} {unit}".strip()

    @property
    def load(self) -> str:
        """Write the loads used, each once: "6 kg, 8 kg"."""
        written = (self.units.load(row.load_kg, row.band) for row in self.done)
        return ", ".join(dict.fromkeys(load for load in written if load))

    @property
    def pain(self) -> pain.Finding | None:
        """Return this side's score that asks for most care."""
        return pain.worst(self.done)


@dataclass(frozen=True)
class ExerciseLine:
    """One block of a workout."""

    exercise: Exercise
    sets: tuple[SetLine, ...]
    units: Units = METRIC

    @property
    def name(self) -> str:
        """The exercise's name as it stands in the library."""
        return name_of(self.exercise)

    @property
    def is_on_site(self) -> bool:
        """Whether the exercise has a page."""
        return get_catalog().get(self.exercise.slug) is not None

    @property
    def sides(self) -> list[SideLine]:
        """Return the sides that did something, left first."""
        candidates = (
            SideLine(side, tuple(getattr(one, side.value) for one in self.sets), self.units)
            for side in Side
        )
        return [line for line in candidates if line.done]

    @property
    def table(self) -> list[tuple[int, list[Cell]]]:
        """Return per set its number and a cell for each of the sides that did something."""
        columns = [line.rows for line in self.sides]
        return [
            (one.number, [Cell(column[place], self.units) for column in columns])
            for place, one in enumerate(self.sets)
        ]


def lines(rows: Iterable[WorkoutSet], units: Units = METRIC) -> list[ExerciseLine]:
    """Group the rows of one workout by block and set, in their order; loads are in `units`."""
    ordered = sorted(rows, key=lambda row: (row.position, row.exercise_id, row.set_index))
    blocks = groupby(ordered, key=lambda row: (row.position, row.exercise_id))
    return [_line(list(block), units) for _, block in blocks]


def _line(rows: list[WorkoutSet], units: Units) -> ExerciseLine:
    sets = []
    for number, (_, group) in enumerate(groupby(rows, key=lambda row: row.set_index), start=1):
        by_side = {row.side: row for row in group}
        sets.append(SetLine(number, by_side.get("left"), by_side.get("right"), by_side.get("both")))
    return ExerciseLine(rows[0].exercise, tuple(sets), units)
