"""What the pages of the log have in common: who asks, and where a deleted entry leads."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts.models import User
from training.models import LogEntry

form_view = require_http_methods(["GET", "HEAD", "POST"])


def runner_of(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


def go_to_undo(gone: LogEntry) -> HttpResponse:
    """Go to the log, which offers to bring the entry back."""
    return redirect(f"{reverse('training:log')}?deleted={gone.pk}")


def next_of(request: HttpRequest, name: str) -> str:
    """Return the page of ours that the address asks to go on to, or else a page by name."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and is_ours else reverse(name)
