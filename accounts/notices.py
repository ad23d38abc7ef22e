"""Letters of our own about an account: a few paragraphs, and one button."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from accounts import wording
from accounts.letters import render_html


def notice(
    to: str, subject: str, words: Sequence[str], *, button: str, link: str, preview: str
) -> EmailMultiAlternatives:
    """Return a letter with both parts; the button stands after the words."""
    paragraphs = [*words, f"{button}:\n{link}"]
    text = "\n\n".join([*paragraphs, f"--\n{wording.identity()}\n{wording.CHANGED}\n"])
    letter = EmailMultiAlternatives(subject, text, to=[to])
    values = {
        "subject": subject,
        "words": paragraphs,
        "button": button,
        "link": link,
        "preview": preview,
        "why": wording.CHANGED,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "postal_address": wording.identity(),
    }
    letter.attach_alternative(render_html("account", values), "text/html")
    return letter
