"""How allauth fits this house: its mails in our layout."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from accounts.letters import render_html


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own behavior; its text mails gain an HTML part in the house's layout."""

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return allauth's mail with both parts."""
        message: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        if isinstance(message, EmailMultiAlternatives) and message.alternatives:
            return message
        letter = EmailMultiAlternatives(
            message.subject, message.body, message.from_email, message.to, headers=headers
        )
        html = render_html(
            "account",
            {
                "subject": message.subject,
                "preview": message.subject,
                "paragraphs": [part for part in str(message.body).split("\n\n") if part.strip()],
                "site_url": settings.SITE_URL,
                "postal_address": settings.POSTAL_ADDRESS,
            },
        )
        letter.attach_alternative(html, "text/html")
        return letter
