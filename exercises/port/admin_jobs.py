"""What the admin pages of every kind of import share: who may see them, and their addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin
from unfold.decorators import display

from exercises.models import ImportState
from exercises.models.imports import FileJob

type Page = Callable[..., HttpResponse]


class FileJobAdmin(ModelAdmin):
    """Imports of one kind; `rights` are what it takes, `upload_page` begins one.

    `job_pages` are the others by the last part of their address; `start_import` answers the button.
    """

    rights: ClassVar[tuple[str, ...]]
    upload_page: ClassVar[Page]
    job_pages: ClassVar[Mapping[str, Page]]
    start_import: ClassVar[Callable[[HttpRequest, Any], HttpResponse]]

    list_display: tuple[str, ...] = ("file_name", "state_label", "total", "made_by", "made_at")
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
    def state_label(self, job: FileJob) -> str:
        """Show the state in its color."""
        return str(ImportState(job.state).label)

    @classmethod
    def may(cls, request: HttpRequest) -> bool:
        """Tell whether somebody may import."""
        return request.user.has_perms(cls.rights)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return self.may(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return self.may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may import."""
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may import."""
        return self.may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: they go by themselves."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Put the pages of an import where the admin has its forms."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = {**self.job_pages, "import": _start}
        own = [
            path("add/", self._view(type(self).upload_page), name=f"{name}_add"),
            *(
                path(f"<int:object_id>/{part}/", self._view(page), name=f"{name}_{part}")
                for part, page in pages.items()
            ),
        ]
        urls: list[URLPattern] = super().get_urls()
        return [*own, *urls]

    def _view(self, page: Page) -> Any:
        def view(request: HttpRequest, object_id: int | None = None) -> HttpResponse:
            if not self.may(request):
                return HttpResponse(f"You may not see an {self.opts.verbose_name}.", status=403)
            if object_id is None:
                return page(self, request)
            job = self.model._default_manager.filter(pk=object_id).first()
            if job is None:
                raise Http404("No such import.")
            return page(self, request, job)

        return self.admin_site.admin_view(view)


def _start(admin: FileJobAdmin, request: HttpRequest, job: FileJob) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return type(admin).start_import(request, job)
