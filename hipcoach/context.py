"""What every template knows about this copy of HipCoach."""

from __future__ import annotations

from functools import partial
from ipaddress import ip_address

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
        "can_use_passkeys": partial(can_use_passkeys, request),
    }


def can_use_passkeys(request: HttpRequest) -> bool:
    """Tell whether browsers keep passkeys for this address: for names, and not for numbers.

    The domain of a passkey must be a valid domain string (Web Authentication Level 3, 5.1.3).
    """
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    try:
        ip_address(host)
    except ValueError:
        return True
    return False
