"""The pages of a program under way: starting it, its calendar, and what changes it.

None of these addresses names a plan: a runner has one that has not ended, and sees no other.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from exercises.catalog import get_catalog
from training import calendars, planning
from training.days import local_day, zone_of
from training.forms.plan import EnrollForm, ShiftForm, TermsForm
from training.models import Enrollment
from training.planning import Current, MayNotStartError
from training.views.requests import form_view, runner_of


@form_view
@login_required
def enroll(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a program, once the safety questions are answered."""
    runner, now = runner_of(request), timezone.now()
    program = get_catalog().program(slug)
    if program is None:
        raise Http404("No such program.")
    reason, today = planning.may_start(runner), local_day(now, zone_of(runner))
    data = request.POST if request.method == "POST" else None
    initial = {"start_on": today, **calendars.usual_days(runner)}
    form = EnrollForm(program, today, data, initial=initial)
    if data is not None and not reason and form.is_valid():
        try:
            planning.start(runner, program, form.terms(), now)
        except MayNotStartError:
            return redirect("training:enroll", slug)
        messages.success(request, f"{program.title} is your program now.")
        return redirect("training:today")
    context = {"program": program, "form": form, "reason": reason}
    return render(request, "training/plans/enroll.html", context)


@require_safe
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """Show the whole calendar of the runner's program."""
    runner = runner_of(request)
    found = planning.current(runner, timezone.now())
    if found is None:
        return render(request, "training/plans/none.html", {"programs": get_catalog().programs})
    context = {
        "current": found,
        "laps": calendars.laps(found),
        "shift": ShiftForm(),
        "zone": zone_of(runner),
    }
    return render(request, "training/plans/plan.html", context)


@form_view
@login_required
def terms(request: HttpRequest) -> HttpResponse:
    """Change the days of the week."""
    found = current_or_404(request)
    initial = {
        "strength_days": found.enrollment.strength_days,
        "running_days": found.enrollment.running_days,
        "long_run_day": found.enrollment.long_run_day,
    }
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        form.keep(found.enrollment)
        messages.success(request, "Your days are changed, from today on.")
        return redirect("training:plan")
    return render(request, "training/plans/terms.html", {"form": form, "current": found})


@require_POST
@login_required
def shift(request: HttpRequest) -> HttpResponse:
    """Move what is still to come by some days."""
    found, form = current_or_404(request), ShiftForm(request.POST)
    if form.is_valid():
        planning.shift(found, form.cleaned_data["days"], timezone.now())
        messages.success(request, "Moved. What is done stays where it is.")
    else:
        messages.error(request, "Choose from one to seven days.")
    return redirect("training:plan")


@require_POST
@login_required
def pause(request: HttpRequest) -> HttpResponse:
    """Stop the calendar."""
    planning.pause(current_or_404(request), timezone.now())
    messages.success(request, "Paused. The calendar waits for you.")
    return redirect("training:plan")


@require_POST
@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Go on after a pause."""
    if planning.resume(current_or_404(request)):
        messages.success(request, "Welcome back. Start gently.")
    return redirect("training:today")


@require_POST
@login_required
def ease(request: HttpRequest) -> HttpResponse:
    """Make the next week one step easier."""
    planning.ease(current_or_404(request), timezone.now())
    messages.success(request, "One step easier for a week. Take the plan as it is when you like.")
    return redirect("training:today")


@require_POST
@login_required
def ease_end(request: HttpRequest) -> HttpResponse:
    """Take the plan as it is again."""
    if planning.end_ease(current_or_404(request)):
        messages.success(request, "The plan is as it was.")
    return redirect("training:today")


@require_POST
@login_required
def repeat(request: HttpRequest) -> HttpResponse:
    """Repeat this week next week."""
    planning.repeat(current_or_404(request), timezone.now())
    messages.success(request, "Next week repeats this one.")
    return redirect("training:plan")


@form_view
@login_required
def drop(request: HttpRequest) -> HttpResponse:
    """Ask once, then leave the program; the log keeps everything."""
    found = current_or_404(request)
    if request.method != "POST":
        return render(request, "training/plans/drop.html", {"current": found})
    end = Enrollment.End.FINISHED if found.plan.is_complete else Enrollment.End.DROPPED
    planning.finish(found, end)
    messages.success(request, "The program has ended. Your log keeps everything.")
    return redirect("training:plan")


def current_or_404(request: HttpRequest) -> Current:
    """Return the runner's program under way."""
    found = planning.current(runner_of(request), timezone.now())
    if found is None:
        raise Http404("No program under way.")
    return found
