"""Which light a runner's day has: the worst of its sets, its runs and its morning.

Nothing that makes training harder is offered on an amber or a red day (evidence brief 8.4).
"""

from __future__ import annotations

from datetime import date, time, timedelta, tzinfo

from accounts.models import User
from training.days import moment
from training.models import MorningPain, Run, WorkoutSet
from training.pain import FINE_TO, HOP_TRAIT, Zone, zone


def light_of(runner: User, day: date, clock: tzinfo) -> Zone:
    """Return the light of a day on the runner's calendar (three queries)."""
    start, end = moment(day, time.min, clock), moment(day + timedelta(days=1), time.min, clock)
    sets = WorkoutSet.objects.filter(
        workout__runner=runner,
        workout__deleted_at__isnull=True,
        workout__started_at__gte=start,
        workout__started_at__lt=end,
        pain_score__gt=FINE_TO,
    )
    lights = [
        zone(score, HOP_TRAIT in traits)
        for score, traits in sets.order_by().values_list("pain_score", "exercise__traits")
        if score is not None
    ]
    runs = Run.objects.of(runner).started_between(start, end).filter(pain_score__gt=FINE_TO)
    mornings = MorningPain.objects.filter(runner=runner, day=day, score__gt=FINE_TO)
    for found in (
        runs.order_by().values_list("pain_score", flat=True),
        mornings.values_list("score", flat=True),
    ):
        lights += [zone(score) for score in found if score is not None]
    return max(lights, default=Zone.FINE)
