"""Serving the files that were made of uploads, with the types that we know they have."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from exercises.catalog import get_catalog
from exercises.media import ranges, store

# Should a browser ever open one as a page, it may do nothing there.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; sandbox"


@require_safe
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file that a published page shows; editors also get those of drafts."""
    is_public = name in get_catalog().files
    if not is_public and not request.user.has_perm("exercises.view_media"):
        raise Http404("No such file is published.")
    try:
        path = store.served(name)
    except ValueError as error:
        raise Http404("There is no such file.") from error
    response = answer(request, path, path.stem)
    if not is_public:
        patch_vary_headers(response, ["Cookie"])
    return response


def answer(request: HttpRequest, path: Path, mark: str) -> HttpResponseBase:
    """Answer with a file, or a part of it, whose address holds the mark of its content."""
    try:
        response = ranges.respond(request, path, store.TYPES[path.suffix[1:]], f'"{mark}"')
    except OSError as error:
        raise Http404("There is no such file.") from error
    # Private: what is taken from the site must not live on in a cache between us and others.
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
