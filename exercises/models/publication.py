"""Publication: the words that editors work on, and beside them those that visitors see.

The rows of a work are the editors' copy. Visitors see `live`, the words as they were when a
reviewer published them. `exercises.publishing.release` moves a work from state to state.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exercises.models.history import Revisions
from exercises.models.version import FromFile


class PublicationError(Exception):
    """A change of state that is not allowed; the message is a sentence for the editor."""


class State(models.TextChoices):
    """Where the editors' copy stands; `published` says that visitors see just these words."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class PublicationQuerySet[Work: "Publication"](models.QuerySet[Work]):
    """Works by what visitors see of them."""

    def published(self) -> Self:
        """Return what visitors may see, whether or not a newer draft stands beside it."""
        return self.filter(live__isnull=False).exclude(state=State.ARCHIVED)


def _editor() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


class Publication(FromFile):
    """Base of what editors write and publish.

    A published row always says since when; it names no person where the library's files were
    loaded by the command. `scheduled` holds the words that go live at `publish_at`, frozen when the
    date was set.
    """

    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    live = models.JSONField(null=True, editable=False)
    changed_by = _editor()
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_by = _editor()
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    review_note = models.CharField(max_length=500, blank=True, editable=False)
    published_by = _editor()
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    scheduled = models.JSONField(null=True, editable=False)
    scheduled_by = _editor()
    publish_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    archived_by = _editor()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Any]] = PublicationQuerySet.as_manager()
    history = Revisions()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False, live__isnull=False),
                name="%(app_label)s_%(class)s_published_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | Q(archived_at__isnull=False),
                name="%(app_label)s_%(class)s_archived_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="review") | Q(submitted_at__isnull=False),
                name="%(app_label)s_%(class)s_submitted_when",
            ),
            models.CheckConstraint(
                condition=Q(scheduled__isnull=True, publish_at__isnull=True)
                | Q(scheduled__isnull=False, publish_at__isnull=False),
                name="%(app_label)s_%(class)s_scheduled_when",
            ),
        )

    @property
    def is_on_site(self) -> bool:
        """Tell whether visitors see some version of this work."""
        return self.live is not None and self.state != State.ARCHIVED

    @property
    def has_draft(self) -> bool:
        """Tell whether visitors see other words than the editors' copy."""
        return self.is_on_site and self.state != State.PUBLISHED

    @property
    def publishing_page(self) -> str:
        """The name of the admin page on which this work is published; it takes the pk."""
        return f"admin:{self._meta.app_label}_{self._meta.model_name}_publishing"

    @property
    def was_public(self) -> bool:
        """Tell whether visitors ever saw it."""
        return self.published_at is not None
