"""The pages of a strength log from another app: upload, columns, the dry run, the import."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from exercises.port.files import FileError
from training import access
from training.days import zone_of
from training.strength import desk
from training.strength.forms import MappingForm, UploadForm
from training.views.requests import form_view, runner_of

SHOWN = 50


@form_view
@login_required
def strength_new(request: HttpRequest) -> HttpResponse:
    """Take a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = desk.upload(runner_of(request), file.name, file.read(), timezone.now())
        except FileError as error:
            form.add_error("file", str(error))
        else:
            return redirect("training:strength_columns", made.pk)
    return render(request, "training/strength/upload.html", {"form": form})


@form_view
@login_required
def strength_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the columns and exercises are."""
    found = access.get_strength_import(runner_of(request), pk)
    if found.done_at:
        return redirect("training:strength", found.pk)
    sheet, mapping, names = desk.sheet_of(found), desk.mapping_of(found), desk.names()
    form = MappingForm(sheet, mapping, names, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if desk.choose(found, form.mapping):
            return redirect("training:strength", found.pk)
        messages.info(request, "Another column of exercises: look at their names.")
        return redirect("training:strength_columns", found.pk)
    context = {"import": found, "form": form}
    return render(request, "training/strength/columns.html", context)


@require_safe
@login_required
def strength(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the file would do, or what it did."""
    runner = runner_of(request)
    found = access.get_strength_import(runner, pk)
    context: dict[str, object] = {"import": found, "zone": zone_of(runner), "shown": SHOWN}
    if not found.done_at:
        context["plan"] = desk.dry_run(found, timezone.now())
    return render(request, "training/strength/plan.html", context)


@require_POST
@login_required
def strength_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Import what was shown; pressed twice, it imports once."""
    found = access.get_strength_import(runner_of(request), pk)
    desk.write(found, timezone.now())
    return redirect("training:strength", found.pk)
