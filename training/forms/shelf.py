"""The exercises that a sheet may name: the published ones, and those its workout holds already."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import Q

from exercises.library.rows import show_live
from exercises.models import Exercise

type Choices = list[tuple[str, str | list[tuple[str, str]]]]


class Shelf:
    """Exercises by slug, read once per request."""

    def __init__(self, also: Iterable[int] = ()) -> None:
        found = Exercise.objects.filter(
            Q(pk__in=Exercise.objects.published()) | Q(pk__in=set(also))
        )
        # As published: a draft's new measure or dose is no runner's business yet.
        rows = sorted(map(show_live, found), key=lambda row: (row.level, row.name))
        self.exercises = {row.slug: row for row in rows}

    def get(self, slug: str) -> Exercise | None:
        """Return the exercise, or None where the sheet may not name it."""
        return self.exercises.get(slug)

    def named(self, slugs: Iterable[str]) -> list[Exercise]:
        """Return the exercises of these names, leaving out what the sheet may not name."""
        return [found for slug in slugs if (found := self.get(slug))]

    def choices(self) -> Choices:
        """Return the choices of a select, grouped by level; what was archived stands last."""
        shown = [row for row in self.exercises.values() if row.is_on_site]
        rest = [row for row in self.exercises.values() if not row.is_on_site]
        groups: Choices = [("", "Choose an exercise")]
        for level, rows in groupby(shown, key=lambda row: row.level):
            groups.append((f"Level {level}", [(row.slug, row.name) for row in rows]))
        if rest:
            groups.append(("No longer in the library", [(row.slug, row.name) for row in rest]))
        return groups
