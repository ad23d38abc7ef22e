"""The pages of the log. Each owned workout is reached through `training.access`."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from training import access, logbook, pain, sides
from training.days import zone_of
from training.forms import WorkoutSheet
from training.models import HealthConsent, Workout

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _runner(request: HttpRequest) -> User:
    return cast(User, request.user)


@require_safe
@login_required
def log(request: HttpRequest) -> HttpResponse:
    """Show the log: workouts by week, this week's sums, the balance of planes."""
    runner = _runner(request)
    context = logbook.overview(runner, timezone.now(), request.GET.get("page"))
    context["undo"] = access.find_deleted(runner, request.GET.get("deleted", ""))
    return render(request, "training/log.html", context)


@form_view
@login_required
def workout_new(request: HttpRequest) -> HttpResponse:
    """Log a workout; `?exercise=<slug>`, once or more, fills in doses."""
    runner, now = _runner(request), timezone.now()
    if request.method != "POST":
        sheet = WorkoutSheet.blank(runner, now, request.GET.getlist("exercise"))
        return _draw(request, sheet)
    sheet = WorkoutSheet.sent(runner, now, request.POST)
    if not (sheet.checked and sheet.is_valid()):
        return _draw(request, sheet)
    known = access.find_workout(runner, sheet.pk)
    if known and known.deleted_at:
        return _deleted(request, known)
    return _keep(request, sheet, "Workout saved.")


@form_view
@login_required
def workout_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a workout."""
    runner, now = _runner(request), timezone.now()
    found = access.get_workout(runner, pk)
    if request.method != "POST":
        return _draw(request, WorkoutSheet.of_workout(runner, now, found))
    sheet = WorkoutSheet.sent(runner, now, request.POST, found)
    if not (sheet.checked and sheet.is_valid()):
        return _draw(request, sheet)
    return _keep(request, sheet, "Changes saved.")


@require_safe
@login_required
def workout(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one workout, set by set, and what its pain scores ask for."""
    runner = _runner(request)
    found = access.get_workout(runner, pk)
    rows = list(found.sets.with_exercise())
    context = {
        "zone": zone_of(runner),
        "entry": logbook.entry_of(found, rows),
        "finding": pain.worst(rows),
        "totals": sides.totals(rows),
        "clinician_now": pain.CLINICIAN_NOW,
        "clinician_soon": pain.CLINICIAN_SOON,
    }
    return render(request, "training/workout.html", context)


@form_view
@login_required
def workout_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once, then take the workout out of the log; it can be brought back."""
    found = access.get_workout(_runner(request), pk)
    if request.method != "POST":
        context = {"workout": found, "zone": zone_of(_runner(request))}
        return render(request, "training/workout_delete.html", context)
    found.remove(timezone.now())
    return _deleted(request, found)


@require_POST
@login_required
def workout_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted workout back."""
    found = access.get_workout(_runner(request), pk, deleted=True)
    found.restore()
    messages.success(request, "The workout is back in your log.")
    return redirect("training:workout", found.pk)


@form_view
@login_required
def pain_delete(request: HttpRequest) -> HttpResponse:
    """Delete every pain score and withdraw the consent to keep them."""
    if request.method != "POST":
        return render(request, "training/pain_delete.html")
    gone = HealthConsent.withdraw(_runner(request), timezone.now())
    messages.success(request, f"Pain scores deleted: {gone}. We ask again before keeping new ones.")
    return redirect("training:log")


def _draw(request: HttpRequest, sheet: WorkoutSheet) -> HttpResponse:
    """Show the sheet; htmx gets the form alone."""
    part = "#sheet" if getattr(request, "htmx", False) else ""
    context = {"sheet": sheet, "why_kept": pain.WHY_KEPT, "sharp": pain.SHARP}
    return render(request, f"training/workout_form.html{part}", context)


def _keep(request: HttpRequest, sheet: WorkoutSheet, message: str) -> HttpResponse:
    """Save a valid sheet and show the workout."""
    saved = sheet.save()
    messages.success(request, message)
    return redirect("training:workout", saved.pk)


def _deleted(request: HttpRequest, gone: Workout) -> HttpResponse:
    """Go to the log, which offers to bring the workout back."""
    return redirect(f"{reverse('training:log')}?deleted={gone.pk}")
