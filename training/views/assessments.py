"""The pages of the self-tests and of the safety questions before them."""

from __future__ import annotations

import random
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from exercises.catalog import get_catalog
from training import access, lights, pain, planning
from training.assessments import report
from training.assessments.forms import AssessmentForm, SafetyForm, StartForm
from training.assessments.protocols import Assessment, assessments
from training.days import local_day, zone_of
from training.forms.preferences import FirstStepsForm
from training.models import HipCheck, SafetyCheck, TrainingPreferences
from training.views.requests import form_view, go_to_undo, next_of, runner_of

SIGNS = {"clinician_now": pain.CLINICIAN_NOW, "clinician_soon": pain.CLINICIAN_SOON}


@require_safe
@login_required
def checks(request: HttpRequest) -> HttpResponse:
    """Show the runner's hip checks, and when the next one says something new."""
    runner, now = runner_of(request), timezone.now()
    found = list(HipCheck.objects.of(runner).order_by("-started_at"))
    context = {
        "checks": found,
        "newest": report.report(found[0], now) if found else None,
        "is_due": not found or found[0].due_again() <= now,
        "tests": assessments().values(),
        "paused": SafetyCheck.pausing(runner),
        "zone": zone_of(runner),
    }
    return render(request, "training/assessments/list.html", context)


@form_view
@login_required
def check_new(request: HttpRequest) -> HttpResponse:
    """Ask the safety questions and begin a check; a warning sign leads to the red card."""
    runner, now = runner_of(request), timezone.now()
    if SafetyCheck.pausing(runner):
        return redirect("training:safety")
    form = StartForm(runner, now, request.POST or None)
    hurts = _hurts(runner, now)
    if request.method != "POST" or hurts or not form.is_valid():
        context = {"form": form, "hurts": hurts, **SIGNS}
        return render(request, "training/assessments/start.html", context)
    if form.keep().pauses:
        return redirect("training:safety")
    check = form.start(random.SystemRandom().choice)
    planning.note_check(runner, check, now)
    return redirect("training:assessment", check.pk, check.tests[0].slug)


@form_view
@login_required
def assessment(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """One test of a check: how it is done, and what each side reached."""
    check = access.get_entry(HipCheck, runner_of(request), pk)
    one = _test_of(check, slug)
    form = AssessmentForm(check, one, request.POST if request.method == "POST" else None)
    following = _after(check, one)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _go_on(check, following)
    number = check.tests.index(one) + 1
    context = {"check": check, "test": one, "form": form, "following": following, "number": number}
    return render(request, "training/assessments/test.html", context)


@require_safe
@login_required
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a check found."""
    runner = runner_of(request)
    found = access.get_entry(HipCheck, runner, pk)
    shown = report.report(found, timezone.now())
    program = shown.advice and get_catalog().program(shown.advice.program)
    context = {"report": shown, "program": program, "zone": zone_of(runner), **SIGNS}
    return render(request, "training/assessments/check.html", context)


@form_view
@login_required
def check_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once, then take the check out; it can be brought back."""
    runner = runner_of(request)
    found = access.get_entry(HipCheck, runner, pk)
    if request.method != "POST":
        context = {"check": found, "zone": zone_of(runner)}
        return render(request, "training/assessments/delete.html", context)
    found.remove(timezone.now())
    return go_to_undo(found)


@require_POST
@login_required
def check_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a deleted check back."""
    found = access.get_entry(HipCheck, runner_of(request), pk, deleted=True)
    found.restore(timezone.now())
    messages.success(request, "The hip check is back.")
    return redirect("training:hipcheck", found.pk)


@form_view
@login_required
def safety(request: HttpRequest) -> HttpResponse:
    """Ask the safety questions; with a sign that nobody has cleared, show the red card.

    Before the first session it asks about units, equipment and the usual week too.
    """
    runner, now = runner_of(request), timezone.now()
    form = SafetyForm(runner, now, request.POST or None)
    is_new = not TrainingPreferences.objects.filter(runner=runner).exists()
    first = FirstStepsForm(runner, request.POST or None) if is_new else None
    if request.method == "POST" and form.is_valid() and (first is None or first.is_valid()):
        if first:
            first.keep()
        if not form.keep().pauses:
            messages.success(request, "Noted. None of the warning signs apply today.")
            return redirect(next_of(request, "training:checks"))
        return redirect("training:safety")
    context = {"form": form, "first": first, "paused": SafetyCheck.pausing(runner), **SIGNS}
    return render(request, "training/safety.html", context)


@require_POST
@login_required
def safety_clear(request: HttpRequest) -> HttpResponse:
    """Note that a clinician has cleared the runner, if the runner says so."""
    if request.POST.get("cleared") != "yes":
        messages.error(request, "Tick the box if a clinician has cleared you.")
    elif SafetyCheck.clear(runner_of(request), timezone.now()):
        messages.success(request, "Noted. Your plans and tests are open again. Start gently.")
    return redirect("training:safety")


def _hurts(runner: User, now: datetime) -> bool:
    """Tell whether today is amber or red: then nothing is tested (evidence brief 3.1)."""
    zone = zone_of(runner)
    today = local_day(now, zone)
    return lights.lights_of(runner, today, today, zone).of(today) > pain.Zone.FINE


def _test_of(check: HipCheck, slug: str) -> Assessment:
    found = next((one for one in check.tests if one.slug == slug), None)
    if found is None:
        raise Http404("No such test in this check.")
    return found


def _after(check: HipCheck, one: Assessment) -> Assessment | None:
    tests = check.tests
    place = tests.index(one) + 1
    return tests[place] if place < len(tests) else None


def _go_on(check: HipCheck, following: Assessment | None) -> HttpResponse:
    if following is None:
        return redirect("training:hipcheck", check.pk)
    return redirect("training:assessment", check.pk, following.slug)
