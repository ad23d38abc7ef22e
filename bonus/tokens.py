"""Tokens: signed links that name a purpose, and most of them an end.

A token for one purpose is nothing for another. What a token carries is short and is never the
address. Confirming and moving expire after a week; watching and preferences after a year, or
sooner when the subscriber's `link_version` moves on; stopping never does, because old mails must
still be able to stop.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.core import signing
from django.core.signing import b62_decode


class Purpose(StrEnum):
    """What a token may be used for."""

    CONFIRM = "confirm"  # carries the id of the confirmation mail
    WATCH = "watch"  # carries the id of the enrollment and a link version
    STOP = "stop"  # carries the id of the subscriber
    PREFERENCES = "preferences"  # carries the id of the subscriber and a link version
    MOVE = "move"  # carries the id of the mail that went to the new address
    FORM = "form"  # carries nothing: its age is the time a form took


CONFIRM_DAYS = 7
MAX_AGE: dict[Purpose, timedelta | None] = {
    Purpose.CONFIRM: timedelta(days=CONFIRM_DAYS),
    Purpose.WATCH: timedelta(days=365),
    Purpose.STOP: None,
    Purpose.PREFERENCES: timedelta(days=365),
    Purpose.MOVE: timedelta(days=CONFIRM_DAYS),
    Purpose.FORM: timedelta(days=1),
}


class InvalidTokenError(ValueError):
    """Tampered with, cut short, or made for another purpose."""


@dataclass
class ExpiredTokenError(Exception):
    """Ours, but too old; `payload` is what it carried."""

    payload: str


def make(purpose: Purpose, payload: str) -> str:
    """Return a token of URL-safe characters."""
    return _signer(purpose).sign(payload)


def read(purpose: Purpose, token: str) -> str:
    """Return what the token carries; raise InvalidTokenError or ExpiredTokenError."""
    signer = _signer(purpose)
    try:
        return signer.unsign(token, max_age=MAX_AGE[purpose])
    except signing.SignatureExpired:
        raise ExpiredTokenError(signer.unsign(token)) from None
    except signing.BadSignature:
        raise InvalidTokenError from None


def read_id(purpose: Purpose, token: str) -> UUID:
    """Return the id that the token carries; raise InvalidTokenError or ExpiredTokenError."""
    try:
        return UUID(read(purpose, token))
    except ExpiredTokenError:
        raise
    except ValueError:
        raise InvalidTokenError from None


def read_however_old(purpose: Purpose, token: str) -> str:
    """Return what a token of ours carries, expired or not; raise InvalidTokenError."""
    try:
        return read(purpose, token)
    except ExpiredTokenError as expired:
        return expired.payload


def age(purpose: Purpose, token: str) -> timedelta:
    """Return how old the token is; raise InvalidTokenError or ExpiredTokenError."""
    read(purpose, token)
    made = b62_decode(token.split(".")[-2])
    return timedelta(seconds=time.time() - made)


def _signer(purpose: Purpose) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"bonus.{purpose}", sep=".")
