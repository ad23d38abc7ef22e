"""Limits on how often something may be asked for, counted in the cache by fixed windows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from redis import RedisError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `times` in each window."""

    name: str
    times: int
    window: timedelta

    def allows(self, who: str, now: datetime) -> bool:
        """Count one more try of `who`; tell whether it is within the limit.

        While the cache does not answer nobody is turned away: limits are a courtesy to the mail
        server, and a signup is worth more.
        """
        seconds = int(self.window.total_seconds())
        key = f"bonus:limit:{self.name}:{who}:{int(now.timestamp()) // seconds}"
        try:
            cache.add(key, 0, seconds)
            return cache.incr(key) <= self.times
        except ValueError:  # the window ended between the two calls
            return True
        except (RedisError, OSError) as error:
            logger.warning(
                "limit %s is not counted, the cache does not answer: %s", self.name, error
            )
            return True


# For who brings no proof of work where the site asks for one: without JavaScript, or a program.
WITHOUT_PROOF = Limit("without-proof", times=3, window=timedelta(hours=1))
PER_ADDRESS = Limit("address", times=3, window=timedelta(hours=1))
PER_NETWORK = Limit("network", times=20, window=timedelta(hours=1))
OVERALL = Limit("overall", times=3000, window=timedelta(hours=1))
