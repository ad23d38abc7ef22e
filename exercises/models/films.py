"""A film that an editor has asked for, from the press of the button to its end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from exercises.models.reading import Video


class FilmState(models.TextChoices):
    """Where a film stands; `exercises.film.jobs` alone moves it."""

    WAITING = "waiting", "Waiting"
    RENDERING = "rendering", "Being rendered"
    DONE = "done", "Rendered"
    FAILED = "failed", "Failed"
    CANCELED = "canceled", "Canceled"


OPEN = (FilmState.WAITING, FilmState.RENDERING)


class FilmJob(models.Model):
    """One rendering. `board` is the storyboard as it was when somebody asked (a VideoContent)."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="film_jobs")
    board = models.JSONField()
    state = models.CharField(max_length=10, choices=FilmState.choices, default=FilmState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    progress = models.PositiveSmallIntegerField("progress, percent", default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False, state="rendering"),
                name="exercises_film_claim_while_rendering",
            ),
            models.UniqueConstraint(
                fields=("video",),
                condition=Q(state__in=("waiting", "rendering")),
                name="exercises_film_one_open_for_a_video",
            ),
            # A film keeps a processor busy for a minute or two; mail and all else must go on.
            models.UniqueConstraint(
                fields=("state",),
                condition=Q(state="rendering"),
                name="exercises_film_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"Film of {self.video}"

    @property
    def is_open(self) -> bool:
        """Tell whether a worker has it, or will."""
        return self.state in OPEN
