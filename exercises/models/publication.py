"""Publication: draft, review, published, archived, with who and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.models import User
from exercises.models.version import CatalogVersion, FromFile


class PublicationError(Exception):
    """A change of state that is not allowed; the message is a sentence for the editor."""


class State(models.TextChoices):
    """Where a work stands; only `published` is ever shown to visitors."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class PublicationQuerySet[Work: "Publication"](models.QuerySet[Work]):
    """Works by their state."""

    def published(self) -> Self:
        """Return what visitors may see."""
        return self.filter(state=State.PUBLISHED)


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
    loaded by the command.
    """

    state = models.CharField(
        max_length=10, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    submitted_by = _editor()
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = _editor()
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_by = _editor()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Any]] = PublicationQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
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
        )

    @property
    def is_published(self) -> bool:
        """Tell whether visitors see this work."""
        return self.state == State.PUBLISHED

    def lacks(self) -> list[str]:
        """Return what must be written before this work may be published."""
        return []

    def submit(self, by: User | None, now: datetime) -> None:
        """Send a draft to review."""
        self._move((State.DRAFT,), State.REVIEW, submitted_by=by, submitted_at=now)

    def publish(self, by: User | None, now: datetime) -> None:
        """Show a draft or a reviewed work to visitors; refuse it while something is missing."""
        if missing := self.lacks():
            raise PublicationError(f"{self} cannot be published: it lacks {', '.join(missing)}.")
        self._move((State.DRAFT, State.REVIEW), State.PUBLISHED, published_by=by, published_at=now)

    def archive(self, by: User | None, now: datetime) -> None:
        """Take a work from the site for good; nothing that refers to it is lost."""
        allowed = (State.DRAFT, State.REVIEW, State.PUBLISHED)
        self._move(allowed, State.ARCHIVED, archived_by=by, archived_at=now)

    def reopen(self, by: User | None, now: datetime) -> None:
        """Make a work a draft again, hidden from visitors."""
        self._move((State.REVIEW, State.PUBLISHED, State.ARCHIVED), State.DRAFT)

    def _move(self, allowed: tuple[State, ...], to: State, **marks: Any) -> None:
        """Compare and set: two editors cannot both move the same work."""
        with transaction.atomic(savepoint=False):
            rows = type(self).objects.filter(pk=self.pk, state__in=allowed)
            moved = rows.update(state=to, **marks)
            if moved:
                CatalogVersion.renew()
        self.refresh_from_db(fields=["state", *marks])
        if not moved:
            word = State(self.state).label.lower()
            raise PublicationError(f"{self} is {word}; it cannot become {to.label.lower()}.")
