"""Whether somebody signs in from where they did before, known by keyed hashes alone.

A browser is known by the cookie that it got when it was first used, or by its name and the network
that it comes from (accounts/networks.py shortens it). Neither is stored: only an HMAC of each with
the person's id, so that a copy of the table tells nobody where anybody has been.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from accounts.browsers import known_name
from accounts.models import Device, User
from accounts.networks import network_of

SALT = "accounts.devices"
COOKIE_AGE = timedelta(days=400)  # the longest that browsers keep a cookie
MOST = 40  # marks of one person; the oldest are forgotten


def mark(user_pk: int, *of: str) -> str:
    """Return the mark of a browser or a place, for one person alone."""
    words = "\x00".join((str(user_pk), *of))
    return str(salted_hmac(SALT, words, algorithm="sha256").hexdigest())[:32]


def key_of(request: HttpRequest) -> str:
    """Return the key in this browser's cookie, "" where it has none of ours."""
    try:
        return str(request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, "", salt=SALT))
    except signing.BadSignature:
        return ""


def knows(request: HttpRequest, email: str) -> bool:
    """Tell whether this browser has the cookie of one that `email` was signed in with before.

    An address without an account takes as many queries as one with.
    """
    key = key_of(request)
    if not key:
        return False
    pk = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first() or 0
    return Device.objects.filter(user_id=pk, mark=mark(pk, "cookie", key)).exists()


def note(user: User, request: HttpRequest, response: HttpResponseBase, now: datetime) -> list[int]:
    """Remember where a person has signed in from; return the new marks if that place is new.

    The first device of an account is not news: it is the one on which it was made.
    """
    key = key_of(request) or uuid4().hex
    place = (known_name(request.headers.get("User-Agent", "")), network_of(request))
    marks = {mark(user.pk, "cookie", key), mark(user.pk, "place", *place)}
    is_first = not Device.objects.filter(user=user).exists()
    seen = Device.objects.filter(user=user, mark__in=marks).update(seen_at=now)
    rows = [Device(user=user, mark=one, seen_at=now) for one in sorted(marks)]
    Device.objects.bulk_create(rows, ignore_conflicts=True)
    _forget_oldest(user)
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        key,
        salt=SALT,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if seen or is_first:
        return []
    return list(Device.objects.filter(user=user, mark__in=marks).values_list("pk", flat=True))


def _forget_oldest(user: User) -> None:
    kept = Device.objects.filter(user=user).order_by("-seen_at", "-pk").values("pk")[:MOST]
    Device.objects.filter(user=user).exclude(
        pk__in=list(kept.values_list("pk", flat=True))
    ).delete()
