"""DKIM: a signature over what leaves by plain SMTP, where the operator has set one up.

It covers everything by which a mailbox provider judges bulk mail, both list headers among it, and
a second "From" that would be added on the way breaks it. Providers that django-anymail speaks sign
by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import dkim
from django.conf import settings

# Each of them is signed once more than it stands there, so that none can be added.
_NEVER_TWICE = (b"From", b"To", b"Subject", b"Date", b"Message-ID")
_SIGNED = (
    *_NEVER_TWICE,
    *(b"MIME-Version", b"Content-Type", b"Auto-Submitted", b"Feedback-ID"),
    *(b"List-Id", b"List-Unsubscribe", b"List-Unsubscribe-Post"),
)


@dataclass(frozen=True)
class Key:
    """With what to sign, and for whom."""

    selector: str
    domain: str
    private: bytes


def signed(content: bytes) -> bytes:
    """Return a message with its signature before it; unchanged where nobody set one up."""
    return sign(content, Key(**settings.DKIM)) + content if settings.DKIM else content


def sign(content: bytes, key: Key) -> bytes:
    """Return the DKIM-Signature header of a message; raise what the key or message meets."""
    head = content.partition(b"\r\n\r\n")[0]
    present = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")}
    names = [name for name in _SIGNED if name.lower() in present]
    header: bytes = dkim.sign(
        content,
        key.selector.encode(),
        key.domain.encode(),
        key.private,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[*names, *(name for name in _NEVER_TWICE if name in names)],
    )
    return header


def check(key: Key) -> str:
    """Return why a key cannot sign, in a few words; empty when it can."""
    try:
        sign(b"From: a@example.com\r\n\r\n\r\n", key)
    except Exception as error:
        return f"{type(error).__name__}: {error}".strip(": ")
    return ""
