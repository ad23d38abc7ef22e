"""What pages show of lists: their exercises as the library has them today."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from exercises.models import ExerciseList, ListEntry

# The page of a new workout has room for this many exercises at the start.
LOGGED_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """An exercise on a list; without an entry it is no longer in the library."""

    slug: str
    name: str
    entry: CatalogEntry | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list with its exercises in their order."""

    list: ExerciseList
    kept: tuple[Kept, ...]

    @property
    def shown(self) -> tuple[CatalogEntry, ...]:
        """Those that are in the library."""
        return tuple(kept.entry for kept in self.kept if kept.entry)

    @property
    def logged(self) -> tuple[CatalogEntry, ...]:
        """Those that a new workout begins with."""
        return self.shown[:LOGGED_AT_ONCE]

    @property
    def log_url(self) -> str:
        """A new workout of this list."""
        query = urlencode([("exercise", entry.slug) for entry in self.logged])
        return f"{reverse('training:workout_new')}?{query}"


def shelves(lists: list[ExerciseList]) -> list[Shelf]:
    """Return lists with their exercises, in one query for all of them."""
    rows = ListEntry.objects.filter(list__in=lists).select_related("exercise")
    kept: dict[int, list[Kept]] = {}
    for row in rows:
        entry = get_catalog().get(row.exercise.slug)
        name = entry.name if entry else row.exercise.name
        kept.setdefault(row.list_id, []).append(Kept(row.exercise.slug, name, entry))
    return [Shelf(each, tuple(kept.get(each.pk, ()))) for each in lists]


def favorite_slugs(request: HttpRequest) -> frozenset[str]:
    """Return what the reader has starred; a visitor has starred nothing and costs no query."""
    if not request.user.is_authenticated:
        return frozenset()
    rows = ListEntry.objects.filter(list__owner=request.user, list__is_favorites=True)
    return frozenset(rows.values_list("exercise__slug", flat=True))


def favorites(request: HttpRequest) -> dict[str, object]:
    """Give every template `favorites`; asked for only where a star is drawn."""
    return {"favorites": SimpleLazyObject(lambda: favorite_slugs(request))}
