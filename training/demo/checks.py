"""Hip checks of a half year: every six weeks or so, with a side difference that closes."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from accounts.models import User
from training.assessments import symmetry
from training.assessments.protocols import Assessment, assessments
from training.days import local_day, moment, zone_of
from training.demo.ids import make_id
from training.models import AssessmentResult, HipCheck

EVERY = timedelta(weeks=6)
# What the better side reaches at the start and at the end, and the share that the other one
# reaches at the start; it reaches all of it, but for the noise, at the end.
STORY: dict[str, tuple[float, float, float]] = {
    "single_leg_stance_open": (34, 45, 0.9),
    "side_plank": (42, 66, 0.75),
    "single_leg_bridge_reps": (14, 22, 0.8),
    "heel_raise_reps": (22, 27, 0.5),
}
POINTS = {"left": (3, 1), "right": (2, 1)}
WOBBLE = 0.06
LOWER = "left"


def make_checks(
    runner: User, now: datetime, seed: int, weeks: int
) -> tuple[list[HipCheck], list[AssessmentResult]]:
    """Return unsaved checks of `weeks` weeks up to now, the first at the start, and their rows."""
    random = Random(f"{seed}:{runner.email}:checks")  # noqa: S311 - a story, not a secret
    checks, rows = [], []
    begins = now - timedelta(weeks=weeks)
    at = begins
    while at < now - timedelta(days=7):
        started_at = moment(local_day(at, zone_of(runner)), time(18, 30), zone_of(runner))
        progress = (at - begins) / (now - begins)
        check = HipCheck(
            id=make_id(random, started_at),
            runner=runner,
            started_at=started_at,
            first_side="right",
            planned=[*STORY, "lateral_step_down_quality"],
        )
        checks.append(check)
        for key, story in STORY.items():
            rows += _both(random, check, assessments()[key], story, progress)
        rows += [_points(random, check, side, progress) for side in POINTS]
        at += EVERY
    return checks, rows


def _both(
    random: Random,
    check: HipCheck,
    one: Assessment,
    story: tuple[float, float, float],
    progress: float,
) -> list[AssessmentResult]:
    first, last, share = story
    better = first + (last - first) * progress
    sides = {"left": better, "right": better}
    sides[LOWER] *= share + (1 - share) * progress
    rows = []
    for side, level in sides.items():
        tries = [level * random.uniform(1 - WOBBLE, 1 + WOBBLE) for _ in range(one.trials)]
        digits = 0 if one.method == "counter" else 1
        trials = [min(round(value, digits), one.cap or value) for value in tries]
        rows.append(
            AssessmentResult(
                id=make_id(random, check.started_at),
                hip_check=check,
                assessment=one.key,
                side=side,
                trials=trials,
                value=symmetry.kept(one, trials),
                stop_reason="form",
                pain_score=random.choice((0, 0, 0, 1)),
            )
        )
    return rows


def _points(random: Random, check: HipCheck, side: str, progress: float) -> AssessmentResult:
    first, last = POINTS[side]
    points = round(first + (last - first) * progress)
    return AssessmentResult(
        id=make_id(random, check.started_at),
        hip_check=check,
        assessment="lateral_step_down_quality",
        side=side,
        criteria=sorted(random.sample(range(6), points)),
        value=points,
    )
