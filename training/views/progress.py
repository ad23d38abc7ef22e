"""The progress page, and each of its tables as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from training.progress import page
from training.progress.page import Asked
from training.views.requests import runner_of


@require_safe
@login_required
def progress(request: HttpRequest) -> HttpResponse:
    """Show what the runner's log adds up to."""
    asked = _asked(request)
    found = page.progress(runner_of(request), timezone.now(), asked)
    return render(request, "training/progress/page.html", page.context(found, asked))


@require_safe
@login_required
def progress_table(request: HttpRequest, key: str) -> HttpResponse:
    """Send one table as CSV."""
    now = timezone.now()
    found = page.progress(runner_of(request), now, _asked(request))
    table = found.tables.get(key)
    if table is None:
        raise Http404("No such table.")
    name = f"hipcoach-{key}-{found.facts.span.today}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(table.as_csv(), content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    return Asked(given.get("range", ""), given.get("of", ""), given.get("month", ""))
