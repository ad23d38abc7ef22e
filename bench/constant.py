"""The site's addresses and one more: a page that is always the same, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hipcoach.urls import urlpatterns as site

PAGE = b"<!doctype html><title>Constant</title>" + b"<p>The same words each time.</p>" * 600


def constant(request: HttpRequest) -> HttpResponse:
    """Return the page."""
    return HttpResponse(PAGE)


urlpatterns = [path("constant/", constant), *site]
