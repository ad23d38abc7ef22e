"""The account pages that are ours; sign-in and everything near it is allauth's."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import second_step as second_steps
from accounts.forms import ProfileForm
from accounts.models import User


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about the account in one place."""
    return render(request, "account/overview.html")


@require_safe
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Lead somebody who may enter the admin through setting up a second step."""
    is_missing = second_steps.is_missing(cast(User, request.user))
    return render(request, "account/second_step.html", {"is_missing": is_missing})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change name and time zone."""
    person = cast(User, request.user)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Profile saved.")
        return redirect("accounts:overview")
    return render(request, "account/profile.html", {"form": form})
