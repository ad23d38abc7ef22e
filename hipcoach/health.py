"""Whether this copy can do its work: asked by load balancers and by the start command."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from bonus import instance


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database and the cache answer, else 503 naming what does not.

    That no mail is sent from this database is said too, and is no reason to take the site down.
    """
    checks = {"database": _database_answers(), "cache": _cache_answers()}
    healthy = all(checks.values())
    said = {name: "ok" if fine else "no answer" for name, fine in checks.items()}
    if healthy:
        said["mail"] = "stopped" if instance.alarm() else "ok"
    return JsonResponse(said, status=200 if healthy else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Exception:
        return False


def _cache_answers() -> bool:
    try:
        cache.set("health", "1", 10)
        return bool(cache.get("health") == "1")
    except Exception:
        return False
