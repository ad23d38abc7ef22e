"""What people read and watch: articles and bonus videos."""

from __future__ import annotations

from dataclasses import fields
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from exercises.library.content import VideoContent, decode
from exercises.models.publication import Publication


class Article(Publication):
    """A text in Markdown with footnotes, `{{figure slug}}` and `{{signup}}` lines."""

    slug = models.SlugField(max_length=100, unique=True, help_text="Its address; never change it.")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300)
    body = models.TextField("text", help_text="Markdown.")
    minutes = models.PositiveSmallIntegerField("reading time, minutes")
    checked_on = models.DateField("sources checked on")
    is_lead = models.BooleanField("on the home page", default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Publication.Meta):
        ordering = ("position", "title")
        permissions = (("publish_article", "Can publish and archive articles"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Publication.Meta.constraints,
            models.UniqueConstraint(
                fields=("is_lead",),
                condition=Q(is_lead=True),
                name="exercises_article_one_lead",
                violation_error_message="Another article is on the home page already.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the public page."""
        return reverse("exercises:article", args=[self.slug])


class Video(Publication):
    """A bonus video: a storyboard of figures with a narration that is also its text version.

    `scenes` is a list of {"start_s", "duration_s", "exercise", "camera", "caption", "narration",
    "side"}, the last two since films are rendered; a scene without an exercise ("") shows its
    caption as a card.
    """

    slug = models.SlugField(max_length=80, unique=True, help_text="Its address; never change it.")
    title = models.CharField(max_length=120)
    length_s = models.PositiveSmallIntegerField("length, seconds")
    planes = models.JSONField(default=list, blank=True)
    scenes = models.JSONField(default=list)
    narration = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Publication.Meta):
        ordering = ("position", "title")
        permissions = (("publish_video", "Can publish and archive videos"),)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Publication.Meta.constraints,
            models.CheckConstraint(
                condition=Q(length_s__gte=1), name="exercises_video_has_a_length"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> VideoContent:
        """What viewers see: the published words, or those of a draft that never was."""
        if self.live:
            return decode(VideoContent, self.live)
        return decode(VideoContent, {f.name: getattr(self, f.name) for f in fields(VideoContent)})
