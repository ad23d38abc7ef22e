"""What a process of the web does before its first request."""

from __future__ import annotations

import gc
import logging

from django.db import DatabaseError, connections
from django.urls import get_resolver

from exercises.catalog import get_catalog

logger = logging.getLogger(__name__)


def warm_up() -> None:
    """Import all pages, read the library, and spare the garbage collector both.

    A full collection looks at every object that lives. Nearly all are modules and the library,
    which stay; in the middle of a request that was a quarter of a second (the p99 of
    bench/training_log.py). Without a database the first request that has one reads the library.
    """
    len(get_resolver().url_patterns)
    try:
        get_catalog()
    except DatabaseError:
        logger.warning("The library could not be read yet.")
    finally:
        connections.close_all()
    gc.collect()
    gc.freeze()
