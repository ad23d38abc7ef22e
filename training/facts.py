"""What the log says about a runner to the other apps, as yes or no: `accounts.facts`.

Each fact is one or two queries for any number of runners. Deleted entries say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.facts import Fact, Moments, register
from training.models import Run, Side, Workout, WorkoutSet
from training.pain import EASE_TO, FINE_TO

RECENTLY = timedelta(days=7)
PAIN_COUNTS_FOR = timedelta(days=14)
FOUR = 4
# The five tests of evidence brief 3, as exercises of the library.
BASELINE = (
    "single-leg-stance",
    "side-plank",
    "single-leg-bridge",
    "lateral-step-down",
    "single-leg-heel-raise",
)


def logged_a_workout(runners: Collection[int], now: datetime) -> Moments:
    """Return who has ever logged a workout, and when the last one began."""
    return _latest(Workout.objects.filter(_of(runners), started_at__lte=now))


def trained_last_7_days(runners: Collection[int], now: datetime) -> Moments:
    """Return who began a workout or a run within seven days."""
    return _trained(runners, now - RECENTLY, now)


def trained_4_times_last_14_days(runners: Collection[int], now: datetime) -> Moments:
    """Return who began four workouts within fourteen days."""
    span = Q(started_at__gt=now - 2 * RECENTLY, started_at__lte=now)
    counted = Workout.objects.filter(_of(runners), span).order_by().values("runner")
    return dict(
        counted.annotate(times=Count("pk"), last=Max("started_at"))
        .filter(times__gte=FOUR)
        .values_list("runner", "last")
    )


def finished_baseline_test(runners: Collection[int], now: datetime) -> Moments:
    """Return who has logged each of the five tests on the left and on the right."""
    done = WorkoutSet.objects.filter(
        workout__runner__in=runners,
        workout__deleted_at__isnull=True,
        completed_at__lte=now,
        exercise__slug__in=BASELINE,
        side__in=(Side.LEFT, Side.RIGHT),
    )
    by_runner: dict[int, set[tuple[str, str]]] = {}
    last: dict[int, datetime] = {}
    rows = done.order_by().values_list("workout__runner", "exercise__slug", "side")
    for runner, exercise, side, moment in rows.annotate(moment=Max("completed_at")):
        by_runner.setdefault(runner, set()).add((exercise, side))
        last[runner] = max(moment, last.get(runner, moment))
    return {
        runner: last[runner]
        for runner, found in by_runner.items()
        if len(found) == 2 * len(BASELINE)
    }


def reported_pain(runners: Collection[int], now: datetime) -> Moments:
    """Return who noted a pain score above "fine" within fourteen days, and when they did."""
    return _noted_pain(runners, now, above=FINE_TO)


def reported_strong_pain(runners: Collection[int], now: datetime) -> Moments:
    """Return who noted a pain score of 6 or more within fourteen days, and when they did."""
    return _noted_pain(runners, now, above=EASE_TO)


def tell() -> None:
    """Register all of them."""
    for fact in (
        Fact("logged_a_workout", "has logged a workout", logged_a_workout),
        Fact("trained_last_7_days", "has trained in the last 7 days", trained_last_7_days),
        Fact(
            "trained_4_times_last_14_days",
            "has logged four workouts in the last 14 days",
            trained_4_times_last_14_days,
        ),
        Fact(
            "finished_baseline_test",
            "has logged all five tests on both sides",
            finished_baseline_test,
        ),
        Fact(
            "reported_pain",
            "has noted pain of 3 or more in the last 14 days",
            reported_pain,
            about_health=True,
        ),
        Fact(
            "reported_strong_pain",
            "has noted pain of 6 or more in the last 14 days",
            reported_strong_pain,
            about_health=True,
        ),
    ):
        register(fact)


def _of(runners: Collection[int]) -> Q:
    return Q(runner__in=runners, deleted_at__isnull=True)


def _trained(runners: Collection[int], since: datetime, now: datetime) -> Moments:
    span = Q(started_at__gt=since, started_at__lte=now)
    entries: Iterable[QuerySet[Any]] = (
        Workout.objects.filter(_of(runners), span),
        Run.objects.filter(_of(runners), span),
    )
    return _merged(_latest(rows) for rows in entries)


def _noted_pain(runners: Collection[int], now: datetime, *, above: int) -> Moments:
    """Return when pain was noted last: when it was written down, not when it was felt."""
    span = Q(started_at__gt=now - PAIN_COUNTS_FOR)
    sets = Workout.objects.filter(_of(runners), span, sets__pain_score__gt=above)
    runs = Run.objects.filter(_of(runners), span, pain_score__gt=above)
    return _merged(_latest(rows, "updated_at") for rows in (sets, runs))


def _latest(rows: QuerySet[Any], field: str = "started_at") -> dict[int, datetime]:
    return dict(
        rows.order_by().values("runner").annotate(last=Max(field)).values_list("runner", "last")
    )


def _merged(parts: Iterable[Moments]) -> dict[int, datetime]:
    merged: dict[int, datetime] = {}
    for part in parts:
        for runner, moment in part.items():
            merged[runner] = max(moment, merged.get(runner, moment))
    return merged
