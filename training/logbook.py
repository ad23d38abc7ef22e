"""What the log page shows: workouts by week, and the sums beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch

from accounts.models import User
from training import sides, volume
from training.days import local_day, monday_of, week_bounds, zone_of
from training.lines import ExerciseLine, lines
from training.models import Workout, WorkoutSet

PER_PAGE = 8


@dataclass(frozen=True)
class Entry:
    """A workout with its lines."""

    workout: Workout
    lines: list[ExerciseLine]
    sets: int


@dataclass(frozen=True)
class Week:
    """The entries of one week, newest first; a page may hold only a part of it."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True)
class ThisWeek:
    """The sums of the runner's present week."""

    workouts: int
    sets: int
    totals: list[sides.Totals]


def entry_of(workout: Workout, rows: list[WorkoutSet]) -> Entry:
    """Return a workout with the lines of its rows."""
    return Entry(workout, lines(rows), sides.count_sets(rows))


def page_of(runner: User, number: str | None) -> Page[Workout]:
    """Return a page of the runner's workouts, newest first (three queries)."""
    rows = Prefetch("sets", WorkoutSet.objects.with_exercise())
    return Paginator(Workout.objects.of(runner).prefetch_related(rows), PER_PAGE).get_page(number)


def weeks(workouts: Iterable[Workout], now: datetime, zone: tzinfo) -> list[Week]:
    """Group workouts, newest first, by the runner's weeks."""
    today = local_day(now, zone)
    grouped = groupby(workouts, key=lambda one: monday_of(local_day(one.started_at, zone)))
    return [
        Week(week_name(monday, today), [entry_of(one, list(one.sets.all())) for one in group])
        for monday, group in grouped
    ]


def week_name(monday: date, today: date) -> str:
    """Name a week as a runner would: "This week", "Week of November 16"."""
    this = monday_of(today)
    if monday == this:
        return "This week"
    if monday == this - timedelta(days=7):
        return "Last week"
    year = "" if monday.year == today.year else f", {monday.year}"
    return f"Week of {monday:%B} {monday.day}{year}"


def this_week(runner: User, now: datetime) -> ThisWeek:
    """Sum up the runner's present week (one query)."""
    start, end = week_bounds(now, zone_of(runner))
    rows = list(
        WorkoutSet.objects.filter(
            workout__runner=runner,
            workout__deleted_at__isnull=True,
            workout__started_at__gte=start,
            workout__started_at__lt=end,
        ).order_by()
    )
    workouts = len({row.workout_id for row in rows})
    return ThisWeek(workouts, sides.count_sets(rows), sides.totals(rows))


def overview(runner: User, now: datetime, number: str | None) -> dict[str, object]:
    """Return everything that the log page shows."""
    zone = zone_of(runner)
    page = page_of(runner, number)
    return {
        "zone": zone,
        "page_obj": page,
        "weeks": weeks(page.object_list, now, zone),
        "this_week": this_week(runner, now),
        "balance": volume.balance(runner, now),
    }
