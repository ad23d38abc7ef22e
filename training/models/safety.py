"""What a runner answered to the safety questions, as little of it as the rules need."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User


class SafetyCheck(models.Model):
    """One answer to the warning signs of the evidence brief, part 4.6.

    Which sign it was is not kept: a plan only needs to know that it must pause. It pauses until
    the runner says that a clinician has cleared them; no rule of ours clears anybody.
    """

    class Answer(models.TextChoices):
        """What applies today."""

        NONE = "none", "None of these apply today"
        SOON = "soon", "One or more of the second list"
        NOW = "now", "One or more of the first list"

    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="safety_checks"
    )
    answer = models.CharField(max_length=4, choices=Answer)
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("runner", "-at"), name="training_safety_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(answer__in=("none", "soon", "now")), name="training_safety_answer"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True)
                | (~Q(answer="none") & Q(cleared_at__gte=F("at"))),
                name="training_safety_cleared",
            ),
        )

    def __str__(self) -> str:
        return f"{self.runner}, {self.get_answer_display()}"

    @property
    def pauses(self) -> bool:
        """Tell whether this answer holds up plans and tests."""
        return self.answer != self.Answer.NONE and self.cleared_at is None

    @classmethod
    def pausing(cls, runner: User) -> SafetyCheck | None:
        """Return the runner's sign that no clinician has cleared, or None.

        A later "none of these" does not clear an earlier sign.
        """
        open_ones = cls.objects.filter(runner=runner, cleared_at__isnull=True)
        return open_ones.exclude(answer=cls.Answer.NONE).first()

    @classmethod
    def clear(cls, runner: User, now: datetime) -> int:
        """Note that a clinician has cleared the runner; return how many signs that ends."""
        open_ones = cls.objects.filter(runner=runner, cleared_at__isnull=True, at__lte=now)
        return open_ones.exclude(answer=cls.Answer.NONE).update(cleared_at=now)
