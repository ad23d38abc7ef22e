"""Which program fits what a runner reached, by the entry marks that the programs state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from training.assessments.symmetry import Comparison

# slug of the program, marks to reach on each side; the hardest first (evidence brief part 5 and
# the programs' own entry marks).
MARKS: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("hip-performance", {"side_plank": 40, "heel_raise_reps": 20}),
    ("strong-hips", {"side_plank": 20, "single_leg_bridge_reps": 8}),
)
FIRST, SECOND, THIRD = "foundation", "strong-hips", "hip-performance"
# "At least 3 months of regular strength training": two sessions a week.
REGULAR_WORKOUTS, REGULAR_WEEKS = 24, 13


@dataclass(frozen=True, slots=True)
class Advice:
    """A program's slug, and why it is offered."""

    program: str
    reasons: tuple[str, ...]


def recommend(
    now: Sequence[Comparison], workouts_lately: int, finished: Collection[str] = ()
) -> Advice:
    """Return the hardest program whose entry marks both sides reached.

    `workouts_lately` counts workouts of the last 13 weeks; the hardest program wants 24 of them, or
    the one before it `finished`. The second one is open to who finished the first, too.
    """
    reached = {one.assessment.key: one for one in now if one.is_comparable}
    for program, marks in MARKS:
        history = _history(workouts_lately, finished) if program == THIRD else ""
        if program == THIRD and not history:
            continue
        if all(_reaches(reached.get(key), mark) for key, mark in marks.items()):
            reasons = [_say(reached[key], mark) for key, mark in marks.items()]
            return Advice(program, tuple(reasons + [history] * bool(history)))
        if program == SECOND and FIRST in finished:
            return Advice(program, ("You finished Foundation",))
    return Advice(FIRST, ("It asks for nothing but a mat, a wall, a chair and a stair",))


def _history(workouts_lately: int, finished: Collection[str]) -> str:
    """Say what opens the hardest program besides its tests, "" where nothing does."""
    if SECOND in finished:
        return "You finished Strong Hips"
    if workouts_lately >= REGULAR_WORKOUTS:
        return f"{workouts_lately} workouts in the last three months"
    return ""


def _reaches(found: Comparison | None, mark: float) -> bool:
    if found is None:
        return False
    return min(found.left.value or 0.0, found.right.value or 0.0) >= mark


def _say(found: Comparison, mark: float) -> str:
    test = found.assessment
    return f"{test.name}: both sides at {test.write(mark)} or more"
