"""Pages of the library, shown from the catalog without a query."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from exercises import drawings, handouts, linked_data, pictures
from exercises.catalog import get_catalog
from exercises.filters import SORTS, Filters
from exercises.freshness import kept_by_visitors
from exercises.signup import signup_form
from exercises.vocabulary import get_vocabulary

PAGE_SIZE = 24


@require_safe
@vary_on_headers("HX-Target")
@kept_by_visitors
def exercise_list(request: HttpRequest) -> HttpResponse:
    """All exercises, by facets and search; htmx gets the results with their facets."""
    catalog, filters = get_catalog(), Filters.read(request.GET)
    found = catalog.filter(filters)
    context = {
        "filters": filters,
        "facets": catalog.facets(filters),
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": len(catalog.entries),
        "suggestions": () if found else catalog.suggestions(filters),
        "sorts": SORTS,
    }
    if request.headers.get("HX-Target") != "library":
        return render(request, "exercises/list.html", context)
    response = render(request, "exercises/list.html#library", context)
    # The form sends its empty fields too; the address that stays is the tidy one.
    response.headers["HX-Push-Url"] = f"{request.path}{filters.address()}"
    return response


@require_safe
@vary_on_headers("HX-Target")
@kept_by_visitors
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise; the parameters camera and side choose what its figure shows."""
    catalog = get_catalog()
    entry = catalog.get(slug)
    if entry is None:
        raise Http404("No such exercise is published.")
    cameras = drawings.cameras(slug)
    camera = request.GET.get("camera", "")
    context = {
        "entry": entry,
        "easier": catalog.easier(entry)[:2],
        "harder": catalog.harder(entry)[:2],
        "words": get_vocabulary(),
        "cameras": cameras,
        "camera": camera if camera in cameras else next(iter(cameras), ""),
        "side": "left" if request.GET.get("side") == "left" else "right",
    }
    if request.headers.get("HX-Target") == "figure":
        return render(request, "exercises/detail.html#figure", context)
    context |= {
        "linked_data": linked_data.data_block(linked_data.exercise_data(entry)),
        "picture": pictures.url(slug),
        "sheet_url": handouts.address([slug]),
        "qr_code": handouts.qr_code(entry.url),
    }
    return render(request, "exercises/detail.html", context)


@require_safe
@kept_by_visitors
def article_list(request: HttpRequest) -> HttpResponse:
    """All articles."""
    return render(request, "exercises/article_list.html", {"articles": get_catalog().articles})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article with its figures, the signup and its sources."""
    entry = get_catalog().article(slug)
    if entry is None:
        raise Http404("No such article is published.")
    return render(request, "exercises/article.html", {"article": entry, "form": signup_form()})
