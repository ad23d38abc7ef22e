"""The editors' pages: exercises with their parts, articles, videos, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from exercises import references
from exercises.film import pages
from exercises.film.forms import VideoForm
from exercises.forms import ArticleForm, ExerciseForm
from exercises.media.admin import MediaInline
from exercises.models import (
    Article,
    EvidenceNote,
    Exercise,
    Fault,
    Progression,
    Publication,
    Source,
    Video,
)
from exercises.port.admin import PortableAdmin
from exercises.posing import pages as posing
from exercises.publishing import merging
from exercises.publishing.admin import PUBLICATION, PublicationAdmin


class FaultInline(TabularInline):
    """Common faults, dragged into order."""

    model = Fault
    extra = 0
    tab = True
    fields = ("fault", "fix", "position")
    ordering_field = "position"
    hide_ordering_field = True


class EvidenceInline(TabularInline):
    """Evidence notes, dragged into order."""

    model = EvidenceNote
    extra = 0
    tab = True
    fields = ("note", "source", "confidence", "position")
    autocomplete_fields = ("source",)
    ordering_field = "position"
    hide_ordering_field = True


class HarderInline(TabularInline):
    """The steps up the ladder."""

    model = Progression
    fk_name = "easier"
    extra = 0
    tab = True
    verbose_name = "harder exercise"
    verbose_name_plural = "harder exercises"
    fields = ("harder", "position")
    autocomplete_fields = ("harder",)
    ordering_field = "position"
    hide_ordering_field = True


class EasierInline(TabularInline):
    """The steps that lead here."""

    model = Progression
    fk_name = "harder"
    extra = 0
    tab = True
    verbose_name = "easier exercise"
    verbose_name_plural = "easier exercises"
    fields = ("easier",)
    autocomplete_fields = ("easier",)


@admin.register(Exercise)
class ExerciseAdmin(PortableAdmin):
    """Exercises, in the order of their page."""

    form = ExerciseForm
    list_display = ("name", "state_label", "level", "missing", "changed_by", "updated_at")
    list_select_related = ("changed_by",)
    actions_detail = (*PublicationAdmin.actions_detail, "figure", "merge")
    list_filter = ("state", "level", "laterality", "measure")
    search_fields = ("name", "slug", "setup")
    inlines = (FaultInline, MediaInline, EvidenceInline, EasierInline, HarderInline)
    fieldsets = (
        (None, {"fields": ("name", "slug", "aliases", "planes", "traits")}),
        (
            "Dose",
            {
                "fields": (
                    ("level", "laterality", "per_side", "posture"),
                    ("measure", "sets"),
                    ("reps", "hold_seconds", "distance_m"),
                    ("rest_seconds", "tempo"),
                    ("target_rir", "target_rpe"),
                    "measure_also",
                )
            },
        ),
        ("How to do it", {"fields": ("setup", "steps", "cues")}),
        ("Muscles", {"fields": (("primary_muscles", "secondary_muscles"),)}),
        ("Equipment", {"fields": (("equipment_sets", "equipment_optional"),)}),
        ("Safety", {"fields": ("stop_signs", "contraindications")}),
        ("Evidence", {"fields": ("no_known_study",)}),
        ("Library", {"fields": ("position",), "classes": ("collapse",)}),
        PUBLICATION,
    )

    def get_urls(self) -> list[URLPattern]:
        """Add what the page of a figure asks for while it is being made."""
        view = self.admin_site.admin_view(self.look_at_figure)
        look = path("<int:object_id>/figure/look/", view, name="exercises_exercise_figure_look")
        return [look, *super().get_urls()]

    @action(description="Figure", url_path="figure", icon="accessibility_new", permissions=["draw"])
    def figure(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Make the exercise's figure."""
        return posing.page(self, request, self._drawn(request, object_id))

    def look_at_figure(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Draw the figure that the page holds."""
        self._drawn(request, object_id)
        return posing.preview(request)

    def has_draw_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change the exercise."""
        return self._has_right(request, "change")

    def _drawn(self, request: HttpRequest, object_id: int) -> Publication:
        work = self._work(request, object_id)
        if not self.has_draw_permission(request):
            raise PermissionDenied
        return work

    @action(description="Merge into another", url_path="merge", icon="merge", permissions=["merge"])
    def merge(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Lead everything that names this exercise to another one."""
        return merging.page(self, request, self._work(request, object_id))

    def has_merge_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers."""
        return self._has_right(request, "publish")

    def reasons_to_keep(self, work: Publication) -> list[str]:
        """Add the logs, lists and media that name it."""
        return [*super().reasons_to_keep(work), *references.said_of(cast(Exercise, work))]


@admin.register(Article)
class ArticleAdmin(PublicationAdmin):
    """Articles, written in Markdown."""

    form = ArticleForm
    list_display = ("title", "state_label", "is_lead", "minutes", "checked_on", "updated_at")
    search_fields = ("title", "slug", "body")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body")}),
        ("Facts", {"fields": (("minutes", "checked_on"), ("is_lead", "position"))}),
        PUBLICATION,
    )


@admin.register(Video)
class VideoAdmin(PublicationAdmin):
    """Videos: their storyboards, and the films that are rendered from them."""

    form = VideoForm
    list_display = ("title", "state_label", "length_s", "position", "updated_at")
    search_fields = ("title", "narration")
    view_on_site = False  # type: ignore[assignment]  # they are watched by invitation
    actions_detail = (*PublicationAdmin.actions_detail, "film_page")
    fieldsets = (
        (None, {"fields": ("title", "slug", ("planes", "position"))}),
        ("Storyboard", {"fields": ("scenes",)}),
        PUBLICATION,
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a film is rendered."""
        view = self.admin_site.admin_view(self.film_view)
        urls: list[URLPattern] = super().get_urls()
        return [path("<int:object_id>/film/", view, name="exercises_video_film"), *urls]

    def film_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """How far the film is, and the buttons."""
        work = self._work(request, object_id)
        if not self.has_change_permission(request, work):
            raise PermissionDenied
        return pages.page(self, request, work)

    @action(description="Film", url_path="to-film", icon="movie", permissions=["change"])
    def film_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Lead to the film's page."""
        return redirect("admin:exercises_video_film", object_id)


@admin.register(Source)
class SourceAdmin(ModelAdmin):
    """Sources; the key of one that exists stays, since texts refer to it."""

    list_display = ("key", "citation", "doi", "certainty")
    search_fields = ("key", "citation", "doi")
    fields = ("key", "citation", "doi", "certainty")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Sequence[str]:
        """Keep the key."""
        return ("key",) if obj else ()
