"""The admin's page on which a figure is made, and the preview that it asks for."""

from __future__ import annotations

import math
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from accounts.models import User
from exercises.figure.fields import FigureError
from exercises.figure.skeleton import POINTS
from exercises.figure.timeline import EASE
from exercises.models import Exercise, Publication, PublicationError
from exercises.posing import joints, starts
from exercises.posing.keeping import keep, mark
from exercises.posing.looks import Pull, look

ANCHORS = ("pelvis", *(f"{part}_{side}" for part in POINTS for side in "rl"))


def page(admin: Any, request: HttpRequest, work: Publication) -> HttpResponse:
    """Show the editor of an exercise's figure, and save what it sends."""
    row = cast(Exercise, work)
    start = request.GET.get("start", "")
    typed, seen = starts.begin(start, row) or row.figure, mark(row.figure)
    if request.method == "POST":
        typed, seen = request.POST.get("figure", ""), request.POST.get("seen", "")
        if _saved(request, row, typed, seen):
            return redirect(request.path)
    shown = look(typed, "") if typed else {}
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Figure of {row}",
        "opts": admin.opts,
        "original": row,
        "typed": typed,
        "seen": seen,
        "shown": shown,
        "pictures": [
            (camera["name"], mark_safe(camera["svg"]))  # noqa: S308  (drawn by exercises.figure)
            for camera in shown.get("cameras", ())
        ],
        "is_begun": typed != row.figure,
        "starts": starts.choices(),
        "groups": joints.fields(),
        "eases": list(EASE),
        "anchors": ANCHORS,
        "look_url": reverse("admin:exercises_exercise_figure_look", args=[row.pk]),
        "preview_url": reverse("exercises:preview", args=["exercise", row.pk]),
        "publishing_url": reverse(row.publishing_page, args=[row.pk]),
    }
    return TemplateResponse(request, "admin/exercises/figure.html", context)


def _saved(request: HttpRequest, row: Exercise, typed: str, seen: str) -> bool:
    """Save a figure, or say why not."""
    try:
        changed = keep(row, typed, seen, cast(User, request.user), timezone.now())
    except FigureError as error:
        messages.error(request, f"The figure is not saved. {error}")
        return False
    except PublicationError as error:
        messages.error(request, str(error))
        return False
    if not changed:
        messages.info(request, "The figure says nothing new.")
    else:
        row.refresh_from_db()
        waits = "Visitors see the published one until you publish the draft."
        messages.success(request, f"The figure is saved. {waits if row.is_on_site else ''}".strip())
    return True


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Return what an editor's page shows of the figure that it holds; nothing is saved."""
    sent = request.POST
    shown = look(
        sent.get("figure", ""),
        sent.get("pose", ""),
        pull=_pull(sent.get("camera", ""), sent.get("handle", ""), sent.get("x"), sent.get("y")),
        change=sent.get("change", ""),
        moving=sent.get("moving") == "1",
    )
    return JsonResponse(shown, headers={"Cache-Control": "no-store"})


def _pull(camera: str, handle: str, x: str | None, y: str | None) -> Pull | None:
    try:
        to = float(x or ""), float(y or "")
    except ValueError:
        return None
    return Pull(camera, handle, to) if all(map(math.isfinite, to)) else None
