"""What the log page shows: workouts and runs by week, and the sums beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from uuid import UUID

from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Sum
from django.template.defaultfilters import pluralize

from accounts.models import User
from training import sides, volume
from training.days import local_day, monday_of, week_bounds, zone_of
from training.entries import Entry, run_entries, workout_entry
from training.models import Run, Workout, WorkoutSet
from training.units import METRIC, Units, units_of

PER_PAGE = 12

# Start and id of an entry.
type Key = tuple[datetime, UUID]


@dataclass(frozen=True)
class Week:
    """The entries of one week, newest first; a page may hold only a part of it."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True)
class ThisWeek:
    """The sums of the runner's present week; the distance is that of the runs, in meters."""

    workouts: int
    sets: int
    runs: int
    distance_m: int
    totals: list[sides.Totals]
    units: Units = METRIC

    @property
    def sentence(self) -> str:
        """Say the sums: "Two workouts and one run this week, 14 sets and 8.0 km in all."."""
        done = [_counted(self.workouts, "workout"), _counted(self.runs, "run")]
        sums = [f"{self.sets} set{pluralize(self.sets)}" if self.workouts else ""]
        sums.append(self.units.run(self.distance_m) if self.runs else "")
        if not any(done):
            return "No workout or run this week yet."
        words = f"{_joined(done)} this week, {_joined(sums)} in all."
        return words[0].upper() + words[1:]


def _counted(number: int, noun: str) -> str:
    return f"{apnumber(number)} {noun}{pluralize(number)}" if number else ""


def _joined(parts: Iterable[str]) -> str:
    return " and ".join(part for part in parts if part)


def page_of(runner: User, number: str | None) -> Page[Key]:
    """Return a page of the runner's workouts and runs, newest first (two queries)."""
    fields = ("started_at", "id")
    runs = Run.objects.of(runner).order_by().values_list(*fields)
    workouts = Workout.objects.of(runner).order_by().values_list(*fields)
    both = workouts.union(runs, all=True).order_by("-started_at", "-id")
    return Paginator(both, PER_PAGE).get_page(number)


def entries_of(runner: User, keys: Iterable[Key]) -> list[Entry]:
    """Return the entries of a page of the runner's in its order (at most four queries)."""
    ids, units = [pk for _, pk in keys], units_of(runner)
    rows = Prefetch("sets", WorkoutSet.objects.with_exercise())
    workouts = Workout.objects.of(runner).filter(pk__in=ids).prefetch_related(rows)
    entries: dict[UUID, Entry] = {
        one.pk: workout_entry(one, list(one.sets.all()), units) for one in workouts
    }
    entries |= run_entries(runner, list(Run.objects.of(runner).filter(pk__in=ids)))
    return [entries[pk] for pk in ids if pk in entries]


def weeks(entries: Iterable[Entry], now: datetime, zone: tzinfo) -> list[Week]:
    """Group entries, newest first, by the runner's weeks."""
    today = local_day(now, zone)
    grouped = groupby(entries, key=lambda one: monday_of(local_day(one.started_at, zone)))
    return [Week(week_name(monday, today), list(group)) for monday, group in grouped]


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
    """Sum up the runner's present week (two queries)."""
    start, end = week_bounds(now, zone_of(runner))
    rows = list(
        WorkoutSet.objects.filter(
            workout__runner=runner,
            workout__deleted_at__isnull=True,
            workout__started_at__gte=start,
            workout__started_at__lt=end,
        ).order_by()
    )
    runs = Run.objects.of(runner).started_between(start, end)
    run = runs.aggregate(count=Count("pk"), meters=Sum("distance_m", default=0))
    workouts = len({row.workout_id for row in rows})
    counted = sides.count_sets(rows)
    totals, units = sides.totals(rows), units_of(runner)
    return ThisWeek(workouts, counted, run["count"], run["meters"], totals, units)


def overview(runner: User, now: datetime, number: str | None) -> dict[str, object]:
    """Return everything that the log page shows."""
    zone = zone_of(runner)
    page = page_of(runner, number)
    return {
        "zone": zone,
        "page_obj": page,
        "weeks": weeks(entries_of(runner, page.object_list), now, zone),
        "this_week": this_week(runner, now),
        "balance": volume.balance(runner, now),
    }
