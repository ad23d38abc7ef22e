"""Exercises by the slug that a phone knows them by, also where they have moved or gone since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exercises.catalog import get_catalog
from exercises.models import Exercise, Laterality

# How often an exercise may have been merged into another, one after the other.
MOST_MOVES = 5


@dataclass(frozen=True, slots=True)
class Known:
    """An exercise that sets can be logged of."""

    pk: int
    slug: str
    name: str
    is_one_sided: bool


def find(slugs: Iterable[str]) -> dict[str, Known]:
    """Return exercises by the slugs asked for (no query for what is published).

    One that was merged into another is that other; an archived one is itself.
    """
    catalog = get_catalog()
    found: dict[str, Known] = {}
    for slug in set(slugs):
        entry = catalog.get(slug) or catalog.moved(slug)
        if entry:
            is_one_sided = entry.content.laterality == Laterality.UNILATERAL
            found[slug] = Known(entry.pk, entry.slug, entry.name, is_one_sided)
    missing = set(slugs) - set(found)
    return found | _stored(missing) if missing else found


def by_id(pks: Iterable[int], known: Iterable[Known]) -> dict[int, Known]:
    """Return exercises by the id of their row (no query for what is published or known)."""
    wanted = set(pks)
    found = {one.pk: one for one in known}
    if wanted - set(found):
        for entry in get_catalog().entries:
            is_one_sided = entry.content.laterality == Laterality.UNILATERAL
            found.setdefault(entry.pk, Known(entry.pk, entry.slug, entry.name, is_one_sided))
    missing = wanted - set(found)
    if missing:
        found |= {row.pk: _known(row) for row in Exercise.objects.filter(pk__in=missing)}
    return found


def _stored(slugs: set[str]) -> dict[str, Known]:
    """Return exercises that are not published (a query for each step of a chain of merges)."""
    found: dict[str, Known] = {}
    asked = {row.slug: row for row in Exercise.objects.filter(slug__in=slugs)}
    for _ in range(MOST_MOVES):
        found |= {slug: _known(row) for slug, row in asked.items() if row.merged_into_id is None}
        moved = {slug: row.merged_into_id for slug, row in asked.items() if row.merged_into_id}
        if not moved:
            break
        rows = Exercise.objects.in_bulk([pk for pk in moved.values() if pk])
        asked = {slug: rows[pk] for slug, pk in moved.items() if pk in rows}
    return found


def _known(row: Exercise) -> Known:
    is_one_sided = row.laterality == Laterality.UNILATERAL
    return Known(row.pk, row.slug, row.name, is_one_sided)
