"""Who watched which video. Nothing keeps that yet; whoever adds it answers here.

None means "not counted", and pages say so instead of showing a nought.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from bonus.models import SeriesVersion


def watched_counts(version: SeriesVersion) -> dict[int, int] | None:
    """Return how many people watched the video of each step, by the step's id."""
    return None


def watchers() -> QuerySet[Any] | None:
    """Return the ids of the subscribers who watched any video, as rows of one column."""
    return None
