"""What all workers share about sending: whose database this is, and how fast mail may leave."""

from __future__ import annotations

from django.db import models


class Instance(models.Model):
    """The one row that says which installation sends from this database (bonus/instance.py)."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    token = models.CharField(max_length=64)
    tide = models.PositiveBigIntegerField(
        default=0, help_text="Rises before every batch; lower than before: an older copy."
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="bonus_one_instance"),)

    def __str__(self) -> str:
        return f"{self.token[:8]}, tide {self.tide}"


class DomainPace(models.Model):
    """A recipient domain that takes mail slowly now; one without a row takes it at any rate."""

    domain = models.CharField(max_length=255, primary_key=True)
    per_minute = models.FloatField()
    allowance = models.FloatField(help_text="Mails that may leave at once, as of `counted_at`.")
    counted_at = models.DateTimeField()
    booked_until = models.DateTimeField(help_text="To when mails have been put off so far.")
    slowed_at = models.DateTimeField()

    class Meta:
        ordering = ("per_minute",)

    def __str__(self) -> str:
        return f"{self.domain}: {self.per_minute:.1f} a minute"


class Allowance(models.Model):
    """How many mails may still leave: one row for the rate, one for each day of a warm-up."""

    name = models.CharField(max_length=32, primary_key=True)
    amount = models.FloatField(help_text="Rate: may leave at once. Day: have left.")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.amount:.0f}"
