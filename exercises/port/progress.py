"""How far a worker is: a number in the cache.

Not in the import's row: on SQLite a transaction holds the only pen, so while the lines are being
written no other connection could write the number down, and the same one could only show it after
the end. A cache that does not answer costs the bar and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable

from django.core.cache import cache

logger = logging.getLogger(__name__)

KEPT_SECONDS = 3600


def put(job_id: Hashable, done: int) -> None:
    """Note how many lines are done; an id is the number or the UUID of any import."""
    try:
        cache.set(_key(job_id), done, KEPT_SECONDS)
    except Exception:
        logger.warning("The cache does not answer; import %s shows no progress.", job_id)


def done(job_id: Hashable) -> int:
    """Return how many lines are done, as far as is known."""
    try:
        return int(cache.get(_key(job_id)) or 0)
    except Exception:
        return 0


def _key(job_id: Hashable) -> str:
    return f"import-progress:{job_id}"
