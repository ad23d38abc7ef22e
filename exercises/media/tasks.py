"""Celery tasks. They carry ids only, and losing one loses nothing: the next tick finds the work."""

from __future__ import annotations

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts import hints
from exercises.media import processing
from exercises.media.limits import WORK_SECONDS

logger = logging.getLogger(__name__)


@shared_task(time_limit=WORK_SECONDS + 300)
def process(media_id: str) -> None:
    """Make the files of one upload, then let the next one know that it may begin."""
    ended = processing.process(UUID(media_id), timezone.now)
    logger.info("media %s: %s", media_id, ended)
    if ended != "not to be had":
        for pk in processing.waiting():
            hint(pk)


@shared_task
def resume() -> None:
    """The tick: let what dead workers held wait again, and tell workers of all that waits."""
    if count := processing.release(timezone.now()):
        logger.warning("media: %s taken from workers that did not come back", count)
    for pk in processing.waiting():
        hint(pk)


@shared_task
def clean() -> None:
    """Delete files that no row names."""
    if count := processing.remove_orphans(timezone.now()):
        logger.info("media: %s old files deleted", count)


def hint(media_id: UUID) -> None:
    """Ask a worker to process an upload now."""
    hints.hint(process, str(media_id))
