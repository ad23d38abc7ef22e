"""What does not stand in a workout any more but may still be asked for: kept by sync."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from exercises.models import Exercise
from training.models.workout import Workout
from training.models.workout_set import MAX_SCORE, Side


class SetAside(models.Model):
    """The last version of a set that is deleted, or whose place another set of the workout has.

    A phone that was away may still send an older version of it, or move the other set away.
    `values` are the fields of a `WorkoutSet` that are not here. It goes with its workout.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="set_asides")
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="+")
    set_index = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=5, choices=Side.choices)
    is_deleted = models.BooleanField()
    edited_at = models.DateTimeField(null=True)
    device = models.UUIDField(null=True)
    base_at = models.DateTimeField(null=True)
    pain_score = models.PositiveSmallIntegerField(null=True)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("workout", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(pain_score__isnull=True) | Q(pain_score__range=(0, MAX_SCORE)),
                name="training_setaside_pain",
            ),
        )

    def __str__(self) -> str:
        return f"{self.exercise}, set {self.set_index} {self.side}, {self.edited_at}"


class MergeNotice(models.Model):
    """Two devices changed one set, and the runner is to know which change does not stand.

    It stays on the workout's page until the runner takes note of it.
    """

    workout = models.ForeignKey(
        Workout, models.CASCADE, related_name="merge_notices", db_index=False
    )
    set_id = models.UUIDField()
    dropped_at = models.DateTimeField()
    words = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("workout", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("workout", "set_id", "dropped_at"), name="training_mergenotice_once"
            ),
        )

    def __str__(self) -> str:
        return self.words

    @classmethod
    def take_note(cls, workout: Workout, now: datetime) -> None:
        """Note that the runner has read all of a workout's notices."""
        cls.objects.filter(workout=workout, seen_at__isnull=True).update(seen_at=now)
