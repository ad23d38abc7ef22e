"""The ladder that visitors see: a step goes live when either of its two exercises is published.

The words of an exercise name its neighbors on both sides, so whoever publishes one exercise also
changes the live words of those beside it; otherwise a step could be climbed but not descended.
"""

from __future__ import annotations

from typing import Any

from exercises.ladder import OPPOSITE, find_loop
from exercises.models import Exercise, PublicationError


def mirror(slug: str, content: dict[str, Any]) -> None:
    """Make the live neighbors of an exercise name it just as `content`, its new words, name them.

    Raises PublicationError where the live ladder would run in a circle.
    """
    for row in Exercise.objects.published().exclude(slug=slug).only("slug", "live"):
        live: dict[str, Any] = dict(row.live or {})
        for field, opposite in OPPOSITE.items():
            named = live["slug"] in content[field]
            stands = slug in live[opposite]
            if named and not stands:
                live[opposite] = [*live[opposite], slug]
            elif stands and not named:
                live[opposite] = [other for other in live[opposite] if other != slug]
        if live != row.live:
            Exercise.objects.filter(pk=row.pk).update(live=live)
    if loop := find_loop(_live_steps(slug, content)):
        raise PublicationError(f"The ladder would run in a circle: {' → '.join(loop)}.")


def _live_steps(slug: str, content: dict[str, Any]) -> list[tuple[str, str]]:
    lives = Exercise.objects.published().exclude(slug=slug).values_list("slug", "live__harder")
    steps = [(low, high) for low, highs in lives for high in highs]
    return steps + [(slug, high) for high in content["harder"]]
