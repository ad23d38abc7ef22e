"""Which state of the published library is the current one."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.db import models, transaction

logger = logging.getLogger(__name__)

CACHE_KEY = "exercises:catalog-version"
# Renewed at every change; the limit only heals a cache that missed one.
CACHE_SECONDS = 60

# So long a process trusts the token that it saw last, instead of asking the cache at each request.
SEEN_SECONDS = 0.5
_seen: tuple[str, float] | None = None

# Inside `renewed_once`: whether anything has asked for a new token.
_held: ContextVar[list[bool] | None] = ContextVar("held", default=None)


class CatalogVersion(models.Model):
    """One row with a token that is new after every change of the library.

    The row is the truth and the cache only spares its query: a process compares the token with
    that of its own snapshot (see `exercises.catalog`).
    """

    token = models.CharField(max_length=32)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="exercises_one_catalog_version"),
        )

    def __str__(self) -> str:
        return self.token

    @classmethod
    def current(cls) -> str:
        """Return the token: for half a second the one just seen, else the cache's or the row's."""
        global _seen
        if _seen and time.monotonic() < _seen[1]:
            return _seen[0]
        token = _read_cache()
        if not token:
            row, _ = cls.objects.get_or_create(pk=1, defaults={"token": uuid4().hex})
            token = row.token
            _write_cache(token, only_if_absent=True)
        if not transaction.get_connection().in_atomic_block:
            _seen = token, time.monotonic() + SEEN_SECONDS
        return token

    @classmethod
    def forget(cls) -> None:
        """Ask again at the next call, as another process does half a second later."""
        global _seen
        _seen = None

    @classmethod
    def renew(cls) -> None:
        """Make every process take a new snapshot once the current transaction commits."""
        held = _held.get()
        if held is not None:
            held.append(True)
            return
        token = uuid4().hex
        with transaction.atomic(savepoint=False):
            if not cls.objects.filter(pk=1).update(token=token):
                cls.objects.get_or_create(pk=1, defaults={"token": token})
            _forget_cache()
            cls.forget()
            transaction.on_commit(lambda: _tell(token))

    @classmethod
    @contextmanager
    def renewed_once(cls) -> Iterator[None]:
        """Let many changes renew the catalog once, at the end, and none leave it as it is."""
        held: list[bool] = []
        mark = _held.set(held)
        try:
            yield
        finally:
            _held.reset(mark)
        if held:
            cls.renew()


class Cataloged(models.Model):
    """Base of every model whose rows the catalog shows: saving or deleting one renews it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and renew the catalog in one transaction."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            CatalogVersion.renew()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and renew the catalog in one transaction."""
        with transaction.atomic(savepoint=False):
            result = super().delete(*args, **kwargs)
            CatalogVersion.renew()
        return result


class FromFile(Cataloged):
    """Base of what a content file may have brought: what the file and the row said at that time.

    A row whose words no longer give `loaded_hash` was edited since.
    """

    file_hash = models.CharField(max_length=64, blank=True, editable=False)
    loaded_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


def _tell(token: str) -> None:
    _write_cache(token)
    CatalogVersion.forget()


def _read_cache() -> str:
    try:
        return str(cache.get(CACHE_KEY) or "")
    except Exception:
        logger.warning("The cache does not answer; the catalog asks the database.")
        return ""


def _write_cache(token: str, only_if_absent: bool = False) -> None:
    try:
        (cache.add if only_if_absent else cache.set)(CACHE_KEY, token, CACHE_SECONDS)
    except Exception:
        logger.warning("The cache does not answer; other processes see the change in a minute.")


def _forget_cache() -> None:
    try:
        cache.delete(CACHE_KEY)
    except Exception:
        logger.warning("The cache does not answer; other processes see the change in a minute.")
