"""The entries of a log as pages show them: a workout with its lines, a run with its jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import ClassVar
from uuid import UUID

from accounts.models import User
from training import longest, pain, sides
from training.days import local_day, moment, zone_of
from training.lines import ExerciseLine, lines
from training.models import Run, Workout, WorkoutSet
from training.units import METRIC, Units, units_of


@dataclass(frozen=True)
class WorkoutEntry:
    """A workout with its lines."""

    template: ClassVar[str] = "training/_entry.html"

    workout: Workout
    lines: list[ExerciseLine]
    sets: int

    @property
    def started_at(self) -> datetime:
        """Return when it began."""
        return self.workout.started_at


@dataclass(frozen=True)
class RunEntry:
    """A run, and whether it was longer than the runner's recent longest run."""

    template: ClassVar[str] = "training/_run.html"
    longest: ClassVar[dict[str, str]] = {
        "title": longest.LONGER,
        "qualifier": longest.QUALIFIER,
        "source": longest.SOURCE,
        "source_url": longest.SOURCE_URL,
    }

    run: Run
    is_longer: bool
    units: Units = METRIC

    @property
    def result(self) -> str:
        """Write distance, time and pace: "8.0 km in 46:10, 5:46 per km"."""
        return self.units.result(self.run.distance_m, self.run.duration_s)

    @property
    def started_at(self) -> datetime:
        """Return when it began."""
        return self.run.started_at

    @property
    def zone(self) -> pain.Zone | None:
        """Return the light of its pain score."""
        score = self.run.pain_score
        return None if score is None else pain.zone(score)

    @property
    def advice(self) -> str:
        """Say what the pain score asks for, "" where it is fine to train with."""
        return pain.RUN_ADVICE.get(self.zone, "") if self.zone else ""


type Entry = WorkoutEntry | RunEntry


def workout_entry(
    workout: Workout, rows: Sequence[WorkoutSet], units: Units = METRIC
) -> WorkoutEntry:
    """Return a workout with the lines of its rows."""
    return WorkoutEntry(workout, lines(rows, units), sides.count_sets(rows))


def run_entry(runner: User, run: Run) -> RunEntry:
    """Return one of the runner's runs with its jump (one query)."""
    return run_entries(runner, [run])[run.pk]


def run_entries(runner: User, runs: Sequence[Run]) -> dict[UUID, RunEntry]:
    """Return some of the runner's runs with their jumps, by id (one query, none without runs)."""
    if not runs:
        return {}
    zone, units = zone_of(runner), units_of(runner)
    starts = [run.started_at for run in runs]
    since = moment(local_day(min(starts), zone) - longest.WINDOW, time.min, zone)
    before = Run.objects.of(runner).started_between(since, max(starts))
    rows = before.order_by().values_list("started_at", "distance_m")
    history = [(local_day(started_at, zone), distance) for started_at, distance in rows]
    return {
        run.pk: RunEntry(
            run,
            longest.is_longer(run.distance_m, history, local_day(run.started_at, zone)),
            units,
        )
        for run in runs
    }
