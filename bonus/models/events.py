"""What mail servers and providers reported about mails that they had taken."""

from __future__ import annotations

from django.db import models

from bonus.models.deliveries import Delivery


class MailEvent(models.Model):
    """One report, known by its own id, so that hearing it twice is hearing it once."""

    class Kind(models.TextChoices):
        """What was reported."""

        DELIVERED = "delivered", "Arrived"
        HARD = "hard", "Address does not exist"
        SOFT = "soft", "Mailbox full or away for now"
        POLICY = "policy", "Refused by policy: look at it"
        COMPLAINT = "complaint", "Reported as spam"
        CLICKED = "clicked", "Its link was followed"

    event_id = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=["kind", "at"], name="bonus_event_kind"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.delivery}"
