"""Celery tasks. They carry ids only, and losing one loses nothing: the next tick finds the work."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts import hints
from bonus import delivery, visits

logger = logging.getLogger(__name__)


@shared_task
def send_due() -> None:
    """The tick: send whatever is due, to anybody. hipcoach/celery.py says how often."""
    _tell(delivery.run(timezone.now))


@shared_task
def flush_visits() -> int:
    """Put the visits that the cache has counted into their table; return how many."""
    return visits.flush(timezone.now())


@shared_task
def send_now(subscriber_id: str) -> None:
    """Send what is due to one subscriber, who has just asked or confirmed."""
    _tell(delivery.run(timezone.now, subscriber=UUID(subscriber_id)))


def hint(subscriber_id: UUID) -> None:
    """Ask a worker to look at a subscriber now."""
    hints.hint(send_now, str(subscriber_id))


def _tell(counts: dict[str, int]) -> None:
    if counts:
        logger.info("mail: %s", ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
