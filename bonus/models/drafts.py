"""Drafts: the next edition of a series while editors write it. Nobody is mailed from here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from bonus.models.series import Series, SeriesRules, SeriesVersion
from bonus.models.steps import StepContent

RULES = tuple(field.name for field in SeriesRules._meta.local_fields)
CONTENT = tuple(field.name for field in StepContent._meta.local_fields)


class SeriesDraft(SeriesRules):
    """The one draft of a series, begun from an edition."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, related_name="draft")
    based_on = models.ForeignKey(SeriesVersion, on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = "draft of a series"
        verbose_name_plural = "drafts of series"

    def __str__(self) -> str:
        return f"{self.series}, draft"

    @classmethod
    def begin(cls, series: Series, now: datetime) -> SeriesDraft:
        """Return the draft of a series; make one of its newest edition where there is none."""
        current = series.current()
        with transaction.atomic():
            draft, is_new = cls.objects.get_or_create(
                series=series,
                defaults={
                    "based_on": current,
                    "begun_at": now,
                    **{name: getattr(current, name) for name in RULES},
                },
            )
            if is_new:
                DraftStep.objects.bulk_create(
                    DraftStep(draft=draft, **content_of(step)) for step in current.steps.all()
                )
        return draft


class DraftStep(StepContent):
    """One mail of a draft."""

    draft = models.ForeignKey(SeriesDraft, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        verbose_name = "mail"
        ordering = ("draft", "order", "pk")


def content_of(step: StepContent) -> dict[str, Any]:
    """Return what a step says and when, by field."""
    return {name: getattr(step, name) for name in CONTENT}
