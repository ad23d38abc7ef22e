"""Bounces by mail: return addresses that name their mail, and reports that come back to them.

A mail leaves with a return address of its own (VERP), signed so that nobody can report about
mails that they never got. What comes back is read as RFC 3464 (delivery status notification) or
RFC 5965 (abuse report); anything else, such as an out-of-office reply, is let go.
"""

from __future__ import annotations

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from bonus.feedback import Report
from bonus.models import Delivery, MailEvent

Kind = MailEvent.Kind
SIGNED = 16
MOST_BYTES = 2_000_000
STOP_SUBJECT = "unsubscribe"
_RETURN = re.compile(rf"\+([0-9a-f]{{32}})-([0-9a-f]{{{SIGNED}}})@", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<([0-9a-f-]{36})@[^<>\s]+>", re.IGNORECASE)
# RFC 3463: what is about the address itself, and not about its mailbox or our message.
NO_SUCH_ADDRESS = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")


def return_address(delivery: UUID) -> str:
    """Return the address to which a mail's bounces come, or nothing where no mailbox is set up."""
    local, at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{delivery.hex}-{_signature(delivery.hex)}@{domain}" if at else ""


def read(raw: bytes) -> Report | None:
    """Read a mail that came to a return address; None when it reports nothing about a mail.

    Never raises for what a mail contains.
    """
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=email.policy.compat32)
    said = _abuse(message) or _status(message)
    delivery = _delivery_of(message)
    if said is None or delivery is None:
        return None
    kind, reason = said
    name = str(message.get("Message-ID", "")).strip() or hashlib.sha256(raw).hexdigest()
    return Report(f"mail/{name}", kind, delivery, reason)


def asks_to_stop(raw: bytes) -> UUID | None:
    """Return the mail whose reader writes to its return address to stop; None for other mail."""
    message = email.message_from_bytes(raw[:MOST_BYTES], policy=email.policy.compat32)
    subject = str(message.get("Subject", "")).strip().lower()
    return _addressed(message) if subject == STOP_SUBJECT else None


def judge(action: str, status: str) -> MailEvent.Kind | None:
    """Say what an action and a status of RFC 3464 mean; None for what is not the end."""
    found = _STATUS.search(status)
    if action == "delivered":
        return Kind.DELIVERED
    if action not in ("failed", ""):
        return None
    if found is None:
        return Kind.SOFT if action else None
    if found[1] == "5" and found[2] == "7":
        return Kind.POLICY
    return Kind.HARD if found[0] in NO_SUCH_ADDRESS else Kind.SOFT


def _status(message: Message) -> tuple[MailEvent.Kind, str] | None:
    """Return the worst that a delivery status notification says about its recipient."""
    found = []
    for part in _parts(message, "message/delivery-status"):
        for block in _blocks(part):
            action = str(block.get("Action", "")).strip().lower()
            status = str(block.get("Status", ""))
            if kind := judge(action, status):
                why = str(block.get("Diagnostic-Code", "") or status)
                found.append((kind, " ".join(why.split())))
    order = (Kind.HARD, Kind.POLICY, Kind.SOFT, Kind.DELIVERED)
    return min(found, key=lambda each: order.index(each[0]), default=None)


def _abuse(message: Message) -> tuple[MailEvent.Kind, str] | None:
    """Return what an abuse report says."""
    for part in _parts(message, "message/feedback-report"):
        for block in _blocks(part):
            kind = str(block.get("Feedback-Type", "")).strip().lower()
            if kind and kind != "not-spam":
                return Kind.COMPLAINT, kind
    return None


def _parts(message: Message, kind: str) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_type() == kind)


def _blocks(part: Message) -> list[Message]:
    """Return the groups of fields of a part; some senders leave it unparsed, as text."""
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        return [block for block in payload if isinstance(block, Message)]
    text = part.get_payload(decode=True)
    plain = text.decode("ascii", "replace") if isinstance(text, bytes) else str(payload)
    return [email.message_from_string(block) for block in re.split(r"\r?\n\r?\n", plain) if block]


def _delivery_of(message: Message) -> UUID | None:
    """Find the mail by the return address, or by the Message-ID of the mail that came back."""
    if addressed := _addressed(message):
        return addressed
    ids = set()
    for kind in ("message/rfc822", "text/rfc822-headers"):
        for part in _parts(message, kind):
            for block in _blocks(part):
                ids.update(_MESSAGE_ID.findall(str(block.get("Message-ID", ""))))
    known = Delivery.objects.filter(pk__in=_uuids(ids))
    return known.values_list("pk", flat=True).first()


def _addressed(message: Message) -> UUID | None:
    """Return the mail to whose return address this one was sent."""
    for name in ("To", "Delivered-To", "X-Original-To", "Envelope-To"):
        for value in message.get_all(name, []):
            for key, signed in _RETURN.findall(str(value)):
                if constant_time_compare(_signature(key.lower()), signed.lower()):
                    return UUID(key)
    return None


def _uuids(texts: set[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _signature(key: str) -> str:
    return salted_hmac("bonus.return", key, algorithm="sha256").hexdigest()[:SIGNED]
