"""A strength log of another app on its way in: the file, and how its columns are read."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from uuid6 import uuid7


class StrengthImport(models.Model):
    """One uploaded CSV. `mapping` has the shape of `training.strength.mapping.Mapping`.

    The file is dropped once it is imported; `added` counts the workouts that came of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="strength_imports"
    )
    file_name = models.CharField(max_length=120)
    upload = models.BinaryField()
    mapping = models.JSONField(null=True)
    added = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "import of a strength log"
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.file_name

    def choose(self, mapping: object) -> None:
        """Note how the file is to be read."""
        self.mapping = mapping
        self.save(update_fields=["mapping"])

    def finish(self, added: int, now: datetime) -> None:
        """Note what came of it and drop the file."""
        self.added, self.done_at, self.upload = added, now, b""
        self.save(update_fields=["added", "done_at", "upload"])
