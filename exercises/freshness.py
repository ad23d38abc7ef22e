"""When a visitor's browser may keep a page: ETags for those pages that are the same each time.

A page differs by the library, its address and the theme. Whoever has a session may see a name or a
message and gets no ETag. A page with the signup also differs by the form token's cookie, and by the
half day, since the signup carries the time at which it was drawn and is good for a day. The nonce
in a kept page is an old one, which is harmless: every script is a file of our own, and the policy
allows those by 'self'.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from exercises.models import CatalogVersion

# A form that was drawn at the start of this time, kept to its end and then left open as long again
# is still good when it is sent (bonus.tokens says until when).
FORM_SECONDS = 12 * 3600

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def visitors_etag(request: HttpRequest, **kwargs: Any) -> str | None:
    """Return the ETag of a page without the signup, or None where it must be drawn anew."""
    if settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    parts = (
        CatalogVersion.current(),
        _build(),
        request.get_full_path(),
        request.headers.get("HX-Target", ""),
        request.headers.get("HX-Trigger", ""),
        request.COOKIES.get("theme", ""),
    )
    return f'"{hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]}"'


def visitors_etag_with_form(request: HttpRequest, **kwargs: Any) -> str | None:
    """Return the ETag of a page with the signup: another one every half day and for each cookie."""
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    etag = visitors_etag(request, **kwargs) if cookie else None
    if not (cookie and etag):
        return None
    half_day = int(timezone.now().timestamp()) // FORM_SECONDS
    mark = hashlib.sha256(f"{etag}{cookie}{half_day}".encode()).hexdigest()[:32]
    return f'"{mark}"'


def kept_by_visitors[**P](view: View[P]) -> View[P]:
    """Answer 304 to a visitor who has this very page; others always get a fresh one."""
    return _kept(view, visitors_etag)


def kept_while_its_form_is_good[**P](view: View[P]) -> View[P]:
    """Do the same for a page with the signup, whose form grows old."""
    return _kept(view, visitors_etag_with_form)


def _kept[**P](view: View[P], etag: Callable[..., str | None]) -> View[P]:
    conditional = condition(etag_func=etag)(view)

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
