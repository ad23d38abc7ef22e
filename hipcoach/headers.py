"""The header that takes from every page what no page of ours needs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What a page may ask the browser for, and only for itself: passkeys, films, a screen that stays on.
OURS = (
    "autoplay",
    "fullscreen",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
)
# The features of Permissions Policy that could tell something about a person or cost them money.
NOBODYS = (
    "accelerometer",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
POLICY = ", ".join([*(f"{name}=(self)" for name in OURS), *(f"{name}=()" for name in NOBODYS)])


def permissions(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put the policy on every answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response

    return middleware
