"""The log, and the end of the consent to keep pain scores."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training import access, logbook, pain
from training.models import HealthConsent
from training.views.requests import form_view, runner_of


@require_safe
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """Show the log: workouts and runs by week, this week's sums, the balance of planes."""
    runner = runner_of(request)
    context = logbook.overview(runner, timezone.now(), request.GET.get("page"))
    context["clinician_now"], context["clinician_soon"] = pain.CLINICIAN_NOW, pain.CLINICIAN_SOON
    context["undo"] = access.find_deleted(runner, request.GET.get("deleted", ""))
    return render(request, "training/log.html", context)


@form_view
@login_required
def pain_delete(request: HttpRequest) -> HttpResponse:
    """Delete all health data and withdraw the consent to keep it."""
    if request.method != "POST":
        return render(request, "training/pain_delete.html")
    gone = HealthConsent.withdraw(runner_of(request), timezone.now())
    messages.success(request, f"Health data deleted: {gone}. We ask again before keeping more.")
    return redirect("training:log")
