"""The list as HTML: the facets and the cards of a choice, the same for all visitors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from exercises.catalog import Catalog
from exercises.entries import CatalogEntry
from exercises.filters import SORTS, Filters

PAGE_SIZE = 24
# Stands in a drawn star for the address to come back to.
_HERE = "address-of-the-list"


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the results, or a gap between pages."""

    label: str
    address: str = ""
    is_current: bool = False
    is_gap: bool = False


def library_list(catalog: Catalog, filters: Filters, request: HttpRequest) -> bytes:
    """Return a choice's results with its facets as UTF-8, drawn once for all who choose so."""
    if request.user.is_authenticated:
        return _draw(catalog, filters, request)  # with the stars of this reader
    return catalog.lists.get(filters, lambda: _draw(catalog, filters))


def _draw(catalog: Catalog, filters: Filters, request: HttpRequest | None = None) -> bytes:
    found = catalog.filter(filters)
    page = Paginator(found, PAGE_SIZE).get_page(filters.page)
    facets = catalog.facets(filters)
    here = f"{reverse('exercises:list')}{filters.address()}"
    context = {
        "list_url": reverse("exercises:list"),
        "filters": filters,
        "facets": facets,
        "folded_chosen": sum(facet.chosen for facet in facets[1:]),
        "cards": [(card(catalog, entry), _visitors_star(entry, here), entry) for entry in page],
        "here": here,
        "reader": request and request.user,
        "count": len(found),
        "total": len(catalog.entries),
        "pages": _pages(page, filters),
        "suggestions": () if found else catalog.suggestions(filters),
        "sorts": SORTS,
    }
    return render_to_string("exercises/_library.html", context, request).encode()


def card(catalog: Catalog, entry: CatalogEntry) -> SafeString:
    """Return an exercise as a card, drawn once."""
    return catalog.cards.get(
        entry.slug, lambda: render_to_string("exercises/_card.html", {"entry": entry})
    )


def _visitors_star(entry: CatalogEntry, here: str) -> SafeString:
    """Return the star that leads a visitor to sign in and back to this list."""
    before, after = _star_around(entry.slug, entry.name)
    return mark_safe(f"{before}{quote(here, safe='')}{after}")  # noqa: S308  (our own template)


@lru_cache(maxsize=10_000)
def _star_around(slug: str, name: str) -> tuple[str, str]:
    context = {"entry": {"slug": slug, "name": name}, "back": _HERE}
    before, _, after = render_to_string("exercises/lists/_star.html", context).partition(_HERE)
    return before, after


def _pages(page: Page[CatalogEntry], filters: Filters) -> dict[str, object]:
    """Return the steps to other pages of the results, or nothing where there is but one."""
    if page.paginator.num_pages == 1:
        return {}
    steps = [
        Step(str(number), _at(filters, number), is_current=number == page.number)
        if isinstance(number, int)  # a gap is a lazy text
        else Step(str(number), is_gap=True)
        for number in page.paginator.get_elided_page_range(page.number)
    ]
    return {
        "steps": steps,
        "previous": _at(filters, page.previous_page_number()) if page.has_previous() else None,
        "next": _at(filters, page.next_page_number()) if page.has_next() else None,
    }


def _at(filters: Filters, page: int) -> str:
    return filters.at(page).address()
