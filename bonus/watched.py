"""Who watched which video: whoever reached its end, or pressed the button that says so."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from bonus.models import Enrollment, SeriesVersion, Watch


def watched_counts(version: SeriesVersion) -> dict[int, int]:
    """Return how many people of a version watched the video of each step, by the step's id."""
    watched = Watch.objects.filter(enrollment__version=version, finished_at__isnull=False)
    counts = dict(watched.order_by().values_list("step_key").annotate(Count("pk")))
    steps = version.steps.values_list("pk", "key")
    return {pk: counts.get(key, 0) for pk, key in steps}


def watchers() -> QuerySet[Enrollment, Any]:
    """Return the ids of the subscribers who watched any video, as rows of one column."""
    watched = Enrollment.objects.filter(watches__finished_at__isnull=False).order_by()
    return watched.values("subscriber")
