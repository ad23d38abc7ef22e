"""Hints: telling a worker to look now, which may fail without any harm."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task, current_app

logger = logging.getLogger(__name__)


def hint(task: Task[..., Any], *args: str) -> None:
    """Ask a worker to run `task` now. A silent broker costs a page a second or two."""
    # `retry=False` alone tries to connect for six seconds, and waits for an answer for 45 or more.
    impatience = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}
    options = {**current_app.conf.broker_transport_options, **impatience}
    try:
        with current_app.connection_for_write(transport_options=options) as broker:
            task.apply_async(args, producer=broker.Producer(), retry=False)
    except Exception as error:
        logger.warning("no worker could be told, the next tick will find the work: %s", error)
