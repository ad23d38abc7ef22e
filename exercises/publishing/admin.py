"""The admin of everything that is published: its state, its buttons and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from accounts.models import User
from exercises.models import Exercise, Publication, PublicationError, State
from exercises.publishing import pages, release
from exercises.publishing.completeness import lacks

type Verb = Callable[[Any, User, datetime], None]

PUBLICATION = (
    "Publication",
    {
        "fields": (
            "state",
            ("changed_by", "changed_at"),
            ("submitted_by", "submitted_at"),
            ("published_by", "published_at"),
            ("publish_at", "scheduled_by"),
            ("archived_by", "archived_at"),
            "review_note",
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
    """What all works share: a draft beside the live words, and the buttons that move it."""

    actions: Sequence[str] = ("publish_all", "submit_all", "archive_all")
    actions_detail: Sequence[str] = ("publishing_page", "preview")
    actions_submit_line = ("publish", "submit")
    list_filter: Sequence[Any] = ("state",)
    warn_unsaved_form = True

    @display(
        description="State",
        ordering="state",
        label={
            State.DRAFT.label: "info",
            "Published, with a draft": "info",
            "Scheduled": "warning",
            State.REVIEW.label: "warning",
            State.PUBLISHED.label: "success",
            State.ARCHIVED.label: "danger",
        },
    )
    def state_label(self, work: Publication) -> str:
        """Show the state in its color."""
        if work.publish_at:
            return "Scheduled"
        if work.state == State.DRAFT and work.is_on_site:
            return "Published, with a draft"
        return State(work.state).label

    @display(description="Lacks")
    def missing(self, work: Publication) -> str:
        """Say what a draft still lacks."""
        return ", ".join(lacks(work)) if work.state in release.DRAFTS else ""

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
        return work.get_absolute_url() if work.is_on_site else None  # type: ignore[attr-defined]  # videos turn this off

    def reasons_to_keep(self, work: Publication) -> list[str]:
        """Return why a work may not be deleted, in words; it is archived instead."""
        return ["it was published"] if work.was_public else []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Delete a draft that nothing names; say why anything else stays, and offer to archive."""
        work = self._work(request, object_id)
        if reasons := self.reasons_to_keep(work):
            why = " and ".join(reasons)
            messages.error(request, f"{work} is not deleted: {why}. Archive it instead.")
            return redirect(work.publishing_page, work.pk)
        response: HttpResponse = super().delete_view(request, object_id, extra_context)
        return response

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keep the same works back when many are deleted at once."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        for work in objs:
            if reasons := self.reasons_to_keep(work):
                protected.append(f"{work}: {' and '.join(reasons)}. Archive it instead.")
        return gone, counts, needed, protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete a draft; its history remembers who did it."""
        obj._history_user = request.user
        super().delete_model(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row only: unfold would press the buttons before the inner rows are saved."""
        admin.ModelAdmin.save_model(self, request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the inner rows, note the change, and press the button that was pressed."""
        super().save_related(request, form, formsets, change)
        work = form.instance
        work.refresh_from_db()
        was_public = work.is_on_site
        changed = release.note_change(work, request.user, timezone.now())  # type: ignore[arg-type]
        pressed = [
            button
            for button in self.get_actions_submit_line(request, work.pk)
            if button.action_name in request.POST
        ]
        for button in pressed:
            button.method(request, work)
        if changed and was_public and work.has_draft and not pressed:
            messages.info(request, "Visitors see the published words until you publish the draft.")

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a work is published."""
        name = f"exercises_{self.opts.model_name}_publishing"
        view = self.admin_site.admin_view(self.publishing_view)
        urls: list[URLPattern] = super().get_urls()
        return [path("<int:object_id>/publishing/", view, name=name), *urls]

    def publishing_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """What would change for visitors, what is missing, and the buttons."""
        return pages.publishing(self, request, self._work(request, object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Every revision with its changes."""
        return pages.past(self, request, self._work(request, object_id))

    @action(description="Review and publish", url_path="to-publishing", icon="publish")
    def publishing_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Lead to the publishing page."""
        name = f"admin:exercises_{self.opts.model_name}_publishing"
        return redirect(reverse(name, args=[object_id]))

    @action(description="Preview", url_path="to-preview", icon="visibility")
    def preview(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Lead to the page as visitors would see it."""
        return redirect("exercises:preview", self.opts.model_name, object_id)

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers; on the form only where nobody else needs to look."""
        if not self._has_right(request, "publish"):
            return False
        return object_id is None or (release.may_publish_own() and self._is(object_id, *_SAVED))

    def has_submit_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Editors, for what is not in review."""
        if not self._has_right(request, "change"):
            return False
        return object_id is None or self._is(object_id, State.DRAFT, State.PUBLISHED)

    def has_archive_permission(self, request: HttpRequest) -> bool:
        """Publishers."""
        return self._has_right(request, "publish")

    @action(description="Save and publish", permissions=["publish"])
    def publish(self, request: HttpRequest, work: Publication) -> None:
        """Show the work to visitors."""
        if work.state == State.PUBLISHED:
            messages.info(request, f"{work} says nothing new; it stays published.")
            return
        self._do(request, [work], release.publish, "published")

    @action(description="Save and send to review", permissions=["submit"])
    def submit(self, request: HttpRequest, work: Publication) -> None:
        """Ask a reviewer."""
        if work.state == State.PUBLISHED:
            messages.info(request, f"{work} says nothing new; there is nothing to review.")
            return
        self._do(request, [work], release.submit, "in review")

    @admin.action(description="Publish", permissions=["publish"])
    def publish_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Publish the chosen works."""
        self._do(request, works, release.publish, "published")

    @admin.action(description="Send to review", permissions=["submit"])
    def submit_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Send the chosen works to review."""
        self._do(request, works, release.submit, "in review")

    @admin.action(description="Archive", permissions=["archive"])
    def archive_all(self, request: HttpRequest, works: QuerySet[Any]) -> None:
        """Archive the chosen works."""
        self._do(request, works, release.archive, "archived")

    def _work(self, request: HttpRequest, object_id: int | str) -> Publication:
        """Return a work that this editor may see, or 404."""
        work = self.get_object(request, str(object_id))
        if work is None or not self.has_view_permission(request, work):
            raise Http404("No such work.")
        found: Publication = work
        return found

    def _has_right(self, request: HttpRequest, right: str) -> bool:
        return bool(request.user.has_perm(f"exercises.{right}_{self.opts.model_name}"))

    def _is(self, object_id: Any, *states: State) -> bool:
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


_SAVED = (*release.DRAFTS, State.PUBLISHED)
