"""A log that its runner has opened to support, to look at and not to change."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import support
from training import supporting
from training.views.requests import runner_of


@require_safe
@never_cache
@login_required
def supported(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show it; the look is written down before anything is read."""
    runner = support.let_in(runner_of(request), pk, "workouts, runs and plans", timezone.now())
    context = {"runner": runner, "tables": supporting.tables(runner)}
    return render(request, "training/supported.html", context)
