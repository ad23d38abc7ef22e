"""The admin's part in import and export: the list of imports, and what exercises gain."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.decorators import action

from exercises.models import ImportJob
from exercises.port import pages
from exercises.port.admin_jobs import FileJobAdmin
from exercises.port.resources import export
from exercises.publishing.admin import PublicationAdmin

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


# Editors who may both add and change exercises.
RIGHTS = ("exercises.add_exercise", "exercises.change_exercise")


class PortableAdmin(PublicationAdmin):
    """Exercises as files: all of them or the chosen ones out, a file in."""

    actions = (*PublicationAdmin.actions, "export_chosen_csv", "export_chosen_json")
    actions_list = ("import_file", "export_all_csv", "export_all_json")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change."""
        return request.user.has_perms(RIGHTS)

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
class ImportJobAdmin(FileJobAdmin):
    """Imports of the last 30 days; each one's page shows where it stands."""

    rights = RIGHTS
    upload_page = pages.upload
    job_pages = {"change": pages.show, "mapping": pages.mapping, "words": pages.words}
    start_import = pages.start


def _file(form: str, chosen: Any = None) -> HttpResponse:
    name = f"exercises-{timezone.now():%Y-%m-%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export(form, chosen), content_type=TYPES[form], headers=headers)
