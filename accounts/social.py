"""Signing in with Google or Apple: whose keys are set, and which account such a sign-in opens."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's own behavior, with keys from the environment alone."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the keys that are set; no page asks the database for others."""
        found = []
        for name, given in settings.SOCIALACCOUNT_PROVIDERS.items():
            apps = [SocialApp(provider=name, **keys) for keys in given.get("APPS", [])]
            found += [app for app in apps if provider in (None, name)]
        return [app for app in found if client_id in (None, app.client_id)]

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Open an account only where its owner and the provider have both confirmed the address.

        An address that nobody confirmed here may have been typed in by somebody else, who knows
        the password of what would then be opened.
        """
        return bool(EmailAddress.objects.filter(email=email.lower(), verified=True).exists())
