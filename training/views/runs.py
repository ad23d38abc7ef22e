"""The pages of a run."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from training import access, entries, longest, pain
from training.days import zone_of
from training.forms import RunForm
from training.models import Run
from training.views.requests import form_view, go_to_undo, runner_of


@form_view
@login_required
def run_new(request: HttpRequest) -> HttpResponse:
    """Log a run."""
    runner, now = runner_of(request), timezone.now()
    if request.method != "POST":
        return _draw(request, RunForm.blank(runner, now))
    form = RunForm.sent(runner, now, request.POST)
    if not form.is_valid():
        return _draw(request, form)
    known = access.find_entry(Run, runner, form.pk)
    if known and known.deleted_at:
        return go_to_undo(known)
    return _keep(request, form, "Run saved.")


@form_view
@login_required
def run_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a run."""
    runner, now = runner_of(request), timezone.now()
    found = access.get_entry(Run, runner, pk)
    if request.method != "POST":
        return _draw(request, RunForm.of_run(runner, now, found))
    form = RunForm.sent(runner, now, request.POST, found)
    return _keep(request, form, "Changes saved.") if form.is_valid() else _draw(request, form)


@form_view
@login_required
def run_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once, then take the run out of the log; it can be brought back."""
    runner = runner_of(request)
    found = access.get_entry(Run, runner, pk)
    if request.method != "POST":
        result = entries.run_entry(runner, found).result
        context = {"run": found, "result": result, "zone": zone_of(runner)}
        return render(request, "training/run_delete.html", context)
    found.remove(timezone.now())
    return go_to_undo(found)


@require_POST
@login_required
def run_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted run back."""
    access.get_entry(Run, runner_of(request), pk, deleted=True).restore(timezone.now())
    messages.success(request, "The run is back in your log.")
    return redirect("training:log")


def _draw(request: HttpRequest, form: RunForm) -> HttpResponse:
    context = {"form": form, "why_kept": pain.WHY_KEPT_OF_RUNS, "sharp": pain.SHARP}
    return render(request, "training/run_form.html", context)


def _keep(request: HttpRequest, form: RunForm, message: str) -> HttpResponse:
    """Save a valid form and show the log; say it where the run was a jump in distance."""
    if entries.run_entry(runner_of(request), form.save()).is_longer:
        messages.info(request, f"{message} {longest.LONGER}. {longest.QUALIFIER}")
    else:
        messages.success(request, message)
    return redirect("training:log")
