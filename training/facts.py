"""What the log says about a runner to the other apps, as yes or no: `accounts.facts`.

Each fact is one or two queries for any number of runners. Deleted entries say nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from accounts.facts import Fact, Moments, register
from training.assessments.protocols import BASELINE
from training.models import AssessmentResult, Enrollment, HipCheck, Run, SafetyCheck, Workout
from training.pain import EASE_TO, FINE_TO

RECENTLY = timedelta(days=7)
PAIN_COUNTS_FOR = timedelta(days=14)
FOUR = 4


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
    """Return who has a result of each of the five tests of the baseline, left and right."""
    done = AssessmentResult.objects.filter(
        hip_check__runner__in=runners,
        hip_check__deleted_at__isnull=True,
        hip_check__started_at__lte=now,
        assessment__in=BASELINE,
    )
    by_runner: dict[int, set[tuple[str, str]]] = {}
    last: dict[int, datetime] = {}
    rows = done.order_by().values_list("hip_check__runner", "assessment", "side")
    for runner, test, side, moment in rows.annotate(moment=Max("hip_check__started_at")):
        by_runner.setdefault(runner, set()).add((test, side))
        last[runner] = max(moment, last.get(runner, moment))
    return {
        runner: last[runner]
        for runner, found in by_runner.items()
        if len(found) == 2 * len(BASELINE)
    }


def enrolled_in_program(runners: Collection[int], now: datetime) -> Moments:
    """Return who has a plan that has not ended, and since when."""
    plans = Enrollment.objects.filter(runner__in=runners, ended_on__isnull=True)
    return _latest(plans.filter(created_at__lte=now), "created_at")


def reported_pain(runners: Collection[int], now: datetime) -> Moments:
    """Return who noted a pain score above "fine" within fourteen days, and when they did."""
    return _noted_pain(runners, now, above=FINE_TO)


def reported_strong_pain(runners: Collection[int], now: datetime) -> Moments:
    """Return who noted something within fourteen days that asks for rest, and when they did.

    A pain score of 6 or more, a warning sign of the safety questions that no clinician has
    cleared, or a self-test that was stopped for pain.
    """
    since = now - PAIN_COUNTS_FOR
    signs = SafetyCheck.objects.filter(
        runner__in=runners, at__gt=since, at__lte=now, cleared_at__isnull=True
    ).exclude(answer=SafetyCheck.Answer.NONE)
    hurt = Q(results__stop_reason="pain") | Q(results__pain_score__gt=EASE_TO)
    tests = HipCheck.objects.filter(_of(runners), hurt, started_at__gt=since)
    scores = _noted_pain(runners, now, above=EASE_TO)
    return _merged((scores, _latest(signs, "at"), _latest(tests, "updated_at")))


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
            "has done all five tests of the baseline on both sides",
            finished_baseline_test,
        ),
        Fact("enrolled_in_program", "has a program under way", enrolled_in_program),
        Fact(
            "reported_pain",
            "has noted pain of 3 or more in the last 14 days",
            reported_pain,
            about_health=True,
        ),
        Fact(
            "reported_strong_pain",
            "has noted strong pain or a warning sign in the last 14 days",
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
