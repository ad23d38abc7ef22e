"""The house's Celery application with a quick tick, and for some workers a clock that is off."""

import os
import time
from datetime import timedelta

from celery.signals import worker_process_init
from django.utils import timezone

from hipcoach.celery import app

__all__ = ["app"]

app.conf.beat_schedule = {"send-due-mail": {"task": "bonus.tasks.send_due", "schedule": 0.5}}


@worker_process_init.connect
def turn_the_clock(**_: object) -> None:
    """Put this process's clock off by as many seconds as the environment says."""
    off = float(os.environ.get("FAULTS_CLOCK_OFF", "0"))
    if off:
        from bonus import instance

        true_now = timezone.now
        timezone.now = lambda: true_now() + timedelta(seconds=off)
        instance.wall_clock = lambda: time.time() + off
