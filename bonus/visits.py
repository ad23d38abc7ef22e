"""Visits of the pages that offer the series, counted by page and day without knowing anybody.

No cookie, no address and no browser's fingerprint: a page that is answered is one more, whoever
asked. Programs that say what they are, and pages that a browser fetches ahead, are left out; the
others cannot be told from people, so the number is an upper bound. Sums stand in the cache first
and are added to the table by `flush`, so that a page costs no write to the database. What was in
the cache when it was lost is not counted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from redis import RedisError

from bonus.models import VisitCount
from exercises.catalog import get_catalog

logger = logging.getLogger(__name__)

# The pages with a signup on them, by the name of their address.
PAGES = {
    "home": "home",
    "bonus:signup": "bonus",
    "bonus:watch": "watch",
    "exercises:article": "article",
}
COUNTED = ("home", "bonus", "article")
KEPT_SECONDS = 3 * 24 * 3600
_PROGRAM = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|scan|curl|wget|python|java/|go-http|headless|"
    r"facebookexternalhit|lighthouse",
    re.IGNORECASE,
)


def page_of(match: ResolverMatch | None) -> str:
    """Return the name of a page that has a signup, such as home or article/<slug>, or nothing."""
    name = PAGES.get(match.view_name, "") if match else ""
    if name == "article" and match:
        return f"{name}/{match.kwargs['slug']}"[:80]
    return name


def page_at(address: str) -> str:
    """Return the name of the page at an address of ours, or nothing."""
    try:
        return page_of(resolve(urlsplit(address).path))
    except (Resolver404, ValueError):
        return ""


def is_page(name: str) -> bool:
    """Tell whether a form may say that it stood on this page."""
    return re.fullmatch(r"home|bonus|watch|article/[-\w]{1,72}", name) is not None


def counts(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether an answered request is a visit."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return (
        request.method == "GET"
        and response.status_code in (200, 304)
        and "prefetch" not in purpose
        and "HX-Request" not in request.headers
        and page_of(request.resolver_match).partition("/")[0] in COUNTED
        and not _PROGRAM.search(request.headers.get("User-Agent", "") or "bot")
    )


def count(page: str, day: date) -> None:
    """Count one visit. Costs a word with the cache and never raises."""
    key = _key(page, day)
    try:
        try:
            cache.incr(key)
        except ValueError:  # the first of the day
            cache.add(key, 0, KEPT_SECONDS)
            cache.incr(key)
    except (ValueError, RedisError, OSError) as error:
        logger.warning("a visit is not counted: %s", error)


def flush(now: datetime) -> int:
    """Add what was counted today and yesterday to the table; return how many visits.

    Each sum is taken out of the cache before it is written, so that it is never counted twice.
    """
    total = 0
    pages = ["home", "bonus", *(f"article/{one.slug}"[:80] for one in get_catalog().articles)]
    keys = {
        _key(page, day): (page, day)
        for page in pages
        for day in (now.date(), now.date() - timedelta(days=1))
    }
    for key, visits in cache.get_many(keys).items():
        if visits > 0:
            page, day = keys[key]
            cache.decr(key, visits)
            VisitCount.objects.get_or_create(day=day, page=page)
            VisitCount.objects.filter(day=day, page=page).update(visits=F("visits") + visits)
            total += visits
    return total


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Count visits after the page was answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if counts(request, response):
            count(page_of(request.resolver_match), timezone.now().date())
        return response

    return answer


def _key(page: str, day: date) -> str:
    return f"bonus:visits:{day}:{page}"
