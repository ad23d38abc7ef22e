"""The runner's consent to keep health data."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from training.models.hip_check import HipCheck
from training.models.run import Run
from training.models.safety import SafetyCheck
from training.models.set_aside import SetAside
from training.models.target import MorningPain
from training.models.workout_set import WorkoutSet


class HealthConsent(models.Model):
    """One yes to one wording, with its time; a withdrawn yes stays as a record without scores.

    `VERSION` grows when `TEXT` changes its meaning; the runner is then asked again.
    """

    VERSION: ClassVar[int] = 2
    TEXT: ClassVar[str] = (
        "Keep my pain scores, test results and answers to the safety questions with my log. "
        "I can delete them at any time."
    )

    runner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="health_consents"
    )
    version = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("runner", "given_at")
        constraints = (
            models.UniqueConstraint(
                fields=("runner", "version"),
                condition=Q(withdrawn_at__isnull=True),
                name="training_healthconsent_one_valid",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="training_healthconsent_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.runner}, version {self.version}"

    @classmethod
    def given_by(cls, runner: User) -> bool:
        """Tell whether the runner's yes to the present wording stands."""
        return cls.objects.filter(
            runner=runner, version=cls.VERSION, withdrawn_at__isnull=True
        ).exists()

    @classmethod
    def give(cls, runner: User, now: datetime) -> None:
        """Record a yes to the present wording; a second yes changes nothing."""
        cls.objects.get_or_create(
            runner=runner,
            version=cls.VERSION,
            withdrawn_at=None,
            defaults={"given_at": now},
        )

    @classmethod
    def withdraw(cls, runner: User, now: datetime) -> int:
        """Delete all health data of the runner and end the consent.

        Returns how many pain scores, hip checks and safety answers went.
        """
        with transaction.atomic():
            cls.objects.filter(runner=runner, withdrawn_at__isnull=True).update(withdrawn_at=now)
            sets = WorkoutSet.objects.filter(workout__runner=runner, pain_score__isnull=False)
            runs = Run.objects.filter(runner=runner, pain_score__isnull=False)
            scores = sets.update(pain_score=None) + runs.update(pain_score=None)
            aside = SetAside.objects.filter(workout__runner=runner, pain_score__isnull=False)
            aside.update(pain_score=None)
            checks, _ = HipCheck.objects.filter(runner=runner).delete()
            answers, _ = SafetyCheck.objects.filter(runner=runner).delete()
            said = MorningPain.objects.filter(runner=runner, score__isnull=False)
            mornings = said.update(score=None)
            return scores + checks + answers + mornings
