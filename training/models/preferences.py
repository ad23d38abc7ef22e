"""What a runner set up once: units, equipment, the usual week, the reminder and the calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from training.models.enrollment import WEEKDAYS

HOURS = tuple((hour, f"{hour}:00") for hour in range(5, 23))
MOST_SESSIONS = 3


class TrainingPreferences(models.Model):
    """One row per runner who has set anything up.

    `calendar_key` and `reminder_key` are secrets that stand in addresses: whoever has one may read
    the calendar or stop the reminder, and nothing else.
    """

    class Weight(models.TextChoices):
        """The unit of loads."""

        KG = "kg", "Kilograms"
        POUNDS = "lb", "Pounds"

    class Distance(models.TextChoices):
        """The unit of runs."""

        KM = "km", "Kilometers"
        MILES = "mi", "Miles"

    runner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="training_preferences"
    )
    weight_unit = models.CharField(max_length=2, choices=Weight, default=Weight.KG)
    distance_unit = models.CharField(max_length=2, choices=Distance, default=Distance.KM)
    equipment = models.JSONField(default=list, blank=True)
    sessions_a_week = models.PositiveSmallIntegerField(default=MOST_SESSIONS)
    running_days = models.JSONField(default=list, blank=True)
    long_run_day = models.PositiveSmallIntegerField(choices=WEEKDAYS, null=True, blank=True)
    calendar_key = models.CharField(max_length=43, unique=True, null=True, blank=True)
    reminder_hour = models.PositiveSmallIntegerField(choices=HOURS, null=True, blank=True)
    reminder_key = models.CharField(max_length=16, unique=True, null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(sessions_a_week__range=(1, MOST_SESSIONS)),
                name="training_preferences_sessions",
            ),
            models.CheckConstraint(
                condition=Q(reminder_hour__isnull=True)
                | Q(reminder_hour__range=(5, 22), reminder_key__isnull=False),
                name="training_preferences_reminder",
            ),
            models.CheckConstraint(
                condition=Q(weight_unit__in=("kg", "lb")), name="training_preferences_weight"
            ),
            models.CheckConstraint(
                condition=Q(distance_unit__in=("km", "mi")), name="training_preferences_distance"
            ),
        )

    def __str__(self) -> str:
        return f"Preferences of {self.runner}"

    @classmethod
    def of(cls, runner: User) -> TrainingPreferences:
        """Return the runner's row, unsaved and with defaults where there is none.

        It is read once for each `runner` object, so once for each request.
        """
        try:
            return runner.training_preferences
        except cls.DoesNotExist:
            return cls(runner=runner)
