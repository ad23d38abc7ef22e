"""Brakes: what holds back the mails of one step, or all mails at once."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet

from bonus.models.series import Series
from bonus.models.steps import Step


class StepPause(models.Model):
    """A step that is paused in every edition: only those whose next mail it is wait."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="step_pauses")
    key = models.SlugField()
    paused_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["series", "key"], name="bonus_step_paused_once"),
        )

    def __str__(self) -> str:
        return f"{self.series}: {self.key}"

    @classmethod
    def pause(cls, step: Step, now: datetime) -> None:
        """Let no mail of this step leave, whatever its edition."""
        cls.objects.get_or_create(
            series=step.version.series, key=step.key, defaults={"paused_at": now}
        )

    @classmethod
    def resume(cls, step: Step) -> None:
        """Let the mails of this step leave again."""
        cls.objects.filter(series=step.version.series, key=step.key).delete()

    @classmethod
    def steps(cls) -> QuerySet[Step]:
        """Return the steps of all editions that are paused."""
        paused = cls.objects.filter(series=OuterRef("version__series"), key=OuterRef("key"))
        return Step.objects.filter(Exists(paused)).order_by()


class Brake(models.Model):
    """The brake for everything: while its row is here, no bonus mail of any kind leaves."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    pulled_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="bonus_one_brake"),)

    def __str__(self) -> str:
        return f"pulled {self.pulled_at:%Y-%m-%d %H:%M}"

    @classmethod
    def pull(cls, now: datetime) -> None:
        """Let no bonus mail leave."""
        cls.objects.get_or_create(pk=1, defaults={"pulled_at": now})

    @classmethod
    def release(cls) -> None:
        """Let mails leave again; those that waited longest go first."""
        cls.objects.all().delete()

    @classmethod
    def pulled(cls) -> Brake | None:
        """Return the brake while it is pulled."""
        return cls.objects.first()
