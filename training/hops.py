"""Whether a runner may hop, and what stands in while not.

What must hold before any hop is the programs' own gate (a convention of coaching): no day of the
last week was amber or red, no warning sign such as pain on one spot of bone is open, and a hip
check found 20 single-leg heel raises and a step-down score of 1 or less on each side. Pain above 2
stops a hop, during it and the next morning (evidence brief 4.1).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from training import kit, lights
from training.days import local_day, zone_of
from training.models import AssessmentResult, SafetyCheck, Side
from training.pain import FINE_TO, HOP_TRAIT, Zone

CALM_FOR = timedelta(days=7)
HEEL_RAISES, STEP_DOWN = 20.0, 1.0
HEEL_TEST, STEP_TEST = "heel_raise_reps", "lateral_step_down_quality"

CALM = f"seven days without pain above {FINE_TO}"
NO_SIGN = "safety questions that name no warning sign"
STRONG = f"{HEEL_RAISES:.0f} single-leg heel raises on each side in a hip check"
STEADY = f"a step-down score of {STEP_DOWN:.0f} or less on each side in a hip check"

type Reached = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Gate:
    """What is still to come before any hop; nothing where a runner may hop."""

    waits_for: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether a runner may hop."""
        return not self.waits_for

    @property
    def sentence(self) -> str:
        """Say what hops wait for, "" where they wait for nothing."""
        return f"Hops wait for {', and for '.join(self.waits_for)}." if self.waits_for else ""


OPEN = Gate()


def gate(light: Zone, *, is_clear: bool, reached: Reached) -> Gate:
    """Return what hops wait for.

    `light` is the worst of the last seven days, `is_clear` tells whether the safety questions were
    answered and no sign is open, `reached` are values by test and side, without those of a side
    that stopped for pain.
    """
    heels, steps = reached.get(HEEL_TEST, {}), reached.get(STEP_TEST, {})
    sides = (Side.LEFT.value, Side.RIGHT.value)
    met = (
        (CALM, light == Zone.FINE),
        (NO_SIGN, is_clear),
        (STRONG, all(heels.get(side, 0.0) >= HEEL_RAISES for side in sides)),
        (STEADY, all(side in steps and steps[side] <= STEP_DOWN for side in sides)),
    )
    return Gate(tuple(words for words, is_met in met if not is_met))


def gate_of(runner: User, now: datetime) -> Gate:
    """Return what a runner's hops wait for (six queries)."""
    zone = zone_of(runner)
    today = local_day(now, zone)
    light = lights.worst_of(runner, today - CALM_FOR, today, zone)
    return gate(light, is_clear=_is_clear(runner), reached=_reached(runner, now))


def _is_clear(runner: User) -> bool:
    answered = SafetyCheck.objects.filter(runner=runner).exists()
    return answered and SafetyCheck.pausing(runner) is None


def _reached(runner: User, now: datetime) -> Reached:
    """Return what each side reached the last time that it did one of the two tests."""
    rows = AssessmentResult.objects.filter(
        hip_check__runner=runner,
        hip_check__deleted_at__isnull=True,
        hip_check__started_at__lte=now,
        assessment__in=(HEEL_TEST, STEP_TEST),
    ).order_by("hip_check__started_at")
    found: dict[str, dict[str, float]] = {HEEL_TEST: {}, STEP_TEST: {}}
    for test, side, value, stop in rows.values_list("assessment", "side", "value", "stop_reason"):
        found[test].pop(side, None)
        if value is not None and stop != AssessmentResult.Stop.PAIN:
            found[test][side] = float(value)
    return found


def is_hop(entry: CatalogEntry | None) -> bool:
    """Tell whether an exercise is one of jumps."""
    return entry is not None and HOP_TRAIT in entry.content.traits


def stand_in(entry: CatalogEntry, at_home: Collection[str] = ()) -> CatalogEntry | None:
    """Return the nearest easier exercise that is no hop and possible at home, None without any."""
    catalog, seen = get_catalog(), {entry.slug}
    steps = [*catalog.easier(entry)]
    while steps:
        one = steps.pop(0)
        if one.slug in seen:
            continue
        seen.add(one.slug)
        if not is_hop(one) and kit.is_possible(one, at_home):
            return one
        steps += catalog.easier(one)
    return None
