"""What the worker does for the log; the timing is in `hipcoach.celery`."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from training import reminders
from training.models import HipCheck, Run, Workout


@shared_task
def purge_deleted() -> int:
    """Erase what was deleted too long ago to be brought back; return how many entries went."""
    now = timezone.now()
    return sum(kind.objects.purge(now) for kind in (Workout, Run, HipCheck))


@shared_task
def remind_runners() -> int:
    """Write the mails of training days whose hour has come; return how many."""
    return reminders.run(timezone.now())
