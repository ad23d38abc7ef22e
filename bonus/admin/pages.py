"""Pages of the admin that belong to no single row: each is a view with a right, at its address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path


def page(
    site: AdminSite, request: HttpRequest, name: str, title: str, **context: Any
) -> HttpResponse:
    """Return the page `name` in the admin's frame."""
    context |= {**site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/bonus/{name}.html", context)


def urls(site: AdminSite) -> list[URLPattern]:
    """Return the addresses of all of them."""
    from bonus.admin import deliverability, funnel, preview, stuck, timeline

    def at(route: str, view: Callable[..., HttpResponse], name: str, right: str) -> URLPattern:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(f"bonus.{right}"):
                raise PermissionDenied
            return view(site, request, **kwargs)

        return path(f"bonus/{route}", site.admin_view(guarded), name=f"bonus_{name}")

    return [
        at("timeline/", timeline.newest, "timelines", "view_series"),
        at("timeline/<int:pk>/", timeline.show, "timeline", "view_series"),
        at("preview/<int:pk>/", preview.show, "preview", "view_step"),
        at("stuck/", stuck.show, "stuck", "view_delivery"),
        at("stuck/<uuid:pk>/", stuck.act, "stuck_act", "change_delivery"),
        at("funnel/", funnel.show, "funnel", "view_subscriber"),
        at("deliverability/", deliverability.show, "deliverability", "view_series"),
    ]
