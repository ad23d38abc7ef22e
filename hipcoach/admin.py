"""The admin site: unfold's look, allauth's sign-in, and its own content security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.csp import csp_override
from unfold.sites import UnfoldAdminSite

from bonus import instance


class HipCoachAdminSite(UnfoldAdminSite):
    """Every admin page runs under the relaxed policy that unfold needs, and no other page does."""

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        """Wrap an admin view in the admin's content security policy."""
        wrapped: Callable[..., HttpResponseBase] = csp_override(settings.ADMIN_CSP)(
            super().admin_view(view, cacheable)
        )
        return wrapped

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
