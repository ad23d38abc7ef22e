"""How often pages that offer the series were opened: sums by day, and nothing about anybody."""

from __future__ import annotations

from django.db import models


class VisitCount(models.Model):
    """How often one page was opened on one day (UTC)."""

    day = models.DateField()
    page = models.CharField(max_length=80)
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-day", "page")
        constraints = (
            models.UniqueConstraint(fields=["day", "page"], name="bonus_visits_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.page}, {self.day}: {self.visits}"
