"""What a runner's log says to the rules of progression, and what they suggest for the next time.

`training.progression` decides; here the rows are read for it, and what the runner takes is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import DenseRank

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.models import Exercise, Measure
from training import doses, pain
from training.days import local_day, zone_of
from training.models import MorningPain, Side, WorkoutSet
from training.progression import DoneSet, Movement, Session, Suggestion, Target, suggest
from training.units import METRIC, Units

# What the rules look at: the session, the one before it, and that one's usual morning.
SESSIONS = 3
# Older sessions say nothing about the next one.
LATELY = timedelta(days=120)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """The latest sessions of one exercise, the newest first, and the workouts they stand in."""

    exercise: Exercise
    sessions: tuple[Session, ...]
    workouts: tuple[UUID, ...]


def movement_of(entry: CatalogEntry) -> Movement:
    """Return what the rules need to know of a published exercise."""
    catalog, dose = get_catalog(), entry.dose
    return Movement(
        slug=entry.slug,
        measure=Measure(dose.measure),
        takes_load="load" in dose.also,
        takes_band="band" in dose.also,
        is_hop=pain.HOP_TRAIT in entry.content.traits,
        is_carry="carry" in entry.slug,
        harder=tuple(one.slug for one in catalog.harder(entry)),
        easier=tuple(one.slug for one in catalog.easier(entry)),
    )


def sessions_of(
    runner: User, exercises: Iterable[int], now: datetime, lighter: frozenset[UUID] = frozenset()
) -> dict[str, Done]:
    """Return the latest sessions of some exercises by slug (two queries, however long the log is).

    `lighter` are the workouts that were done in a lighter week.
    """
    zone = zone_of(runner)
    ranked = (
        WorkoutSet.objects.filter(
            workout__runner=runner,
            workout__deleted_at__isnull=True,
            workout__started_at__gt=now - LATELY,
            completed_at__isnull=False,
            exercise__in=list(exercises),
        )
        .annotate(
            place=Window(
                DenseRank(),
                partition_by=F("exercise"),
                order_by=[F("workout__started_at").desc(), F("workout").desc()],
            ),
        )
        .filter(place__lte=SESSIONS)
        .with_exercise()
        .select_related("workout")
        .order_by()
    )
    grouped: dict[str, dict[tuple[datetime, UUID], list[WorkoutSet]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in ranked:
        grouped[row.exercise.slug][row.workout.started_at, row.workout_id].append(row)
    mornings = _mornings(runner, now, zone)
    found = {}
    for slug, by_workout in grouped.items():
        keys = sorted(by_workout, reverse=True)
        sessions = tuple(
            _session(by_workout[key], local_day(key[0], zone), mornings, key[1] in lighter)
            for key in keys
        )
        exercise = by_workout[keys[0]][0].exercise
        found[slug] = Done(exercise, sessions, tuple(pk for _, pk in keys))
    return found


def _mornings(runner: User, now: datetime, zone: tzinfo) -> dict[date, int]:
    since = local_day(now - LATELY, zone)
    rows = MorningPain.objects.filter(runner=runner, day__gte=since, score__isnull=False)
    return {day: score for day, score in rows.values_list("day", "score") if score is not None}


def _session(
    rows: list[WorkoutSet], day: date, mornings: Mapping[date, int], is_lighter: bool
) -> Session:
    ordered = sorted(rows, key=lambda row: (row.set_index, row.side))
    done = tuple(
        DoneSet(Side(row.side), row.amount or 0, row.pain_score)
        for row in ordered
        if row.measure == row.exercise.measure
    )
    return Session(day, _asked(ordered), done, mornings.get(day + DAY), is_lighter)


def _asked(rows: Sequence[WorkoutSet]) -> Target:
    """Return what was asked for; the load that was left open is the least that was used."""
    first = rows[0]
    dose = doses.of_library(first.exercise)
    amount = getattr(first, f"prescribed_{dose.measure}") or dose.amount
    used = [row.load_kg for row in rows if row.load_kg is not None]
    load = first.prescribed_load_kg or min(used, default=None)
    band = "" if load is not None else first.prescribed_band or first.band
    return Target(first.prescribed_sets or dose.sets, amount, load or None, band)


def next_time(
    done: Mapping[str, Done], leading: Mapping[str, Side], units: Units = METRIC
) -> dict[str, Suggestion]:
    """Return what the rules suggest for each exercise that is in the library, by slug.

    `leading` names the side that goes first, by plane of motion; loads grow in steps of `units`.
    """
    catalog, found = get_catalog(), {}
    for slug, one in done.items():
        if entry := catalog.get(slug):
            weaker = leading.get(entry.planes[0]) if entry.is_one_sided and entry.planes else None
            found[slug] = suggest(movement_of(entry), one.sessions, weaker=weaker, units=units)
    return found
