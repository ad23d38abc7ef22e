"""Whether an exercise can be done with what a runner has at home."""

from __future__ import annotations

from collections.abc import Collection

from exercises.entries import CatalogEntry

# What an exercise needs that needs nothing.
NOTHING = "none"


def is_possible(entry: CatalogEntry, at_home: Collection[str]) -> bool:
    """Tell whether it can be done; where nothing is ticked, anything goes."""
    sets = entry.content.equipment_sets
    return not at_home or not sets or any(set(needed) <= {*at_home, NOTHING} for needed in sets)
