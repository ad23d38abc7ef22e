"""One side of one set: what was prescribed and what was done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Max, Q
from uuid6 import uuid7

from accounts.models import User
from exercises.models import Exercise, Measure

MAX_REPS = 500
MAX_HOLD_SECONDS = 3600
MAX_DISTANCE_M = 5000
MAX_LOAD_KG = 500
MAX_SCORE = 10

LIMITS: dict[str, int] = {
    Measure.REPS: MAX_REPS,
    Measure.HOLD: MAX_HOLD_SECONDS,
    Measure.DISTANCE: MAX_DISTANCE_M,
}
UNITS: dict[str, str] = {Measure.REPS: "reps", Measure.HOLD: "s", Measure.DISTANCE: "m"}

# The version of a row that was written before versions were: older than every other.
OLDEST = datetime(1970, 1, 1, tzinfo=UTC)

# What pages about workouts never show; leaving it out keeps the rows of a log small.
HEAVY_EXERCISE_FIELDS = tuple(
    f"exercise__{name}"
    for name in (
        "live",
        "scheduled",
        "setup",
        "steps",
        "cues",
        "stop_signs",
        "contraindications",
        "aliases",
        "primary_muscles",
        "secondary_muscles",
        "equipment_sets",
        "equipment_optional",
    )
)


class Side(models.TextChoices):
    """Which side worked; `both` is for exercises that are done with both at once."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both"


class Band(models.TextChoices):
    """How strong a band is, in words that every maker uses."""

    LIGHT = "light", "Light band"
    MEDIUM = "medium", "Medium band"
    HEAVY = "heavy", "Heavy band"


class WorkoutSetQuerySet(models.QuerySet["WorkoutSet"]):
    """Sets of the log."""

    def with_exercise(self) -> Self:
        """Join the exercise without its long texts."""
        return self.select_related("exercise").defer(*HEAVY_EXERCISE_FIELDS)

    def latest_of(self, runner: User, exercises: Iterable[Exercise]) -> Self:
        """Return what the runner did the last time of each of these exercises (two queries)."""
        done = self.filter(
            workout__runner=runner, workout__deleted_at__isnull=True, completed_at__isnull=False
        )
        named = done.filter(exercise__in=list(exercises)).order_by()
        last = named.values_list("exercise").annotate(Max("workout__started_at"))
        which = [Q(exercise=pk, workout__started_at=started_at) for pk, started_at in last]
        return done.filter(reduce(or_, which)).with_exercise() if which else self.none()


def _count() -> models.PositiveSmallIntegerField[int | None, int | None]:
    return models.PositiveSmallIntegerField(null=True, blank=True)


def _load() -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)


def _band() -> models.CharField[str, str]:
    return models.CharField(max_length=8, choices=Band.choices, blank=True, default="")


def _within(low: int, high: int, *names: str) -> Q:
    """Every named field is empty or from low to high."""
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (low, high)})
    return condition


def _only(*names: str) -> Q:
    """Exactly one of the named fields is filled."""
    condition = Q()
    for filled in names:
        condition |= Q(**{f"{name}__isnull": name != filled for name in names})
    return condition


def _none(*names: str) -> Q:
    return Q(**{f"{name}__isnull": True for name in names})


def _ranges(prefix: str = "") -> Q:
    condition = _within(0, MAX_LOAD_KG, f"{prefix}load_kg")
    for name, limit in LIMITS.items():
        condition &= _within(1, limit, f"{prefix}{name}")
    return condition & _within(0, MAX_SCORE, f"{prefix}rpe", f"{prefix}rir")


DONE = tuple(Measure.values)
PRESCRIBED = tuple(f"prescribed_{name}" for name in DONE)


