"""Which exercises may take the place of one of a session: a step down, a step up, or the like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from exercises.catalog import get_catalog
from exercises.entries import CatalogEntry
from training import kit
from training.choice import Choice
from training.hops import Gate, is_hop
from training.pain import Zone

MOST_SAME = 2


@dataclass(frozen=True, slots=True)
class Swap:
    """An exercise that may take the place of another, and what it is to it."""

    entry: CatalogEntry
    word: str
    address: str


def swaps(
    slug: str,
    entry: CatalogEntry,
    here: Collection[str],
    choice: Choice,
    *,
    light: Zone,
    at_home: frozenset[str],
    gate: Gate,
) -> list[Swap]:
    """Return what may stand in: a step down, a step up on a green day, or the like of it.

    `slug` is what the program names, `entry` what stands there now, `here` is left out. A hop
    leads to hops alone, and only through an open gate; nothing else leads to one.
    """
    catalog = get_catalog()
    hops = is_hop(entry)
    found = [(one, "Easier") for one in easier_of(entry)][:1]
    if light == Zone.FINE:
        steps = [one for one in catalog.harder(entry) if hops or not is_hop(one)]
        found += [(one, "Harder") for one in steps[:1]]
    found += [(one, "Alike") for one in alike(entry) if one.slug not in here][:MOST_SAME]
    seen = {
        one.slug: (one, word)
        for one, word in reversed(found)
        if one.slug != entry.slug
        and kit.is_possible(one, at_home)
        and (gate.is_open or not is_hop(one))
    }
    return [
        Swap(one, word, choice.swapped(slug, one.slug).address)
        for one, word in reversed(list(seen.values()))
    ]


def alike(entry: CatalogEntry) -> list[CatalogEntry]:
    """Return the exercises of the same level and plane that share a trait; hops are among hops."""
    traits = set(entry.content.traits)
    return [
        one
        for one in get_catalog().entries
        if one.slug != entry.slug
        and one.level == entry.level
        and traits & set(one.content.traits)
        and one.planes[:1] == entry.planes[:1]
        and is_hop(one) == is_hop(entry)
    ]


def easier_of(entry: CatalogEntry, at_home: frozenset[str] = frozenset()) -> list[CatalogEntry]:
    """Return the exercises one step down that need nothing more than is at home."""
    steps = get_catalog().easier(entry)
    return [
        one for one in steps if (is_hop(entry) or not is_hop(one)) and kit.is_possible(one, at_home)
    ]
