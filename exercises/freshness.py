"""When a visitor's browser may keep a page: ETags for those pages that are the same each time.

A page differs by the library, its address, the theme and the form token's cookie. Whoever has a
session may see a name or a message and gets no ETag. Pages with the signup get none either, since
its form carries the time. The nonce in a kept page is an old one, which is harmless: every script
is a file of our own, and the policy allows those by 'self'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from exercises.models import CatalogVersion


def visitors_etag(request: HttpRequest, **kwargs: Any) -> str | None:
    """Return the ETag of a page without forms, or None where it must be drawn anew."""
    form_cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    if settings.DEBUG or not form_cookie or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    parts = (
        CatalogVersion.current(),
        _build(),
        request.get_full_path(),
        request.headers.get("HX-Target", ""),
        request.headers.get("HX-Trigger", ""),
        request.COOKIES.get("theme", ""),
        form_cookie,
    )
    return f'"{hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]}"'


def kept_by_visitors[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 304 to a visitor who has this very page; others always get a fresh one."""
    conditional = condition(etag_func=visitors_etag)(view)

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = conditional(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return inner


@cache
def _build() -> str:
    """Return a mark of the templates, the front end and this app as they were at the start."""
    folders = (settings.BASE_DIR / "templates", Path(__file__).parent, settings.FRONTEND_DIST)
    times = (path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*"))
    return str(max(times, default=0))
