"""The pages on which a person sees, takes along and erases what is held about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import erasing, exports, hints, tasks
from accounts import privacy as registry
from accounts.models import DataExport, Erasure, User


def freshly_signed_in[**P](
    page: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Ask for the password or passkey once more where that is a while ago."""
    guarded: Callable[Concatenate[HttpRequest, P], HttpResponseBase]
    guarded = reauthentication_required(page)
    return guarded


form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
@login_required
def holdings(request: HttpRequest) -> HttpResponse:
    """Show everything that is held about the person who asks."""
    person = cast(User, request.user)
    read = [(one, one.tables(person)) for one in registry.holdings()]
    context = {
        "holdings": [(one, tables, any(table.rows for table in tables)) for one, tables in read],
        "exports": DataExport.objects.filter(user=person),
        "erasure": Erasure.objects.filter(user=person).first(),
    }
    return render(request, "account/privacy.html", context)


@require_POST
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Order a copy."""
    exports.ask(cast(User, request.user), timezone.now())
    hints.hint(tasks.make_exports)
    messages.success(request, "Your copy is being made. We write to you when it is ready.")
    return redirect("accounts:privacy")


@require_safe
@never_cache
@login_required
@freshly_signed_in
def download(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Give the person their own copy."""
    found = get_object_or_404(DataExport, pk=pk, user=request.user, state=DataExport.State.READY)
    try:
        file = found.path.open("rb")
    except FileNotFoundError:
        raise Http404("This copy is gone.") from None
    name = f"hipcoach-{found.ready_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@form_page
@never_cache
@login_required
@freshly_signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, and take the wish."""
    person = cast(User, request.user)
    if request.method == "POST":
        erasure = erasing.ask(person, timezone.now())
        tasks.hint()
        day = f"{erasure.due_at:%B} {erasure.due_at.day}"
        messages.success(request, f"Your account will be erased on {day}. We wrote to you.")
        return redirect("accounts:privacy")
    context = {"holdings": registry.holdings(), "days": Erasure.COOLING_OFF.days}
    return render(request, "account/erase.html", context)


@require_POST
@login_required
def erase_cancel_mine(request: HttpRequest) -> HttpResponse:
    """Call the erasure off, signed in."""
    if found := Erasure.objects.filter(user=cast(User, request.user)).first():
        erasing.cancel(found)
        messages.success(request, "Your account stays.")
    return redirect("accounts:privacy")


@form_page
@never_cache
def erase_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Call the erasure off by the link of the mail; opening it changes nothing."""
    try:
        found = erasing.asked_by(token)
    except signing.BadSignature:
        raise Http404("No such link.") from None
    if request.method == "POST" and found:
        erasing.cancel(found)
        messages.success(request, "Your account stays.")
        return redirect("home")
    return render(request, "account/erase_cancel.html", {"erasure": found})
