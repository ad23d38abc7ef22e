"""What of the videos a person has watched."""

from __future__ import annotations

from django.db import models

from bonus.models.enrollments import Enrollment


class Watch(models.Model):
    """How far one person is in the video of one step, whatever the edition."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="watches")
    step_key = models.SlugField()
    position_s = models.PositiveSmallIntegerField(default=0, help_text="Where to go on, seconds.")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "watches"
        constraints = (
            models.UniqueConstraint(fields=["enrollment", "step_key"], name="bonus_watch_once"),
        )

    def __str__(self) -> str:
        return f"{self.step_key} by {self.enrollment_id}"
