"""Serving films: whole or in parts, under addresses that hold the mark of their content."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from exercises.film import shelf
from exercises.media.views import answer


@require_safe
def serve(request: HttpRequest, slug: str, mark: str, name: str) -> HttpResponseBase:
    """A film, its poster or its captions; whoever was given the address may have it."""
    path = shelf.file(slug, mark, name)
    if path is None:
        raise Http404("There is no such film.")
    response = answer(request, path, f"{mark}-{name}")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
