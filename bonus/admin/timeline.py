"""The timeline of a series, with numbers that renew themselves."""

from __future__ import annotations

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bonus import timeline
from bonus.admin.pages import page
from bonus.models import SeriesVersion

EVERY_SECONDS = 5


def newest(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Lead to the newest edition of the first series."""
    version = SeriesVersion.objects.order_by("series__slug", "-number").first()
    if version is None:
        return redirect("admin:bonus_series_changelist")
    return redirect("admin:bonus_timeline", version.pk)


def show(site: AdminSite, request: HttpRequest, pk: int) -> HttpResponse:
    """Every step of an edition with its numbers; htmx asks for the table alone."""
    version = get_object_or_404(SeriesVersion.objects.select_related("series"), pk=pk)
    found = timeline.of(version, timezone.now())
    numbers = found.lines[0].numbers if found.lines else timeline.Numbers()
    context = {
        "timeline": found,
        "every": EVERY_SECONDS,
        "counts_clicks": numbers.clicked is not None,
        "lost": found.total("uncertain") + found.total("failed"),
    }
    if "HX-Request" in request.headers:
        return render(request, "admin/bonus/_timeline.html", context)
    others = SeriesVersion.objects.select_related("series").order_by("series__slug", "-number")
    return page(site, request, "timeline", "Timeline", version=version, others=others, **context)
