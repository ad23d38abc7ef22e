"""What a phone asks for and sends: the pack it takes along, the queue that it brings back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from training.offline import body, shapes
from training.offline import sync as queue
from training.offline.pack import pack as make_pack
from training.offline.pack import runner_key
from training.views.requests import form_view, runner_of

RETRY_AFTER = 60  # seconds
TOO_OFTEN = "Too many tries at once. What you logged stays on this phone and is sent later."
OTHER_RUNNER = "Somebody else is signed in here. What you logged stays on this phone."


class _JsonCsrf(CsrfViewMiddleware):
    """Checks the token as everywhere, and says in JSON what a script can read."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return JsonResponse({"reason": "Ask for a new token and try again."}, status=403)


type View = Callable[[HttpRequest], HttpResponseBase]


def signed_in(view: View) -> View:
    """Answer 401 as JSON to whoever is not signed in: a script cannot follow to a sign-in page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        answer = JsonResponse({"reason": "signed-out"}, status=401)
        response = view(request) if request.user.is_authenticated else answer
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


@csrf_exempt
@form_view
@signed_in
@decorator_from_middleware(_JsonCsrf)
def sync(request: HttpRequest) -> HttpResponse:
    """Give the token and the account's key; take the queue of a phone."""
    if request.method != "POST":
        key = runner_key(runner_of(request))
        return JsonResponse({"csrf": get_token(request), "runner": key})
    if not ratelimit.consume(request, action="training_sync"):
        answer = JsonResponse({"reason": TOO_OFTEN}, status=429)
        answer.headers["Retry-After"] = str(RETRY_AFTER)
        return answer
    return _take(request)


def _take(request: HttpRequest) -> HttpResponse:
    runner, now = runner_of(request), timezone.now()
    try:
        sent = body.read(_bytes(request), now)
    except body.BodyError as error:
        return JsonResponse({"reason": str(error)}, status=error.status)
    if sent.runner and sent.runner != runner_key(runner):
        return JsonResponse({"reason": OTHER_RUNNER}, status=409)
    results = [one.shape for one in queue.take(runner, sent, now)]
    return JsonResponse({"results": results, "made_at": shapes.moment(now)})


def _bytes(request: HttpRequest) -> bytes:
    """Read no more than a body may have, whatever it says of its length."""
    try:
        return request.read(body.MAX_BYTES + 1)
    except (RawPostDataException, UnreadablePostError):
        return b""
