"""Whether a runner may hop, and what stands in while not.

What must hold before any hop is the programs' own gate (a convention of coaching): no day of the
last week was amber or red, no warning sign such as pain on one spot of bone is open, and a hip
check found 20 single-leg heel raises and a step-down score of 1 or less on each side. Pain above 2
stops a hop, during it and the next morning (evidence brief 4.1).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from training import kit, lights
from training.days import local_day, moment, zone_of
from training.lights import Lights
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
# Where nobody has looked, nobody hops.
CLOSED = Gate((CALM, NO_SIGN, STRONG, STEADY))


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


def gate_of(
    runner: User, now: datetime, *, known: Lights | None = None, is_clear: bool | None = None
) -> Gate:
    """Return what a runner's hops wait for (six queries).

    Who knows the lights of the last week or that no warning sign is open saves three and two.
    """
    zone = zone_of(runner)
    today = local_day(now, zone)
    first = today - CALM_FOR
    if known is None:
        known = lights.lights_of(runner, first, today, zone)
    results = _results(runner, moment(first, time.min, zone), now)
    light = max([known.worst(first, today), *(Zone.EASE for one in results if one.hurt)])
    if is_clear is None:
        is_clear = _is_clear(runner)
    return gate(light, is_clear=is_clear, reached=_reached(results))


def _is_clear(runner: User) -> bool:
    answered = SafetyCheck.objects.filter(runner=runner).exists()
    return answered and SafetyCheck.pausing(runner) is None


@dataclass(frozen=True, slots=True)
class _Result:
    """A side of one of the two tests, or of any that hurt in the last week."""

    test: str
    side: str
    value: float | None
    is_stopped: bool
    hurt: bool


def _results(runner: User, since: datetime, now: datetime) -> list[_Result]:
    """Return the results that the gate looks at, oldest first (one query)."""
    stopped = Q(stop_reason=AssessmentResult.Stop.PAIN)
    hurt = Q(hip_check__started_at__gte=since) & (stopped | Q(pain_score__gt=FINE_TO))
    rows = AssessmentResult.objects.filter(
        Q(assessment__in=(HEEL_TEST, STEP_TEST)) | hurt,
        hip_check__runner=runner,
        hip_check__deleted_at__isnull=True,
        hip_check__started_at__lte=now,
    ).order_by("hip_check__started_at")
    fields = ("assessment", "side", "value", "stop_reason", "pain_score", "hip_check__started_at")
    found = []
    for test, side, value, stop, pain, at in rows.values_list(*fields):
        is_stopped = stop == AssessmentResult.Stop.PAIN
        is_hurt = at >= since and (is_stopped or (pain or 0) > FINE_TO)
        number = None if value is None else float(value)
        found.append(_Result(test, side, number, is_stopped, is_hurt))
    return found


def _reached(results: Iterable[_Result]) -> Reached:
    """Return what each side reached the last time that it did one of the two tests."""
    found: dict[str, dict[str, float]] = {HEEL_TEST: {}, STEP_TEST: {}}
    for one in results:
        if one.test in found:
            found[one.test].pop(one.side, None)
            if one.value is not None and not one.is_stopped:
                found[one.test][one.side] = one.value
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
