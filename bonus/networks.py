"""Where a request comes from, no more precisely than is needed."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from bonus import addresses


def network_of(request: HttpRequest) -> str:
    """Return the shortened network of the visitor.

    Behind a trusted proxy (TRUST_PROXY) it is the last hop that the proxy wrote down.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.headers.get("X-Forwarded-For", "")
        remote = forwarded.split(",")[-1].strip() or remote
    return addresses.shorten(remote)
