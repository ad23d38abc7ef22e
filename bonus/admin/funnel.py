"""From opened pages to logged workouts."""

from __future__ import annotations

from typing import Literal

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bonus import funnel
from bonus.admin.pages import page

COUNT = {"week": 12, "month": 12}


def show(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """By week or month, and by page."""
    now = timezone.now()
    period: Literal["week", "month"] = "month" if request.GET.get("by") == "month" else "week"
    return page(
        site,
        request,
        "funnel",
        "Funnel",
        period=period,
        count=COUNT[period],
        stages=funnel.stages(),
        periods=funnel.by_period(period, now, COUNT[period]),
        pages=funnel.by_page(period, now, COUNT[period]),
    )
