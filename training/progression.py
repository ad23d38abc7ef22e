"""When an exercise gets harder or easier: a pure function of what was done and how it felt.

Rules: evidence brief 4.1 to 4.3 and the programs' own progression rules. Two-for-two is credited to
strength-training texts (Graves and Baechle); the pain zones are adapted from the pain-monitoring
model of Silbernagel 2007 (10.1177/0363546506298279), tried on the Achilles tendon and not on the
hip; everything else is a convention of coaching. A suggestion changes one thing, says why, and is
never applied by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_UP, Decimal
from enum import StrEnum
from math import ceil

from exercises.models import Measure
from training import pain
from training.models.workout_set import Band, Side
from training.pain import Zone
from training.units import METRIC, STEPS, Units

SILBERNAGEL = "Pain zones adapted from Silbernagel 2007"
TWO_FOR_TWO = "Two-for-two, a rule of strength-training texts"
CONVENTION = "A coaching convention"

EXTRA_REPS = 2
HOLD_STEP_S, LONGEST_HOLD_S = 5, 45
HARDER_HOLD_SHARE = 0.55  # "at 50-60% of the time"
DISTANCE_STEP_M, LONGEST_M, LONGEST_CARRY_M = 2, 20, 40
# Added load lies between 2.5 and 10 percent, in steps of half a kilogram or of a pound.
LEAST_LOAD, MOST_LOAD = Decimal("0.025"), Decimal("0.1")
SESSIONS = 2
MORNING_RISE = 2


class Kind(StrEnum):
    """What a suggestion does."""

    KEEP = "keep"
    LOAD = "load"
    BAND = "band"
    HOLD = "hold"
    DISTANCE = "distance"
    HARDER = "harder"
    FEWER = "fewer"
    EASIER = "easier"
    STOP = "stop"


PROGRESS = frozenset({Kind.LOAD, Kind.BAND, Kind.HOLD, Kind.DISTANCE, Kind.HARDER})


@dataclass(frozen=True, slots=True)
class Movement:
    """What the rules need to know of an exercise; neighbors on the ladder by slug."""

    slug: str
    measure: Measure
    takes_load: bool = False
    takes_band: bool = False
    is_hop: bool = False
    is_carry: bool = False
    harder: tuple[str, ...] = ()
    easier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A dose: sets of reps, seconds or meters, each side; load in kg or a band."""

    sets: int
    amount: int
    load_kg: Decimal | None = None
    band: str = ""


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One side of one set, in the measure of its exercise; pain from 0 to 10 where it was noted."""

    side: Side
    amount: int
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """One day's sets of one exercise, in their order, and the pain of the next morning."""

    day: date
    target: Target
    sets: tuple[DoneSet, ...]
    morning: int | None = None
    is_deload: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to do the next time, why, and where the rule comes from.

    `exercise` is another one where the ladder is climbed or stepped down; its dose is its own,
    but for a hold, whose seconds are `target`'s.
    """

    kind: Kind
    target: Target
    reason: str
    source: str = ""
    exercise: str = ""


def session_zone(session: Session, movement: Movement, before: Session | None = None) -> Zone:
    """Return the light of a session: the worst during it, and the morning after.

    A morning that is worse than the session itself was, at 3 or more, is red, and so is any of 3 or
    more after a hop; one that is up by 2 or more from the morning before is amber.
    """
    scores = [done.pain for done in session.sets if done.pain is not None]
    during = max(scores, default=0)
    light = pain.zone(during, movement.is_hop)
    if session.morning is None:
        return light
    usual = before.morning if before and before.morning is not None else 0
    if pain.after(session.morning, during, movement.is_hop) == Zone.STOP:
        return Zone.STOP
    if session.morning - usual >= MORNING_RISE:
        return max(light, Zone.EASE)
    return light


def suggest(
    movement: Movement,
    sessions: Sequence[Session],
    *,
    weaker: Side | None = None,
    units: Units = METRIC,
) -> Suggestion:
    """Return what to do next after sessions of one exercise, the newest first.

    `weaker` is the side that leads; both sides must reach the target where none does. Loads grow
    in steps of `units` and are written in them. Raises ValueError without sessions.
    """
    if not sessions:
        raise ValueError("nothing was done yet")
    now = sessions[0]
    lights = [
        session_zone(one, movement, before)
        for one, before in zip(sessions, [*sessions[1:], None], strict=True)
    ]
    if lights[0] == Zone.STOP:
        return Suggestion(
            Kind.STOP,
            now.target,
            "Pain was in the red. Leave this exercise out until it is calm.",
            SILBERNAGEL,
        )
    if lights[0] == Zone.EASE:
        return _ease(movement, now, was_amber_before=len(lights) > 1 and lights[1] == Zone.EASE)
    return _go_on(movement, sessions, lights, weaker, units)


def _ease(movement: Movement, now: Session, *, was_amber_before: bool) -> Suggestion:
    """Cut sets by a third, by half after two amber sessions, or step down the ladder."""
    sets = now.target.sets
    if was_amber_before and sets > 1:
        target = replace(now.target, sets=sets // 2)
        reason = f"Pain of 3 to 5 twice running: {_sets(target.sets)} instead of {sets} for a week."
        return Suggestion(Kind.FEWER, target, reason, SILBERNAGEL)
    fewer = sets - ceil(sets / 3)
    if fewer >= 1:
        target = replace(now.target, sets=fewer)
        reason = f"Pain of 3 to 5: a third fewer sets, {fewer} instead of {sets}, and no step up."
        return Suggestion(Kind.FEWER, target, reason, SILBERNAGEL)
    if movement.easier:
        reason = "Pain of 3 to 5: an easier version of the same movement."
        return Suggestion(Kind.EASIER, now.target, reason, SILBERNAGEL, movement.easier[0])
    reason = "Pain of 3 to 5: the same again, slower and in a smaller range."
    return Suggestion(Kind.KEEP, now.target, reason, SILBERNAGEL)


def _go_on(
    movement: Movement,
    sessions: Sequence[Session],
    lights: Sequence[Zone],
    weaker: Side | None,
    units: Units,
) -> Suggestion:
    """Step up once after two sessions at the same target; otherwise the same again."""
    now = sessions[0]
    keep = Suggestion(Kind.KEEP, now.target, "The same again: two good sessions make a step.")
    if now.is_deload:
        return replace(keep, reason="A lighter week: nothing gets harder in it.")
    lately = sessions[:SESSIONS]
    is_repeated = len(lately) == SESSIONS and lately[1].target == now.target
    if not is_repeated or any(light != Zone.FINE for light in lights[:SESSIONS]):
        return keep
    if not all(_is_passed(one, movement.measure, weaker) for one in lately):
        return keep
    return _step_up(movement, now.target, units) or replace(
        keep, reason="You have reached the top of this one: keep it, slowly and cleanly."
    )


def _is_passed(session: Session, measure: Measure, weaker: Side | None) -> bool:
    """Tell whether a session went as well as a step up asks for, on every side that counts."""
    sides = {done.side for done in session.sets}
    counted = {weaker} if weaker in sides else sides
    return bool(sides) and all(_side_passes(session, side, measure) for side in counted if side)


def _side_passes(session: Session, side: Side, measure: Measure) -> bool:
    done = [one.amount for one in session.sets if one.side == side]
    target = session.target
    if len(done) < target.sets or min(done) < target.amount:
        return False
    extra = EXTRA_REPS if measure == Measure.REPS else 0
    return done[-1] >= target.amount + extra


def _step_up(movement: Movement, target: Target, units: Units) -> Suggestion | None:
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


def _sets(number: int) -> str:
    return f"{number} set{'' if number == 1 else 's'}"
