"""The pages on which a reader says how and when the mails come; a link of theirs opens them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.networks import network_of
from bonus import clicks, holding, limits, links, people, schedule, tokens, wording
from bonus import preferences as verbs
from bonus.forms import AddressForm, PauseForm, ResumeForm, RhythmForm
from bonus.models import Delivery, Enrollment, Subscriber
from bonus.tokens import Purpose
from bonus.views import View, personal


def _opened_by_token(view: Callable[[HttpRequest, Subscriber, str], HttpResponse]) -> View:
    """Give a view the subscriber whose token opens it; another token shows how to get a new one."""

    @wraps(view)
    @personal
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        try:
            subscriber = verbs.subscriber_of(token)
        except Subscriber.DoesNotExist:
            return render(request, "bonus/preferences_expired.html", status=404)
        return view(request, subscriber, token)

    return wrapped


@require_safe
@login_required
@personal
def mine(request: HttpRequest) -> HttpResponse:
    """Lead somebody who is signed in to their own preferences, or to the signup."""
    found = people.subscribers_of(request.user)
    return redirect(links.preferences_path(found[0]) if found else "bonus:signup")


@require_http_methods(["GET", "HEAD", "POST"])
@_opened_by_token
def preferences(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Name, time of day, pace, pause and address; each card has a form of its own."""
    forms = _forms(request, subscriber)
    if request.method == "POST" and (said := _save(request, subscriber, forms)):
        messages.success(request, said)
        return redirect("bonus:preferences", token)
    context = {
        **forms,
        "subscriber": subscriber,
        "enrollment": subscriber.enrollments.select_related("next_step__video").first(),
        "is_paused": schedule.is_paused(subscriber, timezone.now()),
        "token": token,
        "stop_link": links.stop_path(subscriber.pk),
        "clicks_counted": clicks.are_counted(subscriber),
        "resume_link": links.resume_path(subscriber),
        "pain_text": wording.PAIN_TEXT,
        "pain_agreed": subscriber.pain_wording == wording.PAIN_WORDING,
        "is_own_account": subscriber in people.subscribers_of(request.user),
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "bonus/preferences.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_opened_by_token
def erase(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Say what goes and what stays; the button removes it."""
    if request.method == "POST":
        verbs.erase(subscriber.pk, timezone.now())
        return render(request, "bonus/erased.html")
    return render(request, "bonus/erase.html", {"subscriber": subscriber, "token": token})


@require_http_methods(["GET", "HEAD", "POST"])
@_opened_by_token
def resume(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Ask about warning signs; the button takes up a series that is on hold."""
    held = subscriber.enrollments.filter(state=Enrollment.State.HELD).first()
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if held and request.method == "POST" and form.is_valid():
        holding.resume(held, timezone.now())
        messages.success(request, "The videos go on tomorrow. Begin one step easier.")
        return redirect("bonus:preferences", token)
    context = {"held": held, "form": form, "token": token}
    status = 422 if held and form.errors else 200
    return render(request, "bonus/resume.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def move(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, opened from the new mailbox; the button moves the series there."""
    try:
        mail = tokens.read_id(Purpose.MOVE, token)
        if request.method != "POST":
            delivery = Delivery.objects.get(pk=mail, kind=Delivery.Kind.MOVE)
            return render(request, "bonus/move.html", {"address": delivery.to})
        subscriber = verbs.move(mail, network=network_of(request), now=timezone.now())
    except verbs.TakenError:
        return render(request, "bonus/taken.html", status=409)
    except (tokens.InvalidTokenError, tokens.ExpiredTokenError, Delivery.DoesNotExist):
        return render(request, "bonus/move_over.html", status=404)
    messages.success(request, f"The videos come to {subscriber.address} now.")
    return redirect(links.preferences_path(subscriber))


def _forms(request: HttpRequest, subscriber: Subscriber) -> dict[str, Any]:
    """Return the three forms; the one that was sent holds what was typed."""
    sent = request.POST.get("form", "") if request.method == "POST" else ""
    zone = schedule.known_zone(subscriber.time_zone)
    begun = {
        "first_name": subscriber.first_name,
        "hour": subscriber.hour,
        "time_zone": zone.key if zone else "UTC",
        "pace": subscriber.pace,
    }
    return {
        "rhythm": RhythmForm(request.POST if sent == "rhythm" else None, initial=begun),
        "pause": PauseForm(request.POST if sent == "pause" else None, today=_today(subscriber)),
        "address": AddressForm(request.POST if sent == "address" else None),
    }


def _today(subscriber: Subscriber) -> date:
    return timezone.now().astimezone(schedule.zone_of(subscriber.time_zone)).date()


def _save(request: HttpRequest, subscriber: Subscriber, forms: dict[str, Any]) -> str:
    """Do what the pressed button says and return a sentence about it; nothing on a mistake."""
    pressed, now = request.POST.get("form", ""), timezone.now()
    if pressed == "pain-no":
        holding.take_back(subscriber.pk, network=network_of(request), now=now)
        return "Taken back. Pain scores change nothing about the emails now."
    if pressed == "pain-yes" and subscriber in people.subscribers_of(request.user):
        holding.agree(subscriber.pk, network=network_of(request), now=now)
        return "Saved. Strong pain in your log puts the videos on hold."
    if pressed == "go-on":
        verbs.pause(subscriber.pk, None, now)
        return "The emails go on."
    if pressed == "clicks-off":
        clicks.turn_off(subscriber.pk, network=network_of(request), now=now)
        return "We count no clicks of yours any more, and have deleted those we had."
    form = forms.get(pressed)
    if form is None or not form.is_valid():
        return ""
    data = form.cleaned_data
    if pressed == "rhythm":
        verbs.change(subscriber.pk, **data, now=now)
        return "Saved. The next email comes by that."
    if pressed == "pause":
        verbs.pause(subscriber.pk, data["until"], now)
        return f"Paused. The emails begin again on {data['until']:%A, %B} {data['until'].day}."
    if not limits.PER_NETWORK.allows(network_of(request), now):
        form.add_error("email", "Too many tries for now. Try again in an hour.")
        return ""
    verbs.ask_to_move(subscriber.pk, data["email"], now)
    return f"We sent an email to {data['email']}. Nothing changes before you press its button."
