"""What a phone asks for: the pack it takes along."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from training.offline.pack import pack as make_pack
from training.views.requests import runner_of


def signed_in(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 401 as JSON to whoever is not signed in: a script cannot follow to a sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            response = view(request)
        else:
            response = JsonResponse({"reason": "signed-out"}, status=401)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


@require_safe
@signed_in
def pack(request: HttpRequest) -> HttpResponse:
    """Send all that a session without a network needs, or 304 to who has it."""
    made = make_pack(runner_of(request), timezone.now())
    etag = f'"{made.mark}"'
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(made.body, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response
