"""The page behind the button "It was not me" of a mail about an account's safety."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import alarms


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """End all sessions by the link of a mail; opening it changes nothing."""
    try:
        alarm = alarms.read(token)
    except signing.BadSignature:
        raise Http404("No such link.") from None
    now = timezone.now()
    if request.method == "POST" and alarms.sound(alarm, now):
        logout(request)
        messages.success(request, "Everybody is signed out. Now choose a new password.")
        return redirect("account_reset_password")
    context = {"alarm": alarm, "is_open": alarms.owner(alarm, now) is not None}
    return render(request, "account/not_me.html", context)
