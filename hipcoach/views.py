"""The pages that belong to no single room: home, privacy, theme, style guide."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bonus.forms import SignupForm
from exercises.catalog import get_catalog
from hipcoach import samples
from hipcoach.context import THEMES
from hipcoach.forms import StyleguideForm

THEME_MAX_AGE = 365 * 24 * 3600
# Plane, the figure that shows it best, its camera, and what the plane means for a runner.
HOME_PLANES = (
    ("sagittal", "single-leg-deadlift", "side", "Where running lives: push, swing, push."),
    (
        "frontal",
        "side-lying-hip-abduction",
        "front",
        "The outer hip holds your pelvis level each time one foot lands.",
    ),
    (
        "transverse",
        "hip-airplane",
        "quarter",
        "The rotators keep the knee pointing where the foot points.",
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The promise, the three planes, how it works, the article, the signup."""
    catalog = get_catalog()
    context = {
        "form": SignupForm(),
        "article": catalog.lead_article,
        "planes": HOME_PLANES,
        "programs": catalog.programs[:3],
    }
    return render(request, "home.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about a person, why and for how long."""
    return render(
        request,
        "privacy.html",
        {
            "postal_address": settings.POSTAL_ADDRESS,
            "counts_clicks": settings.COUNT_CLICKS,
        },
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead to our mark from the address that browsers try where a page names none."""
    return HttpResponseRedirect(static("favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers which rooms are private and where the sitemap is."""
    rooms = ("admin:index", "accounts:overview", "training:log", "exercises:lists:index")
    lines = ["User-agent: *", *(f"Disallow: {reverse(room)}" for room in rooms)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@csrf_exempt  # so that a reader's page needs no token and no cookie; it changes looks alone
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember the chosen theme in a cookie and go back to the page it was chosen on."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDenied("Another site asked for this theme.")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("home")
    response = HttpResponseRedirect(back)
    choice = request.POST.get("theme", "")
    if choice in THEMES:
        response.set_cookie(
            "theme", choice, max_age=THEME_MAX_AGE, secure=request.is_secure(), samesite="Lax"
        )
    else:
        response.delete_cookie("theme")
    return response


@require_safe
@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in all its states, for staff."""
    if not request.user.is_staff:
        raise PermissionDenied
    bound = StyleguideForm({"email": "sam@example", "pain": "", "side": "left", "notes": "x"})
    films = {"rendered": samples.rendered_film(), "drawn": samples.drawn_film()}
    return render(request, "styleguide.html", {"form": StyleguideForm(), "bound": bound, **films})


def may_open_mailbox(request: HttpRequest) -> bool:
    """Only a copy that keeps its mail in the local mailbox shows it."""
    return settings.HAS_MAILBOX and settings.MODE != "production"
