"""The preview: the editors' copy on the very page that visitors will get, for editors alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exercises import drawings, storyboard, views
from exercises.catalog import get_catalog
from exercises.entries import draft_article, draft_entry
from exercises.library import rows
from exercises.library.kinds import WORKS
from exercises.models import Exercise, Program
from exercises.programs import ProgramEntry, join

PAGES: dict[str, Any] = {
    "exercise": lambda request, row, **extra: _exercise(request, row, **extra),
    "article": lambda request, row, **extra: views.article_page(
        request, draft_article(row), **extra
    ),
    "program": lambda request, row, **extra: views.program_page(
        request, draft_program(row), **extra
    ),
    "video": lambda request, row, **extra: render(
        request,
        "exercises/video_preview.html",
        {"film": storyboard.of(rows.video_content(row)), **extra},
    ),
}


def _exercise(request: HttpRequest, row: Exercise, **extra: Any) -> HttpResponse:
    with drawings.instead_of_live(row.slug, row.figure):
        return views.exercise_page(request, draft_entry(row), **extra)


def draft_program(row: Program) -> ProgramEntry:
    """Return the editors' copy of a program as a page shows it."""
    entries = {entry.slug: entry for entry in get_catalog().entries}
    return join(row.pk, rows.program_content(row), entries)


@require_safe
@never_cache
def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show a draft; whoever may not see it in the admin gets 404, as for an address of nothing."""
    models = {model._meta.model_name: found for model, found in WORKS.items()}
    user = request.user
    if kind not in PAGES or not (user.is_staff and user.has_perm(f"exercises.view_{kind}")):
        raise Http404("No such page.")
    work = models[kind].rows().filter(pk=pk).first()
    if work is None:
        raise Http404("No such work.")
    response: HttpResponse = PAGES[kind](request, work, preview=work)
    response["X-Robots-Tag"] = "noindex"
    return response
