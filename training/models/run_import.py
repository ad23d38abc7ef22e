"""An import of runs: a file on its way into the log, and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7


class ImportState(models.TextChoices):
    """Where an import stands; a worker holds it while it is being read."""

    WAITING = "waiting", "Waiting"
    READING = "reading", "Being read"
    DONE = "done", "Done"
    FAILED = "failed", "Not imported"


AT_WORK = (ImportState.WAITING, ImportState.READING)


class RunImport(models.Model):
    """One uploaded file. `stored` is its random name on disk, dropped with the file at the end.

    `refused` are {name, reason}, the first of them; `skipped` counts activities that are no runs.
    A worker holds the import by `claim` until `lease_until`.
    """

    KEPT_REFUSALS: ClassVar[int] = 50

    class Unit(models.TextChoices):
        """In what a list gives distances, where it does not say so itself."""

        KM = "km", "Kilometers"
        MILES = "mi", "Miles"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    runner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="run_imports")
    file_name = models.CharField(max_length=120)
    stored = models.CharField(max_length=32, blank=True)
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KM)
    state = models.CharField(max_length=7, choices=ImportState, default=ImportState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0, help_text="Files or lines to read.")
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "import of runs"
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="training_runimport_state"
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False, state="reading"),
                name="training_runimport_claim_while_reading",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Tell whether a worker has it or will take it."""
        return self.state in AT_WORK

    @classmethod
    def purge(cls, before: datetime) -> int:
        """Forget imports that ended before a moment; return how many."""
        old = cls.objects.filter(made_at__lt=before).exclude(state__in=AT_WORK)
        return old.delete()[1].get("training.RunImport", 0)
