"""Which searches that found nothing are told to the editors, without saying who searched.

A request only asks the cache and a worker. What looks like an address or a telephone number is
never passed on. One network counts a query once an hour, and an hour has an end for all together.
"""

from __future__ import annotations

import hashlib
import logging
import re

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts import hints
from accounts.networks import network_of
from exercises.models.searches import LONGEST
from exercises.tasks import note_missed_search

logger = logging.getLogger(__name__)

WINDOW = 3600
MOST_IN_A_WINDOW = 300
MOST_DIGITS = 6


def normalize(query: str) -> str:
    """Return a query in the form that is kept, or nothing where it may name a person."""
    printable = "".join(c if c.isprintable() else " " for c in query.casefold())
    text = " ".join(printable.split())[:LONGEST].strip()
    is_personal = "@" in text or len(re.findall(r"\d", text)) > MOST_DIGITS
    return "" if is_personal else text


def note(request: HttpRequest, query: str) -> None:
    """Have a worker count a search that found nothing; without cache or broker nobody does."""
    text = normalize(query)
    if text and _is_first(request, text):
        hints.hint(note_missed_search, text)


def _is_first(request: HttpRequest, text: str) -> bool:
    secret = f"{settings.SECRET_KEY}\n{network_of(request)}\n{text}"
    key = hashlib.sha256(secret.encode()).hexdigest()[:32]
    try:
        if not cache.add(f"exercises:missed:{key}", 1, WINDOW):
            return False
        cache.add("exercises:missed", 0, WINDOW)
        return bool(cache.incr("exercises:missed") <= MOST_IN_A_WINDOW)
    except Exception:
        logger.warning("The cache does not answer; a search that found nothing is not counted.")
        return False
