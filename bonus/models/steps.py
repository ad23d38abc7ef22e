"""The steps of a series: one mail each, with its stable key, its timing, rules and words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from bonus import markdown
from bonus.conditions import condition_problems
from bonus.models.series import Frozen, SeriesVersion
from bonus.schedule import WEEKDAYS
from exercises.models import Video

# The words of a step; which of them know fields.
WORDS = ("subject", "preview", "heading", "body", "call_to_action")


class StepContent(models.Model):
    """Everything a step says and when: the same in an edition and in a draft."""

    class Kind(models.TextChoices):
        """Who gets it."""

        MAIN = "main", "Everybody, in order"
        BRANCH = "branch", "Only when something asks for it"

    key = models.SlugField(help_text="Names the step in every version. Never change it.")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.MAIN)
    delay_days = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(90)],
        help_text="Calendar days after the mail before it.",
    )
    delay_hours = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(14 * 24)],
        help_text="Hours after the mail before it, in place of days.",
    )
    local_hour = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(23)], help_text="Hour on the subscriber's clock."
    )
    until_hour = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text="End of the hours in which it may leave; empty: the end of the day.",
    )
    skip_weekdays = models.JSONField(
        default=list, blank=True, help_text="Weekdays on which it never leaves."
    )
    late_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Later than this many days it is passed over; empty: never too late.",
    )
    conditions = models.JSONField(default=list, blank=True)
    subject = models.CharField(max_length=78)
    preview = models.CharField(max_length=120, help_text="What inboxes show after the subject.")
    heading = models.CharField(max_length=80)
    body = models.TextField(help_text="Markdown with {first_name} and {video_minutes}.")
    video = models.ForeignKey(Video, on_delete=models.PROTECT, related_name="+")
    call_to_action = models.CharField(max_length=50)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.order}. {self.key}"

    def clean(self) -> None:
        """Refuse fields that no mail knows, line breaks in headers, and rules without sense."""
        errors: dict[str, list[str]] = {}
        for name in WORDS:
            text = getattr(self, name)
            known = markdown.FIELDS if name in ("body", "call_to_action") else frozenset()
            problems = markdown.problems(text, known)
            if name != "body" and not text.isprintable():
                problems.append("must be one line of printable text")
            errors[name] = problems
        errors["delay_hours"] = (
            ["give days or hours, not both"] if self.delay_days and self.delay_hours else []
        )
        errors["until_hour"] = (
            ["must be later than local_hour"]
            if self.until_hour is not None and self.until_hour <= (self.local_hour or 0)
            else []
        )
        errors["skip_weekdays"] = _weekday_problems(self.skip_weekdays)
        errors["conditions"] = condition_problems(self.conditions)
        if found := {name: problems for name, problems in errors.items() if problems}:
            raise ValidationError(found)

    def minutes(self) -> int:
        """Return the length of the video in minutes, rounded up."""
        return -(-self.video.shown.length_s // 60)


class Step(StepContent):
    """One mail of an edition; it never changes."""

    version = models.ForeignKey(SeriesVersion, on_delete=models.PROTECT, related_name="steps")
    has_rules = models.BooleanField(
        default=False, editable=False, help_text="Whether planning it takes more than its date."
    )

    objects = Frozen.as_manager()

    class Meta:
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(fields=["version", "key"], name="bonus_step_key"),
            models.UniqueConstraint(fields=["version", "order"], name="bonus_step_order"),
            models.CheckConstraint(condition=Q(local_hour__lte=23), name="bonus_step_hour_of_day"),
            models.CheckConstraint(
                condition=Q(delay_days=0) | Q(delay_hours=0), name="bonus_step_one_delay"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new step; refuse to change one."""
        if not self._state.adding:
            raise TypeError("A published series never changes: load a new version.")
        self.clean()
        self.has_rules = bool(
            self.conditions
            or self.until_hour is not None
            or self.late_days is not None
            or self.version.goal
        )
        super().save(*args, **kwargs)

    def following(self) -> Step | None:
        """Return the main step after this one, or None after the last; it never changes."""
        if not hasattr(self, "_following"):
            self._following = self.version.main_steps().filter(order__gt=self.order).first()
        return self._following


def _weekday_problems(days: Any) -> list[str]:
    if not isinstance(days, list):
        return ["must be a list of weekdays"]
    found = [
        f"{day!r} is not a weekday (known: {', '.join(WEEKDAYS)})"
        for day in days
        if day not in WEEKDAYS
    ]
    if not found and len(set(days)) == len(WEEKDAYS):
        found.append("must leave at least one weekday")
    return found
