"""Stuck mails: why, and the buttons that help."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from bonus import stuck
from bonus.admin.pages import page
from bonus.models import Delivery, Enrollment

DONE = {
    "again": "It is sent once more.",
    "believe": "It counts as sent.",
    "skip": "It is skipped; the series goes on.",
    "suppress": "The address is never mailed again.",
}


def show(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Every mail that does not get on, with what to do."""
    now = timezone.now()
    unplanned = Enrollment.objects.due(now - stuck.GRACE).count()
    context = {
        "kinds": list(stuck.found(now)),
        "names": stuck.ACTIONS,
        "unplanned": unplanned,
        "most": stuck.MOST,
        "may_act": request.user.has_perm("bonus.change_delivery"),
    }
    return page(site, request, "stuck", "Stuck and uncertain mails", **context)


def act(site: AdminSite, request: HttpRequest, pk: UUID) -> HttpResponse:
    """Do what was chosen for one mail."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    rows = Delivery.objects.select_related("subscriber", "step", "enrollment__series")
    action = request.POST.get("action", "")
    if stuck.act(get_object_or_404(rows, pk=pk), action, timezone.now()):
        messages.success(request, DONE[action])
    else:
        messages.warning(request, "Nothing was done: the mail has moved on meanwhile.")
    return redirect("admin:bonus_stuck")
