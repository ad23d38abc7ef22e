"""The admin's part in import and export: the list of imports, and what exercises gain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action, display

from exercises.models import ImportJob, ImportState
from exercises.port import pages
from exercises.port.resources import export
from exercises.publishing.admin import PublicationAdmin

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def may_import(request: HttpRequest) -> bool:
    """Editors who may both add and change exercises."""
    return request.user.has_perms(("exercises.add_exercise", "exercises.change_exercise"))


class PortableAdmin(PublicationAdmin):
    """Exercises as files: all of them or the chosen ones out, a file in."""

    actions = (*PublicationAdmin.actions, "export_chosen_csv", "export_chosen_json")
    actions_list = ("import_file", "export_all_csv", "export_all_json")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change."""
        return may_import(request)

    @action(description="Import", permissions=["import"], icon="upload", url_path="import")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Lead to the upload."""
        return redirect("admin:exercises_importjob_add")

    @action(description="Export CSV", permissions=["view"], icon="download", url_path="csv")
    def export_all_csv(self, request: HttpRequest) -> HttpResponse:
        """Send all exercises as CSV."""
        return _file("csv")

    @action(description="Export JSON", permissions=["view"], icon="download", url_path="json")
    def export_all_json(self, request: HttpRequest) -> HttpResponse:
        """Send all exercises as JSON."""
        return _file("json")

    @admin.action(description="Export as CSV", permissions=["view"])
    def export_chosen_csv(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        """Send the chosen exercises as CSV."""
        return _file("csv", chosen)

    @admin.action(description="Export as JSON", permissions=["view"])
    def export_chosen_json(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        """Send the chosen exercises as JSON."""
        return _file("json", chosen)


@admin.register(ImportJob)
class ImportJobAdmin(ModelAdmin):
    """Imports of the last 30 days; each one's page shows where it stands."""

    list_display = ("file_name", "state_label", "total", "made_by", "made_at")
    list_filter = ("state",)
    search_fields = ("file_name",)
    list_select_related = ("made_by",)

    @display(
        description="State",
        ordering="state",
        label={
            ImportState.UPLOADED.label: "info",
            ImportState.CHECKING.label: "warning",
            ImportState.CHECKED.label: "info",
            ImportState.IMPORTING.label: "warning",
            ImportState.DONE.label: "success",
            ImportState.FAILED.label: "danger",
        },
    )
    def state_label(self, job: ImportJob) -> str:
        """Show the state in its color."""
        return str(ImportState(job.state).label)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return may_import(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return may_import(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return may_import(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return may_import(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: they go by themselves."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Put the pages of an import where the admin has its forms."""
        own = [
            path("add/", self._view(pages.upload), name="exercises_importjob_add"),
            *(
                path(
                    f"<int:object_id>/{name}/",
                    self._view(view),
                    name=f"exercises_importjob_{name}",
                )
                for name, view in (
                    ("change", pages.show),
                    ("mapping", pages.mapping),
                    ("words", pages.words),
                    ("import", _start),
                )
            ),
        ]
        urls: list[URLPattern] = super().get_urls()
        return [*own, *urls]

    def _view(self, page: Callable[..., HttpResponse]) -> Any:
        def view(request: HttpRequest, object_id: int | None = None) -> HttpResponse:
            if not may_import(request):
                return HttpResponse("You may not import exercises.", status=403)
            if object_id is None:
                return page(self, request)
            job = ImportJob.objects.filter(pk=object_id).first()
            if job is None:
                raise Http404("No such import.")
            return page(self, request, job)

        return self.admin_site.admin_view(view)


def _start(admin: ModelAdmin, request: HttpRequest, job: ImportJob) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return pages.start(request, job)


def _file(form: str, chosen: Any = None) -> HttpResponse:
    name = f"exercises-{timezone.now():%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export(form, chosen), content_type=TYPES[form], headers=headers)
