"""An import: the uploaded file, how its columns are read, and what each of its lines would do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

REASON_LENGTH = 500


class ImportState(models.TextChoices):
    """Where an import stands; a worker is at work in the two that have a claim."""

    UPLOADED = "uploaded", "Columns to choose"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    IMPORTING = "importing", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Failed"


AT_WORK = (ImportState.CHECKING, ImportState.IMPORTING)


class Outcome(models.TextChoices):
    """What a line would do, or did."""

    ERROR = "error", "Cannot be imported"
    NEW = "new", "New draft"
    CHANGED = "changed", "Changed draft"
    SAME = "same", "No change"


# A worker holds a job by its claim, and only while there is something to do.
CLAIM_WHILE_AT_WORK = Q(claim__isnull=True, lease_until__isnull=True) | Q(
    claim__isnull=False, lease_until__isnull=False, state__in=AT_WORK
)


class FileJobs[Job: FileJob](models.Manager[Job]):
    """Jobs without their files, which may have megabytes; reading `upload` fetches it."""

    def get_queryset(self) -> models.QuerySet[Job]:
        """Leave the file where it is."""
        return super().get_queryset().defer("upload")


class FileJob(models.Model):
    """An uploaded file on its way into the database; `exercises.port.holding` moves it along.

    A worker holds the job by `claim` until `lease_until`. The file is dropped once it is imported.
    """

    file_name = models.CharField(max_length=120)
    upload = models.BinaryField()
    format = models.CharField(max_length=4, choices=(("csv", "CSV"), ("json", "JSON")))
    encoding = models.CharField(max_length=12)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    total = models.PositiveIntegerField(default=0, help_text="Lines of the file.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Tell whether a worker has this job or will take it."""
        return self.state in AT_WORK


class ImportJob(FileJob):
    """One uploaded file on its way into the library.

    `headers` are its own field names, `mapping` says how they are read (see
    `exercises.port.mapping`), `unknown` lists the words that the vocabulary lacks.
    """

    headers = models.JSONField(default=list)
    shape = models.CharField(max_length=64, db_index=True, help_text="Token of the headers.")
    samples = models.JSONField(default=dict)
    mapping = models.JSONField(null=True)
    unknown = models.JSONField(default=dict)

    objects = FileJobs()

    class Meta:
        verbose_name = "import"
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=CLAIM_WHILE_AT_WORK, name="exercises_import_claim_while_at_work"
            ),
        )

    def tally(self) -> dict[str, int]:
        """Return how many lines there are of each outcome."""
        counts: dict[str, Any] = dict(
            self.lines.values_list("outcome").annotate(models.Count("pk")).order_by()
        )
        return {outcome: counts.get(outcome, 0) for outcome in Outcome.values}


class ImportLine(models.Model):
    """A line of the file: what the library said when it was checked, and what it would say.

    `before` and `after` have the shape of `ExerciseContent`; `errors` are {field, reason}. `number`
    is the row in a spreadsheet, its header being row 1, or the place in a JSON list, from 1.
    """

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    slug = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    errors = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("job", "number"), name="exercises_import_line_once"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.name or self.slug}"
