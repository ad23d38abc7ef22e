"""What the worker does for the library; the timing is in `hipcoach.celery`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from exercises.models import MissedSearch

MOST_MISSED = 500


@shared_task
def note_missed_search(query: str) -> None:
    """Count a search that found nothing; the query is normalized (`exercises.missed_searches`)."""
    MissedSearch.objects.note(query, timezone.now())


@shared_task
def prune_missed_searches() -> int:
    """Keep the most recent ones; return how many went."""
    return MissedSearch.objects.prune(MOST_MISSED)
