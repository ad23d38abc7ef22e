"""The pages of a workout."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from exercises.catalog import name_of
from training import access, entries, offers, pain, planning, sides, today
from training.days import zone_of
from training.forms import WorkoutSheet
from training.models import MergeNotice, Workout
from training.planning import Current
from training.session import Choice, SessionView
from training.units import units_of
from training.views.requests import form_view, go_to_undo, runner_of


@form_view
@login_required
def workout_new(request: HttpRequest) -> HttpResponse:
    """Log a workout; `?exercise=<slug>`, once or more, fills in doses and last results.

    `?session=<key>` fills in a session of the runner's plan, as `training.session` reads it.
    """
    runner, now = runner_of(request), timezone.now()
    sent = QueryDict(request.POST.get("plan", "")) if request.method == "POST" else request.GET
    planned = today.planned(runner, now, Choice.read(sent))
    asked = planned[1].asked if planned else {}
    if request.method != "POST":
        slugs = [*asked] or request.GET.getlist("exercise")
        return _draw(request, WorkoutSheet.blank(runner, now, slugs, asked), planned)
    sheet = WorkoutSheet.sent(runner, now, request.POST, asked=asked)
    if not (sheet.checked and sheet.is_valid()):
        return _draw(request, sheet, planned)
    known = access.find_entry(Workout, runner, sheet.pk)
    if known and known.deleted_at:
        return go_to_undo(known)
    saved = sheet.save()
    if planned:
        planning.note_done(planned[0], planned[1].session, saved, now)
    messages.success(request, "Workout saved.")
    return redirect("training:workout", saved.pk)


@form_view
@login_required
def workout_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a workout."""
    runner, now = runner_of(request), timezone.now()
    found = access.get_entry(Workout, runner, pk)
    if request.method != "POST":
        return _draw(request, WorkoutSheet.of_workout(runner, now, found))
    sheet = WorkoutSheet.sent(runner, now, request.POST, found)
    if not (sheet.checked and sheet.is_valid()):
        return _draw(request, sheet)
    saved = sheet.save()
    messages.success(request, "Changes saved.")
    return redirect("training:workout", saved.pk)


@require_safe
@login_required
def workout(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one workout, set by set, and what its pain scores ask for."""
    runner = runner_of(request)
    found = access.get_entry(Workout, runner, pk)
    rows = list(found.sets.with_exercise())
    context = {
        "zone": zone_of(runner),
        "entry": entries.workout_entry(found, rows, units_of(runner)),
        "finding": pain.worst(rows),
        "totals": sides.totals(rows),
        "offers": offers.offers(found, timezone.now()),
        "merged": found.merge_notices.filter(seen_at__isnull=True),
        "decisions": found.decisions.select_related("exercise"),
        "clinician_now": pain.CLINICIAN_NOW,
        "clinician_soon": pain.CLINICIAN_SOON,
    }
    return render(request, "training/workout.html", context)


@require_safe
@login_required
def workout_repeat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go to a new sheet with the exercises of this workout."""
    found = access.get_entry(Workout, runner_of(request), pk)
    rows = found.sets.order_by("position").values_list("exercise__slug", flat=True)
    query = urlencode([("exercise", slug) for slug in dict.fromkeys(rows)])
    return redirect(f"{reverse('training:workout_new')}?{query}")


@require_POST
@login_required
def workout_next(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take or decline what was offered for an exercise after this workout."""
    found = access.get_entry(Workout, runner_of(request), pk)
    slug, kind = request.POST.get("exercise", ""), request.POST.get("kind", "")
    take = request.POST.get("answer") == "take"
    offer = offers.decide(found, slug, kind, take=take, now=timezone.now())
    if offer is None:
        messages.info(request, "This was decided before, or your log has changed since.")
    elif take:
        messages.success(request, f"{name_of(offer.exercise)}: noted. {offer.means}")
    else:
        messages.success(request, f"{name_of(offer.exercise)} stays as it is.")
    return redirect(f"{reverse('training:workout', args=[found.pk])}#next")


@require_POST
@login_required
def workout_noticed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take down what was said about changes of two devices."""
    found = access.get_entry(Workout, runner_of(request), pk)
    MergeNotice.take_note(found, timezone.now())
    return redirect("training:workout", found.pk)


@form_view
@login_required
def workout_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once, then take the workout out of the log; it can be brought back."""
    found = access.get_entry(Workout, runner_of(request), pk)
    if request.method != "POST":
        context = {"workout": found, "zone": zone_of(runner_of(request))}
        return render(request, "training/workout_delete.html", context)
    found.remove(timezone.now())
    return go_to_undo(found)


@require_POST
@login_required
def workout_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted workout back."""
    found = access.get_entry(Workout, runner_of(request), pk, deleted=True)
    found.restore(timezone.now())
    messages.success(request, "The workout is back in your log.")
    return redirect("training:workout", found.pk)


def _draw(
    request: HttpRequest, sheet: WorkoutSheet, planned: tuple[Current, SessionView] | None = None
) -> HttpResponse:
    """Show the sheet; htmx gets the form alone."""
    part = "#sheet" if getattr(request, "htmx", False) else ""
    context = {
        "sheet": sheet,
        "planned": planned and planned[1],
        "why_kept": pain.WHY_KEPT,
        "sharp": pain.SHARP,
    }
    return render(request, f"training/workout_form.html{part}", context)
