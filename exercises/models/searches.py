"""What readers searched for and did not find."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, models, transaction
from django.db.models import F

LONGEST = 60


class MissedSearchQuerySet(models.QuerySet["MissedSearch"]):
    """Searches that found nothing."""

    def note(self, query: str, now: datetime) -> None:
        """Count one more search for a query that is normalized already."""
        if self._count(query, now):
            return
        try:
            with transaction.atomic():
                self.create(query=query, first_at=now, last_at=now)
        except IntegrityError:  # another worker was the first
            self._count(query, now)

    def prune(self, most: int) -> int:
        """Forget all but the most recent; return how many went."""
        kept = list(self.order_by("-last_at", "-pk").values_list("pk", flat=True)[:most])
        return self.exclude(pk__in=kept).delete()[0]

    def _count(self, query: str, now: datetime) -> int:
        return self.filter(query=query).update(count=F("count") + 1, last_at=now)


class MissedSearch(models.Model):
    """A query that found nothing, and how often; who asked is not kept."""

    query = models.CharField(max_length=LONGEST, unique=True)
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    objects = MissedSearchQuerySet.as_manager()

    class Meta:
        ordering = ("-count", "-last_at")
        verbose_name = "missed search"
        verbose_name_plural = "missed searches"

    def __str__(self) -> str:
        return self.query
