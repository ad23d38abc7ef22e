"""Which light a runner's day has: the worst of its sets, its runs and its morning.

Nothing that makes training harder is offered on an amber or a red day (evidence brief 8.4).
"""

from __future__ import annotations

from datetime import date, time, timedelta, tzinfo

from accounts.models import User
from training.days import moment
from training.models import MorningPain, Run, WorkoutSet
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
    start, end = moment(day, time.min, clock), moment(day + timedelta(days=1), time.min, clock)
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
    scores = [
        *runs.order_by().values_list("pain_score", flat=True),
        morning.score if morning else None,
    ]
    return max([*lights, *(zone(score) for score in scores if score is not None)])
