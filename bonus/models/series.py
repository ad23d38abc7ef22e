"""The series as published: versions that never change once written."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

if TYPE_CHECKING:
    from bonus.models.steps import Step

MAIN = "main"


class Series(models.Model):
    """A series of mails; what it says is in its versions."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    paused_at = models.DateTimeField(
        null=True, blank=True, help_text="While this is set, no mail of the series leaves."
    )

    class Meta:
        verbose_name_plural = "series"
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name

    def pause(self, now: datetime) -> None:
        """Let no mail of this series leave; whoever is due waits."""
        Series.objects.filter(pk=self.pk, paused_at=None).update(paused_at=now)

    def resume(self) -> None:
        """Let the mails leave again, those that waited first."""
        Series.objects.filter(pk=self.pk).update(paused_at=None)

    def current(self) -> SeriesVersion:
        """Return the newest version; raise SeriesVersion.DoesNotExist when there is none."""
        return self.versions.latest("number")


class Frozen(models.QuerySet[Any]):
    """Rows that are never changed after they were written."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("A published series never changes: load a new version.")


class SeriesRules(models.Model):
    """What holds for all steps of a series: the same words in an edition and in a draft."""

    gap_hours = models.PositiveSmallIntegerField(
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(14 * 24)],
        help_text="Hours that lie at least between two mails to one person.",
    )
    goal = models.CharField(
        max_length=60, blank=True, help_text="A condition with which the series ends for a reader."
    )
    hold_when = models.CharField(
        max_length=60, blank=True, help_text="A condition that puts the series on hold."
    )
    hold_step = models.SlugField(
        blank=True, help_text="Key of the branch step that is mailed when the series is held."
    )

    class Meta:
        abstract = True


class SeriesVersion(SeriesRules):
    """One immutable edition of a series; `bonus/editions.py` moves people to the next one."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the steps.")
    published_at = models.DateTimeField()

    objects = Frozen.as_manager()

    class Meta:
        ordering = ("series", "-number")
        constraints = (
            models.UniqueConstraint(fields=["series", "number"], name="bonus_version_number"),
        )

    def __str__(self) -> str:
        return f"{self.series}, version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new version; refuse to change one."""
        if not self._state.adding:
            raise TypeError("A published series never changes: load a new version.")
        super().save(*args, **kwargs)

    def main_steps(self) -> models.QuerySet[Step]:
        """Return the steps that everybody gets, in order, with their videos."""
        return self.steps.filter(kind=MAIN).select_related("video")

    def days(self) -> int:
        """Return on which day after confirming the last mail leaves."""
        steps = self.main_steps()
        return sum(step.delay_days for step in steps) + sum(s.delay_hours for s in steps) // 24
