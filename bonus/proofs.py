"""Proofs of work at the signup (Altcha), for operators who turn them on.

A browser solves a small puzzle in the background, which costs a person nothing and a program that
fills in thousands of forms a lot. Nothing is asked of another company and nothing is kept but a
note, for as long as a puzzle is good, that it was used. Who has no JavaScript brings no proof and
gets fewer tries instead.
"""

from __future__ import annotations

import base64
import json
import logging
from datetime import datetime
from typing import Any

import altcha
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis import RedisError

logger = logging.getLogger(__name__)

VALID_SECONDS = 1800
COST = 5_000  # rounds of PBKDF2; a solution takes 256 of them on average, its check one
LONGEST = 4_000


def puzzle(now: datetime) -> dict[str, Any]:
    """Return a fresh signed puzzle for a browser; nothing of it is kept here."""
    challenge: dict[str, Any] = altcha.create_challenge(
        "PBKDF2/SHA-256",
        COST,
        expires_at=int(now.timestamp()) + VALID_SECONDS,
        hmac_secret=_secret(settings.SECRET_KEY),
    ).to_dict()
    return challenge


def holds(proof: str) -> bool:
    """Tell whether a proof is good, and take it: the same one does not count again."""
    if not proof or len(proof) > LONGEST or not _is_solved(proof):
        return False
    spent = salted_hmac("bonus.proof", _signature(proof), algorithm="sha256").hexdigest()
    try:
        return bool(cache.add(f"bonus:proof:{spent}", 1, VALID_SECONDS))
    except (RedisError, OSError) as error:
        logger.warning("a proof of work is not taken, the cache does not answer: %s", error)
        return True


def _signature(proof: str) -> str:
    """Return what two ways of writing one solved puzzle have in common."""
    return str(json.loads(base64.b64decode(proof))["challenge"]["signature"])


def _is_solved(proof: str) -> bool:
    # The puzzle's own end is checked by the library against time.time().
    return any(
        altcha.verify_solution(proof, _secret(key)).verified
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _secret(key: str) -> str:
    return salted_hmac("bonus.puzzle", "altcha", secret=key, algorithm="sha256").hexdigest()
