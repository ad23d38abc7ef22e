"""Where a request comes from, no more precisely than is needed."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """Return the shortened network of the visitor.

    Behind a trusted proxy (TRUST_PROXY) it is the last hop that the proxy wrote down.
    """
    remote = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        forwarded = request.headers.get("X-Forwarded-For", "")
        remote = forwarded.split(",")[-1].strip() or remote
    return shorten(remote)


def shorten(remote: str) -> str:
    """Return the network of an internet address: /24 for IPv4, /48 for IPv6, "" if unreadable.

    Enough to recognize a network, too little to recognize a person.
    """
    try:
        ip = ip_address(remote)
    except ValueError:
        return ""
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
