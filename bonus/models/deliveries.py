"""Every mail, as a row that exists before the mail does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, Q
from uuid6 import uuid7

from bonus import addresses
from bonus.models.brakes import Brake, StepPause
from bonus.models.enrollments import Enrollment
from bonus.models.people import Subscriber
from bonus.models.steps import Step

WAITING = ("due", "deferred")
HELD = ("claimed", "submitting")
OPEN = WAITING + HELD
# The mail server took it; what became of it then, if anybody said.
TAKEN = ("accepted", "delivered", "bounced", "complained")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries by what the engine asks about them."""

    def open(self) -> DeliveryQuerySet:
        """Return those that have not ended."""
        return self.filter(state__in=OPEN)

    def ready(self, now: datetime) -> DeliveryQuerySet:
        """Return those that may be claimed, the longest waiting first."""
        ready = self.running().filter(state__in=WAITING, available_at__lte=now)
        return ready.order_by("available_at", "pk")

    def running(self) -> DeliveryQuerySet:
        """Return those that no brake holds: of the step, of the series, or of everything."""
        going = Q(enrollment__series__paused_at=None) & ~Q(step__in=StepPause.steps())
        return self.filter(~Exists(Brake.objects.all()), Q(enrollment=None) | going)

    def abandoned(self, now: datetime) -> DeliveryQuerySet:
        """Return those whose worker's lease has run out."""
        return self.filter(state__in=HELD, lease_until__lt=now).order_by("lease_until", "pk")


class Delivery(models.Model):
    """One mail to one person. bonus/README.md has its states as one table."""

    class Kind(models.TextChoices):
        """Which mail."""

        CONFIRM = "confirm", "Please confirm"
        MOVE = "move", "Please confirm the new address"
        STEP = "step", "A step of a series"

    class State(models.TextChoices):
        """Where the mail is."""

        DUE = "due", "Due"
        CLAIMED = "claimed", "Claimed by a worker"
        SUBMITTING = "submitting", "Being handed over"
        ACCEPTED = "accepted", "Accepted by the mail server"
        DEFERRED = "deferred", "Put off, to be tried again"
        FAILED = "failed", "Refused for good"
        SKIPPED = "skipped", "Not wanted any more"
        PASSED = "passed", "Passed over by a rule of the series"
        EXPIRED = "expired", "Too late to be of use"
        UNCERTAIN = "uncertain", "Nobody knows whether it left"
        DELIVERED = "delivered", "Arrived, its provider says"
        BOUNCED = "bounced", "Came back"
        COMPLAINED = "complained", "Reported as spam"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="deliveries")
    enrollment = models.ForeignKey(
        Enrollment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,  # the constraint bonus_step_mailed_once finds by it
    )
    step = models.ForeignKey(
        Step,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        db_index=False,  # bonus_delivery_step begins with it
    )
    step_key = models.SlugField(
        blank=True, db_index=False, help_text="The step's key, which is mailed once to a person."
    )
    state = models.CharField(max_length=12, choices=State, default=State.DUE)
    to = models.EmailField(
        max_length=addresses.MAX_LENGTH,
        blank=True,
        help_text="The address it goes to, where that is not the subscriber's.",
    )
    planned_for = models.DateTimeField(help_text="When it was due at first.")
    available_at = models.DateTimeField(help_text="Not to be tried before.")
    lease_until = models.DateTimeField(null=True, blank=True)
    journal = models.UUIDField(
        null=True, blank=True, editable=False, help_text="Of the run that hands it over."
    )
    fence = models.PositiveIntegerField(default=0, help_text="Rises with every change of hands.")
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was sent once more because nobody knew whether it left."
    )
    # Made of the key, and therefore as unique; nothing looks for it, so it has no index.
    message_id = models.CharField(max_length=255)
    reason = models.CharField(max_length=300, blank=True, help_text="What the last try met.")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment", "step_key"], name="bonus_key_mailed_once"
            ),
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(kind="confirm", state__in=OPEN),
                name="bonus_one_open_confirmation",
            ),
            models.UniqueConstraint(
                fields=["subscriber"],
                condition=Q(kind="move", state__in=OPEN),
                name="bonus_one_open_move",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=("confirm", "move"),
                    enrollment__isnull=True,
                    step__isnull=True,
                    step_key="",
                )
                | (Q(kind="step", enrollment__isnull=False, step__isnull=False) & ~Q(step_key="")),
                name="bonus_delivery_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=HELD, lease_until__isnull=False)
                | (~Q(state__in=HELD) & Q(lease_until__isnull=True)),
                name="bonus_lease_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="bonus_ended_when_closed",
            ),
        )
        indexes = (
            models.Index(
                fields=["available_at"],
                condition=Q(state__in=WAITING),
                name="bonus_delivery_ready",
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=HELD), name="bonus_delivery_leased"
            ),
            models.Index(fields=["state", "created_at"], name="bonus_delivery_state"),
            # The timeline counts by these two and nothing else: the index alone answers it.
            models.Index(fields=["step", "state"], name="bonus_delivery_step"),
            models.Index(
                fields=["planned_for"], condition=Q(state__in=WAITING), name="bonus_delivery_late"
            ),
            models.Index(
                fields=["available_at"],
                condition=Q(state__in=WAITING, kind__in=("confirm", "move")),
                name="bonus_delivery_question",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step.key if self.step else self.kind} to {self.subscriber}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the key of the step."""
        if self.step is not None:
            self.step_key = self.step.key
        super().save(*args, **kwargs)
