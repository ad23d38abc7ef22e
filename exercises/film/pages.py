"""The admin page on which a video's film is rendered, watched and canceled."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.models import User
from exercises.film import jobs, shelf, tasks, voice
from exercises.film.errors import FilmError
from exercises.library.rows import video_content
from exercises.models import Publication, Video

REFRESH_SECONDS = 3


def page(admin: Any, request: HttpRequest, work: Publication) -> HttpResponse:
    """Show where the film of the editors' words stands; POST asks for it, or cancels it."""
    video = cast(Video, work)
    job = video.film_jobs.first()
    if request.method == "POST":
        if "cancel" not in request.POST:
            _order(request, video)
        elif job:
            jobs.cancel(job, timezone.now())
        return redirect(request.path)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Film of {video}",
        "opts": admin.opts,
        "original": video,
        "job": job,
        "film": shelf.find(video_content(video)),
        "percent": max(1, job.progress) if job else 0,  # the bar is there from the start
        "refresh": REFRESH_SECONDS,
        "speaks": voice.is_here(),
    }
    return TemplateResponse(request, "admin/exercises/film/film.html", context)


def _order(request: HttpRequest, video: Video) -> None:
    try:
        job = jobs.order(video, cast(User, request.user), timezone.now())
    except FilmError as error:
        messages.error(request, f"There is nothing to render yet. {error}")
    else:
        transaction.on_commit(lambda: tasks.hint(job.pk))
