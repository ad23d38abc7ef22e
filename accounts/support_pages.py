"""The page on which a runner lets support look, ends that, and sees who did."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import support as rules
from accounts.forms import SupportForm
from accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def support(request: HttpRequest) -> HttpResponse:
    """Open the log for a time, and show who looked."""
    person, now = cast(User, request.user), timezone.now()
    form = SupportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rules.give(person, form.cleaned_data["days"], now)
        messages.success(request, "Support may look now. You can end that at any time.")
        return redirect("accounts:support")
    context = {
        "form": form,
        "consent": rules.open_now(now).filter(user=person).first(),
        "looks": rules.looks_at(person)[:50],
    }
    return render(request, "account/support.html", context)


@require_POST
@login_required
def support_end(request: HttpRequest) -> HttpResponse:
    """Close the log."""
    rules.end(cast(User, request.user), timezone.now())
    messages.success(request, "Nobody of ours can look at your log.")
    return redirect("accounts:support")
