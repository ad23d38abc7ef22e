"""Made-up exercises, as many as one likes, each with words of its own."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

from exercises.models import CatalogVersion, Exercise, State

WORDS = ("slow", "quiet", "tall", "narrow", "wide", "deep", "light", "heavy", "short", "long")


def add(count: int, seed: int, now: datetime) -> None:
    """Publish copies of the library's exercises under other names and with other words."""
    chance = random.Random(seed)
    models = list(Exercise.objects.published())
    rows = []
    for number in range(count):
        model = models[number % len(models)]
        words = _reworded(model.live or {}, number, chance)
        rows.append(
            Exercise(
                slug=words["slug"],
                name=words["name"],
                live=words,
                state=State.PUBLISHED,
                published_at=now,
                **{
                    name: getattr(model, name)
                    for name in ("level", "laterality", "measure", "sets", "reps", "hold_seconds")
                },
                distance_m=model.distance_m,
                per_side=model.per_side,
                rest_seconds=model.rest_seconds,
            )
        )
    Exercise.objects.bulk_create(rows, batch_size=500)
    CatalogVersion.renew()


def _reworded(live: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    first, second = chance.sample(WORDS, 2)
    return {
        **live,
        "slug": f"{live['slug']}-{number}",
        "name": f"{first.capitalize()} {live['name'].lower()} {second} {number}",
        "aliases": [f"{second} {alias}" for alias in live["aliases"]],
        "steps": [f"{step} Stay {chance.choice(WORDS)}, {number}." for step in live["steps"]],
        "setup": f"{live['setup']} Be {chance.choice(WORDS)}, {number}.",
        "easier": [],
        "harder": [],
    }
