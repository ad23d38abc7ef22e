"""A run: how far, and how long it took."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from training import durations
from training.models.entry import EntryQuerySet, LogEntry
from training.models.workout_set import MAX_SCORE

MAX_DISTANCE_M = 500_000
MAX_DURATION_S = 5 * 24 * 3600


class Sport(models.TextChoices):
    """Where a run was run."""

    RUN = "run", "Run"
    TRAIL = "trail", "Trail run"
    TREADMILL = "treadmill", "Treadmill run"


class RunQuerySet(EntryQuerySet["Run"]):
    """Runs of somebody."""


class Run(LogEntry):
    """One run. Its distance is in meters, its time in seconds where the runner gave one.

    `source` names what it was imported from, "" where it was typed: "strava:123".

    The pain score runs from 0 to 10 and is kept only with a `HealthConsent`.
    """

    distance_m = models.PositiveIntegerField()
    duration_s = models.PositiveIntegerField(null=True, blank=True)
    pain_score = models.PositiveSmallIntegerField(null=True, blank=True)
    sport = models.CharField(max_length=9, choices=Sport, default=Sport.RUN)
    source = models.CharField(max_length=80, blank=True, default="", editable=False)

    objects = RunQuerySet.as_manager()

    class Meta(LogEntry.Meta):
        indexes = (models.Index(fields=("runner", "-started_at"), name="training_run_log"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(distance_m__range=(1, MAX_DISTANCE_M)), name="training_run_distance"
            ),
            models.CheckConstraint(
                condition=Q(duration_s__isnull=True) | Q(duration_s__range=(1, MAX_DURATION_S)),
                name="training_run_duration",
            ),
            models.CheckConstraint(
                condition=Q(pain_score__isnull=True) | Q(pain_score__range=(0, MAX_SCORE)),
                name="training_run_pain",
            ),
            models.CheckConstraint(condition=Q(sport__in=Sport.values), name="training_run_sport"),
            models.UniqueConstraint(
                fields=("runner", "source"),
                condition=~Q(source=""),
                name="training_run_imported_once",
            ),
        )

    def rewrite(
        self,
        started_at: datetime,
        distance_m: int,
        duration_s: int | None,
        pain_score: int | None,
        note: str,
    ) -> None:
        """Replace what was written down before.

        Raises IntegrityError when a value breaks a rule of the database.
        """
        self.started_at, self.note = started_at, note
        self.distance_m, self.duration_s, self.pain_score = distance_m, duration_s, pain_score
        fields = ("started_at", "distance_m", "duration_s", "pain_score", "note", "updated_at")
        self.save(update_fields=fields)

    @property
    def time(self) -> str:
        """Write the time: "46:10" or ""."""
        return durations.write(self.duration_s) if self.duration_s else ""
