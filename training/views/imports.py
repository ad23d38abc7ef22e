"""The pages of an import of runs: the upload, and how it goes."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exercises.port import progress
from training import access
from training.imports import jobs
from training.imports.forms import UploadForm
from training.imports.tasks import hint
from training.units import units_of
from training.views.requests import form_view, runner_of

REFRESH_SECONDS = 2


@form_view
@login_required
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file of runs and leave it to a worker."""
    unit = units_of(runner_of(request)).distance
    form = UploadForm(request.POST or None, request.FILES or None, initial={"unit": unit})
    if request.method != "POST" or not form.is_valid():
        return render(request, "training/imports/upload.html", {"form": form})
    given = form.cleaned_data
    made = jobs.upload(runner_of(request), given["file"], given["unit"], timezone.now())
    hint(made.pk)
    return redirect("training:run_import", made.pk)


@require_safe
@login_required
def import_show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far an import is, or what came of it; htmx asks for the inner part alone."""
    found = access.get_import(runner_of(request), pk)
    done = min(progress.done(found), found.total) if found.is_at_work else found.total
    context = {"import": found, "done": done, "refresh": REFRESH_SECONDS}
    part = "#state" if request.headers.get("HX-Request") else ""
    return render(request, f"training/imports/show.html{part}", context)
