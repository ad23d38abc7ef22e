"""A file of people who agreed elsewhere, and what each of its lines would do."""

from __future__ import annotations

from django.db import models

from exercises.models.imports import CLAIM_WHILE_AT_WORK, FileJob, FileJobs


class Start(models.TextChoices):
    """What happens to people who were imported."""

    ASK = "ask", "Ask each of them first: a confirmation mail"
    AT_ONCE = "at_once", "Begin the series without asking again"


class LineOutcome(models.TextChoices):
    """What a line would do."""

    ERROR = "error", "Cannot be imported"
    NEW = "new", "New"
    KNOWN = "known", "Here already, left as it is"
    LEFT = "left", "Left or was erased, never added again"
    SUPPRESSED = "suppressed", "Never mailed"
    REPEATED = "repeated", "Stands in the file twice"


class SubscriberImport(FileJob):
    """One file of people. Its lines hold addresses, so they go as soon as the import is done.

    `defaults` are the proof of consent for lines that bring none of their own; `tally` is what
    came of the lines, by outcome.
    """

    start = models.CharField(max_length=8, choices=Start, default=Start.ASK)
    spread_hours = models.PositiveSmallIntegerField(
        default=24, help_text="Over how many hours the first mails are spread."
    )
    defaults = models.JSONField(default=dict)
    ignored = models.JSONField(default=list, help_text="Columns that mean nothing here.")
    tally = models.JSONField(default=dict)

    objects = FileJobs()

    class Meta:
        verbose_name = "import of subscribers"
        verbose_name_plural = "imports of subscribers"
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=CLAIM_WHILE_AT_WORK, name="bonus_import_claim_while_at_work"
            ),
        )


class SubscriberImportLine(models.Model):
    """A line of the file as it was read; `proof` is its consent, `errors` are sentences."""

    job = models.ForeignKey(SubscriberImport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    address = models.CharField(max_length=320, blank=True)
    first_name = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    proof = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=LineOutcome)
    errors = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="bonus_import_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.address}"
