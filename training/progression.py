"""When an exercise gets harder or easier: a pure function of what was done and how it felt.

Rules: evidence brief 4.1 to 4.3 and the programs' own progression rules. Two-for-two is credited to
strength-training texts (Graves and Baechle); the pain zones are adapted from the pain-monitoring
model of Silbernagel 2007 (10.1177/0363546506298279), tried on the Achilles tendon and not on the
hip; everything else is a convention of coaching. A suggestion changes one thing, says why, and is
never applied by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from exercises.models import Measure
from training import pain
from training.models.workout_set import Side
from training.pain import Zone
from training.steps import LONGEST_CARRY_M, LONGEST_HOLD_S, LONGEST_M, next_load, step_up
from training.suggestion import (
    CONVENTION,
    PROGRESS,
    SILBERNAGEL,
    TWO_FOR_TWO,
    DoneSet,
    Kind,
    Movement,
    Session,
    Suggestion,
    Target,
)
from training.units import METRIC, Units

__all__ = [
    "CONVENTION",
    "LONGEST_CARRY_M",
    "LONGEST_HOLD_S",
    "LONGEST_M",
    "PROGRESS",
    "SILBERNAGEL",
    "TWO_FOR_TWO",
    "DoneSet",
    "Kind",
    "Movement",
    "Session",
    "Suggestion",
    "Target",
    "next_load",
    "session_zone",
    "suggest",
]

EXTRA_REPS = 2
SESSIONS = 2
MORNING_RISE = 2


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
    return step_up(movement, now.target, units) or replace(
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


def _sets(number: int) -> str:
    return f"{number} set{'' if number == 1 else 's'}"
