"""A runner's way through a program: the terms, what was changed under way, what became of sessions.

No row stands for a session that is still to come: `training.plan` lays the calendar out anew.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from training.models.hip_check import HipCheck
from training.models.workout import Workout

WEEKDAYS = (
    (0, "Monday"),
    (1, "Tuesday"),
    (2, "Wednesday"),
    (3, "Thursday"),
    (4, "Friday"),
    (5, "Saturday"),
    (6, "Sunday"),
)
MOST_SHIFT = 7


class Enrollment(models.Model):
    """One runner in one program, by its slug; a runner has one that has not ended.

    Days are numbers, Monday being 0.
    """

    class End(models.TextChoices):
        """How it ended."""

        FINISHED = "finished", "Finished"
        DROPPED = "dropped", "Dropped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    runner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrollments")
    program = models.SlugField(max_length=80, db_index=False)
    start_on = models.DateField()
    strength_days = models.JSONField(default=list)
    running_days = models.JSONField(default=list)
    long_run_day = models.PositiveSmallIntegerField(choices=WEEKDAYS, null=True, blank=True)
    created_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    end = models.CharField(max_length=8, choices=End, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("runner",),
                condition=Q(ended_on__isnull=True),
                name="training_enrollment_one_active",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end="")
                | Q(ended_on__isnull=False, end__in=("finished", "dropped")),
                name="training_enrollment_end",
            ),
            models.CheckConstraint(
                condition=Q(long_run_day__isnull=True) | Q(long_run_day__range=(0, 6)),
                name="training_enrollment_long_run",
            ),
        )

    def __str__(self) -> str:
        return f"{self.runner} in {self.program}"


class PlanChange(models.Model):
    """Something the runner changed under way, from a day on.

    So many days later, a pause, a repeat, or some days one step easier. A pause without days is
    still going on.
    """

    class Kind(models.TextChoices):
        """What was changed."""

        SHIFT = "shift", "Moved"
        PAUSE = "pause", "Paused"
        REPEAT = "repeat", "Repeated"
        EASE = "ease", "Eased"

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=6, choices=Kind)
    on_day = models.DateField()
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("on_day", "at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("enrollment",),
                condition=Q(kind="pause", days__isnull=True),
                name="training_change_one_open_pause",
            ),
            models.UniqueConstraint(
                fields=("enrollment", "on_day"),
                condition=Q(kind="repeat"),
                name="training_change_one_repeat",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("shift", "ease"), days__range=(1, MOST_SHIFT))
                | Q(kind="pause")
                | Q(kind="repeat", days__isnull=True),
                name="training_change_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on_day}"


class SessionOutcome(models.Model):
    """What became of one session: done by a workout or a hip check, or skipped for a reason.

    `lap` counts the weeks of the runner's calendar, `week` and `day` those of the program.
    """

    class Reason(models.TextChoices):
        """Why a session was skipped."""

        TIME = "time", "No time"
        TIRED = "tired", "Too tired"
        PAIN = "pain", "Something hurts"
        ILL = "ill", "Ill"
        TRAVEL = "travel", "On the road"
        OTHER = "other", "Another reason"

    DONE: ClassVar[str] = ""

    enrollment = models.ForeignKey(
        Enrollment, models.CASCADE, related_name="outcomes", db_index=False
    )
    lap = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    on_day = models.DateField()
    workout = models.ForeignKey(
        Workout, models.CASCADE, null=True, blank=True, related_name="outcomes"
    )
    hip_check = models.ForeignKey(
        HipCheck, models.CASCADE, null=True, blank=True, related_name="outcomes"
    )
    skipped = models.CharField(max_length=6, choices=Reason, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("enrollment", "lap", "day")
        constraints = (
            models.UniqueConstraint(
                fields=("enrollment", "lap", "day"), name="training_outcome_once"
            ),
            models.CheckConstraint(
                condition=Q(workout__isnull=False, hip_check__isnull=True, skipped="")
                | Q(workout__isnull=True, hip_check__isnull=False, skipped="")
                | (Q(workout__isnull=True, hip_check__isnull=True) & ~Q(skipped="")),
                name="training_outcome_done_or_skipped",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment}, lap {self.lap}, day {self.day}: {self.skipped or 'done'}"
