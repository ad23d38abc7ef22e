"""People who asked for mail, what they agreed to, and whom never to mail."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.validators import MaxValueValidator
from django.db import models
from uuid6 import uuid7

from bonus import addresses


class Subscriber(models.Model):
    """One person, known by one normalized address."""

    class State(models.TextChoices):
        """Where a person stands."""

        PENDING = "pending", "Asked, not confirmed"
        ACTIVE = "active", "Confirmed"
        UNSUBSCRIBED = "unsubscribed", "Left"
        BOUNCED = "bounced", "Address refused"

    class Pace(models.IntegerChoices):
        """How many times the days between two mails are waited."""

        PLANNED = 1, "As planned"
        SLOWER = 2, "Twice as slow"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.EmailField(max_length=addresses.MAX_LENGTH, unique=True)
    address_hash = models.CharField(max_length=64, db_index=True, editable=False)
    first_name = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name; empty: unknown.")
    hour = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(23)],
        help_text="Hour of the reader's own choice; empty: the hour of each step.",
    )
    pace = models.PositiveSmallIntegerField(choices=Pace, default=Pace.PLANNED)
    paused_until = models.DateField(
        null=True, blank=True, help_text="The first day on which a mail may come again."
    )
    new_address = models.EmailField(
        max_length=addresses.MAX_LENGTH, blank=True, help_text="Asked for, not yet confirmed."
    )
    pain_wording = models.CharField(
        max_length=20,
        blank=True,
        help_text="Version of the words under which pain scores may hold the series; empty: never.",
    )
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    link_version = models.PositiveSmallIntegerField(
        default=1, help_text="Raise it to make every watch link sent so far useless."
    )
    source = models.CharField(
        max_length=80, blank=True, help_text="The page they signed up on; empty: not known."
    )
    clicks_counted = models.BooleanField(
        default=False, help_text="They agreed to a text that says so, and did not take it back."
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=["state", "created_at"], name="bonus_subscriber_state"),
            models.Index(
                fields=["pain_wording"],
                condition=~models.Q(pain_wording=""),
                name="bonus_subscriber_pain",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="active") | models.Q(confirmed_at__isnull=False),
                name="bonus_subscriber_active_is_confirmed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="unsubscribed") | models.Q(unsubscribed_at__isnull=False),
                name="bonus_subscriber_left_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(hour=None) | models.Q(hour__lte=23),
                name="bonus_subscriber_hour_of_day",
            ),
            models.CheckConstraint(
                condition=models.Q(pace__in=(1, 2)), name="bonus_subscriber_pace"
            ),
        )

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address's hash, so that suppression is one comparison."""
        self.address_hash = addresses.digest(self.address)
        super().save(*args, **kwargs)

    def imported_proof(self) -> dict[str, str]:
        """Return the proof with which they were imported; nothing once they asked here."""
        last = self.consent_events.order_by("at", "pk").last()
        imported = last is not None and last.kind == ConsentEvent.Kind.IMPORTED
        return dict(last.proof) if last and imported else {}


class AppendOnly(models.QuerySet["ConsentEvent"]):
    """Rows that are written once; only erasing the whole person removes them."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("Consent events are never changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("Consent events are never deleted one by one.")


class ConsentEvent(models.Model):
    """One thing a person said about being mailed: the proof of consent, append-only."""

    class Kind(models.TextChoices):
        """What was said."""

        ASKED = "asked", "Asked for the series"
        CONFIRMED = "confirmed", "Confirmed the address"
        STOPPED = "stopped", "Stopped the mails"
        MOVED = "moved", "Confirmed a new address"
        IMPORTED = "imported", "Imported with a proof of consent"
        CLICKS_OFF = "clicks_off", "Asked that clicks are not counted"
        PAIN_USED = "pain_used", "Agreed that pain scores hold the series"
        PAIN_UNUSED = "pain_unused", "Took back that pain scores hold the series"

    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="consent_events"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    wording = models.CharField(max_length=20, help_text="Version of the consent text shown.")
    network = models.CharField(max_length=45, blank=True, help_text="Shortened to /24 or /48.")
    token_id = models.CharField(max_length=36, blank=True, help_text="The mail whose link it was.")
    proof = models.JSONField(
        default=dict,
        blank=True,
        help_text="Of an imported consent: when, where, how, which words, and from which file.",
    )

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["subscriber", "at"], name="bonus_consent_history"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new event; refuse to change one."""
        if not self._state.adding:
            raise TypeError("Consent events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("Consent events are never deleted one by one.")


class Suppression(models.Model):
    """An address that is never mailed, kept as a keyed hash, so that it outlives erasure."""

    class Reason(models.TextChoices):
        """Why."""

        BOUNCED = "bounced", "Address refused by its server"
        COMPLAINED = "complained", "Reported as spam"
        OPERATOR = "operator", "Blocked by an operator"

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}, {self.get_reason_display()}"


class Erasure(models.Model):
    """An address whose owner had everything erased, as a keyed hash, with what they had agreed to.

    It stops nobody from signing up again; it keeps an old file from bringing the person back, and
    it answers whoever holds the address and asks why it was mailed.
    """

    address_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    consent = models.JSONField(
        default=list, blank=True, help_text="What was said, when, and to which words; no network."
    )

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}, erased {self.at:%Y-%m-%d}"
