"""What the worker does for films. The rows are the truth; a message is only a hint to look."""

from __future__ import annotations

import logging
from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from accounts import hints
from exercises.film import jobs

logger = logging.getLogger(__name__)
MOST_SECONDS = 3600


@shared_task(time_limit=MOST_SECONDS)
def work(pk: str) -> None:
    """Render one film, then let the next one know that it may begin."""
    if jobs.work(int(pk), uuid4(), timezone.now):
        resume()


@shared_task
def resume() -> None:
    """Tell workers of what waits, also of what dead workers held."""
    for pk in jobs.waiting(timezone.now()):
        hint(pk)


@shared_task
def clean() -> None:
    """Forget old jobs and delete films that no words belong to."""
    if count := jobs.clean(timezone.now()):
        logger.info("films: %s old films deleted", count)


def hint(pk: int) -> None:
    """Ask a worker to render a film now."""
    hints.hint(work, str(pk))
