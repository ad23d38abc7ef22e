"""The page of one video with its list, and what is kept of watching; a key opens both."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bonus import clicks, links, schedule, videos, watching
from bonus.forms import ProgressForm, SignupForm
from bonus.models import Enrollment
from bonus.views import KEY_COOKIE, open_videos, personal
from exercises import storyboard


@require_safe
@personal
def watch(request: HttpRequest, video: str) -> HttpResponse:
    """One video with its list; the key in a mail's link becomes a cookie."""
    key = request.GET.get("key", "")
    try:
        enrollment = videos.enrollment_of(key or request.COOKIES.get(KEY_COOKIE, ""))
    except Enrollment.DoesNotExist:
        return render(request, "bonus/no_key.html", {"form": SignupForm()}, status=403)
    if key:
        from_mail = "?mail=1" if "mail" in request.GET else ""
        return open_videos(redirect(reverse("bonus:watch", args=[video]) + from_mail), key)
    entries = videos.listing(enrollment, timezone.now())
    current = _entry(entries, video)
    context = _context(enrollment, entries, current)
    if current.state == "locked":
        return render(request, "bonus/locked.html", context, status=403)
    film = storyboard.of(current.video)
    moves = [("exercise", exercise.slug) for exercise in film["exercises"]]
    log_link = f"{reverse('training:workout_new')}?{urlencode(moves)}" if moves else ""
    counted = "mail" in request.GET and clicks.are_counted(enrollment.subscriber)
    context |= {"film": film, "log_link": log_link, "count_click": counted}
    return render(request, "bonus/watch.html", context)


@csrf_exempt  # the key's cookie, which no other site's form brings along, is the authority
@require_POST
@personal
def click(request: HttpRequest, video: str) -> HttpResponse:
    """Count that a video was opened from its mail, where its reader agreed to that."""
    try:
        enrollment = videos.enrollment_of(request.COOKIES.get(KEY_COOKIE, ""))
    except Enrollment.DoesNotExist:
        return HttpResponse(status=403)
    clicks.note(enrollment, video, timezone.now())
    return HttpResponse(status=204)


@require_POST
@personal
def progress(request: HttpRequest, video: str) -> HttpResponse:
    """Keep how far an open video was watched: the player's word, or the button's."""
    now = timezone.now()
    try:
        enrollment = videos.enrollment_of(request.COOKIES.get(KEY_COOKIE, ""))
    except Enrollment.DoesNotExist:
        return HttpResponse(status=403)
    current = _entry(videos.listing(enrollment, now), video)
    form = ProgressForm(request.POST)
    if current.state == "locked" or not form.is_valid():
        return HttpResponse(status=400)
    length = current.video.length_s
    position = form.cleaned_data["position"]
    watching.note(
        enrollment,
        current.key,
        position_s=length if position is None else position,
        length_s=length,
        now=now,
    )
    return HttpResponse(status=204) if position is not None else redirect("bonus:watch", video)


def _entry(entries: list[videos.Entry], video: str) -> videos.Entry:
    """Return the line of a video; raise Http404 where the reader has none."""
    found = next((entry for entry in entries if entry.video.slug == video), None)
    if found is None:
        raise Http404
    return found


def _context(
    enrollment: Enrollment, entries: list[videos.Entry], current: videos.Entry
) -> dict[str, object]:
    return {
        "current": current,
        "entries": entries,
        "open_count": sum(entry.state == "open" and entry.position > 0 for entry in entries),
        "main_count": sum(entry.position > 0 for entry in entries),
        "upcoming": next((entry for entry in entries if entry.opens), None),
        "series": enrollment.series,
        "enrollment": enrollment,
        "newest_slug": videos.first(enrollment),
        "stop_link": links.stop_path(enrollment.subscriber_id),
        "preferences_link": links.preferences_path(enrollment.subscriber),
        "resume_link": links.resume_path(enrollment.subscriber),
        "is_paused": schedule.is_paused(enrollment.subscriber, timezone.now()),
    }
