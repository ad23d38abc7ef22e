"""Routes: where a new version of a series leads those who are under way. Steps go by their keys.

Somebody who waits for a step of the old version has what stood before it behind them (it was
mailed, passed over, or came too late for them), and the rest before them. In the new version they
get, in its order: what was before them and is still there, and what is new and stands after
everything that they have behind them. What is new and stands earlier is not for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Route:
    """For those who wait for the step `waiting`: the step that they wait for then, "" for none."""

    waiting: str
    to: str

    @property
    def keeps(self) -> bool:
        """Tell whether they wait for the same mail as before, on the day they would have."""
        return self.waiting == self.to


def route(old: Sequence[str], new: Sequence[str], waiting: str) -> Route:
    """Return the route from a main step of the old version; both are keys in order."""
    path = ahead(old, new, waiting)
    return Route(waiting, path[0] if path else "")


def ahead(old: Sequence[str], new: Sequence[str], waiting: str) -> list[str]:
    """Return what people who wait for a step of the old version get of the new one, in order."""
    here = old.index(waiting)
    behind, before = set(old[:here]), set(old[here:])
    last = max((new.index(key) for key in behind if key in new), default=-1)
    return [
        key
        for place, key in enumerate(new)
        if key in before or (key not in behind and place > last)
    ]
