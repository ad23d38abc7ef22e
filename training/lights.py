"""Which light a runner's day has: the worst of its sets, its runs and its morning.

Nothing that makes training harder is offered on an amber or a red day (evidence brief 8.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo

from accounts.models import User
from training.days import local_day, moment
from training.models import MorningPain, Run, WorkoutSet
from training.pain import FINE_TO, HOP_TRAIT, Zone, zone


@dataclass(frozen=True, slots=True)
class Lights:
    """The lights of some days; a day that is not named is green."""

    by_day: Mapping[date, Zone]

    def of(self, day: date) -> Zone:
        """Return the light of a day."""
        return self.by_day.get(day, Zone.FINE)

    def worst(self, first: date, last: date) -> Zone:
        """Return the worst light from one day to another."""
        here = (light for day, light in self.by_day.items() if first <= day <= last)
        return max(here, default=Zone.FINE)


def lights_of(
    runner: User,
    first: date,
    last: date,
    clock: tzinfo,
    *,
    mornings: Iterable[MorningPain] | None = None,
    has_trained: bool = True,
) -> Lights:
    """Return the lights of the days on the runner's calendar (three queries).

    Who knows the mornings of these days, or that the runner has not trained, saves one each.
    """
    start, end = moment(first, time.min, clock), moment(last + timedelta(days=1), time.min, clock)
    found: list[tuple[date, Zone]] = []
    if has_trained:
        sets = WorkoutSet.objects.filter(
            workout__runner=runner,
            workout__deleted_at__isnull=True,
            workout__started_at__gte=start,
            workout__started_at__lt=end,
            pain_score__gt=FINE_TO,
        )
        fields = ("workout__started_at", "pain_score", "exercise__traits")
        found += [
            (local_day(at, clock), zone(score, HOP_TRAIT in traits))
            for at, score, traits in sets.order_by().values_list(*fields)
            if score is not None
        ]
    runs = Run.objects.of(runner).started_between(start, end).filter(pain_score__gt=FINE_TO)
    found += [
        (local_day(at, clock), zone(score))
        for at, score in runs.order_by().values_list("started_at", "pain_score")
        if score is not None
    ]
    if mornings is None:
        mornings = MorningPain.objects.filter(runner=runner, day__range=(first, last))
    found += [(one.day, zone(one.score)) for one in mornings if one.score is not None]
    by_day: dict[date, Zone] = {}
    for day, light in found:
        by_day[day] = max(light, by_day.get(day, Zone.FINE))
    return Lights(by_day)


def light_of(
    runner: User,
    day: date,
    clock: tzinfo,
    *,
    morning: MorningPain | None,
    has_trained: bool = True,
) -> Zone:
    """Return the light of one day (two queries); `morning` is what was said in its morning."""
    mornings = [morning] if morning else []
    found = lights_of(runner, day, day, clock, mornings=mornings, has_trained=has_trained)
    return found.of(day)
