"""How allauth fits this house: its mails in our words and layout, each a row before it is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts import alarms, devices, outbox, tasks, wording
from accounts.browsers import UNKNOWN, known_name
from accounts.letters import render_html
from accounts.models import User
from accounts.networks import network_of

SIGNATURE = "\n--\n"  # what follows it stands in the footer of the HTML part


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own behavior, with letters instead of mails sent on the spot."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter down and hint at it: no page waits for a mail server or a broker."""
        site = get_current_site(self.request)
        values = {"request": self.request, "email": email, "current_site": site, **context}
        outbox.put(self.render_mail(template_prefix, email, values), timezone.now())
        transaction.on_commit(tasks.hint, robust=True)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell of a change, with the link under which its owner says that it was not them."""
        given = dict(context or {})
        alarm = alarms.Alarm(
            user.pk,
            timezone.now(),
            given.pop("devices", ()),
            given.get("from_email", ""),
            given.get("to_email", ""),
        )
        given["not_me_url"] = f"{settings.SITE_URL}{alarms.path(alarm)}"
        super().send_notification_mail(template_prefix, user, given, email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count guesses of a password by address and network, and of one address in all.

        Who guesses is shut out where they are, and nobody else: a browser that the owner used
        before is counted by itself, and is not held up by what others do.
        """
        super().pre_authenticate(request, **credentials)
        if not ratelimit.consume(
            request, action="guesses", key=self._guessed(request, credentials), dry_run=True
        ):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong password."""
        ratelimit.consume(request, action="guesses", key=self._guessed(request, credentials))

    def _guessed(self, request: HttpRequest, credentials: Mapping[str, Any]) -> str:
        login = str(credentials.get("email", "")).lower()
        return f"{devices.key_of(request)}:{login}" if devices.knows(request, login) else login

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return what allauth counts by; the address alone would let anybody shut out its owner."""
        login = str(credentials.get("email", "")).lower()
        known = devices.knows(request, login)
        place = f"device:{devices.key_of(request)}" if known else network_of(request)
        return f"{place}:{login}"

    def send_account_already_exists_mail(self, email: str) -> None:
        """Write to the owner; hash as if an account were made, so that it takes as long."""
        if password := self.request.POST.get("password1"):
            make_password(password)
        super().send_account_already_exists_mail(email)

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponseBase:
        """Finish signing in, and write to the person if it was from a new place."""
        response: HttpResponseBase = super().post_login(request, user, **login)
        if new := devices.note(user, request, response, timezone.now()):
            browser = known_name(request.headers.get("User-Agent", "")) or UNKNOWN
            told = {"browser": browser, "devices": new}
            self.send_notification_mail("account/email/new_device", user, told)
        return response

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return allauth's mail with both parts and one named button."""
        frame = wording.frame_of(template_prefix, context)
        values = {
            **context,
            "button": frame.button,
            "link": frame.address(context),
            "preview": frame.preview,
            "why": frame.why,
            "site_url": settings.SITE_URL,
            "contact_email": settings.CONTACT_EMAIL,
            "postal_address": wording.identity(),
        }
        message: EmailMessage = super().render_mail(template_prefix, email, values, headers)
        text = re.sub(r"\n{3,}", "\n\n", str(message.body)).strip() + "\n"
        paragraphs = text.partition(SIGNATURE)[0].strip().split("\n\n")
        letter = EmailMultiAlternatives(
            message.subject, text, message.from_email, message.to, headers=headers
        )
        html = render_html("account", {**values, "subject": message.subject, "words": paragraphs})
        letter.attach_alternative(html, "text/html")
        return letter
