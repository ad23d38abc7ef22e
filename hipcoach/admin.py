"""The admin site: unfold's look, allauth's sign-in, and its own content security policy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from accounts import second_step
from accounts.models import User
from bonus import instance
from hipcoach import auditing


class HipCoachAdminSite(UnfoldAdminSite):
    """Every admin page runs under the relaxed policy that unfold needs, and no other page does."""

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        """Wrap an admin view in its policy, behind the second step, with an eye on what is done."""
        guarded = _behind_second_step(super().admin_view(view, cacheable))
        wrapped: Callable[..., HttpResponseBase] = csp_override(settings.ADMIN_CSP)(guarded)
        return wrapped

    def get_urls(self) -> list[Any]:
        """Add the pages that belong to no single row."""
        from bonus.admin.pages import urls

        return [*urls(self), *super().get_urls()]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the desk, and above it that no mail leaves, if that is so."""
        if reason := instance.alarm():
            messages.error(request, f"No mail is sent: {reason}")
        answer: TemplateResponse = super().index(request, extra_context)
        return answer

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """Send people to the one sign-in page; a signed-in runner gets 403."""
        guarded: Callable[..., HttpResponseBase] = secure_admin_login(super().login)
        return guarded(request, extra_context)


def _behind_second_step(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_step.is_missing(cast(User, request.user)):
            return redirect("accounts:second_step")
        answer = view(request, *args, **kwargs)
        auditing.note(request, answer, timezone.now())
        return answer

    return inner
