"""What the worker does for the library; the timing is in `hipcoach.celery`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from exercises.library.kinds import WORKS
from exercises.models import MissedSearch
from exercises.publishing import release

MOST_MISSED = 500


@shared_task
def publish_due() -> int:
    """Publish what was scheduled for now or before; return how many works that were."""
    now = timezone.now()
    return sum(len(release.publish_due(model, now)) for model in WORKS)


@shared_task
def note_missed_search(query: str) -> None:
    """Count a search that found nothing; the query is normalized (`exercises.missed_searches`)."""
    MissedSearch.objects.note(query, timezone.now())


@shared_task
def prune_missed_searches() -> int:
    """Keep the most recent ones; return how many went."""
    return MissedSearch.objects.prune(MOST_MISSED)
