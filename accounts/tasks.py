"""Celery tasks. They carry nothing, and losing one loses nothing: the next tick finds the work."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from accounts import erasing, exports, hints, outbox

logger = logging.getLogger(__name__)


@shared_task
def send_letters() -> None:
    """The tick, and the answer to a hint. hipcoach/celery.py says how often."""
    if counts := outbox.run(timezone.now):
        logger.info(
            "account mail: %s", ", ".join(f"{name} {n}" for name, n in sorted(counts.items()))
        )


@shared_task
def purge_letters() -> None:
    """Delete old letters."""
    if count := outbox.purge(timezone.now()):
        logger.info("account mail: %s old letters deleted", count)


@shared_task
def make_exports() -> None:
    """The tick, and the answer to a hint: make the copies that people asked for."""
    if count := exports.run(timezone.now):
        logger.info("privacy: %s copies made", count)


@shared_task
def purge_exports() -> None:
    """Delete old copies."""
    exports.purge(timezone.now())


@shared_task
def erase_due() -> None:
    """Erase the accounts whose week is over."""
    if count := erasing.run(timezone.now()):
        logger.info("privacy: %s accounts erased", count)


def hint() -> None:
    """Ask a worker to look now."""
    hints.hint(send_letters)
