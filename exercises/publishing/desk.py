"""The editors' front page: what waits, what is unfinished, what readers did not find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from exercises.library.kinds import WORKS
from exercises.models import Media, MissedSearch, Publication, State
from exercises.publishing.completeness import lacks
from exercises.publishing.pages import may

MOST = 12
SCHEDULED = Q(publish_at__isnull=False)
REVIEW = Q(state=State.REVIEW) & ~SCHEDULED
DRAFT = Q(state=State.DRAFT) & ~SCHEDULED


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: where it is done, and why."""

    title: str
    kind: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Lines of one sort, the first ones; `count` is that of all."""

    title: str
    empty: str
    lines: list[Line]
    count: int


def callback(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Give the admin's front page its piles; called by unfold."""
    return {**context, "piles": piles(request)}


def piles(request: HttpRequest) -> list[Pile]:
    """Return what this editor may do something about."""
    kinds = [model for model in WORKS if may(request, model(), "view")]
    if not kinds:
        return []
    found = [
        _works(kinds, "Waits for review", "Nothing waits for review.", _sender, REVIEW),
        _works(kinds, "Goes live at its time", "Nothing is scheduled.", _date, SCHEDULED),
        _works(kinds, "Drafts", "No draft is under way.", _missing_part, DRAFT),
    ]
    if request.user.has_perm("exercises.view_media"):
        found.append(_failed())
    if request.user.has_perm("exercises.view_missedsearch"):
        found.append(_missed())
    return found


def _works(
    kinds: list[type[Publication]],
    title: str,
    empty: str,
    note: Callable[[Publication], str],
    wanted: Q,
) -> Pile:
    """Return a pile of works, the longest untouched first; only the shown ones are looked into."""
    lines: list[Line] = []
    count = 0
    for model in kinds:
        rows = model.objects.filter(wanted).order_by("changed_at", "pk")
        count += rows.count()
        for work in rows.select_related("submitted_by")[: MOST - len(lines)]:
            kind, url = str(model._meta.verbose_name), reverse(work.publishing_page, args=[work.pk])
            lines.append(Line(str(work), kind, url, note(work)))
    return Pile(title, empty, lines, count)


def _sender(work: Publication) -> str:
    return f"sent by {work.submitted_by.get_full_name() if work.submitted_by else 'nobody'}"


def _date(work: Publication) -> str:
    return f"{work.publish_at:%b %-d, %H:%M} UTC"


def _missing_part(work: Publication) -> str:
    if missing := lacks(work):
        return f"lacks {', '.join(missing)}"
    return "beside the published words" if work.is_on_site else "new"


def _failed() -> Pile:
    rows = Media.objects.filter(state=Media.State.FAILED)
    lines = [
        Line(
            media.title,
            media.get_kind_display().lower(),
            reverse("admin:exercises_media_change", args=[media.pk]),
            media.reason,
        )
        for media in rows[:MOST]
    ]
    return Pile("Uploads that failed", "No upload has failed.", lines, rows.count())


def _missed() -> Pile:
    rows = MissedSearch.objects.all()
    lines = [
        Line(
            search.query,
            "search",
            f"{reverse('exercises:list')}?{urlencode({'q': search.query})}",
            "once" if search.count == 1 else f"{search.count} times",
        )
        for search in rows[:MOST]
    ]
    empty = "Readers found what they searched for."
    return Pile("Searched for and not found", empty, lines, rows.count())
