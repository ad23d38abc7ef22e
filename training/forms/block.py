"""One exercise on the sheet, with its sets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms

from exercises.models import Exercise
from training import hops, pain
from training.doses import Dose
from training.forms.drafts import (
    MAX_SETS,
    BlockDraft,
    block_name,
    cell_name,
    sides_of,
)
from training.forms.prefill import Prefill
from training.forms.shelf import Shelf
from training.forms.side import SideForm, counts_reserve
from training.hops import Gate
from training.models import Side, WorkoutSet
from training.units import METRIC, Units


class ExerciseForm(forms.Form):
    """Which exercise."""

    exercise = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "This exercise is not in the library."}
    )

    def __init__(self, shelf: Shelf, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["exercise"]).choices = shelf.choices()


@dataclass
class SetRow:
    """The forms of one set."""

    number: int
    sides: list[SideForm]

    @property
    def shows_effort(self) -> bool:
        """Tell whether the fold with the effort starts open."""
        return any(form["effort"].value() or form["effort"].errors for form in self.sides)


class Block:
    """The forms of one exercise: its select and its rows, shown as typed or checked."""

    def __init__(
        self,
        index: int,
        draft: BlockDraft,
        shelf: Shelf,
        doses: Mapping[str, Dose],
        checked: bool = False,
        units: Units = METRIC,
        gate: Gate = hops.OPEN,
        loads: Collection[Decimal] = (),
    ) -> None:
        """Make the forms; `loads` in kg are stored as they were where they are typed again."""
        self.index = index
        self.units = units
        self.draft = draft
        self.checked = checked
        self.exercise: Exercise | None = shelf.get(draft.exercise)
        self.prescribed = doses.get(draft.exercise)
        is_held = self.exercise and pain.hops(self.exercise)
        self.said = gate.sentence if is_held else ""
        asked = self.prescribed.load_kg if self.prescribed else None
        kept = [*loads, asked] if asked is not None else loads
        self.known = {units.weigh(load): load for load in kept}
        self.form = ExerciseForm(
            shelf,
            prefix=block_name(index),
            initial={"exercise": draft.exercise},
            data={f"{block_name(index)}-exercise": draft.exercise} if checked else None,
        )
        self.notice = ""
        self.rows = self._rows(self.exercise) if self.exercise else []

    def _rows(self, exercise: Exercise) -> list[SetRow]:
        return [
            SetRow(row + 1, [self._side(exercise, row, side) for side in sides_of(exercise)])
            for row in range(len(self.draft.rows))
        ]

    def _side(self, exercise: Exercise, row: int, side: Side) -> SideForm:
        typed = self.draft.rows[row].get(side.value, {})
        prefix = cell_name(self.index, row, side.value)
        data = {f"{prefix}-{name}": value for name, value in typed.items()}
        return SideForm(
            exercise,
            side,
            prefix=prefix,
            initial=typed,
            data=data if self.checked else None,
            units=self.units,
            known=self.known,
        )

    def focus(self, row: int) -> None:
        """Put the cursor in the first field of a row, counted from 0, or in the select at -1."""
        chosen, name = (self.form, "exercise") if row < 0 else (self.rows[row].sides[0], "amount")
        chosen.fields[name].widget.attrs["autofocus"] = True

    @property
    def number(self) -> int:
        """Return the place of the block, from 1."""
        return self.index + 1

    @property
    def dose(self) -> str:
        """Write the prescription, which the filled-in numbers may differ from."""
        if self.prescribed is None or not self.prescribed.rows:
            return ""
        return f"Dose: {self.prescribed.words(self.units, a_side=self.is_two_sided)}"

    @property
    def notes(self) -> list[str]:
        """Say what the runner decided about the exercise, and what it waits for."""
        decided = self.prescribed.note if self.prescribed else ""
        return [one for one in (decided, self.said) if one]

    @property
    def is_two_sided(self) -> bool:
        """Tell whether each side is logged by itself."""
        return len(self.sides) == 2

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return the sides of its exercise."""
        return sides_of(self.exercise) if self.exercise else ()

    @property
    def can_grow(self) -> bool:
        """Tell whether another set fits."""
        return len(self.draft.rows) < MAX_SETS

    @property
    def side_forms(self) -> list[SideForm]:
        """Return the forms of every side of every set."""
        return [form for row in self.rows for form in row.sides]

    def is_valid(self) -> bool:
        """Check every field; all errors are found, not only the first."""
        return all([self.form.is_valid(), *(form.is_valid() for form in self.side_forms)])

    def sets(self, first_index: int) -> list[WorkoutSet]:
        """Return unsaved rows of what was done, with set indexes from `first_index` on."""
        done = [row for row in self.rows if any(form.is_done for form in row.sides)]
        return [
            form.row(self.number, first_index + place, self._dose_of(place, form.side))
            for place, row in enumerate(done)
            for form in row.sides
            if form.is_done
        ]

    def _dose_of(self, place: int, side: Side) -> Dose | None:
        """Return the dose where a set belongs to it; what was done beyond it was not asked for."""
        dose = self.prescribed
        return dose if dose and dose.has_set(place, side.value) else None


def redraw(draft: BlockDraft, shelf: Shelf, prefill: Prefill) -> bool:
    """Give a block whose exercise was changed the rows of the new one; tell whether it was.

    Numbers that were typed stay where the new exercise is logged in the same way.
    """
    new, old = shelf.get(draft.exercise), shelf.get(draft.shown)
    if new is old:
        return False
    draft.shown = draft.exercise
    if new is None:
        draft.rows = []
        return False
    if old is not None and same_kind(new, old) and draft.rows != prefill.block(old).rows:
        return False
    draft.rows = prefill.block(new).rows
    return True


def same_kind(one: Exercise, other: Exercise) -> bool:
    """Tell whether two exercises are logged with the same fields."""
    return all(
        (
            one.measure == other.measure,
            one.laterality == other.laterality,
            set(one.measure_also) == set(other.measure_also),
            counts_reserve(one) == counts_reserve(other),
        )
    )
