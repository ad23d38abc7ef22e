"""What is known about an exercise, and from where."""

from __future__ import annotations

from django.db import models

from exercises.models.version import Cataloged, FromFile


class Source(FromFile):
    """A published study or review."""

    key = models.SlugField(max_length=60, unique=True, help_text="Short name, as in niemuth-2005.")
    citation = models.TextField()
    doi = models.CharField("DOI", max_length=120, blank=True)
    certainty = models.CharField(
        max_length=120, help_text="How sure we are of the citation and the DOI."
    )

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key

    @property
    def url(self) -> str:
        """Return the DOI's address, or nothing where there is no DOI."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


class Confidence(models.TextChoices):
    """How a figure or statement was read."""

    VERIFIED = "verified", "Read in the paper's abstract or a page quoting it"
    SECONDARY = "secondary", "Read in another source, or inferred from a related exercise"
    MEMORY = "memory", "Not checked in a source"


class EvidenceNote(Cataloged):
    """One statement about an exercise, with its source and how sure we are."""

    exercise = models.ForeignKey("Exercise", models.CASCADE, related_name="evidence")
    source = models.ForeignKey(Source, models.PROTECT, related_name="notes")
    position = models.PositiveSmallIntegerField(default=0)
    note = models.TextField()
    confidence = models.CharField(max_length=10, choices=Confidence.choices)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confidence__in=Confidence.values),
                name="exercises_evidence_confidence",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id}: {self.note[:40]}"
