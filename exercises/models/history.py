"""Every version of what editors write: who, when, why, and all of its words."""

from __future__ import annotations

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

# The whole of the words stands in the revision's content, so few columns are kept beside it.
COLUMNS = ("id", "slug", "state")


class Revision(models.Model):
    """What a work said at one time, its faults, notes and steps included; see `library.content`."""

    content = models.JSONField(null=True)

    class Meta:
        abstract = True


class Revisions(HistoricalRecords):
    """A history written by `exercises.publishing.history`, after a form's inner rows are saved.

    A record at each `save()` would come too early: the faults of an exercise are saved after it.
    """

    def __init__(self, **options: Any) -> None:
        reason = models.CharField(max_length=200, null=True)
        super().__init__(
            bases=[Revision], history_change_reason_field=reason, inherit=True, **options
        )

    def fields_included(self, model: type[models.Model]) -> list[Any]:
        """Keep what tells which work it is."""
        return [field for field in model._meta.fields if field.name in COLUMNS]

    def post_save(self, *args: Any, **options: Any) -> None:
        """Record nothing by itself."""
