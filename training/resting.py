"""Which weeks of a runner are planned rest: lighter ones, paused ones, and those moved away.

A week counts as rest where most of its days do. A warning sign pauses plans too, from the day on
which it was named to the one on which a clinician had cleared it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from accounts.models import User
from training import planning
from training.days import local_day, monday_of, zone_of
from training.models import PlanChange, SafetyCheck
from training.planning import Current

MOST_OF_A_WEEK = 4
DAY = timedelta(days=1)


def resting(runner: User, now: datetime) -> frozenset[date]:
    """Return the Mondays of the weeks of planned rest up to now (four queries)."""
    zone = zone_of(runner)
    today = local_day(now, zone)
    days = {day for one in planning.all_of(runner, now) for day in rest_days(one)}
    signs = SafetyCheck.objects.filter(runner=runner).exclude(answer=SafetyCheck.Answer.NONE)
    for at, cleared in signs.order_by().values_list("at", "cleared_at"):
        last = local_day(cleared, zone) - DAY if cleared else today
        days.update(_days(local_day(at, zone), last))
    return mondays(day for day in days if day <= week_end(today))


def rest_days(plan: Current) -> Iterator[date]:
    """Yield the days of a plan that are lighter, paused or moved away, up to its end."""
    last = plan.enrollment.ended_on or week_end(plan.today)
    for lap in plan.plan.laps:
        if lap.is_deload:
            yield from (day for day in lap.days if day <= last)
    for change in plan.changes:
        if change.kind in {PlanChange.Kind.PAUSE, PlanChange.Kind.SHIFT}:
            end = last if change.days is None else change.on_day + DAY * change.days - DAY
            yield from _days(change.on_day, min(end, last))


def mondays(days: Iterable[date]) -> frozenset[date]:
    """Return the Mondays of the weeks of which most days are among these."""
    counted = Counter(monday_of(day) for day in set(days))
    return frozenset(monday for monday, count in counted.items() if count >= MOST_OF_A_WEEK)


def week_end(day: date) -> date:
    """Return the Sunday of a day's week."""
    return monday_of(day) + DAY * 6


def _days(first: date, last: date) -> Iterator[date]:
    yield from (first + DAY * place for place in range((last - first).days + 1))
