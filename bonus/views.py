"""The pages of the bonus mail. Only POST changes anything: mail scanners follow every link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.networks import network_of
from bonus import consent, limits, links, people, proofs, tokens, videos, wording
from bonus.forms import SignupForm
from bonus.models import Delivery, Subscriber
from bonus.tokens import Purpose

KEY_COOKIE = "bonus-key"
KEY_SECONDS = 365 * 24 * 3600

type View = Callable[..., HttpResponse]


def personal(view: View) -> View:
    """Keep a page that a token opened out of caches and search engines."""

    @wraps(view)
    @never_cache
    def wrapped(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapped


@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Ask for the series."""
    form = SignupForm(request.POST or None, came_from=request.headers.get("Referer", ""))
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "own_address": people.address_of(request.user),
            "own_consent_text": wording.text_with_account(),
        }
        context["is_reader"] = any(
            reader.state == Subscriber.State.ACTIVE
            for reader in people.subscribers_of(request.user)
        )
        return render(request, "bonus/signup.html", context)
    now, network = timezone.now(), network_of(request)
    if not (limits.PER_NETWORK.allows(network, now) and limits.OVERALL.allows("", now)):
        return render(request, "bonus/busy.html", status=429)
    if settings.SIGNUP_PROOF_OF_WORK and not (
        proofs.holds(form.cleaned_data["proof"]) or limits.WITHOUT_PROOF.allows(network, now)
    ):
        return render(request, "bonus/busy.html", {"wants_proof": True}, status=429)
    form.submit(network=network, now=now)
    return redirect("bonus:sent")


@require_safe
@never_cache
def puzzle(request: HttpRequest) -> HttpResponse:
    """A puzzle for the signup, where the operator wants a proof of work."""
    if not settings.SIGNUP_PROOF_OF_WORK:
        raise Http404
    return JsonResponse(proofs.puzzle(timezone.now()))


@require_POST
@login_required
@personal
def join(request: HttpRequest) -> HttpResponse:
    """Begin the series for the verified address of somebody who is signed in: one click."""
    user, address = cast(User, request.user), people.address_of(request.user)
    if not address:
        return redirect("bonus:signup")
    try:
        enrollment = consent.join(
            address,
            first_name=people.first_name_of(user),
            time_zone=user.time_zone,
            network=network_of(request),
            now=timezone.now(),
        )
    except consent.StaleLinkError:
        return render(request, "bonus/refused.html", {"address": address}, status=409)
    return open_videos(
        redirect("bonus:watch", videos.first(enrollment)), links.watch_key(enrollment)
    )


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same page for every address: check your inbox."""
    return render(request, "bonus/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; the button confirms and leads to the first video."""
    try:
        mail = tokens.read_id(Purpose.CONFIRM, token)
        get_object_or_404(Delivery, pk=mail, kind=Delivery.Kind.CONFIRM)
        if request.method != "POST":
            return render(request, "bonus/confirm.html", {"consent_text": wording.text()})
        enrollment = consent.confirm(mail, network=network_of(request), now=timezone.now())
    except tokens.InvalidTokenError:
        return render(request, "bonus/broken.html", status=404)
    except consent.StoppedError:
        return render(request, "bonus/stopped_before.html", status=410)
    except (tokens.ExpiredTokenError, consent.StaleLinkError):
        return render(request, "bonus/expired.html", {"token": token}, status=410)
    return open_videos(
        redirect("bonus:watch", videos.first(enrollment)), links.watch_key(enrollment)
    )


@require_POST
@personal
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new confirmation mail to whom an expired link was sent."""
    now = timezone.now()
    if not limits.PER_NETWORK.allows(network_of(request), now):
        return render(request, "bonus/busy.html", status=429)
    try:
        consent.ask_again(UUID(tokens.read_however_old(Purpose.CONFIRM, token)), now)
    except (tokens.InvalidTokenError, ValueError):
        return render(request, "bonus/broken.html", status=404)
    return redirect("bonus:sent")


@csrf_exempt  # mail clients post here without cookies (RFC 8058); the token is the authority
@require_http_methods(["GET", "HEAD", "POST"])
@personal
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button; the button, or a mail client's one click, stops every mail."""
    try:
        subscriber = get_object_or_404(Subscriber, pk=tokens.read_id(Purpose.STOP, token))
    except tokens.InvalidTokenError:
        return render(request, "bonus/broken.html", status=404)
    if request.method == "POST":
        consent.stop(subscriber.pk, network=network_of(request), now=timezone.now())
        return render(request, "bonus/stopped.html")
    return render(request, "bonus/stop.html", {"token": token})


def open_videos(response: HttpResponse, key: str) -> HttpResponse:
    """Remember the key that opens this person's videos."""
    response.set_cookie(
        KEY_COOKIE,
        key,
        max_age=KEY_SECONDS,
        path=reverse("bonus:signup"),
        httponly=True,
        secure=links.is_secure(),
        samesite="Lax",
    )
    return response
