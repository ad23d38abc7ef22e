"""What the database says about a runner's training, added up there as far as it can be.

Seven queries, whatever the log holds; each begins at the runner's own workouts, runs or checks, so
that what it costs does not grow with what others log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField, Count, Max
from django.db.models.functions import Cast

from accounts.models import User
from exercises.catalog import name_of
from exercises.models import Exercise, Laterality, Measure
from training.assessments.symmetry import SideResult
from training.days import local_day
from training.models import AssessmentResult, HipCheck, MorningPain, Run, Workout, WorkoutSet
from training.models.workout_set import WorkoutSetQuerySet
from training.progress.span import Span
from training.units import METRIC, Units, units_of


@dataclass(frozen=True, slots=True)
class Session:
    """A workout; `minutes` is None where its length is not known.

    `key` is the workout's id as the database writes it: to make a UUID of each of thousands of
    grouped rows would take longer than to fetch them.
    """

    key: str
    day: date
    minutes: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """One exercise of a workout: its sets, a left and a right of one index counted once."""

    session: Session
    exercise: int
    sets: int
    pain: int | None


@dataclass(frozen=True, slots=True)
class Ran:
    """A run."""

    day: date
    distance_m: int
    duration_s: int | None
    pain: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """What progress needs to know of an exercise."""

    slug: str
    name: str
    planes: tuple[str, ...]
    traits: tuple[str, ...]
    measure: Measure
    has_sides: bool


@dataclass(frozen=True, slots=True)
class Best:
    """The most that a side did of an exercise, in its measure, and the heaviest load in kg."""

    exercise: int
    side: str
    amount: int | None
    load_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A hip check: what each side reached, by test and side."""

    day: date
    results: Mapping[str, Mapping[str, SideResult]]


@dataclass(frozen=True, slots=True)
class Facts:
    """A runner's training.

    Sessions and sittings are all there are, oldest first; the rest is of the span.
    """

    span: Span
    sessions: tuple[Session, ...]
    parts: tuple[Part, ...]
    runs: tuple[Ran, ...]
    works: Mapping[int, Work]
    bests: tuple[Best, ...]
    sittings: tuple[Sitting, ...]
    mornings: Mapping[date, int]
    units: Units = METRIC

    @property
    def lately(self) -> list[Session]:
        """Return the sessions of the span."""
        return [one for one in self.sessions if self.span.holds(one.day)]

    @property
    def first_day(self) -> date:
        """Return the first day about which there is something to say."""
        days = [*(one.day for one in self.lately), *(one.day for one in self.runs)]
        return self.span.first or min(days, default=self.span.today)


def gather(runner: User, span: Span) -> Facts:
    """Read and add up a runner's training."""
    sets = sets_of(runner, span)
    bests, sessions = _bests(sets), _sessions(runner, span)
    return Facts(
        span=span,
        sessions=sessions,
        parts=_parts(sets, sessions),
        runs=_runs(runner, span),
        works=_works({best[0] for best in bests}),
        bests=tuple(Best(pk, side, amount, load) for pk, side, amount, load in bests),
        sittings=_sittings(runner, span),
        mornings=_mornings(runner, span),
        units=units_of(runner),
    )


def sets_of(runner: User, span: Span) -> WorkoutSetQuerySet:
    """Return the rows that the runner did in the span, unordered so that they can be grouped."""
    rows = WorkoutSet.objects.filter(
        workout__runner=runner, workout__deleted_at__isnull=True, completed_at__isnull=False
    )
    if span.starts_at:
        rows = rows.filter(workout__started_at__gte=span.starts_at)
    return rows.order_by()


def _sessions(runner: User, span: Span) -> tuple[Session, ...]:
    rows = Workout.objects.of(runner).annotate(key=as_text("pk")).order_by("started_at", "pk")
    return tuple(
        Session(key, local_day(began, span.zone), _minutes(began, ended))
        for key, began, ended in rows.values_list("key", "started_at", "finished_at")
    )


def _minutes(began: datetime, ended: datetime | None) -> float | None:
    seconds = (ended - began).total_seconds() if ended else 0.0
    return seconds / 60 if seconds else None


def as_text(column: str) -> Cast:
    """Return an id as the database writes it."""
    return Cast(column, CharField())


def _parts(sets: WorkoutSetQuerySet, sessions: Sequence[Session]) -> tuple[Part, ...]:
    known = {one.key: one for one in sessions}
    grouped = sets.values_list(as_text("workout_id"), "exercise_id").annotate(
        Count("set_index", distinct=True), Max("pain_score")
    )
    # A workout that was logged between the two queries waits for the next page.
    return tuple(Part(known[key], *rest) for key, *rest in grouped if key in known)


def _bests(sets: WorkoutSetQuerySet) -> list[tuple[int, str, int | None, Decimal | None]]:
    grouped = sets.values_list("exercise_id", "side").annotate(
        *(Max(measure) for measure in Measure.values), Max("load_kg")
    )
    return [
        (pk, side, next((one for one in done if one is not None), None), load)
        for pk, side, *done, load in grouped
    ]


def _works(keys: set[int]) -> dict[int, Work]:
    fields = ("slug", "name", "planes", "traits", "measure", "laterality")
    return {
        one.pk: Work(
            slug=one.slug,
            name=name_of(one),
            planes=tuple(one.planes),
            traits=tuple(one.traits),
            measure=Measure(one.measure),
            has_sides=one.laterality == Laterality.UNILATERAL,
        )
        for one in Exercise.objects.filter(pk__in=keys).only(*fields).order_by("name")
    }


def _runs(runner: User, span: Span) -> tuple[Ran, ...]:
    rows = Run.objects.of(runner).order_by("started_at", "pk")
    if span.starts_at:
        rows = rows.filter(started_at__gte=span.starts_at)
    fields = ("started_at", "distance_m", "duration_s", "pain_score")
    return tuple(
        Ran(local_day(began, span.zone), *rest) for began, *rest in rows.values_list(*fields)
    )


def _mornings(runner: User, span: Span) -> dict[date, int]:
    rows = MorningPain.objects.filter(runner=runner, score__isnull=False).order_by()
    if span.first:
        rows = rows.filter(day__gte=span.first)
    return {day: score for day, score in rows.values_list("day", "score") if score is not None}


def _sittings(runner: User, span: Span) -> tuple[Sitting, ...]:
    checks = HipCheck.objects.of(runner).order_by("started_at", "pk")
    days = dict(checks.values_list("pk", "started_at"))
    rows = AssessmentResult.objects.filter(
        hip_check__runner=runner, hip_check__deleted_at__isnull=True
    ).order_by()
    found: dict[UUID, dict[str, dict[str, SideResult]]] = defaultdict(lambda: defaultdict(dict))
    fields = ("hip_check_id", "assessment", "side", "value", "choice", "stop_reason")
    for pk, test, side, value, choice, stop in rows.values_list(*fields):
        number = None if value is None else float(value)
        hurt = stop == AssessmentResult.Stop.PAIN
        found[pk][test][side] = SideResult(number, choice, hurt)
    return tuple(
        Sitting(local_day(began, span.zone), found[pk]) for pk, began in days.items() if pk in found
    )
