"""Letters: mails in the house's layout, each with a text part and an HTML part.

A letter is a pair of templates, `mail/<name>.mjml` and `mail/<name>.txt`. MJML gives tables that
old mail clients understand; the text part is written, not derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from mjml import mjml2html


def letter(
    name: str,
    *,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """Return the letter `name` to one address, ready to send.

    `context` must hold `preview`, the line that inboxes show after the subject.
    """
    values = {
        "subject": subject,
        "site_url": settings.SITE_URL,
        "postal_address": settings.POSTAL_ADDRESS,
        "contact_email": settings.CONTACT_EMAIL,
        **context,
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"mail/{name}.txt", values).strip() + "\n",
        to=[to],
        headers=dict(headers or {}),
    )
    message.attach_alternative(render_html(name, values), "text/html")
    return message


def render_html(name: str, context: Mapping[str, Any]) -> str:
    """Render the HTML part of the letter `name`; raise ValueError when its MJML is broken."""
    return mjml2html(render_to_string(f"mail/{name}.mjml", dict(context)), disable_comments=True)
