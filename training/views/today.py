"""The Today page, and the small answers that are given on it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from training import pain, planning, shorten
from training import today as page
from training.days import local_day, zone_of
from training.forms.morning import MorningForm
from training.models import SessionOutcome
from training.pain import Zone
from training.plan import Session, Status
from training.session import Choice
from training.views.plans import current_or_404
from training.views.requests import form_view, runner_of

SIGNS = {"clinician_now": pain.CLINICIAN_NOW, "clinician_soon": pain.CLINICIAN_SOON}


@require_safe
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show what today asks for, why, and how long it takes."""
    runner = runner_of(request)
    shown = page.today(runner, timezone.now(), Choice.read(request.GET))
    context = {
        "today": shown,
        "morning": MorningForm(runner) if shown.asks_morning else None,
        "reasons": SessionOutcome.Reason.choices,
        "rule": shorten.RULE,
        "zone": zone_of(runner),
        **SIGNS,
    }
    return render(request, "training/today.html", context)


@form_view
@login_required
def morning(request: HttpRequest) -> HttpResponse:
    """Keep how it feels this morning, or that the runner would rather not say."""
    runner, now = runner_of(request), timezone.now()
    form = MorningForm(runner, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "training/morning.html", {"morning": form})
    form.keep(local_day(now, zone_of(runner)), now)
    score = form.cleaned_data["score"]
    if score is not None and pain.zone(score) > Zone.FINE:
        messages.warning(request, "Noted. Go gently today: nothing gets harder.")
    else:
        messages.success(request, "Noted.")
    return redirect("training:today")


@require_POST
@login_required
def skip(request: HttpRequest) -> HttpResponse:
    """Leave a session out, for a reason."""
    found, reason = current_or_404(request), request.POST.get("reason", "")
    one = _session(request, found)
    if reason not in SessionOutcome.Reason.values:
        messages.error(request, "Choose a reason, so that the plan can follow.")
    elif one.status == Status.OPEN:
        planning.skip(found, one, reason, timezone.now())
        messages.success(request, "Skipped. Rest is part of training, too.")
        if reason == SessionOutcome.Reason.PAIN:
            return redirect("training:safety")
    return redirect("training:today")


@require_POST
@login_required
def unskip(request: HttpRequest) -> HttpResponse:
    """Take a skipped session up again."""
    found = current_or_404(request)
    planning.unskip(found, _session(request, found))
    return redirect("training:today")


def _session(request: HttpRequest, found: planning.Current) -> Session:
    one = found.plan.find(request.POST.get("session", ""))
    if one is None:
        raise Http404("No such session.")
    return one
