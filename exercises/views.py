"""Pages of the library, shown from the catalog without a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from exercises import drawings, handouts, linked_data, missed_searches, pictures
from exercises.catalog import get_catalog
from exercises.entries import ArticleEntry, CatalogEntry
from exercises.filters import Filters
from exercises.freshness import kept_by_visitors, kept_while_its_form_is_good
from exercises.listing import card, library_list
from exercises.pages import visitors_page
from exercises.programs import ProgramEntry
from exercises.signup import signup_form
from exercises.vocabulary import get_vocabulary


@require_safe
@vary_on_headers("HX-Target", "HX-Trigger")
@kept_by_visitors
def exercise_list(request: HttpRequest) -> HttpResponse:
    """All exercises, by facets and search; htmx gets the results with their facets."""
    catalog, filters = get_catalog(), Filters.read(request.GET)
    # A visitor who is still typing has not asked yet.
    is_typing = request.headers.get("HX-Trigger") == "q"
    if filters.query and not is_typing and not catalog.search(filters.query):
        missed_searches.note(request, filters.query)
    library = library_list(catalog, filters, request)
    if request.headers.get("HX-Target") != "library":
        parts = {"library": library}
        return visitors_page(
            request, catalog, "exercises/list.html", lambda: {"filters": filters}, parts
        )
    response = HttpResponse(library)
    # The form sends its empty fields too; the address that stays is the tidy one.
    header = "HX-Replace-Url" if is_typing else "HX-Push-Url"
    response.headers[header] = f"{request.path}{filters.address()}"
    return response


@require_safe
@vary_on_headers("HX-Target")
@kept_by_visitors
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise; the parameters camera and side choose what its figure shows."""
    catalog = get_catalog()
    entry = catalog.get(slug)
    if entry is None:
        if moved := catalog.moved(slug):
            return redirect(moved.url, permanent=True)
        return missing(request, slug)
    return exercise_page(request, entry)


def exercise_page(request: HttpRequest, entry: CatalogEntry, **extra: Any) -> HttpResponse:
    """Render an exercise's page, of the published words or, in a preview, of a draft's."""
    if request.headers.get("HX-Target") == "figure":
        context = _figure_context(request, entry)
        return render(request, "exercises/detail.html#figure", {"entry": entry, **context})
    if extra:
        context = {**_exercise_context(request, entry), **extra}
        return render(request, "exercises/detail.html", context)
    template = "exercises/detail.html"
    return visitors_page(
        request, get_catalog(), template, lambda: _exercise_context(request, entry)
    )


def _figure_context(request: HttpRequest, entry: CatalogEntry) -> dict[str, Any]:
    cameras = drawings.cameras(entry.slug)
    camera = request.GET.get("camera", "")
    return {
        "cameras": cameras,
        "camera": camera if camera in cameras else next(iter(cameras), ""),
        "side": "left" if request.GET.get("side") == "left" else "right",
    }


def _exercise_context(request: HttpRequest, entry: CatalogEntry) -> dict[str, Any]:
    catalog = get_catalog()
    return {
        **_figure_context(request, entry),
        "entry": entry,
        "easier": catalog.easier(entry)[:2],
        "harder": catalog.harder(entry)[:2],
        "words": get_vocabulary(),
        "programs": catalog.programs_with(entry.slug),
        "linked_data": linked_data.data_block(linked_data.exercise_data(entry)),
        "picture": pictures.url(entry.slug),
        "sheet_url": handouts.address([entry.slug]),
        "qr_code": handouts.qr_code(entry.url),
    }


@require_safe
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    """An address of no exercise: the exercises whose names are near it."""
    catalog = get_catalog()
    context = {"near": [card(catalog, entry) for entry in catalog.near(slug)]}
    return render(request, "exercises/missing.html", context, status=404)


@require_safe
def missing_article(request: HttpRequest, slug: str) -> HttpResponse:
    """An address of no article: those whose names are near it."""
    return _missing_text(request, "article", get_catalog().near_articles(slug))


@require_safe
def missing_program(request: HttpRequest, slug: str) -> HttpResponse:
    """An address of no program: those whose names are near it."""
    return _missing_text(request, "program", get_catalog().near_programs(slug))


def _missing_text(request: HttpRequest, noun: str, near: Sequence[object]) -> HttpResponse:
    context = {"near": near, "noun": noun, "all_url": reverse(f"exercises:{noun}_list")}
    return render(request, "exercises/missing_text.html", context, status=404)


@require_safe
@kept_by_visitors
def article_list(request: HttpRequest) -> HttpResponse:
    """All articles."""
    return render(request, "exercises/article_list.html", {"articles": get_catalog().articles})


@require_safe
@kept_by_visitors
def program_list(request: HttpRequest) -> HttpResponse:
    """All training programs."""
    return render(request, "exercises/program_list.html", {"programs": get_catalog().programs})


@require_safe
@kept_by_visitors
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """One program week by week; the parameter week opens one of them, or all."""
    entry = get_catalog().program(slug)
    if entry is None:
        return missing_program(request, slug)
    return program_page(request, entry)


def program_page(request: HttpRequest, entry: ProgramEntry, **extra: Any) -> HttpResponse:
    """Render a program's page, of the published words or, in a preview, of a draft's."""
    week = request.GET.get("week", "")
    numbers = {str(one.number) for one in entry.weeks}
    context = {
        **extra,
        "program": entry,
        "following": get_catalog().program(entry.content.following),
        "open_week": week if week in numbers or week == "all" else "1",
        "common_stop_signs": get_vocabulary().common_stop_signs,
    }
    return render(request, "exercises/program.html", context)


@require_safe
@kept_while_its_form_is_good
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its figures, the signup and its sources."""
    entry = get_catalog().article(slug)
    if entry is None:
        return missing_article(request, slug)
    return article_page(request, entry)


def article_page(request: HttpRequest, entry: ArticleEntry, **extra: Any) -> HttpResponse:
    """Render an article's page, of the published words or, in a preview, of a draft's."""
    context = {**extra, "article": entry, "form": signup_form()}
    return render(request, "exercises/article.html", context)
