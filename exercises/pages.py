"""Whole pages for visitors, drawn once for all who ask for the same one.

A page of somebody without a session differs by the library, its address and the theme. Only the
form token and the policy's nonce are each request's own: they are filled in as it is sent. Whoever
has a session gets a page of their own.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from exercises.catalog import Catalog

# Nobody can guess these, so nobody can type them.
_secret = secrets.token_hex(16)
_OWN = {"csrf_token": get_token, "csp_nonce": get_nonce}


def visitors_page(
    request: HttpRequest,
    catalog: Catalog,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    parts: Mapping[str, bytes] = MappingProxyType({}),
) -> HttpResponse:
    """Answer with a template; `parts` are large pieces of HTML that are kept elsewhere.

    `context` is asked only where the page is drawn.
    """
    if settings.DEBUG or settings.SESSION_COOKIE_NAME in request.COOKIES:
        texts = {name: mark_safe(part.decode()) for name, part in parts.items()}  # noqa: S308  (our templates)
        return render(request, template, {**context(), **texts})
    key = (template, request.get_full_path(), request.COOKIES.get("theme", ""))
    pieces = catalog.pages.get(key, lambda: _pieces(request, template, context, [*parts]))
    filled = {name.encode(): part for name, part in parts.items()}
    # Every second piece is the name of what comes there. A token also sets a cookie, so it is only
    # made where a form stands on the page.
    for name in {*pieces[1::2]} - {*filled}:
        filled[name] = str(_OWN[name.decode()](request)).encode()
    return HttpResponse(b"".join(filled[p] if place % 2 else p for place, p in enumerate(pieces)))


def _pieces(
    request: HttpRequest,
    template: str,
    context: Callable[[], Mapping[str, Any]],
    parts: list[str],
) -> list[bytes]:
    """Draw a page with marks for what is filled in, and cut it there."""
    marks = {name: mark_safe(f"{_secret}{name}.") for name in (*_OWN, *parts)}  # noqa: S308  (a secret of ours)
    page = render_to_string(template, {**context(), **marks}, request)
    return [piece.encode() for piece in re.split(f"{_secret}([a-z_]+)[.]", page)]
