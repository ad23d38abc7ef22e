"""The account pages that are ours; sign-in and everything near it is allauth's."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import profile as profiles
from accounts import second_step as second_steps
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
    """Change what is set about a person: each part of the page is a form of its own."""
    person = cast(User, request.user)
    sent = request.POST.get("part") if request.method == "POST" else None
    parts = [
        (part, part.form(person, request.POST if part.key == sent else None))
        for part in profiles.sections()
    ]
    for part, form in parts:
        if part.key == sent and form.is_valid():
            form.keep()
            messages.success(request, f"{part.title}: saved.")
            return redirect("accounts:profile")
    mails = [(kind, kind.says(person)) for kind in profiles.mails()]
    return render(request, "account/profile.html", {"parts": parts, "mails": mails})
