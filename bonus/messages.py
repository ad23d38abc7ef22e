"""Messages on the wire: their ids, and headers that Python must not encode."""

from __future__ import annotations

import email.message
import email.policy
from email.policy import Policy
from email.utils import parseaddr
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

LINE_LIMIT = 998  # RFC 5322, 2.1.1


class Message(EmailMultiAlternatives):
    """A message whose headers are not folded.

    Python folds a header at 78 characters, and a link longer than that becomes an encoded word,
    which no mail client reads as a List-Unsubscribe address (RFC 2369 wants it plain).
    `metadata` is what django-anymail's providers give back with each event; SMTP ignores it.
    """

    metadata: dict[str, str]

    def message(self, *, policy: Policy[Any] | None = None) -> email.message.EmailMessage:
        """Return the message with lines as long as the standard allows."""
        long_lines = (policy or email.policy.default).clone(max_line_length=LINE_LIMIT)
        return super().message(policy=long_lines)


def domain() -> str:
    """Return the domain that mails come from."""
    return _domain_of(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=8)
def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def message_id(delivery: UUID) -> str:
    """Return the Message-ID of a delivery, the same however often it is sent."""
    return f"<{delivery}@{domain()}>"
