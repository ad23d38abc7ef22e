"""The admin of everything that is published: its state, and the buttons that change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.models import User
from exercises.models import Exercise, Publication, PublicationError, State

type Verb = Callable[[Any, User, datetime], None]

PUBLICATION = (
    "Publication",
    {
        "fields": (
            "state",
            ("submitted_by", "submitted_at"),
            ("published_by", "published_at"),
            ("archived_by", "archived_at"),
            "updated_at",
        ),
        "classes": ("collapse",),
    },
)
MARKS = tuple(
    name
    for line in PUBLICATION[1]["fields"]
    for name in (line if isinstance(line, tuple) else (line,))
)


class PublicationAdmin(ModelAdmin):
    """What all works share: their state, and the buttons and actions that change it."""

    actions = ("publish_all", "submit_all", "archive_all")
    actions_submit_line = ("publish", "submit", "archive", "reopen")
    list_filter: Sequence[Any] = ("state",)
    warn_unsaved_form = True

    @display(
        description="State",
        ordering="state",
        label={
            State.DRAFT.label: "info",
            State.REVIEW.label: "warning",
            State.PUBLISHED.label: "success",
            State.ARCHIVED.label: "danger",
        },
    )
    def state_label(self, work: Publication) -> str:
        """Show the state in its color."""
        return State(work.state).label

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        """Keep the address of what exists, and everything that only a verb may change."""
        return (*MARKS, "slug") if obj else MARKS

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, Sequence[str]]:
        """Suggest an address for what is new."""
        title = "name" if self.model is Exercise else "title"
        return {} if obj else {"slug": (title,)}

    def view_on_site(self, work: Publication) -> str | None:
        """Link to the public page where there is one."""
        return work.get_absolute_url() if work.is_published else None  # type: ignore[attr-defined]  # videos turn this off

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete what was ever public: it is archived instead."""
        if obj is not None and obj.published_at:
            return False
        return bool(super().has_delete_permission(request, obj))

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers, for a draft or a reviewed work."""
        return self._may(request, "publish", object_id, (State.DRAFT, State.REVIEW))

    def has_submit_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Editors, for a draft."""
        return self._may(request, "change", object_id, (State.DRAFT,))

    def has_archive_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers, for everything that is not archived yet."""
        return self._may(
            request, "publish", object_id, (State.DRAFT, State.REVIEW, State.PUBLISHED)
        )

    def has_reopen_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers, for everything that is no draft."""
        return self._may(
            request, "publish", object_id, (State.REVIEW, State.PUBLISHED, State.ARCHIVED)
        )

    @action(description="Save and publish", permissions=["publish"])
    def publish(self, request: HttpRequest, work: Publication) -> None:
        """Show the work to visitors."""
        self._do(request, [work], Publication.publish, "published")

    @action(description="Save and send to review", permissions=["submit"])
    def submit(self, request: HttpRequest, work: Publication) -> None:
        """Ask a reviewer."""
        self._do(request, [work], Publication.submit, "in review")

    @action(description="Save and archive", permissions=["archive"])
    def archive(self, request: HttpRequest, work: Publication) -> None:
        """Take the work from the site."""
        self._do(request, [work], Publication.archive, "archived")

    @action(description="Save as a draft again", permissions=["reopen"])
    def reopen(self, request: HttpRequest, work: Publication) -> None:
        """Hide the work and go on writing."""
        self._do(request, [work], Publication.reopen, "a draft again")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Publish the chosen works."""
        self._do(request, works, Publication.publish, "published")

    @admin.action(description="Send to review", permissions=["submit"])
    def submit_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Send the chosen works to review."""
        self._do(request, works, Publication.submit, "in review")

    @admin.action(description="Archive", permissions=["archive"])
    def archive_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Archive the chosen works."""
        self._do(request, works, Publication.archive, "archived")

    def _may(
        self, request: HttpRequest, right: str, object_id: Any, states: tuple[State, ...]
    ) -> bool:
        if not request.user.has_perm(f"exercises.{right}_{self.opts.model_name}"):
            return False
        if object_id is None:
            return True
        return bool(self.model.objects.filter(pk=object_id, state__in=states).exists())

    def _do(self, request: HttpRequest, works: Any, verb: Verb, outcome: str) -> None:
        """Apply a verb to each work and say what came of it."""
        now = timezone.now()
        done = []
        for work in works:
            try:
                verb(work, request.user, now)  # type: ignore[arg-type]  # the admin knows only users
                done.append(str(work))
            except PublicationError as error:
                self.message_user(request, str(error), messages.ERROR)
        if done:
            self.message_user(request, f"{', '.join(done)}: {outcome}.", messages.SUCCESS)
