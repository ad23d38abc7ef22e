"""Which light a runner's day has: the worst of its sets, its runs and its morning.

Nothing that makes training harder is offered on an amber or a red day (evidence brief 8.4).
"""

from __future__ import annotations

from datetime import date, time, timedelta, tzinfo

from django.db.models import Q

from accounts.models import User
from training.days import moment
from training.models import AssessmentResult, MorningPain, Run, WorkoutSet
from training.pain import FINE_TO, HOP_TRAIT, Zone, zone


def light_of(
    runner: User,
    day: date,
    clock: tzinfo,
    *,
    morning: MorningPain | None,
    has_trained: bool = True,
) -> Zone:
    """Return the light of a day on the runner's calendar (two queries).

    `morning` is what was said in the morning of that day; who has not trained saves a query.
    """
    score = morning.score if morning else None
    said = zone(score) if score is not None else Zone.FINE
    return max(said, _felt(runner, day, day, clock, has_trained=has_trained))


def worst_of(runner: User, first: date, last: date, clock: tzinfo) -> Zone:
    """Return the worst light of some days, tests of a hip check included (four queries)."""
    start, end = moment(first, time.min, clock), moment(last + timedelta(days=1), time.min, clock)
    mornings = MorningPain.objects.filter(runner=runner, day__range=(first, last))
    tests = AssessmentResult.objects.filter(
        hip_check__runner=runner,
        hip_check__deleted_at__isnull=True,
        hip_check__started_at__gte=start,
        hip_check__started_at__lt=end,
    )
    hurt = tests.filter(Q(pain_score__gt=FINE_TO) | Q(stop_reason=AssessmentResult.Stop.PAIN))
    scores = [
        *mornings.filter(score__gt=FINE_TO).order_by().values_list("score", flat=True),
        # A test that was stopped for pain is amber at least.
        *(score or FINE_TO + 1 for score in hurt.order_by().values_list("pain_score", flat=True)),
    ]
    lit = [zone(max(score, FINE_TO + 1)) for score in scores if score is not None]
    return max([_felt(runner, first, last, clock, has_trained=True), *lit])


def _felt(runner: User, first: date, last: date, clock: tzinfo, *, has_trained: bool) -> Zone:
    """Return the worst light of the sets and runs of some days (two queries)."""
    start, end = moment(first, time.min, clock), moment(last + timedelta(days=1), time.min, clock)
    lights = [Zone.FINE]
    if has_trained:
        sets = WorkoutSet.objects.filter(
            workout__runner=runner,
            workout__deleted_at__isnull=True,
            workout__started_at__gte=start,
            workout__started_at__lt=end,
            pain_score__gt=FINE_TO,
        )
        lights += [
            zone(score, HOP_TRAIT in traits)
            for score, traits in sets.order_by().values_list("pain_score", "exercise__traits")
            if score is not None
        ]
    runs = Run.objects.of(runner).started_between(start, end).filter(pain_score__gt=FINE_TO)
    scores = runs.order_by().values_list("pain_score", flat=True)
    return max([*lights, *(zone(score) for score in scores if score is not None)])
