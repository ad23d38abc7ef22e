"""Where an account was opened before, as marks that name nobody."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Device(models.Model):
    """One mark of a browser or a place from which a person signed in.

    The mark is a keyed hash (accounts/devices.py): it answers "was it this one?" and nothing else.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=32)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at",)
        constraints = (
            models.UniqueConstraint(fields=("user", "mark"), name="accounts_device_once"),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.seen_at:%Y-%m-%d}"
