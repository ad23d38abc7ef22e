"""The user, a person known by an email address, and the mails that an account gets."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is stored in lower case, so that it names one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user; without a password the account cannot be signed in to by one."""
        if not email:
            raise ValueError("A user needs an email address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a user who may do everything in the admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=80, blank=True, help_text="How HipCoach speaks to you.")
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA name.")
    is_staff = models.BooleanField(
        "may enter the admin", default=False, help_text="Editors and operators only."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Clear this instead of deleting an account."
    )
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    sessions_ended_at = models.DateTimeField(
        "all sessions ended by mail",
        null=True,
        blank=True,
        editable=False,
        help_text="Links of earlier mails about the account's safety have had their use.",
    )

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message="A user with this address exists.",
            ),
        )

    def __str__(self) -> str:
        return self.email

    @property
    def time_zone_name(self) -> str:
        """Return the time zone as people read it: America/New York."""
        return self.time_zone.replace("_", " ")

    def get_full_name(self) -> str:
        """Return the name, or the address where there is none."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the first word of the name, or the beginning of the address."""
        return self.name.split(" ")[0] or self.email.split("@")[0]


class Letter(models.Model):
    """One account mail: a row before it is a mail. accounts/outbox.py moves it.

    Nearly every letter holds a one-time link, so no page and no admin shows one, the words are
    erased as soon as the letter has ended, and the row is deleted a week after it was written.
    """

    class State(models.TextChoices):
        DUE = "due", "waits to be sent"
        CLAIMED = "claimed", "being sent"
        SENT = "sent", "taken by the mail server"
        FAILED = "failed", "refused, or too old to be of use"
        UNCERTAIN = "uncertain", "may have left, never sent again by itself"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(
        default=0, help_text="Rises with every claim, and so tells one claim from the next."
    )
    available_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="What the mail server said last.")

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=("due", "claimed", "sent", "failed", "uncertain")),
                name="accounts_letter_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state="claimed", lease_until__isnull=False)
                | (~models.Q(state="claimed") & models.Q(lease_until__isnull=True)),
                name="accounts_letter_lease_while_claimed",
            ),
        )
        indexes = (
            models.Index(fields=("state", "available_at"), name="accounts_letter_waiting"),
            models.Index(fields=("created_at",), name="accounts_letter_age"),
        )

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Erasure(models.Model):
    """Somebody asked for their account to be erased; it can be called off until it is due."""

    COOLING_OFF: ClassVar[timedelta] = timedelta(days=7)

    user = models.OneToOneField(User, models.CASCADE, related_name="erasure")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        ordering = ("due_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")), name="accounts_erasure_order"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, due {self.due_at:%Y-%m-%d}"

    @classmethod
    def ask(cls, user: User, now: datetime) -> Erasure:
        """Note the wish; asking twice changes nothing."""
        found, _ = cls.objects.get_or_create(
            user=user, defaults={"asked_at": now, "due_at": now + cls.COOLING_OFF}
        )
        return found


class DataExport(models.Model):
    """A copy of everything we hold about somebody, made in the background and gone after a week."""

    KEPT: ClassVar[timedelta] = timedelta(days=7)
    FOLDER: ClassVar[str] = "exports"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "waits for a worker"
        MAKING = "making", "being made"
        READY = "ready", "ready"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="ready", ready_at__isnull=False)
                | (~models.Q(state="ready") & models.Q(ready_at__isnull=True)),
                name="accounts_export_ready_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%Y-%m-%d}"

    @property
    def path(self) -> Path:
        """Return where the archive lies: in no folder that a server shows to anybody."""
        return Path(settings.PRIVATE_ROOT) / self.FOLDER / f"{self.pk}.zip"

    @property
    def expires_at(self) -> datetime | None:
        """Return when the archive is deleted."""
        return self.ready_at and self.ready_at + self.KEPT

    def remove_file(self) -> None:
        """Delete the archive."""
        self.path.unlink(missing_ok=True)
