"""The picture of an exercise for shared links: its figure as a PNG of 1200 x 630 pixels.

It carries no words, so it needs no font; the link's title stands beside it. The address holds a
hash of the drawing, so that it may be kept for ever: another drawing has another address.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import resvg_py
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from exercises import drawings
from exercises.figure.draw import still
from exercises.figure.theme import LIGHT, plain_rules

WIDTH, HEIGHT = 1200, 630
CLAY, INK = "#ae4421", "#12302a"
A_YEAR = 365 * 24 * 3600
# The mark of the house, as in frontend/glyphs/logo.svg.
MARK = (
    '<g transform="translate(40 36) scale(1.9)"><g fill="none" stroke-linecap="round">'
    f'<path d="M6.2 27.5A16.5 16.5 0 1 1 30.5 31" stroke="{CLAY}" stroke-width="4.4"/>'
    f'<path d="M12.2 24A9.6 9.6 0 1 1 26 26" stroke="{CLAY}" stroke-width="3"/>'
    f'<path d="M20.5 19.5L29 37" stroke="{INK}" stroke-width="7"/></g>'
    f'<circle cx="19.6" cy="18.6" r="5.6" fill="{INK}"/></g>'
)


@require_safe
def picture(request: HttpRequest, slug: str, mark: str) -> HttpResponse:
    """The picture of a figure; an old address leads to the one of today."""
    current = fingerprint(slug)
    if not current:
        raise Http404("There is no such figure.")
    if mark != current:
        return redirect(url(slug))
    return _picture(request, slug, mark)


def _etag(request: HttpRequest, slug: str, mark: str) -> str:
    return f'"{mark}"'


@condition(etag_func=_etag)
def _picture(request: HttpRequest, slug: str, mark: str) -> HttpResponse:
    response = HttpResponse(png(slug), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def url(slug: str) -> str:
    """Return the path of a figure's picture, or nothing where there is no figure."""
    mark = fingerprint(slug)
    return reverse("exercises:picture", args=[slug, mark]) if mark else ""


def fingerprint(slug: str) -> str:
    """Return the hash of a figure's picture, or nothing where there is no figure."""
    return _fingerprint(drawings.text(slug))


@lru_cache(maxsize=2048)
def _fingerprint(text: str) -> str:
    drawn = _svg(text)
    return hashlib.sha256(drawn.encode()).hexdigest()[:16] if drawn else ""


def png(slug: str) -> bytes:
    """Return a figure's picture."""
    return _png(drawings.text(slug))


@lru_cache(maxsize=64)
def _png(text: str) -> bytes:
    """Draw a picture; it has some 40 kB, so only those of late are kept."""
    return bytes(resvg_py.svg_to_bytes(svg_string=_svg(text), skip_system_fonts=True))


def svg(slug: str) -> str:
    """Return a figure's picture as a complete SVG file, or nothing where there is no figure."""
    return _svg(drawings.text(slug))


def _svg(text: str) -> str:
    figure = drawings.figure_of(text)
    if figure is None:
        return ""
    body = still(figure, label="", crop=WIDTH / HEIGHT)
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
    placed = body.replace("<svg ", f'<svg width="{WIDTH}" height="{HEIGHT}" ', 1)
    stage = f'<path fill="{LIGHT["st"]}" d="M0 0H{WIDTH}V{HEIGHT}H0z"/>'
    return f"{opening}<style>{plain_rules()}</style>{stage}{placed}{MARK}</svg>"
