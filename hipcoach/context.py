"""What every template knows about this copy of HipCoach."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """Return the saved theme ("" follows the system) and the addresses shown in the footer."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "contact_email": settings.CONTACT_EMAIL,
        "site_url": settings.SITE_URL,
        "has_mailbox": settings.HAS_MAILBOX,
    }
