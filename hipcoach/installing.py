"""HipCoach as an app on a phone: the service worker, the manifest, the page without a network.

The worker's script is built by Vite; here the list of files that it fetches ahead is written in
front of it. Their names change with their content, so that a new build is another script and the
browser takes it for an update. docs/offline.md says what is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# What a runner's pages are made of; the admin, the pose editor and the signup's puzzle are not.
SCRIPTS = tuple(f"frontend/js/{name}.js" for name in ("main", "player", "figure", "cards", "lines"))
PLAIN = ("icons.svg", "favicon.svg")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Send the worker with the files of this build; from the root, so that it serves all pages."""
    script = _script(settings.FRONTEND_DIST)
    if script is None:
        raise Http404("The front end was not built.")
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """Say how the installed app looks and where it opens."""
    player = reverse("training:player")
    content = {
        "id": "/",
        "name": "HipCoach",
        "short_name": "HipCoach",
        "description": "Strong hips for runners, one side at a time. Works without a signal.",
        "lang": "en",
        "start_url": reverse("training:today"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f1e6",
        "theme_color": "#f6f1e6",
        "categories": ["health", "fitness", "sports"],
        "icons": [
            _icon("app-192.png", 192),
            _icon("app-512.png", 512),
            _icon("app-maskable-512.png", 512) | {"purpose": "maskable"},
        ],
        "shortcuts": [
            {"name": "Start today's session", "short_name": "Start", "url": player},
            {"name": "Log freely", "short_name": "Log", "url": f"{player}?free=1"},
            {"name": "Your log", "url": reverse("training:log")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Stand in for a page that is not on the phone."""
    return render(request, "offline.html")


def _icon(name: str, side: int) -> dict[str, str]:
    return {"src": static(f"icons/{name}"), "sizes": f"{side}x{side}", "type": "image/png"}


@lru_cache(maxsize=1)
def _script(built: Path) -> str | None:
    """Return the worker's whole text; a running process has one build."""
    worker, listing = built / "sw.js", built / "manifest.json"
    if not (worker.is_file() and listing.is_file()):
        return None
    text = worker.read_text()
    files = sorted(_files(json.loads(listing.read_text())))
    said: dict[str, Any] = {
        "files": files,
        "offline": reverse("offline"),
        "static": settings.STATIC_URL,
    }
    mark = hashlib.sha256(f"{json.dumps(said)}{text}".encode()).hexdigest()[:12]
    return f"self.HIPCOACH = {json.dumps(said | {'version': mark})};\n{text}"


def _files(chunks: dict[str, Any]) -> Iterator[str]:
    """Yield the address of each file that a runner's pages load."""
    imported = {
        name
        for chunk in chunks.values()
        for name in (*chunk.get("imports", ()), *chunk.get("dynamicImports", ()))
    }
    found: set[str] = set()
    wanted = list(SCRIPTS)
    while wanted:
        name = wanted.pop()
        if name in found or name not in chunks:
            continue
        found.add(name)
        chunk = chunks[name]
        yield static(chunk["file"])
        if name in imported:
            # Pages name a script as it is stored, other scripts as Vite named it.
            yield f"{settings.STATIC_URL}{chunk['file']}"
        yield from (static(file) for file in (*chunk.get("css", ()), *chunk.get("assets", ())))
        wanted += [*chunk.get("imports", ()), *chunk.get("dynamicImports", ())]
    yield from (static(file) for file in PLAIN)
