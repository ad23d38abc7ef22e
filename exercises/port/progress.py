"""How far a worker is: a number in the cache.

Not in the import's row: on SQLite a transaction holds the only pen, so while the lines are being
written no other connection could write the number down, and the same one could only show it after
the end. A cache that does not answer costs the bar and nothing else.
"""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.db import models

from exercises.models.imports import FileJob

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600


def put(job: models.Model, done: int) -> None:
    """Note how many lines are done."""
    try:
        cache.set(_key(job), done, KEPT_SECONDS)
    except Exception:
        logger.warning("The cache does not answer; import %s shows no progress.", job.pk)


def done(job: models.Model) -> int:
    """Return how many lines are done, as far as is known."""
    try:
        return int(cache.get(_key(job)) or 0)
    except Exception:
        return 0


def percent(job: FileJob) -> int:
    """Return how much of a job is done, from 1, so that the bar is there from the start."""
    return max(1, 100 * min(done(job), job.total) // max(1, job.total))


def _key(job: models.Model) -> str:
    return f"{job._meta.label_lower}:progress:{job.pk}"
