"""The runner's settings, the calendar's private address, and the end of the reminder."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from training import feed as calendar
from training import reminders
from training.forms.preferences import PreferencesForm
from training.views.requests import form_view, runner_of


@form_view
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Units, equipment, the usual week, the reminder, the calendar."""
    form = PreferencesForm(runner_of(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.keep()
        messages.success(request, "Settings saved.")
        return redirect("training:preferences")
    context = {"form": form, "feed_address": calendar.address(form.stored)}
    return render(request, "training/preferences.html", context)


@require_POST
@login_required
def feed_open(request: HttpRequest) -> HttpResponse:
    """Make a new private address for the calendar."""
    calendar.open_feed(runner_of(request))
    messages.success(request, "This address is new. An earlier one shows nothing any more.")
    return redirect("training:preferences")


@require_POST
@login_required
def feed_close(request: HttpRequest) -> HttpResponse:
    """End the private address."""
    calendar.close_feed(runner_of(request))
    messages.success(request, "The address is closed.")
    return redirect("training:preferences")


@require_safe
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar, for whoever has its address."""
    runner = calendar.runner_by(key)
    if runner is None:
        raise Http404("No such calendar.")
    response = HttpResponse(calendar.feed(runner, timezone.now()), content_type="text/calendar")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["Content-Disposition"] = 'inline; filename="hipcoach.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@csrf_exempt  # mail clients post here without cookies (RFC 8058); the key is the authority
@form_view
def reminder_stop(request: HttpRequest, key: str) -> HttpResponse:
    """One button that ends the reminder, without signing in; an old link says that it has ended."""
    is_over = request.method == "POST" and (reminders.stop(key) or True)
    return render(request, "training/reminder_stop.html", {"is_over": is_over})
