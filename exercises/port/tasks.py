"""What the worker does for imports. The rows are the truth; a message is only a hint to look."""

from __future__ import annotations

import logging
from uuid import uuid4

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from exercises.port import jobs

logger = logging.getLogger(__name__)


@shared_task(name="exercises.port.work")
def work(pk: int) -> bool:
    """Check or write one import; return whether this worker got it."""
    return jobs.work(pk, uuid4(), timezone.now)


@shared_task(name="exercises.port.resume")
def resume() -> int:
    """Take up imports whose message was lost or whose worker died; return how many wait."""
    waiting = jobs.waiting(timezone.now())
    for pk in waiting:
        work.delay(pk)
    return len(waiting)


@shared_task(name="exercises.port.purge")
def purge() -> int:
    """Forget imports of long ago; return how many."""
    return jobs.purge(timezone.now())


def hint(pk: int) -> None:
    """Tell the workers that an import waits; without a broker the schedule finds it."""
    try:
        work.delay(pk)
    except OperationalError:
        logger.warning("The broker does not answer; import %s waits for the schedule.", pk)
