"""The player of a session: one page that is the same for all, filled on the phone."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# What a runner may turn off, by the name that frontend/js/player/wishes.js keeps it under.
WISHES = (
    ("sound", "Beeps"),
    ("voice", "Spoken countdown and side changes"),
    ("vibrate", "Vibration"),
    ("tempo", "Tempo for each rep"),
)


@require_safe
@login_required
def player(request: HttpRequest) -> HttpResponse:
    """Send the player; its script reads the address and the pack that is on the phone.

    ?session=<key>, with ?line=<slug>:<sets> once or more as Today showed it; ?exercise=<slug> once
    or more; ?repeat=1; ?free=1.
    """
    return render(request, "training/player/page.html", {"wishes": WISHES})
