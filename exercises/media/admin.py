"""The editors' pages about pictures and films."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from accounts.models import User
from exercises.media import correcting, processing, tasks
from exercises.media.entries import address
from exercises.media.forms import WORDS, MediaForm
from exercises.models import ExerciseMedia, Media

UPLOAD = (
    "original",
    "kind",
    "reader",
    "state",
    "reason",
    "progress",
    "width",
    "height",
    "length_s",
    "claims",
    "attempts",
    "lease_until",
)


class MediaInline(TabularInline):
    """The pictures and films of an exercise, dragged into order."""

    model = ExerciseMedia
    extra = 0
    tab = True
    fields = ("media", "position")
    autocomplete_fields = ("media",)
    ordering_field = "position"
    hide_ordering_field = True


@admin.register(Media)
class MediaAdmin(ModelAdmin):
    """Pictures and films: what they are, where they come from, and how far their processing is."""

    form = MediaForm
    list_display = (
        "thumbnail",
        "title",
        "kind",
        "state_label",
        "done",
        "missing",
        "used",
        "uploaded_at",
    )
    list_display_links = ("thumbnail", "title")
    list_filter = ("kind", "state", "license")
    search_fields = ("title", "author", "source", "alt")
    readonly_fields = ("processing_panel", "facts", "uploaded_by", "uploaded_at")
    actions = ("retry_all",)
    actions_submit_line = ("retry",)
    actions_detail = ("correct",)
    fieldsets = (
        (None, {"fields": ("title", "file", "processing_panel")}),
        (
            "Where it comes from",
            {"fields": (("author", "source"), "source_url", ("license", "license_url"))},
        ),
        ("For everybody", {"fields": ("alt", "captions", "captions_upload", "transcript")}),
        ("File", {"fields": ("facts", ("uploaded_by", "uploaded_at")), "classes": ("collapse",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Media]:
        """Count the exercises in the same query."""
        rows: QuerySet[Media] = super().get_queryset(request).annotate(users=Count("uses"))
        return rows

    def get_urls(self) -> list[URLPattern]:
        """Add the address of the panel that renews itself."""
        own = path(
            "<uuid:pk>/progress/",
            self.admin_site.admin_view(self.progress_view),
            name="exercises_media_progress",
        )
        return [own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Media, form: Any, change: bool) -> None:
        """Save what was typed, and the file where one was sent; a worker's columns stay its own."""
        columns = [*WORDS, "captions_file"]
        if form.found:
            processing.take(obj, form.cleaned_data["file"], *form.found)
            obj.uploaded_by, obj.uploaded_at = request.user, timezone.now()  # type: ignore[assignment]  # the admin knows only users
            columns += [*UPLOAD, "uploaded_by", "uploaded_at"]
            transaction.on_commit(lambda: tasks.hint(obj.pk))
        if change:
            obj.save(update_fields=columns)
        else:
            obj.save()
        for pressed in self.get_actions_submit_line(request, obj.pk):
            if pressed.action_name in request.POST:
                pressed.method(request, obj)

    def progress_view(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The panel alone; htmx asks for it while something is under way."""
        media = Media.objects.filter(pk=pk).first()
        if media is None or not self.has_view_permission(request, media):
            raise Http404("There is no such file.")
        return render(request, "admin/exercises/media/_processing.html", _panel(media))

    @display(description="Processing")
    def processing_panel(self, media: Media) -> str:
        """State, progress, reason, and the result to look at."""
        if media._state.adding:
            return "Begins as soon as you save."
        return render_to_string("admin/exercises/media/_processing.html", _panel(media))

    @display(description="File")
    def facts(self, media: Media) -> str:
        """Size and length."""
        if not media.width:
            return "-"
        length = f", {media.length_s} s" if media.length_s else ""
        return f"{media.get_kind_display()}, {media.width} by {media.height} pixels{length}"

    @display(description="")
    def thumbnail(self, media: Media) -> SafeString | str:
        """The picture, or the film's poster."""
        renditions = media.files.get("renditions") or [{"name": ""}]
        name = media.files.get("poster") or renditions[-1]["name"]
        if not name:
            return "-"
        return format_html(
            '<img src="{}" alt="" width="96" height="54" loading="lazy" '
            'class="rounded-default object-cover" style="width:96px;height:54px">',
            address(name),
        )

    @display(
        description="State",
        ordering="state",
        label={
            Media.State.UPLOADED.label: "info",
            Media.State.PROCESSING.label: "warning",
            Media.State.READY.label: "success",
            Media.State.FAILED.label: "danger",
        },
    )
    def state_label(self, media: Media) -> str:
        """Show the state in its color."""
        return Media.State(media.state).label

    @display(description="Done")
    def done(self, media: Media) -> str:
        """How far processing is, or why it failed."""
        if media.state == Media.State.FAILED:
            return media.reason
        return f"{media.progress} %"

    @display(description="Lacks")
    def missing(self, media: Media) -> str:
        """What keeps it from readers."""
        return ", ".join(media.lacks()) or "nothing"

    @display(description="Exercises", ordering="users")
    def used(self, media: Any) -> int:
        """How many exercises show it."""
        return int(media.users)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what visitors see, except from somebody who may publish alone."""
        may = bool(super().has_change_permission(request, obj))
        return may and not (isinstance(obj, Media) and correcting.is_kept(obj, _person(request)))

    def has_correct_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Editors, for what is kept and lies still."""
        media = Media.objects.filter(pk=object_id).first()
        if media is None or media.is_busy or not request.user.has_perm("exercises.change_media"):
            return False
        return correcting.is_kept(media, _person(request))

    @action(
        description="Correct it in a draft",
        url_path="correct",
        icon="edit",
        permissions=["correct"],
    )
    def correct(self, request: HttpRequest, object_id: UUID) -> HttpResponse:
        """Say what will happen; at the press of the button, lead to the copy."""
        media = get_object_or_404(Media, pk=object_id)
        if request.method == "POST":
            copy = correcting.correct(media, _person(request), timezone.now())
            self.message_user(request, "This is the copy. Visitors see the old one until review.")
            return redirect("admin:exercises_media_change", copy.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Correct {media}",
            "opts": self.opts,
            "original": media,
            "names": media.shown_on(),
        }
        return render(request, "admin/exercises/media/correct.html", context)

    def has_retry_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Editors, for what failed."""
        if not request.user.has_perm("exercises.change_media"):
            return False
        if object_id is None:
            return True
        return Media.objects.filter(pk=object_id, state=Media.State.FAILED).exists()

    @action(description="Save and try again", permissions=["retry"])
    def retry(self, request: HttpRequest, media: Media) -> None:
        """Process a failed file once more."""
        self._retry(request, [media])

    @admin.action(description="Try again", permissions=["retry"])
    def retry_all(self, request: HttpRequest, rows: QuerySet[Media]) -> None:
        """Process the chosen files once more, where they failed."""
        self._retry(request, rows)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Keep what visitors see, also where a draft has taken it away already."""
        gone, counts, needed, protected = super().get_deleted_objects(objs, request)
        for media in objs:
            if names := media.shown_on():
                protected.append(f"{media}: visitors see it on {', '.join(names)}.")
        return gone, counts, needed, protected

    def _retry(self, request: HttpRequest, rows: Any) -> None:
        again = [media for media in rows if processing.retry(media)]
        for media in again:
            transaction.on_commit(partial(tasks.hint, media.pk))
        said = f"{len(again)} waiting to be processed again."
        self.message_user(request, said, messages.SUCCESS if again else messages.WARNING)


def _person(request: HttpRequest) -> User:
    """Return who is signed in; the admin lets nobody else in."""
    return cast(User, request.user)


def _panel(media: Media) -> dict[str, Any]:
    """Return what the panel shows."""
    renditions = media.files.get("renditions", [])
    poster = media.files.get("poster")
    return {
        "media": media,
        "label": Media.State(media.state).label,
        "missing": media.lacks(),
        "poster": address(poster) if poster else "",
        "captions": address(media.captions_file) if media.captions_file else "",
        "renditions": [{**file, "url": address(file["name"])} for file in renditions],
    }
