"""What the worker does for imports of runs; the rows are the truth, a message is only a hint."""

from __future__ import annotations

import logging
from uuid import UUID, uuid4

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from training.imports import jobs
from training.models import RunImport
from training.strength import desk

logger = logging.getLogger(__name__)


# Two thousand files of a slow format take longer than other work may.
@shared_task(name="training.imports.work", time_limit=3600)
def work(pk: str) -> bool:
    """Read one import; return whether this worker got it."""
    return jobs.work(UUID(pk), uuid4(), timezone.now)


@shared_task(name="training.imports.resume")
def resume() -> int:
    """Take up imports whose message was lost or whose worker died; return how many wait."""
    waiting = jobs.waiting(timezone.now())
    for pk in waiting:
        work.delay(str(pk))
    return len(waiting)


@shared_task(name="training.imports.purge")
def purge() -> int:
    """Forget imports of long ago, of runs and of strength logs; return how many."""
    now = timezone.now()
    return RunImport.purge(now - jobs.KEPT) + desk.purge(now)


def hint(pk: UUID) -> None:
    """Tell the workers that an import waits; without a broker the schedule finds it."""
    try:
        work.delay(str(pk))
    except OperationalError:
        logger.warning("The broker does not answer; import %s waits for the schedule.", pk)