class WorkoutSet(models.Model):
    """What one side did in one set.

    A left and a right row with one `set_index` are ONE set: count with `training.sides`. The index
    runs through the whole workout for each exercise, so an exercise that is done twice in a
    workout goes on counting; `position` says in which block the set stands. The prescription is
    copied here, so that a later change of a program never rewrites what happened. Load is in kg.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workout = models.ForeignKey(
        "training.Workout", models.CASCADE, related_name="sets", db_index=False
    )
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="logged_sets")
    position = models.PositiveSmallIntegerField(help_text="Place of the block, from 1.")
    set_index = models.PositiveSmallIntegerField(help_text="Number of the set, from 1.")
    side = models.CharField(max_length=5, choices=Side.choices)

    reps = _count()
    hold_seconds = _count()
    distance_m = _count()
    load_kg = _load()
    band = _band()
    rpe = _count()
    rir = _count()
    pain_score = _count()
    completed_at = models.DateTimeField(null=True, blank=True)

    prescribed_sets = _count()
    prescribed_reps = _count()
    prescribed_hold_seconds = _count()
    prescribed_distance_m = _count()
    prescribed_load_kg = _load()
    prescribed_band = _band()
    prescribed_rpe = _count()
    prescribed_rir = _count()

    # When and on which browser it was last changed, and of which version that was a change: what
    # `training.offline.merge` decides by. Rows without one are older than all that have one.
    edited_at = models.DateTimeField(null=True, blank=True)
    device = models.UUIDField(null=True, blank=True)
    base_at = models.DateTimeField(null=True, blank=True)

    objects = WorkoutSetQuerySet.as_manager()

    class Meta:
        ordering = ("workout", "position", "set_index", "side")
        constraints = (
            models.UniqueConstraint(
                fields=("workout", "exercise", "set_index", "side"),
                name="training_workoutset_once",
            ),
            # "Both" excludes either side of the same set.
            models.UniqueConstraint(
                fields=("workout", "exercise", "set_index"),
                condition=Q(side__in=("both", "left")),
                name="training_workoutset_both_or_left",
            ),
            models.UniqueConstraint(
                fields=("workout", "exercise", "set_index"),
                condition=Q(side__in=("both", "right")),
                name="training_workoutset_both_or_right",
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="training_workoutset_side"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, set_index__gte=1), name="training_workoutset_numbers"
            ),
            models.CheckConstraint(
                condition=_only(*DONE) | (_none(*DONE) & Q(completed_at__isnull=True)),
                name="training_workoutset_one_measure",
            ),
            models.CheckConstraint(
                condition=_only(*PRESCRIBED) | _none(*PRESCRIBED),
                name="training_workoutset_one_prescribed",
            ),
            models.CheckConstraint(condition=_ranges(), name="training_workoutset_ranges"),
            models.CheckConstraint(
                condition=_ranges("prescribed_"), name="training_workoutset_prescribed_ranges"
            ),
            models.CheckConstraint(
                condition=(Q(load_kg__isnull=True) | Q(band=""))
                & (Q(prescribed_load_kg__isnull=True) | Q(prescribed_band="")),
                name="training_workoutset_load_or_band",
            ),
            models.CheckConstraint(
                condition=(_none("rpe") | _none("rir"))
                & (_none("prescribed_rpe") | _none("prescribed_rir")),
                name="training_workoutset_one_effort",
            ),
            models.CheckConstraint(
                condition=_within(0, MAX_SCORE, "pain_score"), name="training_workoutset_pain"
            ),
        )

    def __str__(self) -> str:
        return f"{self.exercise}, set {self.set_index} {self.side}: {self.result}"

    @property
    def measure(self) -> str:
        """Name the filled measure, or "" while the set is still to do."""
        return next((name for name in DONE if getattr(self, name) is not None), "")

    @property
    def amount(self) -> int | None:
        """Return the reps, seconds or meters that were done."""
        return getattr(self, self.measure) if self.measure else None

    @property
    def result(self) -> str:
        """Write what was done with its unit: "12 reps", "25 s"."""
        return f"{self.amount} {UNITS[self.measure]}" if self.measure else "not done"

    @property
    def effort(self) -> str:
        """Write the effort: "2 in reserve", "effort 6 of 10" or ""."""
        if self.rir is not None:
            return f"{self.rir} in reserve"
        return f"effort {self.rpe} of 10" if self.rpe is not None else ""
