"""What the worker does for the library."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from exercises.library.kinds import WORKS
from exercises.publishing import release


@shared_task
def publish_due() -> int:
    """Publish what was scheduled for now or before; return how many works that were."""
    now = timezone.now()
    return sum(len(release.publish_due(model, now)) for model in WORKS)
