"""Admin pages of a work: what publishing it would change, and its history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from exercises.models import Publication, PublicationError, State
from exercises.publishing import history, release
from exercises.publishing.completeness import advice, lacks
from exercises.publishing.difference import difference

PER_PAGE = 20


def _nothing(request: HttpRequest) -> tuple[()]:
    return ()


def _at(request: HttpRequest) -> tuple[datetime]:
    """Read the date that was typed on the editor's own clock."""
    typed = request.POST.get("at", "")
    try:
        at = parse_datetime(typed) if typed else None
    except ValueError:
        at = None
    if at is None:
        raise PublicationError("Give the day and the time of publication.")
    return (at.replace(tzinfo=zone_of(request)).astimezone(UTC),)


def _note(request: HttpRequest) -> tuple[str]:
    return (request.POST.get("note", "")[:500],)


@dataclass(frozen=True, slots=True)
class Verb:
    """A button of the publishing page.

    `right` is the permission that it needs, `field` what is typed beside it, `read` takes that from
    the request.
    """

    label: str
    done: str
    right: str
    do: Callable[..., None]
    field: str = ""
    read: Callable[[HttpRequest], tuple[Any, ...]] = _nothing
    danger: bool = False


VERBS = {
    "submit": Verb("Send to review", "is in review", "change", release.submit),
    "publish": Verb("Publish now", "is published", "publish", release.publish),
    "schedule": Verb(
        "Publish at this time", "is scheduled", "publish", release.schedule, field="at", read=_at
    ),
    "unschedule": Verb(
        "Take the date back", "is not scheduled any more", "publish", release.unschedule
    ),
    "send_back": Verb(
        "Send back to the author",
        "went back to its author",
        "publish",
        release.send_back,
        field="note",
        read=_note,
    ),
    "discard": Verb(
        "Discard the draft",
        "says what visitors see again",
        "change",
        release.discard_draft,
        danger=True,
    ),
    "archive": Verb("Archive", "is archived", "publish", release.archive, danger=True),
    "reopen": Verb("Open again as a draft", "is a draft again", "publish", release.reopen),
}


def open_verbs(request: HttpRequest, work: Publication) -> list[tuple[str, Verb]]:
    """Return the buttons that this person has for this work now."""
    ready = work.state in (State.DRAFT, State.REVIEW)
    reviewed = work.state == State.REVIEW or (release.may_publish_own() and ready)
    fits = {
        "submit": work.state == State.DRAFT,
        "publish": reviewed,
        "schedule": reviewed and not work.publish_at,
        "unschedule": bool(work.publish_at),
        "send_back": work.state == State.REVIEW and not work.publish_at,
        "discard": work.has_draft,
        "archive": work.state != State.ARCHIVED,
        "reopen": work.state == State.ARCHIVED,
    }
    return [
        (name, verb)
        for name, verb in VERBS.items()
        if fits[name] and may(request, work, verb.right)
    ]


def may(request: HttpRequest, work: Publication, right: str) -> bool:
    """Tell whether this person has a right over this kind of work."""
    meta = work._meta
    return bool(request.user.has_perm(f"{meta.app_label}.{right}_{meta.model_name}"))


def zone_of(request: HttpRequest) -> ZoneInfo:
    """Return the editor's time zone."""
    return ZoneInfo(getattr(request.user, "time_zone", "") or "UTC")


def publishing(admin: Any, request: HttpRequest, work: Publication) -> HttpResponse:
    """Show what visitors see, what they would see, and the buttons; or press one."""
    here = reverse(work.publishing_page, args=[work.pk])
    if request.method == "POST":
        press(request, work, request.POST.get("verb", ""))
        return redirect(here)
    context = {
        **admin.admin_site.each_context(request),
        "title": f"Publish {work}",
        "opts": admin.opts,
        "original": work,
        "work": work,
        "verbs": open_verbs(request, work),
        "lacks": lacks(work),
        "advice": advice(work),
        "changes": difference(work.live if work.is_on_site else None, history.words_of(work)),
        "zone": zone_of(request),
        "preview_url": reverse("exercises:preview", args=[work._meta.model_name, work.pk]),
        "own": not release.may_publish_own()
        and request.user.pk in (work.submitted_by_id, work.changed_by_id),
    }
    return TemplateResponse(request, "admin/exercises/publishing.html", context)


def press(request: HttpRequest, work: Publication, name: str) -> None:
    """Do what a button says, and say what came of it."""
    verb = VERBS.get(name)
    if verb is None:
        raise Http404("No such button.")
    if not may(request, work, verb.right):
        raise PermissionDenied
    try:
        verb.do(work, request.user, timezone.now(), *verb.read(request))
    except PublicationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{work} {verb.done}.")


def past(admin: Any, request: HttpRequest, work: Publication) -> HttpResponse:
    """List every revision, each with what it changed, and put one back on POST."""
    here = reverse(f"admin:exercises_{work._meta.model_name}_history", args=[work.pk])
    revisions = work.history.order_by("-history_date", "-history_id")
    if request.method == "POST":
        if not may(request, work, "change"):
            raise PermissionDenied
        _put_back(request, work, revisions.filter(pk=request.POST.get("revision") or None).first())
        return redirect(here)
    page = Paginator(revisions.select_related("history_user"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        **admin.admin_site.each_context(request),
        "title": f"History of {work}",
        "opts": admin.opts,
        "original": work,
        "work": work,
        "page": page,
        "entries": _with_changes(list(page), revisions),
        "may_put_back": may(request, work, "change"),
        "zone": zone_of(request),
    }
    return TemplateResponse(request, "admin/exercises/history.html", context)


def _with_changes(shown: list[Any], revisions: Any) -> list[tuple[Any, Any]]:
    """Pair each revision with its difference from the one before."""
    if not shown:
        return []
    last = shown[-1]
    earlier = revisions.filter(history_id__lt=last.history_id).first()
    before = [revision.content for revision in shown[1:]]
    before.append(earlier.content if earlier else None)
    return [
        (revision, difference(old, revision.content))
        for revision, old in zip(shown, before, strict=True)
    ]


def _put_back(request: HttpRequest, work: Publication, revision: Any) -> None:
    if revision is None or not revision.content:
        raise Http404("No such revision.")
    when = f"{revision.history_date.astimezone(zone_of(request)):%b %-d, %Y, %H:%M}"
    try:
        release.revert(
            work,
            revision.content,
            f"Put back as of {when}",
            request.user,  # type: ignore[arg-type]  # staff only
            timezone.now(),
        )
    except msgspec.ValidationError as error:
        messages.error(
            request, f"That revision is of an older shape and cannot be put back: {error}"
        )
    except ValidationError as error:
        messages.error(request, f"That revision no longer fits: {' '.join(error.messages)}")
    else:
        messages.success(request, f"{work} says again what it said on {when}, as a draft.")
