"""The last workouts of a log as a phone takes them along (two queries, however many sets)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any

from accounts.models import User
from exercises.catalog import get_catalog
from training import pain
from training.days import local_day
from training.models import Workout, WorkoutSet
from training.offline import known, shapes
from training.pain import HOP_TRAIT, Zone

MOST_WORKOUTS = 30
SIDES = ("left", "right", "both")

type Shape = dict[str, Any]


@dataclass(frozen=True)
class Recent:
    """The shapes of workouts with their sets, newest first, and the day of each."""

    workouts: tuple[Shape, ...]
    days: tuple[date, ...]

    def light(self, day: date) -> Zone:
        """Return the light that the sets of a day give it."""
        here = zip(self.workouts, self.days, strict=True)
        rows = [row for one, on in here if on == day for row in one["sets"]]
        scores = ((row["pain_score"], row["exercise"]) for row in rows)
        lights = (pain.zone(score, _hops(slug)) for score, slug in scores if score is not None)
        return max([Zone.FINE, *lights])

    def last(self, slug: str) -> dict[str, Shape | None]:
        """Return the last set of each side in the newest workout that has an exercise."""
        return self._last.get(slug) or dict.fromkeys(SIDES)

    @property
    def exercises(self) -> list[str]:
        """Return the exercises of the newest workout in their order."""
        rows = self.workouts[0]["sets"] if self.workouts else ()
        return list(dict.fromkeys(row["exercise"] for row in rows))

    @cached_property
    def _last(self) -> dict[str, dict[str, Shape | None]]:
        found: dict[str, dict[str, Shape | None]] = {}
        for workout in self.workouts:
            here: dict[str, dict[str, Shape | None]] = {}
            for row in workout["sets"]:
                # The rows stand in order, so that the last one of a side stays.
                here.setdefault(row["exercise"], dict.fromkeys(SIDES))[row["side"]] = row
            found = here | found
        return found


def recent(runner: User, now: datetime, zone: tzinfo) -> Recent:
    """Return a runner's last workouts."""
    began = Workout.objects.of(runner).filter(started_at__lte=now)
    workouts = list(began.order_by("-started_at", "-pk")[:MOST_WORKOUTS])
    rows = list(
        WorkoutSet.objects.filter(workout__in=[one.pk for one in workouts]).order_by(
            "position", "exercise", "set_index", "side"
        )
    )
    names = known.by_id({row.exercise_id for row in rows}, ())
    sets: dict[object, list[Shape]] = {one.pk: [] for one in workouts}
    for row in rows:
        sets[row.workout_id].append(shapes.set_shape(row, names[row.exercise_id].slug))
    return Recent(
        tuple(shapes.workout_shape(one, sets[one.pk]) for one in workouts),
        tuple(local_day(one.started_at, zone) for one in workouts),
    )


def _hops(slug: str) -> bool:
    entry = get_catalog().get(slug)
    return entry is not None and HOP_TRAIT in entry.content.traits
