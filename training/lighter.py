"""Which workouts were meant to be light: those of a lighter week, and of days that were eased."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from accounts.models import User
from exercises.catalog import get_catalog
from training.models import PlanChange, SessionOutcome


def lighter_workouts(runner: User) -> frozenset[UUID]:
    """Return the workouts that were done in a lighter week or on eased days (two queries)."""
    catalog = get_catalog()
    rows = SessionOutcome.objects.filter(enrollment__runner=runner, workout__isnull=False)
    eased = _eased_days(runner)
    found = set()
    for pk, slug, number, on in rows.values_list(
        "workout", "enrollment__program", "week", "on_day"
    ):
        program = catalog.program(slug)
        weeks = program.weeks if program else ()
        is_lighter = any(week.number == number and week.content.is_deload for week in weeks)
        if pk and (is_lighter or any(first <= on < end for first, end in eased)):
            found.add(pk)
    return frozenset(found)


def _eased_days(runner: User) -> list[tuple[date, date]]:
    """Return when the easier days of a runner began and the days on which they were over."""
    rows = PlanChange.objects.filter(enrollment__runner=runner, kind=PlanChange.Kind.EASE)
    pairs = rows.order_by().values_list("on_day", "days")
    return [(on, on + timedelta(days=days or 0)) for on, days in pairs]
