"""Who was let in, and what the privileged did: written once, changed by nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.conf import settings
from django.db import models


class SupportConsent(models.Model):
    """A runner lets support look at their log, for a time."""

    DAYS: ClassVar[tuple[int, ...]] = (1, 3, 7)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="support_consents"
    )
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField("taken back", null=True, blank=True)

    class Meta:
        ordering = ("-given_at",)
        verbose_name = "log that is open to support"
        verbose_name_plural = "logs that are open to support"
        permissions = (("look_at_log", "Can look at a log that its runner has opened"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    until__gt=models.F("given_at"),
                    until__lte=models.F("given_at") + timedelta(days=7),
                ),
                name="accounts_supportconsent_a_week_at_most",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, until {self.until:%Y-%m-%d %H:%M} UTC"

    def is_open(self, now: datetime) -> bool:
        """Tell whether it holds now."""
        return self.ended_at is None and self.given_at <= now < self.until


class OnceWritten(models.QuerySet["AuditEntry"]):
    """Rows that can be added and read."""

    def update(self, **values: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("audit entries are never changed")

    def delete(self) -> NoReturn:
        """Refuse; those about a person go with the person alone."""
        raise TypeError("audit entries are never deleted")


class AuditEntry(models.Model):
    """One thing that somebody with a right did, and about whom.

    `who` becomes empty when they leave; those `about` a person go with the person's account.
    """

    at = models.DateTimeField()
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="audit_trail"
    )
    did = models.CharField(max_length=160)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="looked_at"
    )

    objects: ClassVar[models.Manager[AuditEntry]] = OnceWritten.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = "entry of the audit trail"
        verbose_name_plural = "audit trail"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}: {self.did}"

    def save(self, *args: Any, **options: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise TypeError("audit entries are never changed")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("audit entries are never deleted")
