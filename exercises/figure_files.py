"""What a figure is fetched by: its motion for the player, and its pictures as files.

The address holds a mark of the figure's data and of the code that draws it, so that a file may be
kept for ever: another drawing has another address. A file is fetched only when it is to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from exercises import drawings
from exercises.figure.animation import animated
from exercises.figure.model import Figure, Side
from exercises.figure.motion import motion_json
from exercises.figure.theme import standalone
from exercises.models import Exercise

A_YEAR = 365 * 24 * 3600
DRAWERS: dict[str, Callable[[Figure, str, Side], str]] = {
    "still.svg": standalone,
    "moving.svg": animated,
    "motion.json": motion_json,
}
"""File name -> how it is drawn. All but the still belong to figures that move."""


def _etag(request: HttpRequest, figure: Figure, mark: str, **which: str) -> str:
    return f'"{mark}"'


@require_safe
@gzip_page
# The colors stand in the picture itself; it may load nothing and run nothing.
@csp_override({"default-src": [CSP.NONE], "style-src": [CSP.UNSAFE_INLINE]})
def serve(
    request: HttpRequest, slug: str, mark: str, camera: str, side: str, file: str
) -> HttpResponse:
    """One file of a figure; an old address leads to the one of today.

    The preview of a draft has addresses of its own, which answer to editors alone.
    """
    which = {"camera": camera, "side": side, "file": file}
    if mark != drawings.mark(slug) and (draft := _draft(request, slug, mark)):
        with drawings.instead_of_live(slug, draft):
            figure = _figure_with(slug, **which)
        response = _file(request, figure, mark, **which) if figure else None
        if response:
            response.headers["Cache-Control"] = "private, no-store"
            return response
    figure = _figure_with(slug, **which)
    if figure is None:
        raise Http404("There is no such figure.")
    if mark != drawings.mark(slug):
        return redirect(address(slug, **which))
    return _file(request, figure, mark, **which)


def _draft(request: HttpRequest, slug: str, mark: str) -> str:
    """Return the text of a draft's figure that a mark names, to an editor; else nothing."""
    user = request.user
    if not (user.is_staff and user.has_perm("exercises.view_exercise")):
        return ""
    text = Exercise.objects.filter(slug=slug).values_list("figure", flat=True).first() or ""
    return text if drawings.mark_of(text) == mark else ""


@condition(etag_func=_etag)
def _file(request: HttpRequest, figure: Figure, mark: str, **which: str) -> HttpResponse:
    kind = "application/json" if which["file"].endswith(".json") else "image/svg+xml"
    response = HttpResponse(_content(figure, **which), content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


def address(slug: str, file: str, camera: str = "", side: str = "right") -> str:
    """Return the path of a figure's file, or nothing where there is no such file.

    camera: a name, "" for the best one. file: a key of DRAWERS.
    """
    camera = camera or next(iter(drawings.cameras(slug)), "")
    if _figure_with(slug, file, camera, side) is None:
        return ""
    return reverse("exercises:figure_file", args=[slug, drawings.mark(slug), camera, side, file])


def _figure_with(slug: str, file: str, camera: str, side: str) -> Figure | None:
    """Return the figure that has such a file."""
    figure = drawings.figure(slug)
    if figure is None or camera not in figure.cameras:
        return None
    moves = len(figure.timeline) > 1 or file == "still.svg"
    return figure if moves and file in DRAWERS and side in drawings.SIDES else None


@lru_cache(maxsize=128)
def _content(figure: Figure, camera: str, side: str, file: str) -> bytes:
    """Draw a file; some 60 kB, so only those of late are kept."""
    return DRAWERS[file](figure, camera, drawings.side_named(side)).encode()
