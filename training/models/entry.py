"""What a runner's log is made of: something that began at a moment and can be taken out again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from uuid6 import uuid7

from accounts.models import User


class EntryQuerySet[E: "LogEntry"](models.QuerySet[E]):
    """Entries of somebody."""

    def of(self, runner: User) -> Self:
        """Return a runner's entries that are not deleted."""
        return self.filter(runner=runner, deleted_at__isnull=True)

    def started_between(self, start: datetime, end: datetime) -> Self:
        """Return those that began at or after start and before end."""
        return self.filter(started_at__gte=start, started_at__lt=end)

    def purge(self, now: datetime) -> int:
        """Erase what was deleted longer ago than it can be brought back; return how many."""
        gone = self.filter(deleted_at__lt=now - LogEntry.UNDO_FOR)
        return gone.delete()[1].get(self.model._meta.label, 0)


class LogEntry(models.Model):
    """An entry of one runner. Its id is a UUIDv7 that the client may make, so a retry is no second.

    The pages of an entry are named after its model: `workout_restore`, `hipcheck_restore`.
    """

    UNDO_FOR: ClassVar[timedelta] = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss", db_index=False
    )
    started_at = models.DateTimeField()
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-started_at", "-pk")

    def __str__(self) -> str:
        return f"{self.noun.capitalize()} of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def noun(self) -> str:
        """Name the kind of entry in a sentence: "workout", "hip check"."""
        return str(self._meta.verbose_name)

    @property
    def restore_url(self) -> str:
        """Return the address that brings the entry back."""
        return reverse(f"training:{self._meta.model_name}_restore", args=[self.pk])

    def remove(self, now: datetime) -> None:
        """Take the entry out of the log; it can be brought back for a while."""
        present = type(self)._base_manager.filter(pk=self.pk, deleted_at__isnull=True)
        present.update(deleted_at=now, **self._said_at(now))
        self.refresh_from_db(fields=["deleted_at"])

    def restore(self, now: datetime) -> None:
        """Bring a deleted entry back."""
        gone = type(self)._base_manager.filter(pk=self.pk, deleted_at__isnull=False)
        gone.update(deleted_at=None, **self._said_at(now))
        self.refresh_from_db(fields=["deleted_at"])

    def _said_at(self, now: datetime) -> dict[str, datetime]:
        """Return the fields that keep when the entry was deleted or brought back."""
        return {}
