"""A runner's own dose of an exercise, and what the runner said to a suggestion."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from exercises.models import Exercise, Measure
from training.models.workout import Workout
from training.models.workout_set import MAX_LOAD_KG, MAX_SCORE, Band, Side

MAX_SETS = 10
ONE_SIDE = [(side.value, side.label) for side in (Side.LEFT, Side.RIGHT)]


class Target(models.Model):
    """The dose that stands in for the library's, since the runner took a suggestion.

    `amount` counts in `measure`; where the exercise has come to be measured in another way, the
    target no longer means anything. `eased_sets` counts instead of `sets` up to its day, none
    meaning rest; one more set is for `extra_side` up to its day; `instead` is what a plan shows in
    place of the exercise.
    """

    runner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="targets")
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="targets")
    measure = models.CharField(max_length=12, choices=Measure)
    sets = models.PositiveSmallIntegerField()
    amount = models.PositiveSmallIntegerField()
    load_kg = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    band = models.CharField(max_length=8, choices=Band, blank=True)
    eased_sets = models.PositiveSmallIntegerField(null=True, blank=True)
    eased_until = models.DateField(null=True, blank=True)
    extra_side = models.CharField(max_length=5, choices=ONE_SIDE, blank=True)
    extra_until = models.DateField(null=True, blank=True)
    instead = models.ForeignKey(
        Exercise, models.SET_NULL, null=True, blank=True, related_name="stands_in"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("runner", "exercise")
        constraints = (
            models.UniqueConstraint(fields=("runner", "exercise"), name="training_target_once"),
            models.CheckConstraint(
                condition=Q(sets__range=(1, MAX_SETS), amount__gte=1), name="training_target_dose"
            ),
            models.CheckConstraint(
                condition=Q(load_kg__isnull=True) | Q(load_kg__range=(0, MAX_LOAD_KG), band=""),
                name="training_target_load_or_band",
            ),
            models.CheckConstraint(
                condition=Q(eased_sets__isnull=True, eased_until__isnull=True)
                | Q(eased_sets__range=(0, MAX_SETS), eased_until__isnull=False),
                name="training_target_eased",
            ),
            models.CheckConstraint(
                condition=Q(extra_side="", extra_until__isnull=True)
                | Q(extra_side__in=("left", "right"), extra_until__isnull=False),
                name="training_target_extra",
            ),
        )

    def __str__(self) -> str:
        return f"{self.runner}, {self.exercise}: {self.sets} of {self.amount}"


class Decision(models.Model):
    """What a runner said to what was suggested after a workout; said once, and never changed."""

    EXTRA_SET: ClassVar[str] = "extra"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="decisions", db_index=False)
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8)
    is_taken = models.BooleanField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="decisions"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("decided_at",)
        constraints = (
            models.UniqueConstraint(fields=("workout", "exercise"), name="training_decision_once"),
        )

    def __str__(self) -> str:
        return f"{self.exercise}, {self.kind}: {'taken' if self.is_taken else 'not now'}"


class MorningPain(models.Model):
    """How it felt the morning after, from 0 to 10; without a score the runner did not say.

    A score is kept only with a `HealthConsent`.
    """

    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mornings", db_index=False
    )
    day = models.DateField(help_text="The morning, on the runner's calendar.")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("runner", "-day")
        constraints = (
            models.UniqueConstraint(fields=("runner", "day"), name="training_morning_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, MAX_SCORE)),
                name="training_morning_score",
            ),
        )

    def __str__(self) -> str:
        return f"{self.runner}, {self.day}"
