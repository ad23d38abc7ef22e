"""Training programs: weeks of sessions, as published."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from exercises.models.publication import Publication


class Program(Publication):
    """A training program; its weeks are checked when its file is read.

    `weeks` is a list of {"focus", "is_deload", "days"}; a day is {"kind", "title", "minutes",
    "note", "lines", "tests"}; a line is {"exercise": slug, "dose", "load", "band", "guide",
    "note"}, its dose as in `exercises.library.content.Dose`: seconds, meters, reps.
    """

    slug = models.SlugField(max_length=80, unique=True, help_text="Its address; never change it.")
    title = models.CharField(max_length=120)
    tagline = models.CharField(max_length=120)
    goal = models.CharField(max_length=300)
    level = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    equipment = models.JSONField(default=list, blank=True)
    equipment_note = models.CharField(max_length=300)
    entry_marks = models.JSONField(default=list)
    exit_marks = models.JSONField(default=list)
    following = models.SlugField("next program", max_length=80, blank=True)
    less_time = models.CharField("if time is short", max_length=300, blank=True)
    maintenance = models.CharField(max_length=300, blank=True)
    weeks = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Publication.Meta):
        ordering = ("position", "title")
        permissions = (("publish_program", "Can publish and archive programs"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)), name="exercises_program_level_range"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("exercises:program", args=[self.slug])
