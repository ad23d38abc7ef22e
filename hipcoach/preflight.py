"""What must answer before anything starts; each failure is one sentence that names its variable."""

from __future__ import annotations

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import InvalidMailer, mailers
from django.db import DatabaseError, connection

from accounts import signing
from hipcoach.environment import ConfigurationError


def check() -> None:
    """Raise ConfigurationError unless the database and the broker answer and mail has a way out."""
    check_database()
    check_redis()
    check_mail()


def check_database() -> None:
    """Connect to the database once; PostgreSQL must be version 15 or newer."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0].strip()
        raise ConfigurationError(f"DATABASE_URL: the database does not answer: {reason}") from error
    if connection.vendor == "postgresql" and connection.pg_version < 150000:  # type: ignore[attr-defined]
        raise ConfigurationError("DATABASE_URL: PostgreSQL must be version 15 or newer.")


def check_mail() -> None:
    """Make the mail backend once; a provider without its keys refuses that."""
    try:
        mailers.create_connection("default")
    except (ImproperlyConfigured, InvalidMailer, TypeError) as error:
        raise ConfigurationError(f"EMAIL_PROVIDER: mail cannot be sent: {error}") from error
    if settings.DKIM and (reason := signing.check(signing.Key(**settings.DKIM))):
        raise ConfigurationError(f"DKIM_KEY: mail cannot be signed with it: {reason}")


def check_redis() -> None:
    """Ping the broker."""
    if not settings.REDIS_URL:
        return
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5).ping()
    except (redis.RedisError, OSError, ValueError) as error:
        raise ConfigurationError(f"REDIS_URL: nobody answers there: {error}") from error
