"""The print sheet: chosen exercises on one page of paper, each with a code that leads to its page.

The sheet's address is its whole state, so anybody can share one: `?exercise=a&exercise=b`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.freshness import kept_by_visitors
from exercises.vocabulary import get_vocabulary

MOST = 12
CUES = 2
NAME_LIMIT = 80
UNKNOWN_LIMIT = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of a sheet; `without` is the sheet's address without it."""

    entry: CatalogEntry
    without: str

    @property
    def cues(self) -> tuple[str, ...]:
        """The two cues that have room, or else the first steps."""
        return (self.entry.content.cues or self.entry.content.steps)[:CUES]

    @property
    def stop_sign(self) -> str:
        """Its own first stop sign, or nothing."""
        return next(iter(self.entry.content.stop_signs), "")

    @property
    def code(self) -> SafeString:
        """The code of its page."""
        return qr_code(self.entry.url)

    @property
    def boxes(self) -> range:
        """One box to tick for each set, on each side that it has."""
        return range(1, self.entry.dose.sets + 1)


@dataclass(frozen=True, slots=True)
class Handout:
    """A sheet: its exercises and the line that holds for all of them."""

    lines: tuple[Line, ...]
    stop_sign: str

    @property
    def density(self) -> str:
        """How close the lines stand, so that eight still fit one page: few, some or many."""
        return "few" if len(self.lines) <= 3 else "some" if len(self.lines) <= 6 else "many"


def handout(entries: Sequence[CatalogEntry]) -> Handout:
    """Lay out a sheet of published exercises."""
    slugs = [entry.slug for entry in entries]
    lines = (Line(entry, address([s for s in slugs if s != entry.slug])) for entry in entries)
    return Handout(tuple(lines), get_vocabulary().common_stop_signs[0])


def address(slugs: Sequence[str]) -> str:
    """Return the address of the sheet of some exercises."""
    query = urlencode([("exercise", slug) for slug in slugs])
    return reverse("exercises:sheet") + (f"?{query}" if query else "")


@require_safe
@kept_by_visitors
def sheet(request: HttpRequest) -> HttpResponse:
    """The print sheet of the exercises that the address names; it names what it does not know."""
    catalog = get_catalog()
    named = list(dict.fromkeys(slug for slug in request.GET.getlist("exercise") if slug))
    found = [entry for slug in named if (entry := catalog.get(slug))]
    unknown = [slug[:NAME_LIMIT] for slug in named if catalog.get(slug) is None]
    chosen = found[:MOST]
    context = {
        "handout": handout(chosen),
        "unknown": unknown[:UNKNOWN_LIMIT],
        "left_out": len(found) - MOST,
        "most": MOST,
        "others": [] if len(chosen) == MOST else [e for e in catalog.entries if e not in chosen],
    }
    return render(request, "exercises/sheet.html", context)


@lru_cache(maxsize=1024)
def qr_code(path: str) -> SafeString:
    """Draw the code of a page of ours as SVG, black on white, with the quiet margin it needs."""
    code = segno.make(f"{settings.SITE_URL}{path}", error="m", micro=False)
    drawn = code.svg_inline(border=2, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308  (drawn from a number of squares)
