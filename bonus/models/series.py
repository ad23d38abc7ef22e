"""The series as published: versions and steps that never change once written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from bonus import markdown
from exercises.models import Video


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


class SeriesVersion(models.Model):
    """One immutable edition of a series; people stay on the one they began with."""

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
        return self.steps.filter(kind=Step.Kind.MAIN).select_related("video")

    def days(self) -> int:
        """Return on which day after confirming the last mail leaves."""
        return sum(step.delay_days for step in self.main_steps())


class Step(models.Model):
    """One mail of a version, with its stable key, its timing and its words."""

    class Kind(models.TextChoices):
        """Who gets it."""

        MAIN = "main", "Everybody, in order"
        BRANCH = "branch", "Only when something asks for it"

    version = models.ForeignKey(SeriesVersion, on_delete=models.PROTECT, related_name="steps")
    key = models.SlugField(help_text="Names the step in every version.")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MAIN)
    delay_days = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(90)], help_text="Calendar days after the mail before it."
    )
    local_hour = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(23)], help_text="Hour on the subscriber's clock."
    )
    subject = models.CharField(max_length=78)
    preview = models.CharField(max_length=120, help_text="What inboxes show after the subject.")
    heading = models.CharField(max_length=80)
    body = models.TextField(help_text="Markdown with {first_name} and {video_minutes}.")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="+")
    call_to_action = models.CharField(max_length=50)

    objects = Frozen.as_manager()

    class Meta:
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(fields=["version", "key"], name="bonus_step_key"),
            models.UniqueConstraint(fields=["version", "order"], name="bonus_step_order"),
            models.CheckConstraint(
                condition=models.Q(local_hour__lte=23), name="bonus_step_hour_of_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.order}. {self.key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new step; refuse to change one."""
        if not self._state.adding:
            raise TypeError("A published series never changes: load a new version.")
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse fields that no mail knows, and line breaks where a header would begin."""
        errors: dict[str, list[str]] = {}
        for name in ("subject", "preview", "heading", "body", "call_to_action"):
            text = getattr(self, name)
            known = markdown.FIELDS if name in ("body", "call_to_action") else frozenset()
            problems = markdown.problems(text, known)
            if name != "body" and not text.isprintable():
                problems.append("must be one line of printable text")
            if problems:
                errors[name] = problems
        if errors:
            raise ValidationError(errors)

    def following(self) -> Step | None:
        """Return the main step after this one, or None after the last; it never changes."""
        if not hasattr(self, "_following"):
            self._following = self.version.main_steps().filter(order__gt=self.order).first()
        return self._following

    def minutes(self) -> int:
        """Return the length of the video in minutes, rounded up."""
        return -(-self.video.shown.length_s // 60)
