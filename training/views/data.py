"""The runner's training as a file, out and back in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.imports.activity import RefusedError
from training.takeout import into, out
from training.takeout.forms import TakeoutForm
from training.views.requests import form_view, runner_of


@form_view
@login_required
def data(request: HttpRequest) -> HttpResponse:
    """Offer everything as a file, and take such a file back."""
    runner = runner_of(request)
    form = TakeoutForm(runner, request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            consent = bool(given.get("consent"))
            context["result"] = into.read(runner, given["file"], consent, timezone.now())
        except RefusedError as error:
            form.add_error("file", str(error))
    return render(request, "training/data/page.html", context)


@require_safe
@login_required
def data_file(request: HttpRequest) -> FileResponse:
    """Send everything as one zip."""
    now = timezone.now()
    name = f"hipcoach-{now:%Y-%m-%d}.zip"
    file = out.write(runner_of(request), now)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
