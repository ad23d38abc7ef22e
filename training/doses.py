"""What a runner is to do of an exercise: the own target where there is one, else the library's.

Every sheet is filled from here, and what a set was prescribed is written down from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from math import ceil

from django.template.defaultfilters import pluralize

from accounts.models import User
from exercises.catalog import name_of
from exercises.library import content
from exercises.models import Exercise, Measure
from training.models import Side, Target, WorkoutSet
from training.models.workout_set import UNITS
from training.units import METRIC, Units


@dataclass(frozen=True, slots=True)
class Dose:
    """Sets of reps, seconds or meters, each side; load in kg or a band; effort to aim for.

    One more set is for `extra_side`. `since` is when the runner chose it, None for what the library
    or a program says. A dose of no sets is a rest. `note` says what the runner decided about it.
    """

    measure: str
    sets: int
    amount: int
    load_kg: Decimal | None = None
    band: str = ""
    rir: int | None = None
    rpe: int | None = None
    extra_side: str = ""
    since: datetime | None = None
    note: str = ""

    @property
    def rows(self) -> int:
        """Return how many sets a sheet shows."""
        return self.sets + bool(self.extra_side)

    def words(self, units: Units = METRIC, *, a_side: bool) -> str:
        """Write it: "3 sets of 12 reps a side, 6 kg, and one more set left"."""
        words = f"{self.sets} set{pluralize(self.sets)} of {self.amount} {UNITS[self.measure]}"
        words += " a side" if a_side else ""
        load = units.load(self.load_kg, self.band)
        words += f", {load}" if load else ""
        return f"{words}, and one more set {self.extra_side}" if self.extra_side else words

    def has_set(self, number: int, side: str) -> bool:
        """Tell whether a side has a set of this number, from 0."""
        return number < self.sets or (number == self.sets and side == self.extra_side)

    def prescribe(self, row: WorkoutSet) -> None:
        """Write this dose beside what was done."""
        row.prescribed_sets = self.sets
        setattr(row, f"prescribed_{self.measure}", self.amount)
        row.prescribed_load_kg, row.prescribed_band = self.load_kg, self.band
        row.prescribed_rir, row.prescribed_rpe = self.rir, self.rpe


def of_library(exercise: Exercise) -> Dose:
    """Return the library's dose."""
    return Dose(
        exercise.measure,
        exercise.sets,
        getattr(exercise, exercise.measure),
        rir=exercise.target_rir,
        rpe=exercise.target_rpe,
    )


def of_dose(dose: content.Dose) -> Dose:
    """Return a published dose."""
    amount = getattr(dose, dose.measure)
    return Dose(dose.measure, dose.sets, amount, rir=dose.target_rir, rpe=dose.target_rpe)


def of_line(line: content.LineContent) -> Dose:
    """Return the dose of a line of a program."""
    return replace(of_dose(line.dose), band=line.band)


def targets_of(runner: User) -> dict[str, Target]:
    """Return all of a runner's targets by the slug of their exercise (one query)."""
    rows = Target.objects.filter(runner=runner).select_related("exercise", "instead")
    names = [field.name for field in Target._meta.concrete_fields]
    found = rows.only(*names, "exercise__slug", "instead__slug", "instead__name")
    return {row.exercise.slug: row for row in found}


def doses_of(runner: User, exercises: Iterable[Exercise], today: date) -> dict[int, Dose]:
    """Return a runner's doses by the id of the exercise (one query, none without exercises)."""
    wanted = list(exercises)
    if not wanted:
        return {}
    rows = Target.objects.filter(runner=runner, exercise__in=[one.pk for one in wanted])
    names = [field.name for field in Target._meta.concrete_fields]
    rows = rows.select_related("instead").only(*names, "instead__slug", "instead__name")
    found = {row.exercise_id: row for row in rows}
    return {one.pk: adapt(of_library(one), found.get(one.pk), today) for one in wanted}


def adapt(dose: Dose, target: Target | None, today: date) -> Dose:
    """Return a dose as the runner's target changes it on a day, with a note that says so."""
    if target is None or target.measure != dose.measure:
        return dose
    found = replace(dose, sets=target.sets, amount=target.amount, since=target.decided_at)
    found = replace(found, note=_note(target, today))
    return _of_day(_loaded(found, target), target, today)


def adapt_plan(dose: Dose, target: Target | None, today: date, began: date, *, light: bool) -> Dose:
    """Return the dose of a program's line as the runner's target changes it on a day.

    The program says sets and amount; load, band and easing are the runner's. A longer hold or way
    counts if the runner took it after the program began, except in a lighter week.
    """
    if target is None or target.measure != dose.measure:
        return dose
    found = _loaded(dose, target)
    is_later = target.decided_at.date() >= began
    if dose.measure != Measure.REPS and is_later and not light:
        found = replace(found, amount=max(found.amount, target.amount))
    return _of_day(found, target, today)


def _note(target: Target, today: date) -> str:
    """Say what a runner decided about an exercise that a sheet asks for all the same."""
    if target.eased_until and target.eased_sets is not None and today <= target.eased_until:
        until = f"until {target.eased_until:%B} {target.eased_until.day}, since it hurt."
        return f"Rests {until}" if not target.eased_sets else f"Fewer sets {until}"
    if target.instead:
        on = f"{target.decided_at:%B} {target.decided_at.day}"
        return f"On {on} you chose {name_of(target.instead)} in its place."
    return ""


def _loaded(dose: Dose, target: Target) -> Dose:
    if target.load_kg is None and not target.band:
        return dose
    return replace(dose, load_kg=target.load_kg, band=target.band)


def _of_day(dose: Dose, target: Target, today: date) -> Dose:
    if target.eased_until and target.eased_sets is not None and today <= target.eased_until:
        return replace(dose, sets=min(dose.sets, target.eased_sets))
    if target.extra_until and today <= target.extra_until:
        return replace(dose, extra_side=Side(target.extra_side).value)
    return dose


def fewer(dose: Dose) -> Dose:
    """Return a dose with a third fewer sets, one at least, and no set more for a side."""
    left = max(1, dose.sets - ceil(dose.sets / 3))
    return replace(dose, sets=min(dose.sets, left), extra_side="")


def by_slug(exercises: Iterable[Exercise], doses: Mapping[int, Dose]) -> dict[str, Dose]:
    """Return doses by the slug of their exercise."""
    return {one.slug: doses[one.pk] for one in exercises}
