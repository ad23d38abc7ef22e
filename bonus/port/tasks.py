"""What the worker does for imports of people. The rows are the truth; a message is only a hint."""

from __future__ import annotations

from uuid import uuid4

from celery import shared_task
from django.utils import timezone

from accounts import hints
from bonus.port import jobs


@shared_task(name="bonus.port.work")
def work(pk: str) -> bool:
    """Check or write one import; return whether this worker got it."""
    return jobs.work(int(pk), uuid4(), timezone.now)


@shared_task(name="bonus.port.resume")
def resume() -> int:
    """Take up imports whose message was lost or whose worker died; return how many wait."""
    waiting = jobs.waiting(timezone.now())
    for pk in waiting:
        work.delay(str(pk))
    return len(waiting)


@shared_task(name="bonus.port.purge")
def purge() -> int:
    """Forget imports of last week; return how many."""
    return jobs.purge(timezone.now())


def hint(pk: int) -> None:
    """Tell the workers that an import waits; without a broker the schedule finds it."""
    hints.hint(work, str(pk))
