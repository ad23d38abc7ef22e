"""The one next step up after good sessions, within its caps (evidence brief 4.2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_UP, Decimal

from exercises.models import Measure
from training.models.workout_set import Band
from training.suggestion import CONVENTION, TWO_FOR_TWO, Kind, Movement, Suggestion, Target
from training.units import METRIC, STEPS, Units

HOLD_STEP_S, LONGEST_HOLD_S = 5, 45
HARDER_HOLD_SHARE = 0.55  # "at 50-60% of the time"
DISTANCE_STEP_M, LONGEST_M, LONGEST_CARRY_M = 2, 20, 40
# Added load lies between 2.5 and 10 percent, in steps of half a kilogram or of a pound.
LEAST_LOAD, MOST_LOAD = Decimal("0.025"), Decimal("0.1")


def step_up(movement: Movement, target: Target, units: Units) -> Suggestion | None:
    """Return the one next step: more time or way, then load or band, then the ladder."""
    if movement.measure == Measure.HOLD and target.amount < LONGEST_HOLD_S:
        longer = min(target.amount + HOLD_STEP_S, LONGEST_HOLD_S)
        reason = f"Every set held twice running: {longer} s instead of {target.amount} s."
        return Suggestion(Kind.HOLD, replace(target, amount=longer), reason, CONVENTION)
    most = LONGEST_CARRY_M if movement.is_carry else LONGEST_M
    if movement.measure == Measure.DISTANCE and target.amount < most:
        further = min(target.amount + DISTANCE_STEP_M, most)
        reason = f"Every set done twice running: {further} m instead of {target.amount} m."
        return Suggestion(Kind.DISTANCE, replace(target, amount=further), reason, CONVENTION)
    return _more_load(movement, target, units) or _harder(movement, target)


def _more_load(movement: Movement, target: Target, units: Units) -> Suggestion | None:
    why = (
        "Two reps more than asked in the last set, twice running"
        if movement.measure == Measure.REPS
        else "Every set done twice running"
    )
    source = TWO_FOR_TWO if movement.measure == Measure.REPS else CONVENTION
    if movement.takes_load and target.load_kg:
        heavier = next_load(target.load_kg, units)
        if heavier is None:
            return None
        reason = f"{why}: {units.load(heavier)} instead of {units.load(target.load_kg)}."
        return Suggestion(Kind.LOAD, replace(target, load_kg=heavier), reason, source)
    bands = list(Band)
    if movement.takes_band and target.band and target.band != bands[-1]:
        stronger = bands[bands.index(Band(target.band)) + 1]
        reason = f"{why}: a {stronger.label.lower()} instead of a {target.band} one."
        return Suggestion(Kind.BAND, replace(target, band=stronger.value), reason, source)
    return None


def next_load(load_kg: Decimal, units: Units = METRIC) -> Decimal | None:
    """Return the smallest load in whole steps of the unit that is 2.5 to 10 percent heavier.

    None where no such step exists: at 4 kg half a kilogram more is already over 10 percent.
    """
    step, load = STEPS[units.weight], units.weigh(load_kg)
    steps = (load * (1 + LEAST_LOAD) / step).to_integral_value(ROUND_UP)
    heavier = units.kilograms(steps * step)
    return heavier if load_kg < heavier <= load_kg * (1 + MOST_LOAD) else None


def _harder(movement: Movement, target: Target) -> Suggestion | None:
    if not movement.harder:
        return None
    if movement.measure == Measure.HOLD:
        start = round(target.amount * HARDER_HOLD_SHARE)
        reason = (
            f"{target.amount} s held twice running: the next step of the ladder, from {start} s."
        )
        target = replace(target, amount=start)
        return Suggestion(Kind.HARDER, target, reason, CONVENTION, movement.harder[0])
    reason = (
        "This one has become easy, twice running: the next step of the ladder, at its own dose."
    )
    source = TWO_FOR_TWO if movement.measure == Measure.REPS else CONVENTION
    return Suggestion(Kind.HARDER, target, reason, source, movement.harder[0])
