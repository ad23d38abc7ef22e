"""A hip check: self-tests of one sitting, with what each side reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from training.assessments.protocols import Assessment, assessments
from training.models.entry import EntryQuerySet, LogEntry
from training.models.workout_set import MAX_SCORE, Side


class HipCheckQuerySet(EntryQuerySet["HipCheck"]):
    """Hip checks of somebody."""


class HipCheck(LogEntry):
    """One sitting of self-tests, always with the side first that went first at the baseline."""

    # More often than that, the noise is larger than what can have changed (evidence brief 3.1).
    AGAIN_AFTER: ClassVar[timedelta] = timedelta(weeks=4)

    class Footwear(models.TextChoices):
        """What the runner wore, since it should be the same each time."""

        BAREFOOT = "barefoot", "Barefoot"
        SHOES = "shoes", "The same shoes each time"

    first_side = models.CharField(
        max_length=5, choices=((s.value, s.label) for s in list(Side)[:2])
    )
    footwear = models.CharField(max_length=8, choices=Footwear, default=Footwear.BAREFOOT)
    planned = models.JSONField(default=list, help_text="Keys of the tests that were chosen.")

    objects = HipCheckQuerySet.as_manager()

    class Meta(LogEntry.Meta):
        verbose_name = "hip check"
        indexes = (models.Index(fields=("runner", "-started_at"), name="training_check_log"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(first_side__in=("left", "right")), name="training_check_first_side"
            ),
        )

    @property
    def tests(self) -> list[Assessment]:
        """Return the chosen tests that are known, in their order."""
        return [one for key, one in assessments().items() if key in self.planned]

    @property
    def sides(self) -> tuple[Side, Side]:
        """Return both sides, the first one first."""
        both = (Side.LEFT, Side.RIGHT)
        return both if self.first_side == Side.LEFT else (both[1], both[0])

    def due_again(self) -> datetime:
        """Return from when on the next check says something new."""
        return self.started_at + self.AGAIN_AFTER


class AssessmentResult(models.Model):
    """What one side reached in one test of a hip check.

    `value` is what counts of `trials`, in the unit of the test; a choice has none. `criteria` are
    the numbers of those that were met, where points are added up.
    """

    class Stop(models.TextChoices):
        """Why the last trial ended."""

        FATIGUE = "fatigue", "I was tired"
        FORM = "form", "The form went"
        BALANCE = "balance", "I lost balance"
        CAP = "time_cap", "I reached the most that is counted"
        PAIN = "pain", "It hurt"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    hip_check = models.ForeignKey(HipCheck, models.CASCADE, related_name="results", db_index=False)
    assessment = models.CharField(max_length=40)
    side = models.CharField(max_length=5, choices=((s.value, s.label) for s in list(Side)[:2]))
    trials = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    value = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    choice = models.CharField(max_length=20, blank=True)
    stop_reason = models.CharField(max_length=8, choices=Stop, blank=True)
    pain_score = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("hip_check", "assessment", "side")
        constraints = (
            models.UniqueConstraint(
                fields=("hip_check", "assessment", "side"), name="training_result_once"
            ),
            models.CheckConstraint(
                condition=Q(side__in=("left", "right")), name="training_result_side"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__range=(0, 999)),
                name="training_result_value",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | ~Q(choice="") | Q(stop_reason="pain"),
                name="training_result_says_something",
            ),
            models.CheckConstraint(
                condition=Q(pain_score__isnull=True) | Q(pain_score__range=(0, MAX_SCORE)),
                name="training_result_pain",
            ),
        )

    def __str__(self) -> str:
        return f"{self.assessment}, {self.side}: {self.value if self.choice == '' else self.choice}"
